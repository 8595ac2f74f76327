"""Parts: rows dealt into parts that can be left out one at a time, and intervals from that.

Rows that depend on each other stay in one part: those of one entity, or neighbours in time. Any
smooth score then gets an interval by the delete-a-part jackknife, and two scores on the same rows
are compared in pairs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

Interval = tuple[float, float]

LEVEL = 0.95
"""Nominal coverage."""

ROW_PARTS = 100
"""Parts of independent rows: a convention; the t quantile is then close to the normal one."""

TIME_PARTS = 15
"""Parts of rows in order of time: few and long, so that what carries over from one to the next is
little of each, since what does is not counted (batch means; Schmeiser 1982 advises 10 to 30)."""

GROUP_PARTS = 100
"""Parts of entities, if there are twice as many or more; else each is a part, as parts of one and
of two entities would count for more than they tell."""

FEWEST_GROUPS = 10
"""With fewer entities than this, an interval over entities says nothing: rows are dealt by time."""

By = Literal["rows", "time", "groups"]


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Which part each row is in.

    Attributes:
        part: (n,) from 0 to `count` - 1.
        count: how many parts there are.
        by: what keeps rows together.
    """

    part: np.ndarray
    count: int
    by: By

    def __len__(self) -> int:
        return len(self.part)

    def rows(self, chosen: np.ndarray) -> Parts:
        """Return the parts of some rows only (positions or a mask), numbered anew."""
        labels, part = np.unique(self.part[chosen], return_inverse=True)
        return Parts(part, len(labels), self.by)

    def weights(self) -> np.ndarray:
        """Return (count + 1, n): all rows first, then all without each part in turn."""
        weights = np.ones((self.count + 1, len(self.part)))
        weights[self.part + 1, np.arange(len(self.part))] = 0.0
        return weights

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Return (count,) the sum of values in each part."""
        return np.bincount(self.part, weights=values, minlength=self.count)


def deal_parts(
    rows: int,
    *,
    times: np.ndarray | None = None,
    groups: np.ndarray | None = None,
    seed: int = 0,
) -> Parts:
    """Deal rows into parts. Classes are not dealt evenly: their shares are a matter of luck too.

    Args:
        rows: how many there are.
        times: (n,) sortable; neighbours in time stay together.
        groups: (n,) entity codes, negative for unknown; an entity's rows stay together. Goes
            before `times` if there are at least `FEWEST_GROUPS` entities.
        seed: of the dealing.
    """
    random = np.random.default_rng(seed)
    if groups is not None and len(groups):
        unknown = groups < 0
        own = groups.astype(np.int64)
        own[unknown] = own.max(initial=0) + 1 + np.arange(int(unknown.sum()))
        labels, entity = np.unique(own, return_inverse=True)
        if len(labels) >= FEWEST_GROUPS or times is None:
            count = GROUP_PARTS if len(labels) >= 2 * GROUP_PARTS else len(labels)
            number = np.empty(len(labels), dtype=np.int64)
            number[random.permutation(len(labels))] = np.arange(len(labels)) % count
            return Parts(number[entity], max(count, 1), "groups")
    if times is not None and len(times):
        count = max(1, min(TIME_PARTS, rows // 4))
        place = np.empty(rows, dtype=np.int64)
        place[np.argsort(times, kind="stable")] = np.arange(rows)
        return Parts(place * count // rows, count, "time")
    count = max(1, min(ROW_PARTS, rows))
    shuffled = random.permutation(rows)
    part = np.empty(rows, dtype=np.int64)
    part[shuffled] = np.arange(rows) % count
    return Parts(part, count, "rows")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval (None if it can't be told) and the rows behind it."""

    value: float
    interval: Interval | None
    rows: int

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.interval is not None and (self.interval[0] > 0 or self.interval[1] < 0)


def jackknife(
    replicates: np.ndarray,
    parts: Parts,
    *,
    bounds: Interval = (-np.inf, np.inf),
    level: float = LEVEL,
) -> Estimate:
    """Return an estimate from its value on all rows and without each part.

    The delete-m_j jackknife for parts of unequal size (Busing, Meijer & van der Leeden 1999). A
    value between two finite bounds gets its interval on the logit scale, one with a single bound on
    the log scale of its distance from it, so that it stays where it can be. Where few parts carry
    the variance, it is known less well (see `_freedom`).

    Args:
        replicates: (count + 1,) on all rows first, then without each part; NaN where undefined.
        parts: how the rows were dealt.
        bounds: the range of the value.
        level: nominal coverage.
    """
    value, rows = float(replicates[0]), len(parts)
    sizes = np.bincount(parts.part, minlength=parts.count).astype(float)
    deleted = replicates[1:]
    if not np.isfinite(value) or parts.count < 2 or not np.isfinite(deleted).all():
        return Estimate(value, None, rows)
    low, high = bounds
    scale = _Scale(low, high)
    inside = scale.there(np.append(deleted, value))
    if not np.isfinite(inside).all():
        if not scale.is_share:
            scale, inside = _Scale(-np.inf, np.inf), np.append(deleted, value)
        else:
            span = high - low
            share = float(np.clip((value - low) / span, 0, 1))
            ends = wilson(share, _worth(deleted, value, sizes, parts.count, span), level=level)
            return Estimate(value, (low + span * ends[0], low + span * ends[1]), rows)
    middle = float(inside[-1])
    variance, freedom = _variance(inside[:-1], middle, sizes)
    half = t_quantile(freedom, level) * np.sqrt(variance)
    reached = sorted((scale.back(middle - half), scale.back(middle + half)))
    interval = (max(reached[0], low), min(reached[1], high))
    return Estimate(value, interval if np.isfinite(interval).all() else None, rows)


@dataclass(frozen=True, slots=True)
class _Scale:
    """A scale without bounds for values between two."""

    low: float
    high: float

    @property
    def is_share(self) -> bool:
        return bool(np.isfinite(self.low) and np.isfinite(self.high))

    def there(self, values: np.ndarray) -> np.ndarray:
        """Return values on the scale; infinite or NaN at a bound or beyond."""
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.is_share:
                share = (values - self.low) / (self.high - self.low)
                return np.asarray(np.log(share / (1 - share)))
            if np.isfinite(self.low):
                return np.asarray(np.log(values - self.low))
            return np.asarray(np.log(self.high - values)) if np.isfinite(self.high) else values

    def back(self, value: float) -> float:
        """Return a value of the scale as it was."""
        with np.errstate(over="ignore"):
            if self.is_share:
                return float(self.low + (self.high - self.low) / (1 + np.exp(-value)))
            if np.isfinite(self.low):
                return float(self.low + np.exp(value))
            return float(self.high - np.exp(value)) if np.isfinite(self.high) else value


def estimate(
    measure: Callable[[np.ndarray], np.ndarray],
    parts: Parts,
    *,
    bounds: Interval = (-np.inf, np.inf),
    level: float = LEVEL,
) -> Estimate:
    """Return the estimate of a measure that maps weights (b, n) to values (b,)."""
    return jackknife(measure(parts.weights()), parts, bounds=bounds, level=level)


def mean(
    values: np.ndarray, parts: Parts, *, bounds: Interval = (-np.inf, np.inf), level: float = LEVEL
) -> Estimate:
    """Return the mean of a value of each row; of zeros and ones a share, with Wilson's interval."""
    return ratio(values, np.ones(len(values)), parts, bounds=bounds, level=level)


def ratio(
    above: np.ndarray,
    below: np.ndarray,
    parts: Parts,
    *,
    bounds: Interval = (-np.inf, np.inf),
    level: float = LEVEL,
) -> Estimate:
    """Return the sum of one value over the sum of another; of 0 and 1 a share of the rows meant.

    A share gets Wilson's interval with as many rows as the dependent ones are worth; `rows` is
    then the number of rows that `below` counts.
    """
    rows = round(float(below.sum()))
    if rows == 0:
        return Estimate(float("nan"), None, 0)
    sums, counts = parts.sums(above), parts.sums(below)
    total, of = float(sums.sum()), float(counts.sum())
    value = total / of
    used = int((counts > 0).sum())
    is_share = bool(np.isin(above, (0.0, 1.0)).all() and np.isin(below, (0.0, 1.0)).all())
    if used < 2:
        return Estimate(value, None, rows)
    # What the ratio is without each part, to the first order: the jackknife in closed form.
    away = (sums - value * counts) / np.maximum(1 - counts / of, 0.5)
    away = away[counts > 0] / of
    variance = float((away**2).sum()) * (used - 1) / used
    if is_share:
        plain = value * (1 - value) / of
        worth = of if parts.by == "rows" or variance <= plain else of * plain / variance
        worth = float(of) if not np.isfinite(worth) else worth
        return Estimate(value, wilson(value, worth, parts=used, level=level), rows)
    half = t_quantile(_freedom(away), level) * np.sqrt(variance)
    return Estimate(
        value, (max(float(value - half), bounds[0]), min(float(value + half), bounds[1])), rows
    )


def wilson(
    share: float, rows: float, *, parts: int | None = None, level: float = LEVEL
) -> Interval:
    """Return Wilson's interval of a share (Wilson 1927), with a t quantile if parts are few."""
    z = t_quantile(10**9 if parts is None else max(parts - 1, 1), level)
    scale = 1 + z**2 / rows
    middle = (share + z**2 / (2 * rows)) / scale
    half = z / scale * np.sqrt(share * (1 - share) / rows + z**2 / (4 * rows**2))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def adjust(p_values: np.ndarray) -> np.ndarray:
    """Return p-values that control the false discovery rate (Benjamini & Hochberg 1995)."""
    m = len(p_values)
    if m == 0:
        return np.asarray(p_values)
    order = np.argsort(-p_values, kind="stable")
    ranks = np.arange(m, 0, -1)
    adjusted = np.minimum.accumulate(p_values[order] * m / ranks)
    found = np.empty(m)
    found[order] = np.minimum(adjusted, 1.0)
    return found


def t_quantile(freedom: float, level: float) -> float:
    """Return the t quantile that leaves half of 1 - level above it."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + level) / 2))


def _variance(deleted: np.ndarray, value: float, sizes: np.ndarray) -> tuple[float, float]:
    """Return the jackknife's variance and its degrees of freedom."""
    inverse = sizes.sum() / sizes
    pseudo = inverse * value - (inverse - 1) * deleted
    centre = len(sizes) * value - ((1 - 1 / inverse) * deleted).sum()
    away = (pseudo - centre) / np.sqrt(inverse - 1)
    return float((away**2).mean()), _freedom(away)


def _freedom(away: np.ndarray) -> float:
    """Return the degrees of freedom of a sum of squares, at most one less than there are.

    They follow from the kurtosis (Satterthwaite 1946): of few positive rows, or of entities of
    unequal size, few parts carry the sum.
    """
    squares, most = float((away**2).sum()), len(away) - 1.0
    if squares <= 0:
        return max(most, 1.0)
    kurtosis = len(away) * float(((away / np.sqrt(squares)) ** 4).sum())
    return max(1.0, min(most, 2 * len(away) / max(kurtosis - 1, 1e-9)))


def _worth(deleted: np.ndarray, value: float, sizes: np.ndarray, count: int, span: float) -> float:
    """Return how many independent rows a value at a bound stands on: all, or one a part."""
    share = np.clip(value / span, 0, 1)
    variance, _ = _variance(deleted / span, value / span, sizes)
    plain = share * (1 - share)
    if variance <= 0 or plain <= 0:
        return float(sizes.sum())
    return float(np.clip(plain / variance, count, sizes.sum()))
