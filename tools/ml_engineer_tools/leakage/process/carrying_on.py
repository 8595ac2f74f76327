"""Carrying on: models that learn on in each fold from where the fold before left them."""

from __future__ import annotations

import ast

from ml_engineer_tools.leakage.process.events import Fit
from ml_engineer_tools.leakage.process.machine import Loop, Machine
from ml_engineer_tools.leakage.process.rows import Part, Rows
from ml_engineer_tools.leakage.process.things import Thing

_ANEW = frozenset(
    {"load_state_dict", "set_weights", "load_weights", "reset_parameters", "apply", "clone_model",
     "deepcopy", "copy", "init_weights", "reset", "reset_weights", "from_pretrained", "clone",
     "load_model", "load_checkpoint", "restore", "reinitialize", "init"}
)  # fmt: skip
"""What gives a model its first weights again."""


def learnt_before(machine: Machine, thing: Thing, rows: Rows) -> Rows:
    """Return the rows of other folds that a model learnt before: those of this fold's test too.

    Of a model that is made outside a loop over folds, learns step by step, and is not given its
    first weights again in it, nothing else can be said.
    """
    for loop in machine.loops:
        if loop.over_folds and loop.round not in thing.within and not _starts_anew(loop):
            whole = frozenset(_whole(part) for part in rows)
            # What is made once for all folds is where it is mended.
            machine.note(Fit(thing.line, thing.name, whole))
            return whole
    return frozenset()


def _starts_anew(loop: Loop) -> bool:
    body = loop.node.body if isinstance(loop.node, ast.For) else []
    calls = (
        node.func
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
    )
    names = {
        call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls
    }
    return bool(names & _ANEW)


def _whole(part: Part) -> Part:
    """Return the rows of which these are one fold."""
    last = part.path[-1] if part.path else None
    if last is None or last.kind != "fold":
        return part
    return Part(part.source, part.path[:-1])
