"""The generating process behind a world: it can draw fresh rows for ever, so the truth is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from benchmarks.leakage_worlds.domains import Domain, Shape, Task
from numpy.typing import NDArray

Floats = NDArray[np.float64]

REFERENCE_ROWS = 20_000
"""Rows of the draw that standardises the score and places the cuts between classes."""

EPOCH = np.datetime64("2023-01-01")


@dataclass(frozen=True)
class Rows:
    """Rows that were drawn.

    Attributes:
        frame: the honest features.
        outcome: the latent outcome behind the target, shape (n,), about unit variance.
        label: the target as the table shows it, shape (n,).
        score: the part of the outcome that the features explain, shape (n,).
    """

    frame: pd.DataFrame
    outcome: Floats
    label: pd.Series
    score: Floats

    def __len__(self) -> int:
        return len(self.frame)

    def take(self, where: NDArray[Any]) -> Rows:
        """Return the rows at these positions or under this mask, numbered anew."""
        place = np.flatnonzero(where) if where.dtype == bool else where
        return Rows(
            self.frame.iloc[place].reset_index(drop=True),
            self.outcome[place],
            self.label.iloc[place].reset_index(drop=True),
            self.score[place],
        )

    def with_columns(self, **columns: Any) -> Rows:
        """Return the rows with further features, or features replaced."""
        return Rows(self.frame.assign(**columns), self.outcome, self.label, self.score)


@dataclass(frozen=True)
class Column:
    """One honest feature: its latent value is standard normal, its shape is the trade's."""

    name: str
    shape: Shape | None
    levels: int = 0
    nulls: float = 0.0
    scale: float = 1.0


class Process:
    """Features, and a target that depends on them and on noise.

    Args:
        domain: names and shapes.
        task: of the target.
        columns: how many features.
        seed: of everything that is fixed in the process.
        signal: correlation of the latent outcome and what the features explain; 0.3 gives an
            AUC near 0.6, 0.6 near 0.75, 0.95 near 0.95.
        positive: share of the positive class of a binary target.
        classes: of a multiclass target.
    """

    def __init__(
        self,
        domain: Domain,
        task: Task,
        columns: int,
        seed: int,
        *,
        signal: float = 0.5,
        positive: float = 0.3,
        classes: int = 4,
    ) -> None:
        self.domain, self.task, self.signal = domain, task, signal
        rng = np.random.default_rng([seed, 1])
        self.columns = _columns(domain, columns, rng)
        self.target = domain.targets[task]
        count = len(self.columns)
        self._weights = rng.normal(size=count) * (rng.random(count) < 0.5)
        self._weights[0] = 1.0
        self._pair = rng.choice(count, 2, replace=False)
        self._effects = {c.name: rng.permutation(_level_edges(c.levels)) for c in self.columns}
        self._center, self._spread = 0.0, 1.0
        raw = self._raw_score(self.latent(np.random.default_rng([seed, 2]), REFERENCE_ROWS))
        self._center, self._spread = float(raw.mean()), float(raw.std())
        score = (raw - self._center) / self._spread
        noise = np.random.default_rng([seed, 3]).normal(size=REFERENCE_ROWS)
        outcome = signal * score + np.sqrt(1 - signal**2) * noise
        self._cuts = np.quantile(outcome, _class_shares(task, positive, classes, rng))
        self._names = _class_names(task, classes, rng)
        self._skewed = bool(rng.random() < 0.5)
        self._unit = float(rng.choice([1.0, 12.0, 250.0]))

    def latent(self, rng: np.random.Generator, n: int) -> Floats:
        """Draw latent features, shape (n, columns): standard normal, mildly correlated."""
        factor = rng.normal(size=(n, 2))
        own = rng.normal(size=(n, len(self.columns)))
        mix = np.array([[0.4 * (k % 2), 0.4 * (k % 3 == 0)] for k in range(len(self.columns))])
        return np.asarray(
            factor @ mix.T + own * np.sqrt(1 - (mix**2).sum(axis=1)), dtype=np.float64
        )

    def _raw_score(self, latent: Floats) -> Floats:
        bounded = np.clip(latent, -2.5, 2.5)
        first, second = self._pair
        return bounded @ self._weights + 0.7 * bounded[:, first] * bounded[:, second]

    def score(self, latent: Floats) -> Floats:
        """What the features explain of the outcome, shape (n,), about unit variance."""
        return (self._raw_score(latent) - self._center) / self._spread

    def draw(
        self,
        rng: np.random.Generator,
        n: int,
        *,
        latent: Floats | None = None,
        noise: Floats | None = None,
    ) -> Rows:
        """Draw rows.

        Args:
            rng: source of chance.
            n: how many rows.
            latent: features made elsewhere, shape (n, columns); drawn when None.
            noise: what the features don't explain, shape (n,), unit variance; drawn when None.
        """
        latent = self.latent(rng, n) if latent is None else latent
        noise = rng.normal(size=n) if noise is None else noise
        score = self.score(latent)
        outcome = self.signal * score + np.sqrt(1 - self.signal**2) * noise
        frame = pd.DataFrame(
            {c.name: self._shown(c, latent[:, k], rng) for k, c in enumerate(self.columns)}
        )
        return Rows(frame, outcome, self.label(outcome), score)

    def label(self, outcome: Floats) -> pd.Series:
        """The target as the table shows it: class names, or an amount in its unit."""
        if self.task == "regression":
            amount = np.exp(0.6 * outcome) if self._skewed else outcome + 6.0
            return pd.Series(np.round(amount * self._unit, 3), name=self.target)
        classes = np.searchsorted(self._cuts, outcome)
        values = pd.Series(self._names, name=self.target)
        return values.iloc[classes].reset_index(drop=True)

    def classes(self, label: pd.Series) -> NDArray[np.int64]:
        """Number of each label's class, from 0, in the order of the latent outcome."""
        numbers = {name: k for k, name in enumerate(self._names)}
        return np.array([numbers[value] for value in label], dtype=np.int64)

    def value(self, rows: Rows) -> Floats:
        """The label as a number with unit variance: the class's number or the amount."""
        raw = (
            rows.label.to_numpy(dtype=np.float64)
            if self.task == "regression"
            else self.classes(rows.label).astype(np.float64)
        )
        return np.asarray((raw - raw.mean()) / max(float(raw.std()), 1e-9))

    def _shown(self, column: Column, latent: Floats, rng: np.random.Generator) -> pd.Series:
        values = _shape(column, latent, self._effects[column.name])
        shown = pd.Series(values)
        if column.nulls:
            shown = shown.mask(rng.random(len(shown)) < column.nulls)
        return shown


def days(offsets: Any) -> pd.Series:
    """Dates as text, ISO 8601, from days after the start of 2023 (fractions give hours)."""
    seconds = np.asarray(np.round(np.asarray(offsets, dtype=np.float64) * 86_400), dtype=np.int64)
    stamps = pd.Series(EPOCH.astype("datetime64[s]") + seconds.astype("timedelta64[s]"))
    whole = bool((seconds % 86_400 == 0).all())
    return stamps.dt.strftime("%Y-%m-%d" if whole else "%Y-%m-%d %H:%M:%S")


def _columns(domain: Domain, count: int, rng: np.random.Generator) -> tuple[Column, ...]:
    numbers, categories = list(domain.numbers), list(domain.categories)
    first = numbers.pop(0)
    pool: list[Column] = [Column(name, shape) for name, shape in numbers]
    pool += [Column(name, None, levels) for name, levels in categories]
    shapes: tuple[Shape, ...] = ("normal", "lognormal", "count", "share", "coarse")
    more = [Column(f"{domain.name}_{shapes[k % 5]}_{k:02d}", shapes[k % 5]) for k in range(40)]
    order = rng.permutation(len(pool))
    chosen = [Column(first[0], first[1]), *[pool[k] for k in order], *more][:count]
    return tuple(
        Column(
            c.name,
            c.shape,
            c.levels,
            nulls=float(rng.choice([0.0, 0.0, 0.0, 0.02, 0.15])),
            scale=float(rng.choice([1.0, 10.0, 300.0])),
        )
        for c in chosen
    )


def _shape(column: Column, latent: Floats, level_order: NDArray[Any]) -> Any:
    if column.shape is None:
        edges = np.linspace(-1.8, 1.8, column.levels - 1) if column.levels > 1 else np.array([])
        names = np.array([f"{column.name[:3]}{k:02d}" for k in level_order], dtype=object)
        return names[np.searchsorted(edges, latent)]
    shapes: dict[str, Any] = {
        "normal": lambda: np.round(column.scale * (latent + 3.0), 3),
        "lognormal": lambda: np.round(column.scale * np.exp(0.8 * latent), 2),
        "count": lambda: np.floor(np.exp(0.9 * latent + 1.0)),
        "share": lambda: np.round(1 / (1 + np.exp(-1.2 * latent)), 4),
        "whole": lambda: np.clip(np.round(45 + 15 * latent), 0, None),
        "zero_inflated": lambda: np.where(
            latent < 0.4, 0.0, np.round(column.scale * (latent - 0.3), 2)
        ),
        "coarse": lambda: np.clip(np.round(5 + 2 * latent), 1, 9),
    }
    return shapes[column.shape]()


def _level_edges(levels: int) -> NDArray[np.int64]:
    return np.arange(max(levels, 1), dtype=np.int64)


def _class_shares(
    task: Task, positive: float, classes: int, rng: np.random.Generator
) -> list[float]:
    if task == "binary":
        return [1 - positive]
    if task == "multiclass":
        shares = rng.dirichlet(np.full(classes, 8.0))
        return [float(s) for s in np.cumsum(shares)[:-1]]
    return []


def _class_names(task: Task, classes: int, rng: np.random.Generator) -> tuple[Any, ...]:
    if task == "binary":
        pairs: tuple[tuple[Any, Any], ...] = ((0, 1), ("no", "yes"), ("N", "Y"), (1, 2))
        return pairs[int(rng.integers(len(pairs)))]
    if task == "multiclass":
        if rng.random() < 0.5:
            return tuple(int(k) for k in rng.permutation(classes))
        names = ("none", "basic", "plus", "extra", "gold", "other")[:classes]
        return tuple(names[k] for k in rng.permutation(classes))
    return ()
