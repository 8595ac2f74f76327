"""Decompositions and smoothing: series whose every value is made of what comes before and after."""

from __future__ import annotations

from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Trait
from ml_engineer_tools.leakage.process.knowledge import functions
from ml_engineer_tools.leakage.process.rows import Part
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat


def smoothed(data: Value, name: str, line: int) -> Value:
    """Return a smoothed series; of rows without an order it is each row that is smoothed."""
    if not any(trait.kind in ("time", "lags") for trait in data.traits):
        return _plain(data)
    return taken_apart(data, name, line)


def taken_apart(data: Value, name: str, line: int) -> Value:
    """Return the parts of a series, such as its trend: each row knows the rows behind it."""
    if all(map(_ends_somewhere, data.rows)) and name not in functions.SMOOTHERS:
        # The rows behind the end of these have no part in it.
        return _plain(data)
    column = data.columns.only() or ""
    ahead = Trait("future", line, name, column=column)
    return replace(_plain(data), traits=data.traits | {ahead})


def call(thing: Thing, name: str, arguments: Arguments, line: int) -> Value | None:
    """Return what a decomposition gives back: `STL(series).fit()`, `EMD().emd(series)`."""
    if thing.name.rpartition(".")[2] in functions.DECOMPOSITIONS and name in ("fit", "__call__"):
        series = flat(arguments.value(0)) if arguments.given else _made_with(thing)
        return taken_apart(series, thing.name, line) if series.rows else None
    if name in functions.DECOMPOSING_METHODS and arguments.data():
        return taken_apart(flat(arguments.data()[0]), name, line)
    return None


def are_parts(value: Value) -> bool:
    """Tell whether a value holds the parts of a series that was taken apart."""
    names = functions.DECOMPOSITIONS | functions.DECOMPOSING_METHODS | functions.SMOOTHERS
    return any(trait.kind == "future" and trait.text in names for trait in value.traits)


def _made_with(thing: Thing) -> Value:
    return flat(thing.options.get("endog", UNKNOWN))


def _plain(data: Value) -> Value:
    return replace(data, constant=NOTHING, items=None, tests=())


def _ends_somewhere(part: Part) -> bool:
    """Tell whether rows are the first of a series, or a side of a split of it."""
    return any(
        side.kind in ("ordered", "slice", "origin", "fold", "random", "named")
        or (side.kind == "mask" and side.name.split(" ", 1)[0] in ("<", "<="))
        for side in part.path
    )
