"""Stale values: serving holds what training has for an earlier (or a later) row of the entity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.parity.cells import Both

if TYPE_CHECKING:
    from ml_engineer_tools.parity.patterns import Pattern

FARTHEST = 7
"""Rows back (or ahead) that are looked at."""

MOST_OF = 0.3
"""Share of the differing rows that have to agree with another row of the entity."""

BEYOND = 3.0
"""How many times as often as with a row at random they have to agree."""


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Entity and time of each row.

    Attributes:
        entity: (n,) codes; all 0 if the key is a time alone.
        time: (n,) sortable.
    """

    entity: np.ndarray
    time: np.ndarray

    def neighbour(self, steps: int) -> np.ndarray:
        """Return where the row so many before each is (after it, if negative); -1 for none."""
        n = len(self.time)
        order = np.lexsort((np.arange(n), self.time, self.entity))
        sorted_entity = self.entity[order]
        found = np.full(n, -1, dtype=np.int64)
        place = np.arange(n) - steps
        inside = (place >= 0) & (place < n)
        mine = np.flatnonzero(inside)
        same = sorted_entity[mine] == sorted_entity[place[mine]]
        found[order[mine[same]]] = order[place[mine[same]]]
        return found


def stale_patterns(both: Both, left: np.ndarray, order: Order) -> Iterator[Pattern]:
    """Yield `stale` where serving equals an earlier value of training, `ahead` a later one."""
    from ml_engineer_tools.parity.patterns import Pattern

    known = left & ~both.missing[0] & ~both.missing[1]
    if known.sum() < 3:
        return
    chance = _by_chance(both, known)
    best: tuple[int, int, np.ndarray] | None = None
    for steps in [s for k in range(1, FARTHEST + 1) for s in (k, -k)]:
        source = order.neighbour(steps)
        has = known & (source >= 0)
        same = np.zeros(len(left), dtype=bool)
        same[has] = _equal(both.serving[has], both.training[source[has]])
        count = int(same.sum())
        enough = count >= MOST_OF * known.sum() and count >= BEYOND * chance * has.sum()
        if enough and (best is None or count > best[0]):
            best = count, steps, same
    if best is not None:
        _, steps, rows = best
        yield Pattern("stale" if steps > 0 else "ahead", rows, float(abs(steps)), "rows")


def _equal(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    if a.dtype == object:
        return np.array([x == y for x, y in zip(a, b, strict=True)], dtype=bool)
    return np.asarray(np.isclose(a.astype(float), b.astype(float), rtol=1e-6, atol=0))


def _by_chance(both: Both, known: np.ndarray) -> float:
    """Return how often a serving value equals a training value of any row at random."""
    mine = both.serving[known]
    theirs = both.training[~both.missing[0]]
    shuffled = theirs[np.random.default_rng(0).integers(0, len(theirs), len(mine))]
    return float(_equal(mine, shuffled).mean()) if len(mine) else 0.0
