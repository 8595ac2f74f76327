"""Functions that smooth a series, cut it into windows or look around, or stand for others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.decompositions import smoothed
from ml_engineer_tools.leakage.process.facts import Columns, Trait
from ml_engineer_tools.leakage.process.knowledge import functions
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.neighbours import spatial_lag
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat

SELECTOR = "<selector>"
"""The name of what selects columns by their type."""


def _windows(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return overlapping windows that were cut out of a series; along a row they are none of it."""
    if not arguments.data():
        return UNKNOWN
    data = flat(arguments.data()[0])
    axis = arguments.value(2, "axis").constant
    plain = replace(data, constant=NOTHING, items=None, tests=(), columns=Columns())
    if axis not in (NOTHING, None, 0, (0,)):
        return plain
    return replace(plain, traits=data.traits | {Trait("windows", line, name)})


def _smoothed(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = arguments.data()
    return smoothed(flat(data[0]), name, line) if data else UNKNOWN


def _selector(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return Value(name=SELECTOR)


def _delayed(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the function that is to be called elsewhere: joblib's `delayed(function)`."""
    return arguments.value(0)


Function = Callable[[Machine, Arguments, int, str], Value]
_BY_FUNCTION: dict[Function, str] = {
    _windows: " ".join(sorted(functions.WINDOWS)),
    _smoothed: " ".join(sorted(functions.SMOOTHERS)),
    spatial_lag: "lag_spatial",
    _selector: "make_column_selector",
    _delayed: "delayed",
}
ACTIONS: dict[str, Function] = {
    name: function for function, names in _BY_FUNCTION.items() for name in names.split()
}
