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

from ml_engineer_tools.modelling.skewness import freedom_of, reach_of, skewness_of

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

    The delete-a-part jackknife (Efron 1982), in which a part counts by what it moves, so that parts
    may be of unequal size. A value between two finite bounds gets its interval on the logit scale;
    of another the skewness is taken out (see `skewness`), and the interval is cut to the bounds.

    Args:
        replicates: (count + 1,) on all rows first, then without each part; NaN where undefined.
        parts: how the rows were dealt.
        bounds: the range of the value.
        level: nominal coverage.
    """
    value, rows = float(replicates[0]), len(parts)
    deleted = replicates[1:]
    if not np.isfinite(value) or parts.count < 2 or not np.isfinite(deleted).all():
        return Estimate(value, None, rows)
    low, high = bounds
    if not (np.isfinite(low) and np.isfinite(high)):
        down, up = _reach(value - deleted, level)
        ends = (max(value - down, low), min(value + up, high))
        return Estimate(value, ends if np.isfinite(ends).all() else None, rows)
    span = high - low
    inside = (np.append(deleted, value) - low) / span
    with np.errstate(divide="ignore", invalid="ignore"):
        logits = np.log(inside / (1 - inside))
    share = float(inside[-1])
    if np.isfinite(logits).all():
        away = logits[-1] - logits[:-1]
        half = t_quantile(freedom_of(away), level) * np.sqrt(_variance(away))
        with np.errstate(over="ignore"):
            least, most = (float(1 / (1 + np.exp(way * half - logits[-1]))) for way in (1, -1))
    else:
        share = float(np.clip(share, 0, 1))
        least, most = wilson(share, _worth(share - inside[:-1], share, parts), level=level)
    return Estimate(value, (low + span * least, low + span * most), rows)


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
    values: np.ndarray,
    parts: Parts,
    *,
    bounds: Interval = (-np.inf, np.inf),
    level: float = LEVEL,
    amounts: bool = False,
) -> Estimate:
    """Return the mean of a value of each row; of zeros and ones a share, with Wilson's interval.

    `amounts` are no share even where all of them are 0 or 1.
    """
    ones = np.ones(len(values))
    return ratio(values, ones, parts, bounds=bounds, level=level, amounts=amounts)


def ratio(
    above: np.ndarray,
    below: np.ndarray,
    parts: Parts,
    *,
    bounds: Interval = (-np.inf, np.inf),
    level: float = LEVEL,
    amounts: bool = False,
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
    counted = np.isin(above, (0.0, 1.0)).all() and np.isin(below, (0.0, 1.0)).all()
    is_share = bool(counted) and not amounts
    if used < 2:
        return Estimate(value, None, rows)
    # What the ratio is without each part, to the first order: the jackknife in closed form.
    away = (sums - value * counts) / np.maximum(1 - counts / of, 0.5)
    away = away[counts > 0] / of
    variance = _variance(away)
    if is_share:
        plain = value * (1 - value) / of
        worth = of if parts.by == "rows" or variance <= plain else of * plain / variance
        worth = float(of) if not np.isfinite(worth) else worth
        return Estimate(value, wilson(value, worth, parts=used, level=level), rows)
    down, up = _reach(away, level)
    return Estimate(value, (max(value - down, bounds[0]), min(value + up, bounds[1])), rows)


def wilson(
    share: float, rows: float, *, parts: int | None = None, level: float = LEVEL
) -> Interval:
    """Return Wilson's interval of a share (Wilson 1927), with a t quantile if parts are few."""
    z = t_quantile(10**9 if parts is None else max(parts - 1, 1), level)
    scale = 1 + z**2 / rows
    middle = (share + z**2 / (2 * rows)) / scale
    half = z / scale * np.sqrt(share * (1 - share) / rows + z**2 / (4 * rows**2))
    # Of none or all of the rows one end is exact, which rounding would miss.
    low = 0.0 if share == 0 else max(0.0, float(middle - half))
    return low, 1.0 if share == 1 else min(1.0, float(middle + half))


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


def _variance(away: np.ndarray) -> float:
    """Return the jackknife's variance of what is moved by leaving out each part."""
    return float((away**2).sum()) * (len(away) - 1) / len(away)


def _reach(away: np.ndarray, level: float) -> Interval:
    """Return how far an interval reaches below and above, by what each part moves."""
    return reach_of(float(np.sqrt(_variance(away))), skewness_of(away), freedom_of(away), level)


def _worth(away: np.ndarray, share: float, parts: Parts) -> float:
    """Return how many independent rows a share at a bound stands on: all, or one a part."""
    variance, plain = _variance(away), share * (1 - share)
    if variance <= 0 or plain <= 0:
        return float(len(parts))
    return float(np.clip(plain / variance, parts.count, len(parts)))
