"""Floors: predictions that need no feature, from a constant to the outcome of a season ago."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ml_engineer_tools.baselines.splitting import FILE_ORDER, Split
from ml_engineer_tools.baselines.trials import Trial, judge_predictions
from ml_engineer_tools.modelling.naive import last_value, same_time_before
from ml_engineer_tools.modelling.task import Task

TRIVIAL = "trivial"
MEDIAN = "trivial_median"
LAST_VALUE, LAST_WEEK, LAST_YEAR = "last_value", "last_week", "last_year"
NAIVE = (LAST_VALUE, LAST_WEEK, LAST_YEAR)
"""Predictions that take an earlier outcome for this one."""

SLICE_FREE = (TRIVIAL, MEDIAN, *NAIVE)
"""Models that use no column."""

NAMES = {
    TRIVIAL: "the trivial model",
    LAST_VALUE: "the last value",
    LAST_WEEK: "the value of the same time last week",
    LAST_YEAR: "the value of the same time last year",
}

LEAST_KNOWN = 0.9
"""Share of the rows that judge for which there has to be an outcome a season before: else the
table does not have it. A convention."""


def try_floors(task: Task, y: np.ndarray, split: Split) -> Iterator[Trial]:
    """Yield the floors that this table has, beside the trivial model's mean or class shares."""
    if task.kind == "regression":

        def median(number: int) -> np.ndarray:
            fold = split.folds[number]
            return np.full(len(fold.validation), np.median(y[fold.train]))

        yield judge_predictions(MEDIAN, task, y, split, median)
    if not split.has_order or split.times is None:
        return
    times, groups = split.times, split.groups
    gap = None if split.gap is None else split.gap.width

    def last(number: int) -> np.ndarray:
        return last_value(task, y, times, split.folds[number], groups, gap)

    yield judge_predictions(LAST_VALUE, task, y, split, last)
    if split.name == FILE_ORDER or not np.issubdtype(times.dtype, np.datetime64):
        return
    for name, season, width in ((LAST_WEEK, "week", 7), (LAST_YEAR, "year", 365)):
        if gap is not None and gap > np.timedelta64(width, "D"):
            continue
        found = [same_time_before(task, y, times, fold, season, groups) for fold in split.folds]
        sizes = [len(fold.validation) for fold in split.folds]
        known = float(np.average([share for _, share in found], weights=sizes))
        if known >= LEAST_KNOWN:
            predictions = [prediction for prediction, _ in found]
            yield judge_predictions(name, task, y, split, predictions.__getitem__)
