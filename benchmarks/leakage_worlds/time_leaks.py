"""Leaks across time: the future in a column, a split against time, totals that reach past it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from benchmarks.leakage_worlds.case import FRESH_ROWS, Case, world
from benchmarks.leakage_worlds.process import Floats, Rows, days
from benchmarks.leakage_worlds.split_leaks import panel
from benchmarks.leakage_worlds.world import World
from numpy.typing import NDArray

PERIOD = 400
"""Days that a table covers."""


def lead_of_target(case: Case) -> World:
    """A column holds the next value of the target, or a mean around now, in a series."""
    series = case.pick(1, 12, 40)
    form = case.pick("next", "centred", "next")
    window = 3 + 2 * round(12 * (1 - case.knob))
    rows, key, step = series_of_target(case, case.rows, series, 1)
    fresh, fresh_key, fresh_step = series_of_target(case, FRESH_ROWS, series, 2)

    def told(these: Rows, owner: NDArray[np.int64]) -> Floats:
        value = pd.Series(_number(case, these)).groupby(owner)
        if form == "next":
            return np.asarray(value.shift(-1), dtype=np.float64)
        mean = value.rolling(window, center=True, min_periods=1).mean()
        return np.round(mean.droplevel(0).sort_index().to_numpy(dtype=np.float64), 4)

    def past(these: Rows, owner: NDArray[np.int64]) -> dict[str, Any]:
        lag = pd.Series(_number(case, these)).groupby(owner).shift(1)
        return {"before": lag} if case.number % 2 else {}

    role, name = case.process.domain.time, case.process.domain.entity
    where = {role: days(step), **({name: key} if series > 1 else {})}
    there = {role: days(fresh_step), **({name: fresh_key} if series > 1 else {})}
    honest = rows.with_columns(**past(rows, key), **where)
    leaking = honest.with_columns(smoothed=told(rows, key))
    later = fresh.with_columns(**past(fresh, fresh_key), **there)
    group = name if series > 1 else None
    more: dict[str, Any] = {"time": role, "group": group, "columns": ("smoothed",)}
    return world(case, "target", leaking, honest, later, **more)


def random_split_of_time(case: Case) -> World:
    """Train and test were cut at random from a table whose target wanders with time."""
    rows, day, fresh = _wandering(case)
    held = case.rng(5).random(len(rows)) < 0.3
    role = case.process.domain.time
    dated = rows.with_columns(**{role: days(day)})
    train, test = dated.take(~held), dated.take(held)
    more: dict[str, Any] = {"test": test, "naive": "test", "time": role, "columns": (role,)}
    return world(case, "split", train, train, fresh, **more)


def random_folds_of_time(case: Case) -> World:
    """One table whose target wanders with time; the user cuts folds at random."""
    rows, day, fresh = _wandering(case)
    role = case.process.domain.time
    dated = rows.with_columns(**{role: days(day)})
    return world(case, "split", dated, dated, fresh, time=role, columns=(role,))


def test_earlier(case: Case) -> World:
    """The test comes before the train; what holds then drifts faster and faster."""
    role = case.process.domain.time
    rng = case.rng(1)
    day = np.sort(rng.integers(0, PERIOD, int(case.rows * 1.3)))
    rows = _drifting(case, day, rng)
    early = day < 0.23 * PERIOD
    later_day = np.sort(case.rng(2).integers(PERIOD, int(1.3 * PERIOD), FRESH_ROWS))
    fresh = _drifting(case, later_day, case.rng(2)).with_columns(**{role: days(later_day)})
    dated = rows.with_columns(**{role: days(day)})
    train, test = dated.take(~early), dated.take(early)
    more: dict[str, Any] = {"test": test, "naive": "test", "time": role, "columns": (role,)}
    return world(case, "split", train, train, fresh, **more)


def aggregate_past_split(case: Case) -> World:
    """A mean of the target by entity, taken over all time, the test's rows included."""
    role, name = case.process.domain.time, case.process.domain.entity
    rows, key, day = _panel_in_time(case, case.rows, 1)
    later, late_key, late_day = _panel_in_time(case, 2 * FRESH_ROWS, 2)
    cut = 0.7 * PERIOD
    value = pd.Series(_number(case, rows))
    total = np.round(value.groupby(key).transform("mean"), 4)
    honest = rows.with_columns(usual=_past_mean(value, key), **{name: key, role: days(day)})
    leaking = honest.with_columns(usual=total)
    late_value = pd.Series(_number(case, later))
    fresh = later.with_columns(
        usual=_past_mean(late_value, late_key), **{name: late_key, role: days(late_day)}
    )
    more: dict[str, Any] = {"time": role, "group": name, "columns": ("usual",), "naive": "test"}
    test = leaking.take(day >= cut)
    return world(
        case,
        "split",
        leaking.take(day < cut),
        honest.take(day < cut),
        fresh.take(late_day >= cut),
        test=test,
        **more,
    )


def separated(case: Case) -> World:
    """The test comes from elsewhere than the train: a column tells them apart, and more differs.

    The trusting user cuts folds from the train; the rows that come are like the test.
    """
    angle = 1.5 * case.knob
    rows = case.process.draw(case.rng(1), case.rows)
    test = _turned(case, case.rng(2), max(case.rows // 2, 400), angle)
    fresh = _turned(case, case.rng(3), FRESH_ROWS, angle)
    form = case.pick("source", "unit")

    def place(these: Rows, elsewhere: bool, rng: np.random.Generator) -> Rows:
        if form == "source":
            names = ["site_8", "site_9"] if elsewhere else [f"site_{k}" for k in range(6)]
            return these.with_columns(source=rng.choice(names, len(these)))
        level = np.round(rng.normal(5.0 if elsewhere else 0.0, 1.0, len(these)) + 20, 2)
        return these.with_columns(calibration=level)

    tables = [place(r, e, case.rng(5)) for r, e in ((rows, False), (test, True), (fresh, True))]
    columns = ("source",) if form == "source" else ("calibration",)
    made = world(case, "split", tables[0], rows, fresh, test=tables[1], columns=columns)
    return replace(made, honest_train=made.train, honest_fresh=_like(tables[2], made))


def _like(rows: Rows, made: World) -> pd.DataFrame:
    return rows.frame.assign(**{made.target: rows.label.to_numpy()})[made.train.columns]


def _turned(case: Case, rng: np.random.Generator, n: int, angle: float) -> Rows:
    """Rows whose outcome follows other features, the more the larger the angle."""
    latent = case.process.latent(rng, n)
    turned = np.cos(angle) * latent + np.sin(angle) * np.roll(latent, 1, axis=1)
    rows = case.process.draw(rng, n, latent=latent)
    label = case.process.draw(rng, n, latent=turned)
    return Rows(rows.frame, label.outcome, label.label, label.score)


def _drifting(case: Case, day: NDArray[np.int64], rng: np.random.Generator) -> Rows:
    latent = case.process.latent(rng, len(day))
    angle = (0.3 + 1.3 * case.knob) * (day / PERIOD) ** 3
    turned = np.cos(angle)[:, None] * latent + np.sin(angle)[:, None] * np.roll(latent, 1, axis=1)
    rows = case.process.draw(rng, len(day), latent=latent)
    label = case.process.draw(rng, len(day), latent=turned)
    return Rows(rows.frame, label.outcome, label.label, label.score)


def _wander(rng: np.random.Generator, steps: int, memory: float) -> Floats:
    """A stationary series with unit variance and this correlation from step to step."""
    shocks = rng.normal(size=steps) * np.sqrt(1 - memory**2)
    series = np.empty(steps)
    series[0] = rng.normal()
    for k in range(1, steps):
        series[k] = memory * series[k - 1] + shocks[k]
    return series


def _wandering(case: Case) -> tuple[Rows, NDArray[np.int64], Rows]:
    """Rows of a period, their days, and rows of the time after it.

    The outcome has a part that wanders slowly; two features wander too and so tell the time.
    """
    rng = case.rng(1)
    steps = int(1.5 * PERIOD)
    level, index = _wander(rng, steps, 0.97), _wander(rng, steps, 0.985)
    meter = np.cumsum(rng.gamma(2.0, 1.0, steps))
    share = 0.1 + 0.75 * case.knob
    both = []
    for k, (first, last, n) in enumerate(((0, PERIOD, case.rows), (PERIOD, steps, FRESH_ROWS))):
        own = case.rng(3 + k)
        day = np.sort(own.integers(first, last, n))
        noise = np.sqrt(share) * level[day] + np.sqrt(1 - share) * own.normal(size=n)
        rows = case.process.draw(own, n, noise=noise)
        blur = own.normal(size=(2, n))
        shown = {
            "index_level": np.round(100 + 10 * index[day] + 0.3 * blur[0], 2),
            "meter": np.round(1000 + 10 * meter[day] + 3 * blur[1], 1),
        }
        both.append((rows.with_columns(**shown), day))
    (rows, day), (fresh, fresh_day) = both
    role = case.process.domain.time
    return rows, day, fresh.with_columns(**{role: days(fresh_day)})


def series_of_target(
    case: Case, n: int, series: int, purpose: int
) -> tuple[Rows, NDArray[np.int64], NDArray[np.int64]]:
    """Series of the target that remember their last value, in order of series and time."""
    rng = case.rng(purpose)
    length = n // series
    memory = 0.2 + 0.79 * case.knob
    noise = np.concatenate([_wander(rng, length, memory) for _ in range(series)])
    rows = case.process.draw(rng, len(noise), noise=noise)
    return rows, np.repeat(np.arange(series), length), np.tile(np.arange(length), series)


def _panel_in_time(
    case: Case, n: int, purpose: int
) -> tuple[Rows, NDArray[np.int64], NDArray[np.int64]]:
    """Rows of entities with days, sorted by day."""
    rows, key = panel(case, n, purpose)
    day = case.rng(purpose + 10).integers(0, PERIOD, len(rows))
    order = np.argsort(day, kind="stable")
    return rows.take(order), key[order], day[order]


def _past_mean(value: pd.Series, key: NDArray[np.int64]) -> Any:
    """Mean of an entity's earlier rows; the mean of all where there is none."""
    earlier = value.groupby(key).cumsum() - value
    count = value.groupby(key).cumcount()
    mean = (earlier + value.mean()) / (count + 1)
    return np.round(mean, 4)


def _number(case: Case, rows: Rows) -> Floats:
    if case.task == "regression":
        return rows.label.to_numpy(dtype=np.float64)
    return case.process.classes(rows.label).astype(np.float64)
