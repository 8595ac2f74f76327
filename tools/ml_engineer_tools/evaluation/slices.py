"""Slices: where a model does worst, among so many looks that some would look bad by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evaluation.parts import (
    LEVEL,
    Estimate,
    Interval,
    Parts,
    adjust,
)
from ml_engineer_tools.modelling.features import feature_kind, prepare
from ml_engineer_tools.modelling.skewness import (
    freedom_of,
    of_two_means,
    p_value_of,
    reach_of,
    skewness_of,
)

if TYPE_CHECKING:
    import pandas as pd

FEWEST_ROWS = 50
"""A slice has at least so many rows, or `FEWEST_SHARE` of all if that is more: conventions."""

FEWEST_SHARE = 0.01

FEWEST_RARE = 10
"""A slice is so large that it would hold so many of the rarer rows (positives, wrong decisions) if
they were spread evenly: with fewer, no interval of its loss holds what it says."""

MOST_LEVELS = 12
"""Levels of a column that are slices of their own: the most frequent ones."""

CUTS = 4
"""Quantile bins into which a number is cut."""

PAIRED = 12
"""Slices of one column, the worst ones, that are also looked at in pairs."""

MISSING = "missing"


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """Rows that share something: `columns` name of what, `name` says it in words.

    Attributes:
        columns: one, or two for rows that share both.
        name: such as `plan = basic`, `age 30 to 45`, or both joined by " and ".
        inside: (n,) which rows.
        parents: names of the two slices that it is what they share of.
    """

    columns: tuple[str, ...]
    name: str
    inside: np.ndarray
    parents: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return int(self.inside.sum())


@dataclass(frozen=True, slots=True, eq=False)
class SliceResult:
    """What a loss is inside a slice and outside.

    Attributes:
        slice: which rows.
        inside: mean loss of its rows.
        outside: mean loss of the others.
        difference: inside minus outside; the interval holds for all slices that were looked at
            together (Bonferroni), so that it may be read for the worst one.
        p_value: that there is no difference, adjusted for all slices (Benjamini & Hochberg).
        n: rows inside.
        others: rows outside.
    """

    slice: Slice
    inside: float
    outside: float
    difference: Estimate
    p_value: float
    n: int
    others: int = 0


def fewest_rows(rows: int, rare: float | None = None) -> int:
    """Return the least support of a slice.

    Args:
        rows: how many there are.
        rare: share of the rarer ones among them, of what makes the loss large or small.
    """
    of_rare = FEWEST_RARE / rare if rare else 0
    return max(FEWEST_ROWS, int(np.ceil(FEWEST_SHARE * rows)), int(np.ceil(of_rare)))


def rarer(happened: np.ndarray) -> float | None:
    """Return the share of the rarer of two kinds of rows, (n,); None if all are of one kind."""
    share = float(np.mean(happened))
    return min(share, 1 - share) or None


def single_slices(frame: pd.DataFrame, *, fewest: int | None = None) -> list[Slice]:
    """Return the slices of one column each: levels, quantile bins of numbers, missing values.

    Args:
        frame: n rows; columns that are neither numbers, levels nor instants are passed over.
        fewest: support that a slice needs, inside and outside.
    """
    least = fewest_rows(len(frame)) if fewest is None else fewest
    found: list[Slice] = []
    for name in frame.columns:
        for words, inside in _cut(frame[name]):
            rows = int(inside.sum())
            if least <= rows <= len(frame) - least:
                found.append(Slice((str(name),), words, inside))
    return found


def pair_slices(singles: Sequence[Slice], *, fewest: int) -> list[Slice]:
    """Return the slices that two of these share, of two columns."""
    found = []
    for first, second in combinations(singles, 2):
        if first.columns == second.columns:
            continue
        inside = first.inside & second.inside
        rows = int(inside.sum())
        if fewest <= rows <= len(inside) - fewest and rows < min(first.rows, second.rows):
            columns = (*first.columns, *second.columns)
            name = f"{first.name} and {second.name}"
            found.append(Slice(columns, name, inside, (first.name, second.name)))
    return found


def compare_slices(
    loss: np.ndarray, slices: Sequence[Slice], parts: Parts, *, looked_at: int | None = None
) -> list[SliceResult]:
    """Compare the mean loss inside each slice with that outside, the worst first.

    The variance counts parts of dependent rows. A difference is judged by its t statistic, whose
    skewness is taken out (see `skewness`).

    Args:
        loss: (n,) of each row, larger is worse; NaN rows don't count.
        slices: what is looked at.
        parts: which rows depend on each other.
        looked_at: how many were looked at in all, if more than these.
    """
    m = max(looked_at or 0, len(slices), 1)
    known = np.isfinite(loss)
    value = np.where(known, loss, 0.0)
    centre = float(value[known].mean()) if known.any() else 0.0
    away = np.where(known, value - centre, 0.0)
    # In units of the largest, so that fourth powers stay in range.
    size = float(np.abs(away).max(initial=0.0)) or 1.0
    away = away / size
    powers = np.column_stack([known * 1.0, away, away**2, away**2 * away, away**4])
    everywhere = powers.sum(axis=0)
    results, p_values = [], []
    for piece in slices:
        here = powers[piece.inside].sum(axis=0)
        there = everywhere - here
        if min(here[0], there[0]) < 2:
            continue
        mean_in, mean_out = (float(side[1] / side[0]) * size + centre for side in (here, there))
        if parts.by == "rows":
            error, skewness, freedom = of_two_means(here, there)
            error *= size
        else:
            inside, outside = piece.inside & known, ~piece.inside & known
            residual = np.where(inside, (value - mean_in) / here[0], 0.0)
            residual = residual - np.where(outside, (value - mean_out) / there[0], 0.0)
            error, skewness, freedom = _spread(residual, inside, parts)
        gap = mean_in - mean_out
        p_values.append(p_value_of(gap, error, skewness, freedom))
        below, above = reach_of(error, skewness, freedom, 1 - (1 - LEVEL) / m)
        # Without any spread, as where no row is wrong, nothing is known of it.
        ends = (gap - below, gap + above) if error > 0 else None
        found = Estimate(gap, ends, int(here[0]))
        rows, others = int(here[0]), int(there[0])
        results.append(SliceResult(piece, mean_in, mean_out, found, 1.0, rows, others))
    padded = np.array(p_values + [1.0] * (m - len(p_values)))
    adjusted = adjust(padded)[: len(results)]
    judged = [replace(r, p_value=float(p)) for r, p in zip(results, adjusted, strict=True)]
    return sorted(judged, key=lambda r: (-_lower(r.difference.interval), r.slice.name))


def worst_slices(
    frame: pd.DataFrame, loss: np.ndarray, parts: Parts, *, fewest: int | None = None
) -> tuple[list[SliceResult], int]:
    """Look at slices of one column, then at pairs of the worst of them.

    Args:
        frame: n rows.
        loss: (n,) of each row, larger is worse; NaN rows don't count.
        parts: which rows depend on each other.
        fewest: support that a slice needs; None for `fewest_rows`.

    Returns:
        All results, the worst first (by the lower bound of the difference), and how many slices
        were looked at: intervals and p-values know of all of them.
    """
    least = fewest_rows(len(frame)) if fewest is None else fewest
    singles = single_slices(frame, fewest=least)
    first = compare_slices(loss, singles, parts)
    # Which pairs are looked at was chosen by these very rows: every pair that could have been
    # chosen counts as looked at.
    pairs = pair_slices([result.slice for result in first[:PAIRED]], fewest=least)
    possible = len(singles) + _possible_pairs(singles)
    looked_at = len(singles) + (possible - len(singles) if pairs else 0)
    results = compare_slices(loss, [*singles, *pairs], parts, looked_at=looked_at)
    return results, looked_at


def _possible_pairs(singles: Sequence[Slice]) -> int:
    by_column: dict[tuple[str, ...], int] = {}
    for piece in singles:
        by_column[piece.columns] = by_column.get(piece.columns, 0) + 1
    counts = np.array(list(by_column.values()), dtype=float)
    return int((counts.sum() ** 2 - (counts**2).sum()) / 2)


def _spread(residual: np.ndarray, inside: np.ndarray, parts: Parts) -> tuple[float, float, float]:
    """Return standard error, skewness and degrees of freedom of a sum over dependent rows."""
    away = parts.sums(residual)
    used = int((parts.sums(inside * 1.0) > 0).sum())
    used = max(min(used, parts.count), 2)
    error = float(np.sqrt((away**2).sum() * used / (used - 1)))
    return error, skewness_of(away), min(freedom_of(away), used - 1.0)


def _lower(interval: Interval | None) -> float:
    return -np.inf if interval is None else interval[0]


def _cut(values: pd.Series) -> list[tuple[str, np.ndarray]]:
    kind = feature_kind(values)
    name = " ".join(str(values.name).split())
    missing = np.asarray(values.isna())
    found = [(f"{name} {MISSING}", missing)] if missing.any() else []
    if kind is None:
        return found
    if kind == "category":
        text = values.astype(object).map(str, na_action="ignore")
        levels = text.value_counts()
        # Most frequent first, and in the order of the alphabet among equals.
        common = sorted(levels.index, key=lambda level: (-int(levels[level]), level))
        return found + [
            (f"{name} = {_shown(level)}", np.asarray(text == level))
            for level in common[:MOST_LEVELS]
        ]
    numbers = prepare(values.to_frame("values"), ["values"]).matrix[:, 0]
    known = numbers[np.isfinite(numbers)]
    distinct = np.unique(known)
    if len(distinct) <= CUTS + 1:
        return found + [(f"{name} = {_number(d, kind)}", numbers == d) for d in distinct]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, CUTS + 1)[1:-1]))
    place = np.searchsorted(edges, numbers, side="left")
    ends = [None, *edges, None]
    for k in range(len(edges) + 1):
        inside = (place == k) & np.isfinite(numbers)
        found.append((f"{name} {_span(ends[k], ends[k + 1], kind)}", inside))
    return found


def _span(low: float | None, high: float | None, kind: str) -> str:
    if low is None:
        return f"<= {_number(high or 0.0, kind)}"
    if high is None:
        return f"> {_number(low, kind)}"
    return f"> {_number(low, kind)} and <= {_number(high, kind)}"


def _number(value: float, kind: str) -> str:
    if kind == "instant":
        day = np.datetime64("1970-01-01") + np.timedelta64(int(value), "D")
        return str(day)
    return f"{value:.6g}"


def _shown(level: str) -> str:
    line = " ".join(level.split())
    return line if len(line) <= 40 else f"{line[:37]}..."
