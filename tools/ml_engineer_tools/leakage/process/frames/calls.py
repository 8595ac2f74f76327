"""Methods of tables, arrays and data sets: which rows they keep, what they sum up."""

from __future__ import annotations

from collections.abc import Callable

from ml_engineer_tools.leakage.process import (
    polars_expressions,
)
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.frames import columns, order, rows, statistics
from ml_engineer_tools.leakage.process.frames.columns import passed_on
from ml_engineer_tools.leakage.process.frames.order import looking_back
from ml_engineer_tools.leakage.process.frames.statistics import chosen, summed_up
from ml_engineer_tools.leakage.process.knowledge import functions, methods
from ml_engineer_tools.leakage.process.library.listing import taken_apart
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.values import Value
from ml_engineer_tools.leakage.process.variants import as_variant


def call(machine: Machine, owner: Value, name: str, arguments: Arguments, line: int) -> Value:
    """Return what is known of the result of a method of something that holds data."""
    arguments = polars_expressions.used_on(owner, arguments)
    action = ACTIONS.get(name)
    if action is not None:
        return action(machine, owner, arguments, line)
    if name in methods.STATISTICS:
        return summed_up(machine, owner, name, arguments, line)
    if name in functions.CHOOSERS and owner.scores and not owner.rows:
        return chosen(machine, owner, name, line)
    if name in methods.LOOKS_BACK:
        return looking_back(owner, name, arguments, line)
    if name in functions.AUGMENTATIONS and owner.rows:
        return as_variant(passed_on(owner, arguments), name, line)
    return taken_apart(passed_on(owner, arguments), name, line)


Method = Callable[[Machine, Value, Arguments, int], Value]
ACTIONS: dict[str, Method] = {
    **columns.ACTIONS, **statistics.ACTIONS, **order.ACTIONS, **rows.ACTIONS,
}  # fmt: skip
