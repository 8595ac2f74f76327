"""`measure_variation`: how much stretches of a reference differ from the rest of it.

An alarm is worth something only beyond what was normal while the model was right. The reference is
cut into stretches of neighbouring rows, in the order of time if a time is given, else of the file;
each is compared with all others, by the distances that the drift check uses. A limit is the mean
over stretches plus `DEVIATIONS` standard deviations, the highest of them, or what the drift check
calls a small effect, whichever is largest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.comparison import LARGE_MISSING_CHANGE, SMALL_EFFECT
from ml_engineer_tools.drift.counting import count_reference, look
from ml_engineer_tools.drift.counts import ColumnCounts, Counts
from ml_engineer_tools.drift.distances import (
    FOLKLORE_PSI,
    SMALL_SHIFT,
    largest_change,
    population_stability_index,
    smirnov_distance,
)
from ml_engineer_tools.drift.sides import Asked, count_label
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence, Figure
from ml_engineer_tools.monitoring.request import VariationRequest
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import listed, quoted

TOOL = "measure_variation"

SPANS = 16
"""Stretches that a reference is cut into, at most: a convention; each holds 4 of the 64 blocks of
neighbouring rows that are counted."""

FEWEST_SPANS = 8
"""With fewer stretches a standard deviation over them says little."""

FEWEST_ROWS = 20
"""Rows that a stretch holds at least; drift calls a smaller table too small, too."""

DEVIATIONS = 3.0
"""Standard deviations over stretches beyond their mean: control charts' (Shewhart 1931)."""

WIDE = 0.3
"""A limit from here on hardly ever alarms: a drift check calls such a distance high."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What one measure of one column was over the stretches."""

    mean: float
    deviation: float
    highest: float

    def limit(self, floor: float) -> float:
        """Return what is beyond all that was normal."""
        return max(self.mean + DEVIATIONS * self.deviation, self.highest, floor)


def measure_variation(request: VariationRequest, context: Context) -> Evidence:
    """Measure how much stretches of a table differ from the rest, and the limits that follow.

    Raises:
        BadInput: the table or a role is not usable, or it has too few rows.
    """
    engine = context.engine
    asked = Asked(request.target, request.prediction, request.time, request.group)
    table = engine.read(request.data)
    asked.check(table)
    if table.rows < FEWEST_SPANS * FEWEST_ROWS:
        raise BadInput(
            f"{table.name} has {table.rows:,} rows; what is normal within it needs "
            f"{FEWEST_SPANS * FEWEST_ROWS} at least."
        )
    context.progress(0.1, "counting the stretches")
    columns = [column for column in table.columns if column.name != asked.target]
    drawn = look(engine, table, columns, asked.roles, seed=request.seed)
    counted = count_reference(engine, table, columns, drawn, asked.roles)
    every = list(counted.columns)
    if asked.target is not None:
        context.progress(0.7, "counting the labels of exploration rows")
        every.append(count_label(table, asked, context, seed=request.seed))
    recorder = Recorder(TOOL, request, [table.fingerprint], notes=table.notes)
    spans = _spans(every)
    size = recorder.figure("span_count", spans, unit="stretches", headline=True)
    recorder.figure("row_count", table.rows, unit="rows", headline=True)
    recorder.convention("limit_deviations", DEVIATIONS, source="control charts, Shewhart (1931)")
    recorder.convention(
        "small_shift", SMALL_SHIFT, source="KS distance of 0.2 standard deviations, Cohen (1988)"
    )
    recorder.convention("small_psi", FOLKLORE_PSI, source="credit scoring's no shift")
    recorder.convention(
        "small_missing_change", LARGE_MISSING_CHANGE, source="a convention of the drift check"
    )
    recorder.convention(
        "small_change_of_share", SMALL_EFFECT, source="Cohen's h, a small effect, Cohen (1988)"
    )
    wide: list[tuple[str, Figure]] = []
    for column in every:
        limit = _record(column, spans, recorder)
        if limit is not None and float(limit.value) >= WIDE and column.name != asked.target:
            wide.append((column.name, limit))
    _report(wide, size, recorder)
    order = f"of {quoted(asked.time)}" if asked.time else "of the file"
    recorder.note(
        f"Stretches are of neighbouring rows in the order {order}, each compared with all others; "
        "levels beyond the most frequent are pooled."
    )
    if asked.target is not None:
        recorder.note("Labels were counted on exploration rows only; the holdout's stay unread.")
    return recorder.evidence(engine.name)


def _spans(columns: Sequence[ColumnCounts]) -> int:
    """Return how many stretches the columns' blocks make, of as many rows as are needed."""
    blocks = [len(c.blocks) for c in columns if c.blocks is not None]
    rows = min((c.rows for c in columns if c.blocks is not None), default=0)
    return max(FEWEST_SPANS, min([SPANS, rows // FEWEST_ROWS, *blocks]))


def _record(column: ColumnCounts, spans: int, recorder: Recorder) -> Figure | None:
    """Record what was normal of a column; returns the limit of its distance, if it has one."""
    if column.blocks is None:
        return None
    blocks = _merged(column.blocks, spans)
    missing = blocks[:, -1] / np.maximum(blocks.sum(axis=1), 1)
    spread = _spread(missing)
    recorder.figure("missing_share", column.missing_share, column=column.name, n=column.rows)
    recorder.figure("missing_share_highest", spread.highest, column=column.name, n=column.rows)
    recorder.figure(
        "missing_share_limit",
        min(1.0, spread.limit(missing_floor(column.missing_share))),
        column=column.name,
        n=column.rows,
    )
    if column.way not in ("number", "levels"):
        return None
    known = blocks[:, :-1]
    known = known[known.sum(axis=1) > 0]
    if len(known) < 2:
        return None
    distances, psis = np.array(list(_measures(column, known))).T
    name = "ks_distance" if column.way == "number" else "l_infinity_distance"
    limit = _limits(column, name, _spread(distances), SMALL_SHIFT, recorder)
    _limits(column, "psi", _spread(psis), FOLKLORE_PSI, recorder)
    return limit


def missing_floor(usual: float) -> float:
    """Return the share of missing values from which on the drift check calls it a change.

    That is five points more than usual, or a small effect by Cohen's h: 0.01 where none was
    missing, 0.17 where a tenth was.
    """
    small = float(np.sin(np.arcsin(np.sqrt(usual)) + SMALL_EFFECT / 2) ** 2)
    return min(usual + LARGE_MISSING_CHANGE, small) if usual < 0.5 else usual + LARGE_MISSING_CHANGE


def _limits(
    column: ColumnCounts, name: str, spread: Spread, floor: float, recorder: Recorder
) -> Figure:
    recorder.figure(f"{name}_mean", spread.mean, column=column.name, n=column.known)
    recorder.figure(f"{name}_deviation", spread.deviation, column=column.name, n=column.known)
    recorder.figure(f"{name}_highest", spread.highest, column=column.name, n=column.known)
    limit = spread.limit(floor)
    if name != "psi":
        limit = min(1.0, limit)
    return recorder.figure(f"{name}_limit", limit, column=column.name, n=column.known)


def _measures(column: ColumnCounts, known: Counts) -> Iterator[tuple[float, float]]:
    """Yield distance and PSI of each stretch beside all others."""
    for k in range(len(known)):
        span, rest = known[k], np.delete(known, k, axis=0).sum(axis=0)
        if column.way == "number" and column.cuts is not None:
            psi = population_stability_index(column.cuts.merged(rest), column.cuts.merged(span))
            yield smirnov_distance(rest, span), psi
        else:
            yield largest_change(rest, span)[0], population_stability_index(rest, span)


def _merged(blocks: Counts, spans: int) -> Counts:
    """Return the counts of neighbouring blocks together, shape (spans, bins)."""
    cuts = np.unique((np.arange(spans) * len(blocks)) // spans)
    return np.add.reduceat(blocks, cuts, axis=0)


def _spread(values: Counts) -> Spread:
    return Spread(
        float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else 0.0,
        float(values.max()),
    )  # fmt: skip


def _report(wide: Sequence[tuple[str, Figure]], spans: Figure, recorder: Recorder) -> None:
    if wide:
        names = [name for name, _ in wide]
        recorder.finding(
            "varies_within_reference",
            "low",
            f"{listed(names)} varied so much between {spans} stretches of the reference that a "
            "limit beyond it hardly ever alarms; missing values, schema and the drift check's own "
            "findings still are watched.",
            columns=names,
            clauses=("S8",),
            figures=[spans, *(limit for _, limit in wide)],
            confidence="high",
            question="Is it a season or a trend? Then compare with the same season, or build the "
            "reference from a recent stretch.",
        )
    else:
        recorder.finding(
            "steady_reference",
            "info",
            f"No column varied much between {spans} stretches of the reference: limits are tight "
            "enough to alarm.",
            clauses=("S8",),
            figures=[spans],
        )
