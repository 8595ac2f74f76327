"""Late outcomes: are the last rows negative because their outcomes are not in yet?

An outcome that has not arrived mostly stands in the table as a negative one. Then, from some
instant on, fewer outcomes are positive than the same scores promised before, while the scores go on
as they did. A world that changed at that instant looks alike: both are said.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evaluation.parts import Estimate, deal_parts, mean
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.modelling.task import Task

STRETCHES = 20
"""Stretches of time among which the instant is looked for: a convention."""

FEWEST_ROWS = 400
"""Rows below which it is not looked for: a convention."""

FEWEST_STRETCHES = 3
"""Of them before and after the instant."""

FEWER = 0.7
"""Share of the positives that scores promise, up to which outcomes look late: a convention."""

SURE = 6.0
"""Standard errors that the rate has to have fallen by, at the instant where it fell by most: with
so few stretches chance alone gives five in about one table of a thousand. A convention."""


@dataclass(frozen=True, slots=True)
class Late:
    """Since when outcomes look as if they were not all in.

    Attributes:
        since: first instant whose outcomes do.
        rows: so many rows from then on.
        rate: of positive outcomes among them.
        promised: by the scores and by the rows before.
        before: rate of positive outcomes of the rows before.
    """

    since: np.generic
    rows: int
    rate: Estimate
    promised: float
    before: Estimate


def find_late_outcomes(task: Task, rows: Judgeable) -> Late | None:
    """Return since when outcomes look late; None if they don't, or it can't be told.

    Needs two classes, their scores and a time.
    """
    chances, times = rows.predicted.chances, rows.times
    if task.kind != "binary" or chances is None or times is None or len(rows) < FEWEST_ROWS:
        return None
    happened, score = (rows.y == 1) * 1.0, chances[:, 1]
    order = np.argsort(times, kind="stable")
    stretch = np.empty(len(rows), dtype=np.int64)
    stretch[order] = np.arange(len(rows)) * STRETCHES // len(rows)
    sizes = np.bincount(stretch, minlength=STRETCHES)
    gaps = np.bincount(stretch, weights=happened - score, minlength=STRETCHES) / sizes
    fallen = [
        (_fall_at(gaps, k), k) for k in range(FEWEST_STRETCHES, STRETCHES - FEWEST_STRETCHES + 1)
    ]
    steps, at = max(fallen)
    if steps < SURE:
        return None
    since = times[order][int((stretch < at).sum())]
    late = times >= since
    if late.all() or not late.any():
        return None
    rate, before = (_rate(happened, rows, side) for side in (late, ~late))
    promised = float(score[late].mean() + (happened - score)[~late].mean())
    if promised <= 0 or rate.value > FEWER * promised:
        return None
    return Late(since, int(late.sum()), rate, promised, before)


def record_late_outcomes(late: Late, place: Place) -> None:
    """Record that outcomes of the last rows look as if they were not all in."""
    record = place.record
    rows = record.figure("late_rows", late.rows, unit="rows", slice=f"from {late.since}")
    rate = place.write("base_rate", late.rate, slice=f"from {late.since}")
    promised = record.figure("promised_rate", late.promised, slice=f"from {late.since}",
                             model=place.model)  # fmt: skip
    before = place.write("base_rate", late.before, slice=f"before {late.since}")
    record.finding(
        "late_outcomes", "high",
        f"Of the last {rows} rows by time, of those judged, a share of {rate} is positive, where "
        f"the scores and the rows before promise {promised}, and before it was {before}: it looks "
        "as if outcomes of the last rows were not all in yet, and what is not in counts as "
        "negative. A world that changed at that time would look alike.",
        clauses=("S3", "S8", "Q2"), figures=[rows, rate, promised, before], confidence="medium",
        question="How long does an outcome take, and are those of the last rows complete?",
        harmless_if="the outcomes are complete: then what inputs lead to changed at that time",
    )  # fmt: skip


def _fall_at(gaps: np.ndarray, at: int) -> float:
    """Return by how many standard errors means of stretches are lower from one of them on."""
    early, late = gaps[:at], gaps[at:]
    left = float(((early - early.mean()) ** 2).sum() + ((late - late.mean()) ** 2).sum())
    error = np.sqrt(left / (len(gaps) - 2) * (1 / len(early) + 1 / len(late)))
    return float((early.mean() - late.mean()) / max(error, 1e-12))


def _rate(happened: np.ndarray, rows: Judgeable, side: np.ndarray) -> Estimate:
    times = None if rows.times is None else rows.times[side]
    groups = None if rows.groups is None else rows.groups[side]
    return mean(happened[side], deal_parts(int(side.sum()), times=times, groups=groups))
