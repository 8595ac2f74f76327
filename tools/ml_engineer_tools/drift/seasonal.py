"""The seasonal comparison: which seasons are matched, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.comparison import Comparison
from ml_engineer_tools.drift.counts import Counts, TableCounts
from ml_engineer_tools.drift.distances import homogeneity_p_value, largest_change
from ml_engineer_tools.drift.repeats import Repeating, worth_once
from ml_engineer_tools.drift.saved import SavedReference
from ml_engineer_tools.drift.seasons import (
    FEWEST_ROWS,
    Season,
    SeasonCounts,
    Seasons,
    count_block_mix,
    count_mix,
    count_seasons,
    current_effect,
    judge_seasons,
    matched_column,
    season_effect,
    words,
)
from ml_engineer_tools.drift.sides import Reference
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import agreeing, listed
from ml_engineer_tools.tables.table import Table

SMALL_DEPENDENCE = 0.02
"""Change of a bin's share in a part of a season from which a column depends on it: two rows in a
hundred, a convention for what is worth saving."""

UNLIKELY = 1e-3
"""p-value below which that is believed: a convention."""


@dataclass(frozen=True, slots=True)
class Almanac:
    """What a reference says of seasons.

    Attributes:
        rows: in each part of each season.
        days: that it spans.
        seasons: the reference dealt into seasons; those that may be asked for.
    """

    rows: Mapping[Season, Counts] = field(default_factory=dict)
    days: float = 0.0
    seasons: Seasons = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dealt:
    """A reference that was dealt into seasons.

    Attributes:
        before: the reference as it was counted.
        seasons: its rows by season.
        block_mixes: seasons of its blocks of neighbouring rows.
        saved: if it is a saved one; it knows its design effects.
    """

    before: TableCounts
    seasons: Seasons
    block_mixes: Mapping[Season, Counts]
    saved: SavedReference | None = None

    @property
    def names(self) -> frozenset[str]:
        """Columns that were dealt."""
        return frozenset(name for counted in self.seasons.values() for name in counted.columns)

    def with_mix(self, mix: Mapping[Season, Counts]) -> TableCounts:
        """Return the reference with another mix of seasons, given as rows by part."""
        mixes = {season: rows / rows.sum() for season, rows in mix.items()}
        effects = self.effects(tuple(mix))
        return replace(
            self.before,
            columns=tuple(
                replace(
                    matched_column(c, self.seasons, mixes), effect=effects.get(c.name, c.effect)
                )
                for c in self.before.columns
            ),
        )

    @property
    def seasonal(self) -> frozenset[str]:
        """Columns that depend on a season; a saved reference holds only these dealt."""
        if self.saved is not None:
            return self.names
        dealt = self.seasons.values()
        return frozenset(name for s in dealt for name in dependent_columns(s, self.before))

    def effects(self, seasons: tuple[Season, ...]) -> dict[str, float]:
        """Return the design effects beside these seasons."""
        if self.saved is not None:
            key = "+".join(seasons)
            kept = self.saved.columns
            return {c.name: c.season_effects[key] for c in kept if key in c.season_effects}
        mixes = {season: self.block_mixes[season] for season in seasons}
        return {c.name: season_effect(c, c, self.seasons, mixes) for c in self.before.columns}


@dataclass(frozen=True, slots=True)
class Matched:
    """A reference with the current table's mix of seasons.

    Attributes:
        before: the reference; as it was if no season was matched.
        after: the current table, its design effects those beside the seasons.
        seasons: those in which the tables differ and that were matched.
        others: seasons in which the tables differ, but that the reference doesn't hold.
        columns: names of columns that were matched.
    """

    before: TableCounts
    after: TableCounts
    seasons: tuple[Season, ...] = ()
    others: tuple[Season, ...] = ()
    columns: frozenset[str] = frozenset()

    def worth_once(self, repeating: Repeating | None) -> Matched:
        """Return it with rows of the table that repeats, if one does, counted once."""
        if repeating is None:
            return self
        if repeating.window == "current":
            return replace(self, after=worth_once(self.after, repeating.own))
        return replace(self, before=worth_once(self.before, repeating.own))

    def suffix(self, name: str) -> str:
        """Return what a statement on a column adds: with which rows it was compared."""
        if name not in self.columns or not self.seasons:
            return ""
        return f", compared with the reference's rows of the same {words(self.seasons)}"


def saved_almanac(saved: SavedReference) -> Almanac:
    """Return what a saved reference says of seasons."""
    rows = {season: np.array(n, dtype=np.float64) for season, n in saved.season_rows.items()}
    return Almanac(rows, saved.days, saved.dealt())


def dependent_columns(counted: SeasonCounts, before: TableCounts) -> list[str]:
    """Return the columns that depend on a season: in some part of it they differ from the whole."""
    names = []
    for column in before.columns:
        parts = counted.columns.get(column.name)
        if parts is None:
            continue
        whole = parts.sum(axis=0)
        for part in parts[counted.rows >= FEWEST_ROWS]:
            rest, n, m = whole - part, float(part.sum()), float(whole.sum() - part.sum())
            if m <= 0 or largest_change(part, whole)[0] < SMALL_DEPENDENCE:
                continue
            if homogeneity_p_value(part, rest, n, m) < UNLIKELY:
                names.append(column.name)
                break
    return names


def read_almanac(reference: Reference, context: Context) -> Almanac:
    """Return the rows of a reference by season; nothing without a time that is a date."""
    if reference.saved is not None:
        return saved_almanac(reference.saved)
    time, table = reference.asked.time, reference.table
    if time is None or table is None or not table.column(time).is_temporal:
        return Almanac()
    return Almanac(*count_mix(context.engine, table, table.column(time)))


def deal(
    reference: Reference,
    before: TableCounts,
    almanac: Almanac,
    seasons: Sequence[Season],
    context: Context,
) -> Dealt:
    """Deal a reference into these seasons."""
    if reference.saved is not None:
        dealt = {season: almanac.seasons[season] for season in seasons if season in almanac.seasons}
        return Dealt(before, dealt, {}, reference.saved)
    time, table, roles = reference.asked.time, reference.table, reference.asked.roles
    if time is None or table is None or not seasons:
        return Dealt(before, {}, {})
    column, engine = table.column(time), context.engine
    dealt = count_seasons(engine, table, column, before, seasons)
    mixes = {season: count_block_mix(engine, table, column, roles, season) for season in seasons}
    return Dealt(before, dealt, mixes)


def match_seasons(
    reference: Reference,
    current: Table,
    tables: tuple[TableCounts, TableCounts],
    context: Context,
) -> Matched:
    """Give the reference the current table's mix of weekdays, months and hours."""
    before, after = tables
    time, engine, roles = reference.asked.time, context.engine, reference.asked.roles
    if time is None or not current.has(time) or not current.column(time).is_temporal:
        return Matched(before, after)
    mix, days = count_mix(engine, current, current.column(time))
    almanac = read_almanac(reference, context)
    usable, differing, others = judge_seasons(almanac.rows, almanac.days, mix)
    if not usable:
        return Matched(before, after, others=tuple(others))
    dealt = deal(reference, before, almanac, usable, context)
    instant = current.column(time)
    mixes = {season: count_block_mix(engine, current, instant, roles, season) for season in usable}
    own = {c.name: c for c in before.columns}
    beside = dealt.effects(tuple(usable))
    seasonal = dealt.seasonal if days > 0 else frozenset()
    closer = (after.rows / days) / (before.rows / almanac.days) if days > 0 else 1.0
    now = []
    for column in after.columns:
        if column.name in seasonal:
            known = 1 + (beside.get(column.name, 1.0) - 1) * closer
            effect = current_effect(column, own[column.name], dealt.seasons, mixes, known)
        elif column.name in own:
            effect = season_effect(column, own[column.name], dealt.seasons, mixes)
        else:
            effect = column.effect
        now.append(replace(column, effect=effect))
    return Matched(
        dealt.with_mix({season: mix[season] for season in usable}),
        replace(after, columns=tuple(now)),
        tuple(differing),
        tuple(others),
        dealt.names,
    )


def report_seasons(
    matched: Matched, plain: Sequence[Comparison], found: Sequence[Comparison], recorder: Recorder
) -> None:
    """Record which columns differ from the reference by their season alone.

    Args:
        matched: the reference, what was matched in it.
        plain: comparisons with the whole reference, p-values adjusted.
        found: comparisons with the matched one.
        recorder: where it is recorded.
    """
    moved = {comparison.name for comparison in found if comparison.moved}
    names = [
        c.name for c in plain if c.drifted and c.name in matched.columns and c.name not in moved
    ]
    if not names:
        return
    figure = recorder.figure("moved_by_season", len(names), unit="columns", headline=True)
    season = words(matched.seasons)
    recorder.finding(
        "moved_by_season",
        "info",
        f"{listed(names)} ({figure} in all) {agreeing(len(names), 'differs', 'differ')} from the "
        f"reference as a whole, but not from its rows of the same {season}: the season, no drift.",
        columns=names,
        clauses=["S8"],
        figures=[figure],
        confidence="medium",
        question=f"Does the model know the {season}, so that it can follow?",
    )


def season_notes(matched: Matched) -> Iterator[str]:
    """Yield what a reader has to know of seasons."""
    if matched.seasons:
        yield (
            f"The tables differ in their mix of the {words(matched.seasons)}, so that the "
            "reference was weighted to the current mix, its medians too, which are read from bins; "
            "the schema is that of the whole."
        )
    if matched.others:
        yield (
            f"The tables lie in different parts of the {words(matched.others)}, and the reference "
            "hasn't seen it come round: season and drift can't be told apart in that."
        )
