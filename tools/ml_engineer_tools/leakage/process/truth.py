"""Truth: which way a condition goes, where the script itself says so.

A flag that is handed in, a parameter that is left at None, a mode that is compared with a word:
of a branch on these only the one is followed that is taken.
"""

from __future__ import annotations

import ast

from ml_engineer_tools.leakage.process.expressions import evaluate
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value


def truth(machine: Machine, test: ast.expr) -> bool | None:
    """Return whether a condition holds; None if it can't be told."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = truth(machine, test.operand)
        return None if inner is None else not inner
    if isinstance(test, ast.BoolOp):
        return _joint(machine, test)
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return _compared(machine, test)
    if isinstance(test, ast.Name | ast.Attribute | ast.Constant):
        return _of_constant(evaluate(machine, test))
    return None


def _joint(machine: Machine, test: ast.BoolOp) -> bool | None:
    known = [truth(machine, value) for value in test.values]
    decisive = isinstance(test.op, ast.Or)
    if decisive in known:
        return decisive
    return None if None in known else not decisive


def _of_constant(value: Value) -> bool | None:
    if value.constant is None or isinstance(value.constant, bool):
        return bool(value.constant)
    return None


def _compared(machine: Machine, test: ast.Compare) -> bool | None:
    left, right = evaluate(machine, test.left), evaluate(machine, test.comparators[0])
    sign = test.ops[0]
    if isinstance(sign, ast.Is | ast.IsNot) and right.constant is None:
        absent = _is_none(left)
        return None if absent is None else absent == isinstance(sign, ast.Is)
    if isinstance(sign, ast.Eq | ast.NotEq) and _is_word(left) and _is_word(right):
        return (left.constant == right.constant) == isinstance(sign, ast.Eq)
    words = right.items or ()
    if isinstance(sign, ast.In | ast.NotIn) and words and all(map(_is_word, (left, *words))):
        among = left.constant in {word.constant for word in words}
        return among == isinstance(sign, ast.In)
    return None


def _is_none(value: Value) -> bool | None:
    if value.constant is None:
        return True
    if value == UNKNOWN or value.optional or value.constant is not NOTHING:
        return None if value.constant is NOTHING else False
    # What the script knows something of is there.
    known = value.rows or value.things or value.influences or value.items or value.entries
    return False if known else None


def _is_word(value: Value) -> bool:
    return isinstance(value.constant, str) and "{" not in value.constant
