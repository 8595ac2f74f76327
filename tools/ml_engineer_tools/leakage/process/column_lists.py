"""Lists of a frame's columns: what is taken out of them, put into them, or made of them."""

from __future__ import annotations

import ast
from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Columns
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.storing import store
from ml_engineer_tools.leakage.process.values import UNKNOWN, Value

_SAME = frozenset({"tolist", "to_list", "copy", "unique", "sort_values", "to_numpy"})
_LESS = frozenset({"drop", "difference"})
_LESS_IN_PLACE = frozenset({"remove", "pop", "clear"})
_MORE_IN_PLACE = frozenset({"append", "extend", "insert"})


def call(machine: Machine, owner: Value, node: ast.Call, arguments: Arguments) -> Value | None:
    """Return the result of a method of a list of columns; None of one that is not known."""
    if not isinstance(node.func, ast.Attribute):
        return None
    name, kept = node.func.attr, node.func.value
    told = [text for value in arguments.given for text in value.texts()]
    if name in _SAME:
        return owner
    if name in _LESS:
        return _without(owner, told)
    if name in _LESS_IN_PLACE:
        store(machine, kept, _without(owner, told))
        return UNKNOWN
    if name in _MORE_IN_PLACE:
        store(machine, kept, replace(owner, columns=owner.columns.plus(told)))
        return UNKNOWN
    return None


def _without(owner: Value, names: list[str]) -> Value:
    """Return a list without some columns; which are left can't be told if it is not known which."""
    return replace(owner, columns=owner.columns.less(names) if names else Columns())
