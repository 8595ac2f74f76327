"""Simulated tables for whole reports: a few features, a suspect, an entity or a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

LEVELS = np.array(["north", "south", "east", "west"])


@dataclass(frozen=True, slots=True)
class World:
    """How the rows of a table come about.

    Attributes:
        rows: of a table.
        size: rows of an entity; 1 where rows share none.
        memory: what carries over from one instant to the next; 0 without a time.
        outcome: `classes`, `rare` (5 % positives), `numbers` (heavy tails) or `counts`.
    """

    rows: int
    size: int = 1
    memory: float = 0.0
    outcome: str = "classes"

    @property
    def group(self) -> str | None:
        """The column of entities."""
        return "who" if self.size > 1 else None

    @property
    def time(self) -> str | None:
        """The column of times."""
        return "day" if self.memory else None

    def draw(self, seed: int, *, moved: float = 0.0) -> pd.DataFrame:
        """Return a table; `moved` is added to the first feature."""
        random = np.random.default_rng(seed)
        entities = max(self.rows // self.size, 1)
        entity, instant = np.divmod(np.arange(self.rows), self.size)
        if not self.memory:
            instant, steps = np.zeros(self.rows, dtype=int), 1
        elif self.size == 1:
            entity, instant, steps = np.zeros(self.rows, dtype=int), np.arange(self.rows), self.rows
        else:
            steps = self.size
        habit = random.normal(size=(entities, 3))[entity] if self.size > 1 else np.zeros((1, 3))
        shock = self._series(random, steps)[instant] if self.memory else np.zeros((1, 3))
        own = 0.6 if self.size > 1 or self.memory else 1.0
        x = 0.7 * habit + 0.7 * shock + own * random.normal(size=(self.rows, 3))
        x[:, 0] += moved
        hidden = 0.7 * self._hidden(random, entities, entity, steps, instant)
        y = self._outcome(random, x[:, 0] + 0.6 * x[:, 1] * (x[:, 2] > 0) + hidden)
        scale = max(float(y.std()), 1e-9)
        frame = pd.DataFrame({"x0": x[:, 0], "x1": x[:, 1], "x2": x[:, 2], "y": y})
        frame["suspect"] = y / scale + 0.25 * random.normal(size=self.rows)
        gone = random.random(self.rows) < 0.1 + 0.1 * (y > np.median(y)) + 0.1 * (hidden > 0)
        frame["gappy"] = np.where(gone, np.nan, random.normal(size=self.rows))
        frame["branch"] = LEVELS[random.choice(4, self.rows, p=[0.4, 0.3, 0.2, 0.1])]
        if self.size > 1:
            frame["who"] = np.char.add("e", entity.astype(str))
        if self.memory:
            frame["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(instant, unit="D")
        return frame

    def _series(self, random: np.random.Generator, steps: int) -> np.ndarray:
        from scipy.signal import lfilter

        shocks = random.normal(size=(steps + 100, 3)) * np.sqrt(1 - self.memory**2)
        return np.asarray(lfilter([1.0], [1.0, -self.memory], shocks, axis=0))[100:]

    def _hidden(
        self, random: np.random.Generator, entities: int, entity: np.ndarray, steps: int,
        instant: np.ndarray,
    ) -> np.ndarray:  # fmt: skip
        found = np.zeros(self.rows)
        if self.size > 1:
            found = found + random.normal(size=entities)[entity]
        if self.memory:
            found = found + self._series(random, steps)[instant, 0]
        return found

    def _outcome(self, random: np.random.Generator, signal: np.ndarray) -> np.ndarray:
        if self.outcome == "numbers":
            return np.asarray(signal + random.standard_t(4, size=len(signal)))
        if self.outcome == "counts":
            return random.poisson(np.exp(np.clip(0.5 * signal + 0.7, -5, 4))).astype(float)
        base = -3.4 if self.outcome == "rare" else -0.4
        return np.asarray(random.random(len(signal)) < 1 / (1 + np.exp(-signal - base)), dtype=int)


WORLDS: dict[str, World] = {
    "rows": World(800),
    "rows, 5 % positives": World(1600, outcome="rare"),
    "rows, numbers with heavy tails": World(800, outcome="numbers"),
    "rows, counts": World(800, outcome="counts"),
    "80 entities of ten rows": World(800, size=10),
    "numbers of 80 entities": World(800, size=10, outcome="numbers"),
    "series with memory 0.7": World(800, memory=0.7),
    "numbers in a series": World(800, memory=0.7, outcome="numbers"),
    "40 entities on 24 days": World(960, size=24, memory=0.5),
}
