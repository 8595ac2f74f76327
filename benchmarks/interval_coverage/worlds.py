"""Simulated worlds: how rows come about, and what they have to do with each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.modelling.task import Task

BINARY = Task("binary", (0, 1), 1)
CLASSES = Task("multiclass", (0, 1, 2))
NUMBER = Task("regression")
COUNTS = Task("regression", counts=True)

COLUMNS = 4
MANY_ROWS = 5_000
"""More than those of any table: that many rows tell the truth."""


@dataclass(frozen=True, slots=True, eq=False)
class Draw:
    """Rows of a world: features, outcome, and the time and entity of each where it has them."""

    x: np.ndarray
    y: np.ndarray
    times: np.ndarray | None = None
    groups: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class World:
    """One world.

    Attributes:
        name: says what is dependent on what.
        task: what is predicted.
        draw: draws about so many rows.
        rows: of one table.
        fresh_rows: by which the truth is told.
    """

    name: str
    task: Task
    draw: Callable[[np.random.Generator, int], Draw]
    rows: int
    fresh_rows: int = 20_000


def _outcome(task: Task, signal: np.ndarray, rng: np.random.Generator, rate: float) -> np.ndarray:
    if task.kind == "binary":
        shift = np.log(rate / (1 - rate))
        chance = 1 / (1 + np.exp(-signal - shift))
        return np.asarray(rng.random(len(signal)) < chance, dtype=np.int64)
    if task.kind == "multiclass":
        scores = np.column_stack([signal, -signal, np.zeros(len(signal))])
        return np.asarray((scores + rng.gumbel(size=scores.shape)).argmax(axis=1))
    if task.counts:
        return rng.poisson(np.exp(np.clip(0.5 * signal + 0.7, -5, 4))).astype(np.float64)
    return signal + rng.standard_t(5, size=len(signal))


def _signal(x: np.ndarray) -> np.ndarray:
    return np.asarray(x[:, 0] + 0.7 * x[:, 1] * (x[:, 2] > 0))


def independent(task: Task, rate: float = 0.4) -> Callable[[np.random.Generator, int], Draw]:
    """Return a world whose rows have nothing to do with each other."""

    def draw(rng: np.random.Generator, rows: int) -> Draw:
        x = rng.normal(size=(rows, COLUMNS))
        return Draw(x, _outcome(task, _signal(x), rng, rate))

    return draw


def grouped(
    task: Task, sizes: Callable[[np.random.Generator, int], np.ndarray]
) -> Callable[[np.random.Generator, int], Draw]:
    """Return a world of entities whose rows share part of their features and of their outcome."""

    def draw(rng: np.random.Generator, rows: int) -> Draw:
        counts = sizes(rng, rows)
        entity = np.repeat(np.arange(len(counts)), counts)
        shared = rng.normal(size=(len(counts), COLUMNS))
        x = 0.8 * shared[entity] + 0.6 * rng.normal(size=(len(entity), COLUMNS))
        habit = rng.normal(size=len(counts))
        return Draw(x, _outcome(task, _signal(x) + habit[entity], rng, 0.4), groups=entity)

    return draw


def equal_sizes(rng: np.random.Generator, rows: int) -> np.ndarray:
    """Ten rows for each entity."""
    return np.full(rows // 10, 10)


def unequal_sizes(rng: np.random.Generator, rows: int) -> np.ndarray:
    """Few rows for most entities, many for some."""
    return 1 + rng.geometric(1 / 9, size=rows // 10)


def autoregressive(
    task: Task, memory: float, period: int | None = None
) -> Callable[[np.random.Generator, int], Draw]:
    """Return a series whose features and outcome remember their past; with a season if asked."""

    def draw(rng: np.random.Generator, rows: int) -> Draw:
        x = _series(rng, rows, COLUMNS, memory)
        hidden = _series(rng, rows, 1, memory)[:, 0]
        if period is not None:
            hidden = hidden + np.sin(2 * np.pi * np.arange(rows) / period)
        return Draw(x, _outcome(task, _signal(x) + hidden, rng, 0.4), times=np.arange(rows))

    return draw


def panel(
    task: Task, memory: float, months: int, *, habits: float = 0.7, shocks: float = 0.7
) -> Callable[[np.random.Generator, int], Draw]:
    """Return entities seen month after month, with habits of their own and shocks for all."""

    def draw(rng: np.random.Generator, rows: int) -> Draw:
        if rows < MANY_ROWS:
            entity, month = np.divmod(np.arange(max(2, rows // months) * months), months)
            shock = _series(rng, months, 1, memory)[:, 0]
        else:
            # The truth is told by rows of an entity and a month of their own: of a few hundred of
            # either it would be no surer than what is judged.
            entity = month = np.arange(rows)
            shock = rng.normal(size=rows)
        habit = rng.normal(size=entity[-1] + 1)
        shared = rng.normal(size=(entity[-1] + 1, COLUMNS))
        x = 0.7 * shared[entity] + 0.7 * rng.normal(size=(len(entity), COLUMNS))
        signal = _signal(x) + habits * habit[entity] + shocks * shock[month]
        return Draw(x, _outcome(task, signal, rng, 0.4), times=month, groups=entity)

    return draw


def _series(rng: np.random.Generator, rows: int, columns: int, memory: float) -> np.ndarray:
    from scipy.signal import lfilter

    noise = rng.normal(size=(rows + 200, columns)) * np.sqrt(1 - memory**2)
    return np.asarray(lfilter([1.0], [1.0, -memory], noise, axis=0))[200:]


WORLDS: tuple[World, ...] = (
    World("rows, two classes", BINARY, independent(BINARY), 500),
    World("rows, 5 % positive", BINARY, independent(BINARY, 0.05), 1500),
    World("rows, three classes", CLASSES, independent(CLASSES), 500),
    World("rows, numbers with heavy tails", NUMBER, independent(NUMBER), 400),
    World("rows, counts", COUNTS, independent(COUNTS), 400),
    World("50 entities, two classes", BINARY, grouped(BINARY, equal_sizes), 500),
    World("unequal entities, two classes", BINARY, grouped(BINARY, unequal_sizes), 800),
    World("unequal entities, numbers", NUMBER, grouped(NUMBER, unequal_sizes), 800),
    World("series with memory 0.5", BINARY, autoregressive(BINARY, 0.5), 800, 100_000),
    World("series with memory 0.9", NUMBER, autoregressive(NUMBER, 0.9), 2000, 200_000),
    World("series with a season", NUMBER, autoregressive(NUMBER, 0.7, 24), 1500, 100_000),
    World("60 entities in 24 months", BINARY, panel(BINARY, 0.5, 24), 1440, 80_000),
    World(
        "200 entities in 20 days, no shocks",
        BINARY,
        panel(BINARY, 0.5, 20, habits=2.0, shocks=0.0),
        4000,
        80_000,
    ),
)
