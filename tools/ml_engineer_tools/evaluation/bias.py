"""Bias: how a model treats groups of people, measured: representation, errors, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from ml_engineer_tools.evaluation.calibration import mean_gap
from ml_engineer_tools.evaluation.parts import LEVEL, Estimate, Parts, adjust, mean, ratio
from ml_engineer_tools.modelling.skewness import freedom_of, p_value_of, reach_of, skewness_of

if TYPE_CHECKING:
    import pandas as pd

FEWEST_ROWS = 30
"""Groups with fewer rows are counted, but nothing else is told of them: a convention."""

FEWEST_SHARE = 0.02
"""Share of the rows below which a group isn't the one that others' selection rates are held
against: the EEOC's questions and answers on its Uniform Guidelines (1979), no. 16."""

MOST_GROUPS = 12
"""Groups of an attribute that are told: the largest."""

AGE_CUTS = (25, 40, 60)
"""Ages in years at which numbers are cut into groups: a convention."""

Rate = Literal[
    "base_rate", "selection_rate", "false_positive_rate", "false_negative_rate", "precision",
    "error_rate", "calibration_gap", "mean_error", "absolute_error",
]  # fmt: skip

COMPARED: tuple[Rate, ...] = (
    "selection_rate", "false_positive_rate", "false_negative_rate", "error_rate",
    "calibration_gap", "mean_error", "absolute_error",
)  # fmt: skip
"""What is compared between groups; base rates differ in the world, and are only told."""


@dataclass(frozen=True, slots=True)
class GroupProfile:
    """One group.

    Attributes:
        name: its level, or a span of ages.
        share: of all rows whose group is known, with its interval.
        rates: what was measured of it, each with its interval; fewer for small groups.
    """

    name: str
    share: Estimate
    rates: dict[Rate, Estimate]


@dataclass(frozen=True, slots=True)
class Disparity:
    """A group against the largest one, or against the one with the highest selection rate.

    Attributes:
        rate: what differs.
        group: which group.
        reference: the group that it is held against.
        difference: the group's rate minus the reference's.
        ratio: of the two rates; None where the reference's is zero, or for signed rates.
        p_value: that there is no difference, adjusted for all comparisons of the profile.
    """

    rate: Rate
    group: str
    reference: str
    difference: Estimate
    ratio: float | None
    p_value: float


@dataclass(frozen=True, slots=True)
class BiasProfile:
    """One sensitive attribute.

    Attributes:
        column: which one.
        groups: the largest first.
        unknown: rows whose group is not known.
        disparities: each rate of each group against the largest group.
        shortfalls: the selection rate of each group against the highest (Uniform Guidelines,
            section 4D). The same rows say which group has it, so that the intervals of these
            differences are too narrow, and each p-value stands for all pairs of groups.
    """

    column: str
    groups: tuple[GroupProfile, ...]
    unknown: int
    disparities: tuple[Disparity, ...]
    shortfalls: tuple[Disparity, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Predictions as a bias profile sees them.

    Attributes:
        y: (n,) class codes (1 is positive of two) or numbers.
        acts: (n,) whether the prediction is positive; None unless there are two classes.
        right: (n,) whether the predicted class is right; None for numbers.
        score: (n,) probability of the positive class, or the predicted number; None without.
        regression: whether numbers are predicted.
    """

    y: np.ndarray
    acts: np.ndarray | None
    right: np.ndarray | None
    score: np.ndarray | None
    regression: bool = False


def group_codes(values: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Return each row's group, -1 for unknown, and the names of the groups, the largest first.

    Levels are groups; numbers with many values are taken for ages and cut at `AGE_CUTS`, or at
    quartiles where they don't lie there.
    """
    import pandas as pd

    known = values.notna().to_numpy()
    numeric = pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(
        values.dtype
    )
    if numeric and values.nunique() > MOST_GROUPS:
        numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
        known = np.isfinite(numbers)
        inside = [cut for cut in AGE_CUTS if numbers[known].min() < cut < numbers[known].max()]
        cuts = np.array(inside or np.unique(np.quantile(numbers[known], [0.25, 0.5, 0.75])))
        place = np.searchsorted(cuts, numbers, side="right")
        ends = [f"{cut:g}" for cut in cuts]
        names = [f"under {ends[0]}"]
        names += [f"{a} to under {b}" for a, b in pairwise(ends)]
        names += [f"{ends[-1]} and over"]
        text = pd.Series(np.array(names, dtype=object)[place]).where(known)
    else:
        text = values.astype(object).map(str, na_action="ignore")
    counts = text.value_counts()
    order = sorted(counts.index, key=lambda level: (-int(counts[level]), level))
    number = {level: k for k, level in enumerate(order)}
    codes = np.array([number[t] if k else -1 for t, k in zip(text, text.notna(), strict=True)])
    return codes, [" ".join(str(level).split())[:60] for level in order]


def bias_profile(
    column: str, codes: np.ndarray, names: Sequence[str], judged: Judged, parts: Parts
) -> BiasProfile:
    """Measure each group of an attribute, and compare it with the largest.

    Args:
        column: the attribute.
        codes: (n,) each row's group, -1 for unknown; 0 is the largest.
        names: of the groups.
        judged: outcomes and predictions.
        parts: which rows depend on each other.
    """
    known = codes >= 0
    groups = []
    for k, name in enumerate(names[:MOST_GROUPS]):
        inside = codes == k
        share = ratio(inside * 1.0, known * 1.0, parts)
        rates = _rates(inside, judged, parts) if inside.sum() >= FEWEST_ROWS else {}
        groups.append(GroupProfile(name, share, rates))
    found: list[Disparity] = []
    for rate in COMPARED:
        for k, group in enumerate(groups[1:], start=1):
            if rate in group.rates and rate in groups[0].rates:
                found.append(_disparity(rate, groups, k, 0, codes, judged, parts))
    disparities = len(found)
    selected = [k for k, group in enumerate(groups) if "selection_rate" in group.rates]
    able = [k for k in selected if groups[k].share.value >= FEWEST_SHARE]
    if able:
        highest = max(able, key=lambda k: groups[k].rates["selection_rate"].value)
        for k in selected:
            if k != highest:
                one = _disparity("selection_rate", groups, k, highest, codes, judged, parts)
                pairs = max(1.0, len(selected) / 2)
                found.append(replace(one, p_value=min(1.0, pairs * one.p_value)))
    adjusted = adjust(np.array([one.p_value for one in found]))
    all_ = [replace(one, p_value=float(p)) for one, p in zip(found, adjusted, strict=True)]
    return BiasProfile(
        column,
        tuple(groups),
        int((~known).sum()),
        tuple(all_[:disparities]),
        tuple(all_[disparities:]),
    )


def _disparity(
    rate: Rate,
    groups: Sequence[GroupProfile],
    k: int,
    reference: int,
    codes: np.ndarray,
    judged: Judged,
    parts: Parts,
) -> Disparity:
    """Hold one group's rate against another's; the p-value is not adjusted."""
    one, other = groups[k].rates[rate], groups[reference].rates[rate]
    gap, p = _difference(rate, codes == k, codes == reference, (one, other), judged, parts)
    signed = rate in ("calibration_gap", "mean_error")
    of = None if signed or other.value == 0 else one.value / other.value
    return Disparity(rate, groups[k].name, groups[reference].name, gap, of, p)


def _terms(rate: Rate, judged: Judged) -> tuple[np.ndarray, np.ndarray] | None:
    """Return what is counted of each row, and which rows are meant, (n,) each."""
    y, everyone = judged.y, np.ones(len(judged.y))
    if judged.regression:
        error = (judged.score if judged.score is not None else y) - y
        return {"mean_error": (error, everyone), "absolute_error": (np.abs(error), everyone)}.get(
            rate
        )
    if rate == "error_rate" and judged.right is not None:
        return 1.0 - judged.right, everyone
    if rate == "calibration_gap" and judged.score is not None:
        return judged.score - (y == 1), everyone
    if judged.acts is None:
        return None
    positive, acts = (y == 1) * 1.0, judged.acts * 1.0
    return {
        "base_rate": (positive, everyone),
        "selection_rate": (acts, everyone),
        "false_positive_rate": (acts * (1 - positive), 1 - positive),
        "false_negative_rate": ((1 - acts) * positive, positive),
        "precision": (acts * positive, acts),
    }.get(rate)


_RATES: tuple[Rate, ...] = (
    "base_rate", "selection_rate", "false_positive_rate", "false_negative_rate", "precision",
    "error_rate", "calibration_gap", "mean_error", "absolute_error",
)  # fmt: skip


def _rates(inside: np.ndarray, judged: Judged, parts: Parts) -> dict[Rate, Estimate]:
    found: dict[Rate, Estimate] = {}
    for rate in _RATES:
        terms = _terms(rate, judged)
        if terms is None:
            continue
        above, below = terms[0] * inside, terms[1] * inside
        if below.sum() < FEWEST_ROWS and rate not in ("base_rate", "selection_rate"):
            continue
        if rate == "calibration_gap" and judged.score is not None:
            happened = (judged.y[inside] == 1) * 1.0
            found[rate] = mean_gap(happened, judged.score[inside], parts.rows(inside))
        elif rate in ("mean_error", "absolute_error"):
            found[rate] = mean(terms[0][inside], parts.rows(inside))
        else:
            found[rate] = ratio(above, below, parts)
    return found


def _difference(
    rate: Rate,
    ours: np.ndarray,
    theirs: np.ndarray,
    rates: tuple[Estimate, Estimate],
    judged: Judged,
    parts: Parts,
) -> tuple[Estimate, float]:
    """Return our rate minus theirs with its interval, and the p-value of no difference.

    The interval of a difference of shares is put together from those of both (Newcombe 1998; Zou &
    Donner 2008), as wide as what both have in common makes it; that of a difference of means knows
    its skewness.
    """
    terms = _terms(rate, judged)
    if terms is None:
        raise ValueError(f"{rate} is not defined here")
    (above, below), (one, other) = terms, rates
    own = (above - one.value * below) * ours / float((below * ours).sum())
    against = (above - other.value * below) * theirs / float((below * theirs).sum())
    gap = one.value - other.value
    if parts.by == "rows":
        inside = (ours | theirs) & (below > 0)
        away, freedom = (own - against)[inside], freedom_of((own - against)[inside], ours[inside])
        count = float(min((below * ours).sum(), (below * theirs).sum()))
        shared = 1.0
    else:
        away = parts.sums(own - against)
        count = float(max((parts.sums(ours * 1.0) > 0).sum(), 2))
        freedom = min(freedom_of(away), count - 1)
        apart = float((parts.sums(own) ** 2).sum() + (parts.sums(against) ** 2).sum())
        shared = float(np.sqrt((away**2).sum() / apart)) if apart > 0 else 1.0
    error = float(np.sqrt((away**2).sum() * count / (count - 1)))
    p_value = p_value_of(gap, error, skewness_of(away), freedom)
    if rate in ("mean_error", "absolute_error"):
        down, up = reach_of(error, skewness_of(away), freedom, LEVEL)
    elif one.interval is None or other.interval is None:
        return Estimate(gap, None, one.rows), p_value
    else:
        (low, high), (least, most) = one.interval, other.interval
        down = shared * float(np.hypot(one.value - low, most - other.value))
        up = shared * float(np.hypot(high - one.value, other.value - least))
    return Estimate(gap, (gap - down, gap + up), one.rows), p_value
