"""Naive predictions in time: the last outcome, and that of the same time last week or last year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.modelling.splits import Fold
from ml_engineer_tools.modelling.task import Task

if TYPE_CHECKING:
    import pandas as pd

WEEK = np.timedelta64(7, "D")


def last_value(
    task: Task,
    y: np.ndarray,
    times: np.ndarray,
    fold: Fold,
    groups: np.ndarray | None = None,
    gap: float | np.timedelta64 | None = None,
) -> np.ndarray:
    """Predict each validation row by the last outcome before it: one step ahead.

    It is assumed that outcomes are known by the time of the next row. Inside the validation
    window the previous row's actual outcome is therefore used, as a service that learns every
    outcome one step later could do. Rows of the same instant don't know each other's outcome.
    With `groups` (codes, negative for unknown) the last outcome of the same entity is taken; with
    a `gap`, in units of `times`, the last one that is at least so old. Where nothing came before,
    it is the most common class or the mean of the training rows.

    Returns:
        (m,) class codes (hard labels) or numbers.
    """
    if gap is None:
        previous = previous_rows(times, groups)[fold.validation]
    else:
        previous = _rows_by(times, times[fold.validation] - gap, groups, fold.validation)
    return _outcomes(task, y, previous, fold)


def same_time_before(
    task: Task,
    y: np.ndarray,
    times: np.ndarray,
    fold: Fold,
    season: str,
    groups: np.ndarray | None = None,
) -> tuple[np.ndarray, float]:
    """Predict each validation row by the outcome of the same time one season before it.

    Args:
        task: what is predicted.
        y: (n,) class codes or numbers.
        times: (n,) instants.
        fold: which rows are predicted.
        season: `week` (seven days before) or `year` (the same date of the year before).
        groups: (n,) entity codes; the outcome of the same entity is taken.

    Returns:
        (m,) class codes or numbers, and the share of the m rows that have such a row before them.
    """
    wanted = _season_before(times[fold.validation], season)
    found = _rows_by(times, wanted, groups, fold.validation)
    exact = found >= 0
    exact[exact] = np.abs(times[found[exact]] - wanted[exact]) <= _tolerance(times, groups)
    found = np.where(exact, found, -1)
    return _outcomes(task, y, found, fold), float(exact.mean())


def previous_rows(times: np.ndarray, groups: np.ndarray | None = None) -> np.ndarray:
    """Return for each row the position of the last row (of its group) before it; -1 for none."""
    rows = len(times)
    entity = np.zeros(rows, dtype=np.int64) if groups is None else groups
    order = np.lexsort((np.arange(rows), times, entity))
    sorted_entity, sorted_times = entity[order], times[order]
    new_entity = np.concatenate([[True], sorted_entity[1:] != sorted_entity[:-1]])
    new_instant = new_entity | np.concatenate([[True], sorted_times[1:] != sorted_times[:-1]])
    place = np.arange(rows)
    instant_start = np.maximum.accumulate(np.where(new_instant, place, 0))
    entity_start = np.maximum.accumulate(np.where(new_entity, place, 0))
    known = (instant_start > entity_start) & (sorted_entity >= 0)
    previous = np.full(rows, -1, dtype=np.int64)
    previous[order] = np.where(known, order[np.maximum(instant_start - 1, 0)], -1)
    return previous


def _outcomes(task: Task, y: np.ndarray, previous: np.ndarray, fold: Fold) -> np.ndarray:
    y_train = y[fold.train]
    fallback = y_train.mean() if task.kind == "regression" else np.bincount(y_train).argmax()
    return np.asarray(np.where(previous >= 0, y[previous], fallback))


def _rows_by(
    times: np.ndarray, wanted: np.ndarray, groups: np.ndarray | None, rows: np.ndarray
) -> np.ndarray:
    """Return for each of some rows the last row of its entity at or before the instant wanted."""
    entity = np.zeros(len(times), dtype=np.int64) if groups is None else groups
    order = np.lexsort((np.arange(len(times)), times, entity))
    # One number for entity and instant, so that one search finds both.
    levels = np.unique(np.concatenate([times, wanted]))
    width = len(levels) + 1
    keys = entity[order] * width + np.searchsorted(levels, times[order])
    own = entity[rows]
    place = np.searchsorted(keys, own * width + np.searchsorted(levels, wanted), side="right") - 1
    found = order[np.maximum(place, 0)]
    known = (place >= 0) & (entity[found] == own) & (own >= 0)
    return np.where(known, found, -1)


def _season_before(times: np.ndarray, season: str) -> np.ndarray:
    if season == "week":
        return np.asarray(times - WEEK)
    import pandas as pd

    before: pd.DatetimeIndex = pd.DatetimeIndex(times) - pd.DateOffset(years=1)
    return np.asarray(before, dtype=times.dtype)


def _tolerance(times: np.ndarray, groups: np.ndarray | None) -> np.timedelta64:
    """Return half of the usual step between the instants of an entity, at most half a day."""
    entity = np.zeros(len(times), dtype=np.int64) if groups is None else groups
    order = np.lexsort((times, entity))
    steps = np.diff(times[order])[np.diff(entity[order]) == 0]
    steps = steps[steps > np.timedelta64(0, "us")]
    half_day = np.timedelta64(12, "h").astype("timedelta64[us]")
    return min(half_day, np.median(steps) / 2) if len(steps) else half_day
