"""Seasons: a Monday is compared with Mondays, a December with Decembers.

If the current rows fall on other weekdays, months or hours than the reference's, all that depends
on them differs, and nothing drifted. The reference is therefore dealt into seasons and weighted by
the current table's mix of them (direct standardization). With several seasons their effects are
taken as independent: the share of a bin is multiplied by the ratio that each season brings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ml_engineer_tools.drift.counting import rows_in_blocks
from ml_engineer_tools.drift.counts import ColumnCounts, Counts, TableCounts
from ml_engineer_tools.drift.dependence import (
    design_effect,
    near_design_effect,
    ordered_design_effect,
)
from ml_engineer_tools.drift.middle import with_middle_of_bins
from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.tables.roles import Roles
from ml_engineer_tools.tables.table import Column, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir

Season = Literal["weekday", "month", "hour"]

SIZES: dict[Season, int] = {"weekday": 7, "month": 12, "hour": 24}

DAYS: dict[Season, int] = {"weekday": 14, "month": 350, "hour": 2}
"""Days that a reference must span for a season to have come round."""

OTHER_MIX = 0.1
"""Total variation distance between two mixes of seasons from which they are told apart: one row in
ten lies in another season. A convention."""

FEWEST_ROWS = 30
"""Rows of the reference that a season needs to be compared with: a convention."""

COVERED = 0.95
"""Share of current rows whose season the reference must have seen: a convention."""

MOST_LEVELS = 64
"""Columns of more levels are not dealt into seasons."""


@dataclass(frozen=True, slots=True)
class SeasonCounts:
    """A reference, dealt into seasons.

    Attributes:
        rows: of each season, shape (seasons,).
        columns: rows by season and bin or level, then all other levels, then the missing (and
            infinite): shape (seasons, bins + 1) of numbers, (seasons, levels + 2) of levels.
    """

    rows: Counts
    columns: Mapping[str, Counts]


Seasons = Mapping[Season, SeasonCounts]
Mixes = Mapping[Season, Counts]
"""For each season, the share of rows in each part of it."""


def seasons_of(column: Column) -> tuple[Season, ...]:
    """Return the seasons that a time column tells."""
    if column.kind == "date":
        return ("weekday", "month")
    return ("weekday", "month", "hour") if column.kind == "timestamp" else ()


def part_of(rows: ir.Table, column: Column, season: Season) -> ir.Value:
    """Return the number of the part of a season that each row falls in, from 0; NULL without."""
    instant: Any = rows[column.name]
    if getattr(instant.type(), "timezone", None):
        instant = instant.cast("timestamp")
    if season == "weekday":
        part = instant.day_of_week.index()
    else:
        part = instant.month() - 1 if season == "month" else instant.hour()
    return part.cast("int64")


def count_mix(engine: Engine, table: Table, column: Column) -> tuple[dict[Season, Counts], float]:
    """Return the rows in each part of each season, and the days that the rows span.

    Rows that know their day only span a day each.
    """
    import ibis

    rows = table.expression
    instant: Any = rows[column.name]
    counted: dict[str, Any] = {
        f"{season}{part}": (part_of(rows, column, season) == ibis.literal(part)).sum()
        for season in seasons_of(column)
        for part in range(SIZES[season])
    }
    seconds = instant.cast("timestamp").epoch_seconds()
    days_only = ((seconds % 86_400) == 0).all()
    counted |= {"first": seconds.min(), "last": seconds.max(), "whole": days_only}
    found = engine.aggregate(rows, counted)
    if found["first"] is None:
        return {}, 0.0
    mixes = {
        season: np.array([float(found[f"{season}{part}"] or 0) for part in range(SIZES[season])])
        for season in seasons_of(column)
    }
    one = 1.0 if found["whole"] else 0.0
    return mixes, (float(found["last"]) - float(found["first"])) / 86_400 + one


def count_seasons(
    engine: Engine,
    table: Table,
    column: Column,
    counted: TableCounts,
    seasons: Sequence[Season],
) -> dict[Season, SeasonCounts]:
    """Deal a reference into seasons, on the bins and levels that it was counted on."""
    found: dict[Season, SeasonCounts] = {}
    cuts = {c.name: c.cuts.points for c in counted.columns if c.way == "number" and c.cuts}
    levels = {
        c.name: c.levels
        for c in counted.columns
        if c.way == "levels" and 0 < len(c.levels) <= MOST_LEVELS
    }
    for season in seasons:
        part = part_of(table.expression, column, season)
        dealt = table.expression.filter(part.notnull())
        part = part_of(dealt, column, season)
        size = SIZES[season]
        columns = engine.count_bins_by_block(dealt, part, size, cuts)
        columns |= engine.count_levels_by_block(dealt, part, size, levels)
        some = next(iter(columns.values()), None)
        if some is not None:
            found[season] = SeasonCounts(some.sum(axis=1), columns)
    return found


def count_block_mix(
    engine: Engine, table: Table, column: Column, roles: Roles, season: Season
) -> Counts:
    """Return the rows of each block of neighbours in each part of a season, (blocks, parts)."""
    order, blocks = rows_in_blocks(engine, table, roles)
    rows = table.expression.select(
        place=order, part=part_of(table.expression, column, season).cast("float64")
    )
    cuts = {"part": [float(k) for k in range(SIZES[season] - 1)]}
    counted = engine.count_bins_by_block(rows, rows["place"], blocks, cuts)["part"]
    return counted[:, :-1]


def season_effect(
    column: ColumnCounts,
    reference: ColumnCounts,
    seasons: Seasons,
    block_mixes: Mapping[Season, Counts],
) -> float:
    """Return the design effect of what a column does beside its seasons.

    Args:
        column: with its blocks.
        reference: the reference's counts of the same column, for the names of levels.
        seasons: the reference dealt into seasons.
        block_mixes: of the column's table, see `count_block_mix`.
    """
    used = _dealt_seasons(column, seasons, block_mixes)
    expected = expected_shares(column, reference, seasons, block_mixes)
    if expected is None or column.blocks is None:
        return column.effect
    blocks = column.blocks[:, :-1]
    judge = ordered_design_effect if column.way == "number" else design_effect
    n = len(blocks)
    # Each part of a season took away some of the variance: months most of all.
    spent = sum(SIZES[s] - 1 for s in used if s == "month")
    return judge(blocks, expected) * n / max(n - spent, 1)


def current_effect(
    column: ColumnCounts,
    reference: ColumnCounts,
    seasons: Seasons,
    block_mixes: Mapping[Season, Counts],
    known: float,
) -> float:
    """Return the design effect of a column that depends on a season, of a current table.

    The cycle that the reference knows fits rows that moved badly: what is left of it looks like
    dependence, more the farther they moved, so that a shift would eat its own evidence. How far
    dependence reaches is therefore what the reference shows; of its own, the current table adds
    what neighbouring blocks show.

    Args:
        column: the current table's, with its blocks.
        reference: the reference's counts of the same column.
        seasons: the reference dealt into seasons.
        block_mixes: of the current table, see `count_block_mix`.
        known: the reference's design effect beside the seasons, for rows as close in time as
            those of the current table.
    """
    expected = expected_shares(column, reference, seasons, block_mixes)
    if expected is None or column.blocks is None:
        return max(known, column.effect)
    ordered = column.way == "number"
    return max(known, near_design_effect(column.blocks[:, :-1], expected, ordered=ordered))


def expected_shares(
    column: ColumnCounts,
    reference: ColumnCounts,
    seasons: Seasons,
    block_mixes: Mapping[Season, Counts],
) -> Counts | None:
    """Return the shares of bins or levels that each block's seasons explain, (blocks, bins)."""
    used = _dealt_seasons(column, seasons, block_mixes)
    if not used or column.blocks is None:
        return None
    expected: Counts | None = None
    for season, parts in used.items():
        values = _known(parts, column, reference)
        plain = values.sum(axis=0) / max(values.sum(), 1.0)
        in_part = np.maximum(values.sum(axis=1), 1.0)[:, None]
        mix = block_mixes[season] / np.maximum(block_mixes[season].sum(axis=1), 1.0)[:, None]
        ours = mix @ (values / in_part)
        ratio = np.divide(ours, plain, out=np.ones_like(ours), where=plain > 0)
        expected = plain * ratio if expected is None else expected * ratio
    assert expected is not None  # noqa: S101  `used` isn't empty
    return np.asarray(expected / np.maximum(expected.sum(axis=1), 1e-12)[:, None])


def _dealt_seasons(
    column: ColumnCounts, seasons: Seasons, block_mixes: Mapping[Season, Counts]
) -> dict[Season, Counts]:
    return {
        season: counted.columns[column.name]
        for season, counted in seasons.items()
        if season in block_mixes and column.name in counted.columns
    }


def _known(parts: Counts, column: ColumnCounts, reference: ColumnCounts) -> Counts:
    """Return rows by part and bin as the column's blocks have them, the missing left out."""
    if column.way == "number":
        return parts[:, :-1]
    place = {level: k for k, level in enumerate(reference.levels)}
    named = [place.get(level) for level in column.block_levels]
    nothing = np.zeros(len(parts))
    columns = [nothing if k is None else parts[:, k] for k in named]
    others = parts[:, :-1].sum(axis=1) - sum(columns, start=nothing)
    return np.column_stack([*columns, others])


def judge_seasons(
    reference: Mapping[Season, Counts], days: float, current: Mapping[Season, Counts]
) -> tuple[list[Season], list[Season], list[Season]]:
    """Return the seasons to match, those of them that differ, and those that can't be matched.

    Args:
        reference: rows of the reference in each part of each season.
        days: that the reference spans.
        current: rows of the current table.
    """
    usable: list[Season] = []
    differing: list[Season] = []
    others: list[Season] = []
    for season, rows in current.items():
        theirs = reference.get(season)
        if theirs is None or not rows.sum() or not theirs.sum():
            continue
        mix = rows / rows.sum()
        differs = float(np.abs(mix - theirs / theirs.sum()).sum()) / 2 >= OTHER_MIX
        seen = float(mix[theirs >= FEWEST_ROWS].sum()) >= COVERED and days >= DAYS[season]
        if seen:
            usable.append(season)
        if differs:
            (differing if seen else others).append(season)
    return usable, differing, others


def matched_column(
    column: ColumnCounts, seasons: Seasons, mixes: Mapping[Season, Counts]
) -> ColumnCounts:
    """Return what the reference's column would be with the current mix of seasons.

    Rows are scaled so that they say as much as the seasons' own rows do.
    """
    whole = np.append(column.counts, [column.rest] if column.way == "levels" else [])
    unknown = column.missing + column.infinite
    total = np.append(whole, unknown).astype(np.float64)
    if not total.sum():
        return column
    share = total / total.sum()
    rows, adjusted = float(column.rows), False
    for season, mix in mixes.items():
        counted = seasons.get(season)
        if counted is None or column.name not in counted.columns:
            continue
        adjusted = True
        parts = counted.columns[column.name]
        enough = counted.rows >= FEWEST_ROWS
        weight = np.where(enough, mix, 0.0)
        weight = weight / weight.sum()
        by_part = parts / np.maximum(counted.rows, 1.0)[:, None]
        ours = weight @ by_part
        plain = parts.sum(axis=0) / counted.rows.sum()
        share = share * np.divide(ours, plain, out=np.ones_like(ours), where=plain > 0)
        used = weight > 0
        rows = min(rows, 1 / float((weight[used] ** 2 / counted.rows[used]).sum()))
    if not adjusted:
        return column
    share = share / share.sum()
    unknown_then = float(share[-1]) * rows
    infinite = round(unknown_then * column.infinite / max(unknown, 1))
    values = share[:-1] * rows
    weighted = replace(
        column,
        rows=max(1, round(rows)),
        missing=round(unknown_then) - infinite,
        infinite=infinite,
        counts=values[:-1] if column.way == "levels" else values,
        rest=float(values[-1]) if column.way == "levels" else 0.0,
    )
    return with_middle_of_bins(weighted) if column.way == "number" else weighted


def words(seasons: Sequence[Season]) -> str:
    """Return the seasons as prose: "weekday", "weekday and month"."""
    if len(seasons) < 2:
        return "".join(seasons)
    return f"{', '.join(seasons[:-1])} and {seasons[-1]}"
