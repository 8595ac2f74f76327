"""Narrowing: what is known of the rows that pass a condition, of a filter or of a branch."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from ml_engineer_tools.leakage.process.comparing import inverted
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import Side, cut
from ml_engineer_tools.leakage.process.values import Value

Tests = tuple[tuple[str, str], ...]


def tests_of(machine: Machine, condition: Value, node: ast.expr, names: frozenset[str]) -> Tests:
    """Return what an element was tested for by a condition on it; none if it tells nothing of rows.

    Args:
        machine: the state.
        condition: what is known of the condition.
        node: the condition.
        names: the variables that hold the element.
    """
    used = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    if not condition.rows or condition.scores or condition.predictions or not used & names:
        return ()
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return inverted(tests_of(machine, condition, node.operand, names))
    tests = condition.tests
    if not tests:
        text = machine.own_text(node)
        tests = ((text, f"true {text}"),)
    return tuple((_plain(subject, names), _plain(test, names)) for subject, test in tests)


def _plain(text: str, names: frozenset[str]) -> str:
    """Return a text in which an element has one name, whatever the variable is called."""
    words = "|".join(map(re.escape, sorted(names)))
    return re.sub(rf"\b(?:{words})\b", "element", re.sub(r" of loop \d+:\d+", "", text))


def narrowed(machine: Machine, names: frozenset[str], tests: Tests) -> None:
    """Give the variables that hold an element only those rows that pass some tests."""
    for name in names if tests else ():
        value = machine.scope.variables.get(name)
        if value is not None:
            machine.scope.variables[name] = passing(value, tests)


def passing(value: Value, tests: Tests) -> Value:
    """Return the rows of a value that pass some tests."""
    items = None if value.items is None else tuple(passing(item, tests) for item in value.items)
    rows = value.rows
    for subject, test in tests:
        rows = cut(rows, Side("mask", subject, test))
    return replace(value, rows=rows, items=items)
