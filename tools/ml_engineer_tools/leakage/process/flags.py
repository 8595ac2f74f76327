"""Flags: `np.ones(n, bool)` and what is then set, as in `mask[held_out] = False`."""

from __future__ import annotations

import ast

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import opposite
from ml_engineer_tools.leakage.process.values import UNKNOWN, Value

FLAGS = "<flags>"
"""The name of a value that flags every row, or none."""


def flags(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return what `np.ones(n, dtype=bool)` and `np.zeros(n, dtype=bool)` flag: all, or none."""
    kind = arguments.value(1, "dtype").name.rpartition(".")[2]
    size = arguments.value(0, "shape", "size")
    if kind not in ("bool", "bool_"):
        return UNKNOWN
    if name == "ones" and size.counted:
        return Value(rows=size.counted, index=True, name=FLAGS)
    return Value(name=FLAGS)


def flagged(
    machine: Machine, owner: Value, key: Value, value: Value, target: ast.Subscript
) -> Value | None:
    """Return the flags after some were set; None where nothing of the kind was done.

    Which rows are flagged is known where one side of a split was taken out of all, or put in where
    none was. Else the flags are a test that rows pass, or don't.
    """
    if value.constant is not True and value.constant is not False:
        return None
    sets = value.constant is True
    if key.index and key.rows:
        others = opposite(key.rows)
        if others is not None and (owner.name == FLAGS or not sets):
            return Value(rows=key.rows if sets else others, index=True, traits=key.traits)
    if owner.name != FLAGS:
        return None
    where = target.slice
    if isinstance(where, ast.Slice) and where.step is None:
        bounds = f"{_told(machine, where.lower)}:{_told(machine, where.upper)}"
        return Value(tests=(("position", f"{'within' if sets else 'outside'} {bounds}"),))
    return Value(
        tests=((f"flags {machine.spot(target.lineno)}", f"{'in' if sets else 'not in'} set"),)
    )


def _told(machine: Machine, bound: ast.expr | None) -> str:
    return "" if bound is None else machine.own_text(bound)
