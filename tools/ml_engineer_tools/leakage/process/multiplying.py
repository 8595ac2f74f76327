"""Multiplying: lists to which a loop adds several rows for each item that it goes through."""

from __future__ import annotations

import ast
from dataclasses import replace

from ml_engineer_tools.leakage.process.facts import Influence
from ml_engineer_tools.leakage.process.machine import Loop, Machine
from ml_engineer_tools.leakage.process.values import Value
from ml_engineer_tools.leakage.process.variants import is_variant


def multiplied(machine: Machine, node: ast.expr, added: Value, call: ast.Call) -> Value:
    """Return what is added to a list, told if one item of a loop adds several rows to it.

    A list that is made anew for each item holds parts of one row, such as its features. Two rows
    of one item that are alike reach both sides of a split as copies would.

    Args:
        machine: the state.
        node: the list.
        added: what is added.
        call: that adds it.
    """
    if not isinstance(node, ast.Name) or not added.rows or added.predictions or added.scores:
        return added
    loops = machine.loops
    if not loops or node.id in loops[-1].assigned:
        return added
    inner = loops[-1]
    twice = inner.over_rows and _adds_twice(inner, node.id)
    twice = twice and not any(node.id in loop.assigned for loop in loops)
    again = (
        len(loops) > 1
        and is_variant(added)
        and not inner.over_rows
        and loops[-2].over_rows
        and node.id not in loops[-2].assigned
    )
    if not twice and not again:
        return added
    name = call.func.attr if isinstance(call.func, ast.Attribute) else "append"
    copies = Influence("duplication", added.rows, call.lineno, name, machine.site)
    return replace(added, influences=added.influences | {copies})


def _adds_twice(loop: Loop, name: str) -> bool:
    """Tell whether the statements of a loop add to a list twice, one after the other."""
    body = loop.node.body if isinstance(loop.node, ast.For) else []
    adding = [
        statement for statement in body
        if isinstance(statement, ast.Expr) and _adds_to(statement.value, name)
    ]  # fmt: skip
    return len(adding) > 1


def _adds_to(node: ast.expr, name: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("append", "extend")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == name
    )
