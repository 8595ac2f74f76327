"""Hand-written models: weights sum up training rows beside labels; rows times weights predict."""

from __future__ import annotations

from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Columns, Influence, Prediction
from ml_engineer_tools.leakage.process.iteration import ACROSS, SQUARE
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.ratings import alike, of_ratings
from ml_engineer_tools.leakage.process.selecting import statistic_of
from ml_engineer_tools.leakage.process.values import NOTHING, Value, flat, shaped


def product(machine: Machine, left: Value, right: Value, line: int) -> Value | None:
    """Return what is known of a product of matrices; None if it is no part of a model.

    `X.T @ residual` sums up rows: weights are made of it. `X @ weights` says something of each row
    of `X`, as a model that was trained on those rows.
    """
    if left.name == SQUARE:
        # A square, or its inverse, weighs columns.
        return right
    if left.name == ACROSS and left.rows and right.rows:
        if left.rows == right.rows and left.columns == right.columns and not _is_label(right):
            told = alike(machine, left, "@", line) if of_ratings(left) else left
            return replace(told, name=SQUARE)
        for loop in machine.loops:
            loop.learnt = True
        fit = Influence("weights", left.rows, line, "@", machine.site)
        return replace(statistic_of(shaped(left, right), fit), columns=Columns())
    learnt = frozenset(fit for fit in right.influences if fit.kind == "weights")
    if not left.rows or right.rows or not learnt:
        return None
    if any(trait.kind == "windows" for trait in left.traits):
        # Of a series that is cut anew each time it can't be told which rows these are.
        return None
    trained = frozenset(part for fit in learnt for part in fit.rows)
    said = Prediction(
        trained, left.rows, right.influences - learnt, right.choices | left.choices, left.influences
    )
    return replace(
        left, predictions=frozenset({said}), choices=left.choices | right.choices,
        columns=Columns(), origins=frozenset(), things=(), constant=NOTHING, items=None, tests=(),
    )  # fmt: skip


def gradient(machine: Machine, arguments: Arguments, line: int) -> Value | None:
    """Return the gradient of a loss of some rows: what is moved by it has learnt of them."""
    rows = frozenset(part for value in arguments.data() for part in flat(value).rows)
    if not rows:
        return None
    for loop in machine.loops:
        loop.learnt = True
    return Value(influences=frozenset({Influence("weights", rows, line, "grad", machine.site)}))


def weights_of(arguments: Arguments) -> Value | None:
    """Return what an optimiser makes of gradients; None if it is given none."""
    told = frozenset(
        fit for value in arguments.all() if not flat(value).rows
        for fit in flat(value).influences if fit.kind == "weights"
    )  # fmt: skip
    return Value(influences=told) if told else None


def solved(machine: Machine, left: Value, right: Value, line: int) -> Value | None:
    """Return the weights that solve a system, made of rows or of what sums them up."""
    if left.name == SQUARE and not right.rows:
        # Of what the rows and their labels sum up to, as the means of classes: weights of a model.
        fit = Influence("weights", left.rows, line, "solve", machine.site)
        told = frozenset({fit}) if left.rows and right.influences else frozenset()
        return replace(right, influences=right.influences | told)
    if not left.rows or not right.rows:
        return None
    return product(machine, replace(left, name=ACROSS), right, line)


def _is_label(value: Value) -> bool:
    """Tell whether a value is known to be one column, or to be compared with one."""
    return value.columns.only() is not None or bool(value.predictions)
