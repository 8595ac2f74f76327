"""Building a drift reference: what is saved of a table, and the evidence that it was."""

from __future__ import annotations

import itertools
from hashlib import sha256

import numpy as np

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.counting import count_reference, look
from ml_engineer_tools.drift.counts import TableCounts
from ml_engineer_tools.drift.dependence import TELLING_EFFECT
from ml_engineer_tools.drift.repeats import compared_columns, count_repeats
from ml_engineer_tools.drift.request import ReferenceRequest
from ml_engineer_tools.drift.saved import SavedColumn, SavedReference, saved_column
from ml_engineer_tools.drift.seasonal import dependent_columns
from ml_engineer_tools.drift.seasons import (
    DAYS,
    SIZES,
    Season,
    SeasonCounts,
    count_block_mix,
    count_mix,
    count_seasons,
    season_effect,
)
from ml_engineer_tools.drift.sides import Asked, count_label
from ml_engineer_tools.drift.telling import INFINITE_APART
from ml_engineer_tools.evidence import Evidence, Exactness, TableFingerprint
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.table import Table


def build_reference(request: ReferenceRequest, context: Context) -> tuple[SavedReference, Evidence]:
    """Count a table and return what is saved of it, with the evidence of what it says.

    Raises:
        BadInput: the table or a role is not usable.
    """
    engine, seed = context.engine, request.seed
    asked = Asked(request.target, request.prediction, request.time, request.group)
    table = engine.read(request.data)
    asked.check(table)
    context.progress(0.1, "counting the table")
    columns = [column for column in table.columns if column.name != asked.target]
    drawn = look(engine, table, columns, asked.roles, seed=seed)
    counted = count_reference(engine, table, columns, drawn, asked.roles)
    label = None
    if asked.target is not None:
        context.progress(0.8, "counting the labels of exploration rows")
        label = saved_column(
            table.column(asked.target),
            count_label(table, asked, context, seed=seed),
            seed=seed,
        )
    rows, days, dealt = _seasons(table, asked, counted, context)
    saved = tuple(
        saved_column(column, found, seed=seed)
        for column, found in zip(columns, counted.columns, strict=True)
    )
    saved = tuple(
        column.model_copy(update={"written": table.written.get(column.name, ())})
        for column in saved
    )
    # Levels that were pooled are not dealt into seasons either.
    whole = {c.name for c, all_of in zip(saved, counted.columns, strict=True)
             if len(c.levels) == len(all_of.levels)}  # fmt: skip
    dealt = {
        season: {name: parts for name, parts in columns_of.items() if name in whole}
        for season, columns_of in dealt.items()
    }
    saved = _with_season_effects(saved, counted, table, asked, dealt, context)
    compared = compared_columns((counted, counted))
    repeats = count_repeats(engine, table, compared) if compared else None
    reference = SavedReference(
        table=table.fingerprint.model_copy(update={"name": table.name.rsplit("/", 1)[-1]}),
        target=asked.target,
        prediction=asked.prediction,
        time=asked.time,
        group=asked.group,
        columns=saved,
        label=label,
        sampled=counted.sampled,
        seasons=dealt,
        season_rows=rows,
        days=round(days, 3),
        repeats=(repeats.distinct, float(f"{repeats.together:.6g}")) if repeats else None,
    )
    return reference, _evidence(request, table.notes, reference, table.fingerprint, engine.name)


Dealt = dict[Season, dict[str, tuple[tuple[int, ...], ...]]]


def _seasons(
    table: Table, asked: Asked, counted: TableCounts, context: Context
) -> tuple[dict[Season, tuple[int, ...]], float, Dealt]:
    """Return rows by season, the days spanned, and columns that depend on a season, dealt."""
    if asked.time is None or not table.column(asked.time).is_temporal:
        return {}, 0.0, {}
    column = table.column(asked.time)
    mixes, days = count_mix(context.engine, table, column)
    rows = {season: tuple(int(n) for n in mix) for season, mix in mixes.items()}
    wanted = [season for season in mixes if days >= DAYS[season]]
    dealt: Dealt = {}
    for season, found in count_seasons(context.engine, table, column, counted, wanted).items():
        dealt[season] = {
            name: tuple(tuple(int(n) for n in part) for part in found.columns[name])
            for name in dependent_columns(found, counted)
        }
    return rows, days, dealt


def _with_season_effects(
    saved: tuple[SavedColumn, ...],
    counted: TableCounts,
    table: Table,
    asked: Asked,
    dealt: Dealt,
    context: Context,
) -> tuple[SavedColumn, ...]:
    """Return the columns with their design effects beside each combination of seasons."""
    if asked.time is None or not dealt:
        return saved
    column = table.column(asked.time)
    seasons = tuple(dealt)
    parts = {
        season: SeasonCounts(
            np.zeros(SIZES[season]),
            {name: np.array(rows, dtype=np.float64) for name, rows in dealt[season].items()},
        )
        for season in seasons
    }
    mixes = {
        season: count_block_mix(context.engine, table, column, asked.roles, season)
        for season in seasons
    }
    found = []
    for kept, counts in zip(saved, counted.columns, strict=True):
        effects = {
            "+".join(some): season_effect(
                counts, counts, {season: parts[season] for season in some}, mixes
            )
            for n in range(1, len(seasons) + 1)
            for some in itertools.combinations(seasons, n)
            if any(kept.name in dealt[season] for season in some)
        }
        effects = {key: float(f"{value:.4g}") for key, value in effects.items()}
        found.append(kept.model_copy(update={"season_effects": effects}))
    return tuple(found)


def _evidence(
    request: ReferenceRequest,
    notes: tuple[str, ...],
    reference: SavedReference,
    table: TableFingerprint,
    engine: str,
) -> Evidence:
    recorder = Recorder("build_drift_reference", request, [table], notes=notes)
    size = len(reference.text().encode())
    digest = sha256(reference.text().encode()).hexdigest()
    recorder.figure("row_count", table.rows, unit="rows", headline=True)
    recorder.figure("saved_columns", len(reference.columns), unit="columns", headline=True)
    recorder.figure("compared_columns", sum(c.way in ("number", "levels")
                    for c in reference.columns), unit="columns", headline=True)  # fmt: skip
    recorder.figure("reference_size", size, unit="bytes", headline=True)
    for column in reference.columns:
        known = column.rows - column.missing - column.infinite
        recorder.figure("missing_share", column.missing / column.rows, column=column.name,
                        n=column.rows)  # fmt: skip
        if column.infinite:
            recorder.figure("infinite_count", column.infinite, unit="rows", column=column.name,
                            n=column.rows)  # fmt: skip
        if column.quartiles is not None:
            sampled = reference.sampled
            recorder.figure(
                "median", column.quartiles[1], column=column.name, n=known,
                exactness=Exactness(kind="sampled", n=sampled) if sampled else Exactness(),
            )  # fmt: skip
        if column.effect > TELLING_EFFECT:
            recorder.figure("effective_rows", round(known / column.effect), unit="rows",
                            column=column.name, n=known,
                            exactness=Exactness(kind="approximate", error=0.5))  # fmt: skip
    recorder.note(
        "The saved reference holds no row: counts of bins and of frequent levels, rounded cuts. "
        f"The SHA-256 of its bytes begins with {digest[:16]}."
    )
    if any(column.infinite for column in reference.columns):
        recorder.note(INFINITE_APART)
    if reference.target is not None:
        recorder.note("Labels were counted on exploration rows only; the holdout's stay unread.")
    return recorder.evidence(engine)
