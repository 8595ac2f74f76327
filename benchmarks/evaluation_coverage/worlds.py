"""Simulated worlds: predictions and outcomes whose rows depend on each other in known ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from ml_engineer_tools.evaluation.parts import Parts, deal_parts
from ml_engineer_tools.modelling.task import Task

BINARY = Task("binary", ("0", "1"), "1")
CLASSES = Task("multiclass", ("a", "b", "c"))
NUMBERS, COUNTS = Task("regression"), Task("regression", counts=True)
ROWS = 1200

SHARES = (0.4, 0.3, 0.15, 0.1, 0.05)
"""Of the levels of the column by which rows are sliced and grouped."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Outcomes, two predictions, a column to slice by, and dependence.

    Attributes:
        task: what is predicted.
        y: (n,) class codes or numbers.
        score: (n,) or (n, k), what the model says.
        other: what another model says of the same rows.
        column: (n,) codes of levels, the most frequent first.
        parts: which rows depend on each other.
        threshold: from which score on one acts; of two classes.
        times: (n,) the order of the rows, or None.
    """

    task: Task
    y: np.ndarray
    score: np.ndarray
    other: np.ndarray
    column: np.ndarray
    parts: Parts
    threshold: float = 0.5
    times: np.ndarray | None = None


def independent(
    rows: int, seed: int, base: float = -1.0, inputs: float = 0.0, relation: float = 0.0
) -> Drawn:
    """Rows that know nothing of each other; `inputs` and `relation` move away what they name."""
    random = np.random.default_rng(seed)
    x, z = random.normal(inputs, 1, size=rows), random.normal(size=rows)
    chance = _chance(base - relation + (1.2 - relation) * x + 0.6 * z)
    y = (random.random(rows) < chance).astype(int)
    parts = _few(deal_parts(rows, seed=seed))
    # A fifth of the rows is acted on.
    threshold = float(_chance(np.array(base + 1.2 * 0.8416)))
    column = _column(random, rows)
    return Drawn(BINARY, y, _chance(base + 1.2 * x), _chance(base + z), column, parts, threshold)


def entities(rows: int, seed: int, size: float = 10, unequal: bool = False) -> Drawn:
    """Entities that share an input and a surprise."""
    random = np.random.default_rng(seed)
    groups = _groups(random, rows, size, unequal=unequal)
    count = int(groups.max()) + 1
    x, surprise = random.normal(size=count)[groups], random.normal(size=count)[groups]
    z = random.normal(size=rows)
    y = (random.random(rows) < _chance(-1 + x + surprise + 0.6 * z)).astype(int)
    parts = _few(deal_parts(rows, groups=groups, seed=seed))
    return Drawn(BINARY, y, _chance(-1 + x), _chance(-1 + z), _column(random, rows), parts)


def in_time(rows: int, seed: int, carry: float = 0.8) -> Drawn:
    """Rows in order of time whose input and surprise carry over to the next."""
    random = np.random.default_rng(seed)
    x, surprise = (_series(random, rows, carry) for _ in range(2))
    z = random.normal(size=rows)
    y = (random.random(rows) < _chance(-1 + x + surprise + 0.6 * z)).astype(int)
    times = np.arange(rows)
    parts = _few(deal_parts(rows, times=times))
    column = _column(random, rows)
    return Drawn(BINARY, y, _chance(-1 + x), _chance(-1 + z), column, parts, times=times)


def classes(rows: int, seed: int) -> Drawn:
    """Three classes, one of them rarer."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, 3)) + np.array([0.5, 0.0, -1.0])
    y = np.asarray((x + random.gumbel(size=x.shape)).argmax(axis=1))
    score = np.exp(0.8 * x)
    other = np.exp(0.3 * x + 0.3 * random.normal(size=x.shape))
    score, other = (s / s.sum(axis=1, keepdims=True) for s in (score, other))
    parts = _few(deal_parts(rows, seed=seed))
    return Drawn(CLASSES, y, score, other, _column(random, rows), parts)


def numbers(rows: int, seed: int, size: float | None = None) -> Drawn:
    """Numbers whose errors have heavy tails (log-normal); of entities of unequal size if asked."""
    random = np.random.default_rng(seed)
    x, z = random.normal(size=rows), random.normal(size=rows)
    surprise, groups = 0.4 * random.normal(size=rows), None
    if size is not None:
        groups = _groups(random, rows, size, unequal=True)
        surprise = 0.5 * surprise + 0.3 * random.normal(size=int(groups.max()) + 1)[groups]
    y = np.exp(1 + 0.5 * x + 0.3 * z + surprise)
    parts = _few(deal_parts(rows, groups=groups, seed=seed))
    score, other = np.exp(1.1 + 0.5 * x), np.exp(1.15 + 0.3 * z)
    return Drawn(NUMBERS, y, score, other, _column(random, rows), parts)


def numbers_in_time(rows: int, seed: int, carry: float = 0.8) -> Drawn:
    """Numbers whose input and surprise carry over to the next row."""
    random = np.random.default_rng(seed)
    x, surprise = (_series(random, rows, carry) for _ in range(2))
    z = random.normal(size=rows)
    times = np.arange(rows)
    parts = _few(deal_parts(rows, times=times))
    column = _column(random, rows)
    return Drawn(NUMBERS, x + z + 0.7 * surprise, 0.9 * x, 0.8 * z, column, parts, times=times)


def counts(rows: int, seed: int) -> Drawn:
    """Counts that vary more than Poisson's would."""
    random = np.random.default_rng(seed)
    x, z = random.normal(size=rows), random.normal(size=rows)
    y = random.poisson(np.exp(0.5 + 0.5 * x) * random.gamma(3, 1 / 3, rows)).astype(float)
    parts = _few(deal_parts(rows, seed=seed))
    score, other = np.exp(0.5 + 0.5 * x), np.exp(0.6 + 0.1 * z)
    return Drawn(COUNTS, y, score, other, _column(random, rows), parts)


def _few(parts: Parts) -> Parts:
    # Of the truth no interval is asked: two parts are quick.
    return parts if len(parts) < 10 * ROWS else Parts(np.arange(len(parts)) % 2, 2, "rows")


def _groups(random: np.random.Generator, rows: int, size: float, *, unequal: bool) -> np.ndarray:
    count = max(int(rows / size), 2)
    weights = random.exponential(size=count) if unequal else np.ones(count)
    return np.sort(random.choice(count, rows, p=weights / weights.sum()))


def _column(random: np.random.Generator, rows: int) -> np.ndarray:
    return random.choice(len(SHARES), rows, p=SHARES)


def _series(random: np.random.Generator, rows: int, carry: float) -> np.ndarray:
    from scipy.signal import lfilter

    shocks = random.normal(size=rows + 200) * np.sqrt(1 - carry**2)
    return np.asarray(lfilter([1.0], [1.0, -carry], shocks)[200:])


def _chance(logit: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-logit)))


WORLDS: dict[str, Callable[[int, int], Drawn]] = {
    "independent rows": independent,
    "independent rows, 5 % positives": partial(independent, base=-3.9),
    "entities of ten rows": entities,
    "30 entities of forty rows": partial(entities, size=40.0),
    "entities of unequal size": partial(entities, unequal=True),
    "rows in time, carrying over 0.8": in_time,
    "three classes": classes,
    "numbers with heavy tails": numbers,
    "numbers, unequal entities": partial(numbers, size=10.0),
    "numbers in time": numbers_in_time,
    "counts": counts,
}
