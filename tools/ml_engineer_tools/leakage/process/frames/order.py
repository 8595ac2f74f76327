"""Methods that use the order of rows: lags, windows, sorting, filling from neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Trait
from ml_engineer_tools.leakage.process.frames.columns import passed_on
from ml_engineer_tools.leakage.process.frames.statistics import ROLLING, summed_up
from ml_engineer_tools.leakage.process.hints import suggests_entity, suggests_time
from ml_engineer_tools.leakage.process.iteration import ACROSS, BEFORE, CENTRED
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import Part
from ml_engineer_tools.leakage.process.selecting import settled
from ml_engineer_tools.leakage.process.values import Value, flat, one_of_each

SORTED = "sorted by time"


def looking_back(owner: Value, name: str, arguments: Arguments, line: int) -> Value:
    """Return a value a row that is made of earlier rows."""
    if owner.name == ACROSS or arguments.constant("axis") in (1, "columns"):
        # Along the columns of a row, as of a spectrum: other rows have no part in it.
        return replace(passed_on(owner, arguments), name=owner.name if owner.name == ACROSS else "")
    traits = owner.traits
    if name != "cumcount":
        traits |= {Trait("lags", line, f".{name}()")}
    if name == "rolling" and arguments.flag("center"):
        window = arguments.value(0, "window").constant
        reach = window // 2 if isinstance(window, int) else None
        traits |= {Trait("future", line, CENTRED, reach)}
    # A window that ends with the row holds the row's own value; a number of rows holds none.
    before = arguments.constant("closed") == "left"
    own = frozenset() if before or name == "cumcount" else owner.origins
    result = replace(passed_on(owner, arguments), traits=traits, origins=own)
    if name not in ("rolling", "ewm", "expanding"):
        return result
    return replace(result, name=BEFORE if before else ROLLING)


def _turned(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return replace(settled(owner), name="" if owner.name == ACROSS else ACROSS)


def _one_each(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return rows of which one an entity is kept: their order and entities have no further say."""
    if not arguments.given and not set(arguments.named or {}) & {"subset", "keep"}:
        return settled(owner)
    kept = replace(settled(owner), traits=without_repeats(owner.traits))
    subset = arguments.value(0, "subset").texts()
    return one_of_each(kept, line) if any(map(suggests_entity, subset)) else kept


def _unique(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return Polars' `frame.unique("key")`; of a column it is the values that there are."""
    if arguments.given or set(arguments.named or {}) & {"subset", "keep", "maintain_order"}:
        return _one_each(machine, owner, arguments, line)
    return summed_up(machine, owner, "unique", arguments, line)


def without_repeats(traits: frozenset[Trait]) -> frozenset[Trait]:
    """Return what is left of the traits of rows when one an entity is kept."""
    return frozenset(
        trait for trait in traits
        if trait.kind not in ("group", "grouped") and trait.text != SORTED
    )  # fmt: skip


def _shift(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    periods = arguments.value(0, "periods", "n").constant
    result = replace(passed_on(owner, arguments), origins=frozenset())
    if isinstance(periods, int | float) and periods < 0:
        # A label that lies in the future is no leak, and no sign that features look back.
        return replace(
            result,
            traits=owner.traits | {Trait("future", line, f"shift({periods})", -int(periods))},
        )
    known = frozenset(t for t in owner.traits if t.kind != "future" or _still_ahead(t, periods))
    fits = result.influences
    if all(_is_a_row_a_period(machine, part) for part in owner.rows):
        # What earlier periods sum up is of the past.
        fits = frozenset(fit for fit in fits if not fit.call.startswith("groupby()"))
    return replace(result, traits=known | {Trait("lags", line, "shift()")}, influences=fits)


def _is_a_row_a_period(machine: Machine, part: Part) -> bool:
    """Tell whether a row sums up a group in a period, such as a shop's month."""
    told, _, _ = part.source.partition("] of ")
    keys = re.findall(r"'([^']*)'", told) if told.startswith("groups by") else []
    return any(key in machine.time_columns or suggests_time(key) for key in keys)


def _still_ahead(trait: Trait, periods: object) -> bool:
    """Tell whether values of later rows are still such when they are moved down by some rows."""
    if trait.reach is None:
        return True
    return isinstance(periods, int) and periods < trait.reach


def _pct_change(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    periods = arguments.value(0, "periods").constant
    if isinstance(periods, int | float) and periods < 0:
        return _shift(machine, owner, arguments, line)
    return looking_back(owner, "diff", arguments, line)


def _sort(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    by = arguments.value(0, "by")
    if owner.scores:
        return replace(flat(owner), ranked=True)
    names = set(by.texts()) or set(by.origins)
    told = {n for n in names if n in machine.time_columns or suggests_time(n)}
    plain = settled(owner)
    if not told:
        return plain
    known = frozenset(trait for trait in owner.traits if trait.kind != "shuffled")
    return replace(plain, traits=known | {Trait("time", line, SORTED)})


def _shuffled(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return rows in another order."""
    mixed = Trait("shuffled", line, "shuffle")
    return replace(passed_on(owner, arguments), traits=owner.traits | {mixed})


def _sort_index(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return settled(owner)


def _set_index(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    names = arguments.value(0, "keys").texts()
    plain = replace(settled(owner), columns=owner.columns.less(names))
    if any(name in machine.time_columns for name in names):
        return replace(plain, traits=owner.traits | {Trait("time", line, "indexed by time")})
    return plain


def _resample(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    if not isinstance(arguments.value(0, "rule").constant, str):
        return settled(owner)
    trait = Trait("time", line, "one row a period")
    return replace(settled(owner), traits=owner.traits | {trait}, name=ROLLING)


def _interpolate(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return values between which gaps were filled: with what comes after them too."""
    result = passed_on(owner, arguments)
    kept = replace(result, origins=owner.origins, columns=owner.columns)
    ordered = any(trait.kind in ("time", "lags") for trait in owner.traits)
    if not ordered or arguments.get(None, "limit", "limit_area", "axis") is not None:
        return kept
    return replace(kept, traits=owner.traits | {Trait("future", line, "interpolate()")})


def _fill(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    result = passed_on(owner, arguments)
    if arguments.constant("method") in ("bfill", "backfill"):
        return _bfill(machine, owner, arguments, line)
    return replace(result, origins=owner.origins, columns=owner.columns)


def _bfill(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    ordered = any(trait.kind in ("time", "lags") for trait in owner.traits)
    result = passed_on(owner, arguments)
    if not ordered:
        return result
    return replace(result, traits=owner.traits | {Trait("future", line, "bfill()")})


Method = Callable[[Machine, Value, Arguments, int], Value]
ACTIONS: dict[str, Method] = {
    "shift": _shift, "pct_change": _pct_change, "sort_values": _sort, "sort": _sort,
    "drop_duplicates": _one_each, "dropDuplicates": _one_each, "unique": _unique,
    "transpose": _turned, "sort_index": _sort_index, "set_index": _set_index,
    "resample": _resample, "fillna": _fill, "interpolate": _interpolate, "fill_null": _fill,
    "bfill": _bfill, "backfill": _bfill, "shuffle": _shuffled,
}  # fmt: skip
