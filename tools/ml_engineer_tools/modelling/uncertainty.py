"""Uncertainty: the interval of a score whose rows may depend on each other.

A score minus its true value is close to the sum of its rows' contributions (see `influence`). How
much that sum varies depends on what the rows have to do with each other: nothing, an entity that
they share, the time that they lie close in, or both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ml_engineer_tools.modelling.long_run import long_run
from ml_engineer_tools.modelling.skewness import reach_of, skewness_of

LEVEL = 0.95
"""Nominal coverage."""

Scale = Literal["share", "positive", "below_one", "any"]
"""What values a score can take: 0 to 1, above 0, below 1, or any."""

FEW_STEPS = 50
"""Instants in a window; from fewer than this what carries over from one window to the next is much
of what moves their scores, so that windows which adjoin are one series."""

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Dependence:
    """What the rows that judge have to do with each other.

    Attributes:
        entities: for each fold (m,) the entity of each row; None where rows share none.
        instants: for each fold (m,) the place in time of each row, from 0; None without a time.
    """

    entities: tuple[np.ndarray, ...] | None = None
    instants: tuple[np.ndarray, ...] | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """A standard error, and the degrees of freedom with which it is known.

    Attributes:
        error: in units of the score.
        freedom: of the t distribution.
        units: independent units behind it: rows, entities, or stretches of time.
        skewness: of the sum, from -1 to 1; None where it can't be told.
    """

    error: float
    freedom: float
    units: float
    skewness: float | None = None


def spread_of(
    contributions: Sequence[np.ndarray],
    dependence: Dependence,
    *,
    levels: Sequence[float] | None = None,
) -> Spread | None:
    """Return the standard error of a sum of contributions; None if too few units are left.

    Args:
        contributions: for each fold (m,) what each row adds to the score minus its true value.
        dependence: of the same rows.
        levels: for each fold how far its own score lies from the mean of all, over their number;
            None where folds have none of their own.
    """
    by_row = _of_rows(contributions)
    by_entity = _of_entities(contributions, dependence.entities)
    by_time = _of_times(contributions, dependence.instants, levels)
    if dependence.entities is None and dependence.instants is None:
        return by_row
    if dependence.instants is None:
        return by_entity
    if dependence.entities is None:
        return by_time
    if by_row is None or by_entity is None or by_time is None:
        return None
    # Two ways of clustering: add both, and take off once what both have counted (Cameron,
    # Gelbach & Miller 2011); never less than either alone.
    variance = by_entity.error**2 + by_time.error**2 - by_row.error**2
    variance = max(variance, by_entity.error**2, by_time.error**2)
    units = min(by_entity.units, by_time.units)
    if variance == 0:
        return Spread(0.0, min(by_entity.freedom, by_time.freedom), units)
    # The degrees of freedom of a sum of variances (Satterthwaite 1946): few instants make the
    # whole uncertain only as far as it is instants that it consists of.
    parts = (by_entity, by_time)
    freedom = variance**2 / sum(part.error**4 / part.freedom for part in parts)
    most = max(part.freedom for part in parts)
    return Spread(float(np.sqrt(variance)), max(1.0, min(freedom, most)), units)


def interval_of(
    value: float, spread: Spread | None, scale: Scale, *, level: float = LEVEL
) -> Interval | None:
    """Return the interval of a score: on the logit scale for a share.

    Of a score with one bound the skewness is taken out (see `skewness`); where it isn't known, it
    has its interval on the log scale of its distance from the bound.

    A share of exactly 0 or 1 without any spread has the one-sided exact bound for no event among
    its units (Hanley & Lippman-Hand 1983, "If nothing goes wrong, is everything all right?").
    """
    if spread is None:
        return None
    from scipy.special import stdtrit

    if scale == "share" and spread.error == 0 and value in (0.0, 1.0):
        reach = 1 - ((1 - level) / 2) ** (1 / max(spread.units, 1.0))
        return (value, value + reach) if value == 0 else (value - reach, value)
    reach = float(stdtrit(spread.freedom, (1 + level) / 2)) * spread.error
    if scale == "share" and 0 < value < 1:
        middle, step = float(np.log(value / (1 - value))), reach / (value * (1 - value))
        return _logistic(middle - step), _logistic(middle + step)
    # Differences are even enough as they are: two errors of one row take each other off.
    if spread.skewness is not None and scale != "any":
        below, above = reach_of(spread.error, spread.skewness, spread.freedom, level)
        least = 0.0 if scale == "positive" else -np.inf
        most = 1.0 if scale == "below_one" else np.inf
        return max(value - below, least), min(value + above, most)
    if scale == "positive" and value > 0:
        return _times(value, -reach / value), _times(value, reach / value)
    if scale == "below_one" and value < 1:
        rest = 1 - value
        return 1 - _times(rest, reach / rest), 1 - _times(rest, -reach / rest)
    return value - reach, value + reach


def _logistic(logit: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(logit, -700, 700))))


def _times(value: float, exponent: float) -> float:
    return float(value * np.exp(np.clip(exponent, -50, 50)))


def _of_rows(contributions: Sequence[np.ndarray]) -> Spread | None:
    parts = np.concatenate(contributions)
    if len(parts) < 2:
        return None
    return _of_units(parts, len(parts) - 1.0, float(len(parts)))


def _of_entities(
    contributions: Sequence[np.ndarray], entities: Sequence[np.ndarray] | None
) -> Spread | None:
    """Add up what each entity contributes; entities are independent of each other."""
    if entities is None:
        return None
    labels, member = np.unique(np.concatenate(entities), return_inverse=True)
    if len(labels) < 2:
        return None
    weights = [_without_itself(p, e) for p, e in zip(contributions, entities, strict=True)]
    totals = np.bincount(member, weights=np.concatenate(weights))
    sizes = np.bincount(member)
    # Entities of unequal size count as fewer (Carter, Schnepel & Steigerwald 2017).
    units = len(labels) / (1 + float(sizes.var()) / float(sizes.mean()) ** 2)
    return _of_units(totals, max(1.0, units - 1), units)


def _without_itself(contributions: np.ndarray, entities: np.ndarray) -> np.ndarray:
    """Return contributions as measured against the fold's other entities.

    An entity pulls the score towards itself by its share of the fold's rows (the jackknife's
    correction, CR3: MacKinnon, Nielsen & Webb 2023).
    """
    _, member, counts = np.unique(entities, return_inverse=True, return_counts=True)
    share = counts[member] / len(entities)
    return np.asarray(contributions / np.maximum(1 - share, 0.5))


def _of_units(totals: np.ndarray, most: float, units: float) -> Spread:
    """Return the spread of a sum of independent units.

    Where few units carry the sum, such as few positive rows, its variance is known less well: the
    degrees of freedom of a sum of squares follow from the kurtosis (Satterthwaite 1946).
    """
    squares = float((totals**2).sum())
    if squares == 0:
        return Spread(0.0, most, units)
    kurtosis = len(totals) * float(((totals / np.sqrt(squares)) ** 4).sum())
    freedom = max(1.0, min(most, 2 * len(totals) / max(kurtosis - 1, 1e-9)))
    error = float(np.sqrt(squares * (freedom + 1) / freedom))
    return Spread(error, freedom, units, skewness_of(totals))


def _of_times(
    contributions: Sequence[np.ndarray],
    instants: Sequence[np.ndarray] | None,
    levels: Sequence[float] | None,
) -> Spread | None:
    """Add the long-run variances of the windows; each window is a series by itself.

    Windows of few instants are one series, in which each stands at its level: what moves some
    instants up or down hardly shows between the two or three of one window.
    """
    if instants is None:
        return None
    windows = [_by_step(*window) for window in _windows(contributions, instants)]
    if levels is not None and sum(map(len, windows)) < FEW_STEPS * len(windows):
        lifted = [
            _by_step(*window) for window in _windows(_lifted(contributions, levels), instants)
        ]
        windows = [np.concatenate([series for series in lifted if np.any(series)] or lifted)]
    parts = [long_run(series) for series in windows if len(series) > 1 and np.any(series)]
    if not parts:
        return _still(contributions)
    variance = sum(v for v, _ in parts)
    if variance < np.finfo(np.float64).tiny ** 0.5:
        return Spread(0.0, float(sum(nu for _, nu in parts)), float(sum(nu for _, nu in parts)))
    # The degrees of freedom of a sum of variances (Satterthwaite 1946).
    freedom = variance**2 / sum(v**2 / nu for v, nu in parts)
    return Spread(float(np.sqrt(variance)), freedom, float(sum(nu for _, nu in parts)))


def _lifted(contributions: Sequence[np.ndarray], levels: Sequence[float]) -> list[np.ndarray]:
    """Put the rows of each fold around its level instead of around 0."""
    return [
        part + level / max(len(part), 1) for part, level in zip(contributions, levels, strict=True)
    ]


def _by_step(contributions: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Add up what the rows of each instant contribute, in order of time."""
    _, step = np.unique(places, return_inverse=True)
    return np.bincount(step, weights=contributions)


def _windows(
    contributions: Sequence[np.ndarray], instants: Sequence[np.ndarray]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Put the folds of one stretch of time together: what moves an instant moves all of them."""
    found: list[tuple[np.ndarray, np.ndarray]] = []
    in_order = sorted(
        (pair for pair in zip(contributions, instants, strict=True) if len(pair[1])),
        key=lambda pair: int(pair[1].min()),
    )
    for part, places in in_order:
        if found and places.min() <= found[-1][1].max():
            before, earlier = found.pop()
            found.append((np.concatenate([before, part]), np.concatenate([earlier, places])))
        else:
            found.append((part, places))
    return found


def _still(contributions: Sequence[np.ndarray]) -> Spread | None:
    """Return no spread at all if no row contributes; else there was one instant only."""
    if any(np.any(part) for part in contributions):
        return None
    rows = sum(len(part) for part in contributions)
    return Spread(0.0, max(rows - 1.0, 1.0), float(rows))
