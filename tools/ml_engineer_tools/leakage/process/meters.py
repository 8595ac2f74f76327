"""Meters: metrics kept as objects, told batch by batch, and the record of the epochs of a fit."""

from __future__ import annotations

from ml_engineer_tools.leakage.process import comparing
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import UNKNOWN, Value, flat

TELLING = frozenset({"update", "update_state", "add_batch", "add"})
"""Methods that tell a meter of predictions and labels."""
ASKING = frozenset({"compute", "result", "value"})
"""Methods that ask it for the score."""
EMPTYING = frozenset({"reset", "reset_state", "reset_states"})
TOLD = "<told>"
"""Where a meter keeps what it was told."""
HISTORY = "<history>"
"""The name of a value that records the scores of a fit, epoch by epoch."""


def call(
    machine: Machine, thing: Thing, name: str, arguments: Arguments, line: int
) -> Value | None:
    """Return what is known of a method of a meter; None if it is none."""
    if thing.estimator is not None or thing.blueprint is not None:
        return None
    if name in TELLING and compares(arguments):
        return tell(machine, thing, arguments, line)
    if TOLD not in thing.attributes:
        return None
    if name in EMPTYING:
        del thing.attributes[TOLD]
        return UNKNOWN
    return thing.attributes[TOLD] if name in ASKING else None


def compares(arguments: Arguments) -> bool:
    """Tell whether predictions and other rows are given."""
    known = [flat(value) for value in arguments.data()]
    return any(v.predictions for v in known) and any(not v.predictions for v in known)


def tell(machine: Machine, thing: Thing, arguments: Arguments, line: int) -> Value:
    """Note that a meter compares predictions with labels; returns the score."""
    score = comparing.scored(machine, list(arguments.all()), line, thing.name)
    thing.attributes[TOLD] = score
    return score


def recorded(history: Value, key: object) -> Value:
    """Return what a fit's record holds under a key: the scores on validation rows, if it is one."""
    known = isinstance(key, str) and key.startswith("val")
    return Value(scores=history.scores, choices=history.choices) if known else UNKNOWN
