"""Stale values: serving holds what training has for an earlier (or a later) row of the entity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.parity.cells import Both, equal, read_as
from ml_engineer_tools.parity.history import STEPS, History

if TYPE_CHECKING:
    from ml_engineer_tools.parity.patterns import Pattern

FEWEST = 3
"""Rows from which it is asked."""

MOST_OF = 0.3
"""Share of the differing rows that have to agree with another row of the entity."""

BEYOND = 3.0
"""How many times as often as values at random they have to agree with it."""

NEARLY_ALL = 0.9
"""Share of what rows at any distance explain from which the one distance is told."""


def stale_patterns(both: Both, left: np.ndarray, history: History) -> Iterator[Pattern]:
    """Yield `stale` where serving equals an earlier value of training, `ahead` a later one.

    The row may lie at one distance, as with a feature that is always a day old, or at several, as
    with one that is computed anew once a week.
    """
    from ml_engineer_tools.parity.patterns import Pattern

    rows = np.flatnonzero(left & ~both.missing[0] & ~both.missing[1])
    if len(rows) < FEWEST:
        return
    values, places = history.column(both.name)
    around = read_as(both.kind, values)
    if around is None:
        return
    served, places = both.serving[rows], places[rows]
    same = _agreeing(served, around, places)
    # What values of other rows would agree with: few values come up everywhere.
    chance = _agreeing(np.random.default_rng(0).permutation(served), around, places)
    best = _most_agreeing(same, chance)
    if best is None:
        return
    steps, agreeing = best
    explained = np.zeros(len(left), dtype=bool)
    explained[rows] = agreeing
    distance = np.abs(STEPS[steps])[same[agreeing][:, steps].argmax(axis=1)]
    yield Pattern(
        "stale" if STEPS[steps][0] > 0 else "ahead",
        explained,
        float(np.median(distance)),
        "rows",
        range=(int(distance.min()), int(distance.max())),
    )


def _most_agreeing(same: np.ndarray, chance: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the steps that explain most and the rows that agree at one of them; None for none.

    Args:
        same: (n, steps) which rows agree with the row so many steps away.
        chance: the same of values at random.
    """
    single = [np.array([k]) for k in np.argsort(np.abs(STEPS), kind="stable")]
    several = [np.flatnonzero(STEPS > 0), np.flatnonzero(STEPS < 0)]
    best: tuple[np.ndarray, np.ndarray] | None = None
    for steps in [*single, *several]:
        agreeing, by_chance = same[:, steps].any(axis=1), chance[:, steps].any(axis=1)
        count = int(agreeing.sum())
        enough = count >= MOST_OF * len(same) and count >= BEYOND * by_chance.sum()
        asked = NEARLY_ALL if len(steps) > 1 else 1.0
        if enough and (best is None or asked * count > best[1].sum()):
            best = steps, np.asarray(agreeing)
    return best


def _agreeing(served: np.ndarray, around: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return (n, steps): whether a value that was served is the one so many steps away."""
    same = np.zeros(places.shape, dtype=bool)
    for k in range(places.shape[1]):
        has = np.flatnonzero(places[:, k] >= 0)
        same[has, k] = equal(served[has], around[places[has, k]])
    return same
