"""Texts that a script puts together: f-strings and paths, and what is shown in them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ml_engineer_tools.leakage.process.expressions import evaluate, names_in
from ml_engineer_tools.leakage.process.facts import Choice
from ml_engineer_tools.leakage.process.library.listing import is_path, tell_counted
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat

MOST_LETTERS = 4000
"""Letters of a text put together that are known (a convention)."""


def formatted(machine: Machine, node: ast.JoinedStr) -> Value:
    """Return what is known of an f-string: its text, or what the values in it know."""
    shown = [evaluate(machine, v.value) for v in node.values if isinstance(v, ast.FormattedValue)]
    behind = [
        str(after.value) if isinstance(after, ast.Constant) else ""
        for v, after in zip(node.values, [*node.values[1:], None], strict=True)
        if isinstance(v, ast.FormattedValue)
    ]
    tell_counted(machine, shown, behind, node.lineno)
    if all(isinstance(value.constant, str | int) for value in shown):
        known = iter(shown)
        parts = [
            v.value if isinstance(v, ast.Constant) else next(known).constant for v in node.values
        ]
        text = "".join(map(str, parts))
        return Value(constant=text) if len(text) <= MOST_LETTERS else UNKNOWN
    told = replace(flat(Value(items=described(shown))), constant=NOTHING)
    if replace(told, name="", things=()) != UNKNOWN:
        return told
    # A text that is not known whole: what stands in it by its code, so that it has a name.
    known = iter(shown)
    texts = [
        v.value if isinstance(v, ast.Constant) else _told(machine, next(known), v.value)  # type: ignore[attr-defined]  # a formatted value
        for v in node.values
    ]
    return Value(constant="".join(map(str, texts))[:MOST_LETTERS])


def described(shown: Sequence[Value]) -> tuple[Value, ...]:
    """Return what is shown together; the best of scores beside their mean is no choice by them.

    Who tells the mean and the extremes of some scores describes them. What was chosen before all of
    these stays chosen.
    """
    known = [flat(value) for value in shown]
    before = _common(value.choices for value in known if value.scores)
    whole = frozenset().union(*(v.scores for v in known if v.choices <= before))
    return tuple(
        replace(value, choices=before, items=None, entries=None)
        if told.choices > before and value.scores and told.scores <= whole else value
        for value, told in zip(shown, known, strict=True)
    )  # fmt: skip


def _common(choices: Iterable[frozenset[Choice]]) -> frozenset[Choice]:
    every = list(choices)
    return every[0].intersection(*every[1:]) if every else frozenset()


def _told(machine: Machine, value: Value, node: ast.expr) -> str:
    """Return a value as text: what it is, or the code that makes it, and for which caller."""
    known = value.constant
    if isinstance(known, str | int):
        return str(known)
    own = machine.calls and names_in(node) & machine.scope.variables.keys()
    return f"{{{ast.unparse(node)[:40]}{machine.from_where if own else ''}}}"


def joined_path(machine: Machine, node: ast.BinOp, left: Value, right: Value) -> Value | None:
    """Return a path such as `ROOT / "train"`; None if it is no path."""
    if not isinstance(node.op, ast.Div):
        return None
    if is_path(right) or is_path(left):
        return right if is_path(right) else left
    if not isinstance(left.constant, str) and not isinstance(right.constant, str):
        return None
    whole = f"{_told(machine, left, node.left)}/{_told(machine, right, node.right)}"
    return Value(constant=whole[:MOST_LETTERS])
