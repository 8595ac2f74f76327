"""Products, systems and decompositions of matrices: weights, predictions, axes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Columns, Influence
from ml_engineer_tools.leakage.process.handwritten import product, solved
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import NO_ROWS
from ml_engineer_tools.leakage.process.selecting import statistic_of
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat, shaped


def _decomposed(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the parts of a decomposition: scores of the rows, then what sums all of them up."""
    data = flat(arguments.value(0, "a"))
    if not data.rows:
        # Of what sums rows up, as their covariance: so do its parts.
        summed = frozenset(
            fit for fit in data.influences if fit.kind in ("correlation", "reduction")
        )
        basis = Value(influences=summed)
        return Value(items=(basis, basis, basis)[: 2 if name in ("eigh", "eig") else 3])
    fit = Influence("reduction", data.rows, line, name, machine.site)
    basis = statistic_of(replace(data, columns=Columns()), fit)
    if name in ("eigh", "eig"):
        return Value(items=(basis, basis))
    scores = shaped(replace(data, columns=Columns()), basis)
    return Value(items=(scores, basis, basis))


def _multiplied(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return a product of matrices."""
    left, right = flat(arguments.value(0)), flat(arguments.value(1))
    made = product(machine, left, right, line)
    if made is not None:
        return made
    first, second = (left, right) if left.rows or not right.rows else (right, left)
    return replace(shaped(first, second), constant=NOTHING, items=None, columns=Columns())


def _solved(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the solution of a system: weights, and for `lstsq` more about it."""
    left, right = flat(arguments.value(0)), flat(arguments.value(1))
    made = solved(machine, left, right, line)
    known = made if made is not None else shaped(left, replace(right, rows=NO_ROWS))
    return Value(items=(known, UNKNOWN, UNKNOWN, UNKNOWN)) if name == "lstsq" else known


Function = Callable[[Machine, Arguments, int, str], Value]
_BY_FUNCTION: dict[Function, str] = {
    _multiplied: "dot matmul mm",
    _solved: "solve lstsq",
    _decomposed: "svd eigh eig svds randomized_svd pca_lowrank svd_lowrank",
}
ACTIONS: dict[str, Function] = {
    name: function for function, names in _BY_FUNCTION.items() for name in names.split()
}
