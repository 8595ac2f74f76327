"""Clean controls whose order, time or split looks suspicious and is sound."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from benchmarks.leakage_worlds.case import FRESH_ROWS, Case, world
from benchmarks.leakage_worlds.process import Rows, days
from benchmarks.leakage_worlds.split_leaks import panel
from benchmarks.leakage_worlds.time_leaks import PERIOD, series_of_target
from benchmarks.leakage_worlds.world import World


def random_split(case: Case) -> World:
    """Independent rows, split at random."""
    rows, fresh = _drawn(case)
    test = case.process.draw(case.rng(3), max(case.rows // 2, 1_000))
    return world(case, "clean", rows, rows, fresh, test=test, naive="test")


def random_split_with_dates(case: Case) -> World:
    """Independent rows with dates that don't matter, split at random; no time is given."""
    rows, fresh = _drawn(case)
    test = case.process.draw(case.rng(3), max(case.rows // 2, 1_000))
    dated = [
        r.with_columns(registered=days(case.rng(4 + k).integers(0, PERIOD, len(r))))
        for k, r in enumerate((rows, test, fresh))
    ]
    return world(case, "clean", dated[0], dated[0], dated[2], test=dated[1], naive="test")


def split_by_time(case: Case) -> World:
    """The test is later than the train, and nothing drifts."""
    role = case.process.domain.time
    rows, fresh = _drawn(case)
    test = case.process.draw(case.rng(3), max(case.rows // 2, 1_000))
    known = np.sort(case.rng(4).integers(0, 300, len(rows)))
    later = np.sort(case.rng(5).integers(300, PERIOD, len(test)))
    coming = case.rng(6).integers(PERIOD, 500, len(fresh))
    train = rows.with_columns(**{role: days(known)})
    return world(
        case,
        "clean",
        train,
        train,
        fresh.with_columns(**{role: days(coming)}),
        test=test.with_columns(**{role: days(later)}),
        naive="test",
        time=role,
    )


def split_by_time_with_drift(case: Case) -> World:
    """The test is later than the train and its inputs have moved: honest, if unpleasant."""
    made = split_by_time(case)
    assert made.test is not None, "a split has two sides"
    name = next(c for c in made.train.columns if made.train[c].dtype.kind == "f")
    shift = 0.7 * float(made.train[name].std())
    return replace(made, test=made.test.assign(**{name: made.test[name] + round(shift, 3)}))


def split_by_group(case: Case) -> World:
    """Entities with several rows, each on one side only."""
    return _entity_split(case, given=True)


def split_by_unnamed_group(case: Case) -> World:
    """Entities with several rows, each on one side only; nobody says which column names them."""
    return _entity_split(case, given=False)


def groups_without_effect(case: Case) -> World:
    """A shop stands on many rows of both sides, and rows of a shop are no more alike."""
    rows, fresh = _drawn(case)
    test = case.process.draw(case.rng(3), max(case.rows // 2, 1_000))
    shown = [
        r.with_columns(shop=[f"S{k}" for k in case.rng(4 + j).integers(0, 25, len(r))])
        for j, r in enumerate((rows, test, fresh))
    ]
    return world(case, "clean", shown[0], shown[0], shown[2], test=shown[1], naive="test")


def sorted_by_feature(case: Case) -> World:
    """The file is sorted by a feature, as an export by name or amount is."""
    rows, fresh = _drawn(case)
    first = rows.frame.columns[-1]
    order = rows.frame[first].sort_values(kind="stable").index.to_numpy()
    return world(case, "clean", rows.take(order), rows, fresh, order_matters=True)


def sorted_by_date(case: Case) -> World:
    """A log in the order of its time, in which nothing changes with time."""
    role = case.process.domain.time
    rows, fresh = _drawn(case)
    known = np.sort(case.rng(3).integers(0, PERIOD, len(rows)))
    train = rows.with_columns(**{role: days(known)})
    later = fresh.with_columns(**{role: days(case.rng(4).integers(PERIOD, 500, len(fresh)))})
    return world(case, "clean", train, train, later, time=role, order_matters=True)


def numbered_log(case: Case) -> World:
    """A log in the order of time with a running number, in which nothing changes with time."""
    rows, fresh = _drawn(case)
    stamps = np.sort(case.rng(3).uniform(0, PERIOD, len(rows)))
    train = rows.with_columns(entry=np.arange(len(rows)) + 1, logged_at=days(stamps))
    later = fresh.with_columns(
        entry=np.arange(len(fresh)) + len(rows) + 1,
        logged_at=days(PERIOD + np.sort(case.rng(4).uniform(0, 100, len(fresh)))),
    )
    return world(case, "clean", train, train, later, order_matters=True)


def honest_lag(case: Case) -> World:
    """A series with yesterday's target and a mean of the last week, both known at the time."""
    rows, key, step = series_of_target(case, case.rows, 12, 1)
    fresh, fresh_key, fresh_step = series_of_target(case, FRESH_ROWS, 12, 2)
    role, name = case.process.domain.time, case.process.domain.entity

    def lagged(these: Rows, owner: Any, when: Any) -> Rows:
        value = pd.Series(case.process.value(these)).round(4).groupby(owner)
        week = value.transform(lambda s: s.shift(1).rolling(7, min_periods=1).mean())
        told = {"lag_1": value.shift(1), "mean_7": week.round(4)}
        return these.with_columns(**told, **{role: days(when), name: owner})

    rows, fresh = lagged(rows, key, step), lagged(fresh, fresh_key, fresh_step)
    early = step < step.max() * 0.7
    return world(
        case,
        "clean",
        rows.take(early),
        rows.take(early),
        fresh,
        test=rows.take(~early),
        naive="test",
        time=role,
        group=name,
    )


def sound_folds(case: Case) -> World:
    """A column of folds that keeps each entity whole."""
    rows, key = panel(case, case.rows, 1)
    later, late_key = panel(case, FRESH_ROWS, 2, first=case.rows)
    name = case.process.domain.entity
    rows = rows.with_columns(**{name: key, "fold": key % 5})
    fresh = later.with_columns(**{name: late_key, "fold": late_key % 5})
    rows = rows.take(case.rng(3).permutation(len(rows)))
    more: dict[str, Any] = {"group": name, "naive": "fold_column", "fold": "fold"}
    return world(case, "clean", rows, rows, fresh, **more)


def _entity_split(case: Case, *, given: bool) -> World:
    rows, key = panel(case, case.rows, 1)
    later, late_key = panel(case, FRESH_ROWS, 2, first=case.rows)
    name = case.process.domain.entity
    rows = rows.with_columns(**{name: [f"E{k}" for k in key]})
    fresh = later.with_columns(**{name: [f"E{k}" for k in late_key]})
    held = np.isin(key, case.rng(3).permutation(np.unique(key))[: len(np.unique(key)) // 4])
    train, test = rows.take(~held), rows.take(held)
    group = name if given else None
    return world(case, "clean", train, train, fresh, test=test, naive="test", group=group)


def _drawn(case: Case) -> tuple[Rows, Rows]:
    return case.process.draw(case.rng(1), case.rows), case.process.draw(case.rng(2), FRESH_ROWS)
