"""Calibration: whether a stated probability can be taken at its word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evaluation.parts import (
    Estimate,
    Parts,
    estimate,
    jackknife,
    mean,
    ratio,
    wilson,
)

BINS = 10
"""Bins of the reliability curve, of about equal numbers of rows: a convention."""

DRAWS = 200
"""Sets of outcomes drawn from the scores, to know what error chance alone makes."""

CELLS = 500
"""Distinct scores that a recalibration tells apart; more are joined into cells of equal size."""

FARTHEST = 1e-6
"""Scores are kept this far from 0 and 1 on the logit scale."""


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of a reliability curve.

    Attributes:
        low: smallest score in it.
        high: largest score in it.
        rows: how many rows it holds.
        mean_score: what the model said.
        rate: what happened, with its interval.
    """

    low: float
    high: float
    rows: int
    mean_score: float
    rate: Estimate


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well scores agree with outcomes.

    Attributes:
        curve: the reliability curve, from low scores to high ones.
        brier: mean squared difference between score and outcome.
        brier_skill: 1 - brier / that of stating the base rate; None if all outcomes are alike.
        error: expected calibration error on `curve`: mean |mean score - rate|, by rows.
        error_by_chance: what it would be, on average, if the scores were perfectly calibrated.
        error_p_value: share of perfectly calibrated draws with at least this error.
        visible_error: error beyond that of chance from which these rows show that scores are off,
            in about 95 of 100 tables: the range of 90 % of the draws.
        gap: mean score minus base rate.
        intercept: of the logistic recalibration at slope 1; 0 if calibrated on average.
        slope: of the logistic recalibration (Cox 1958); below 1: too extreme.
        odds_factor: by what the odds have to be multiplied to have the right mean.
    """

    curve: tuple[Bin, ...]
    brier: Estimate
    brier_skill: float | None
    error: float
    error_by_chance: float
    error_p_value: float
    visible_error: float
    gap: Estimate
    intercept: float | None
    slope: Estimate | None
    odds_factor: float | None


def measure_calibration(
    y: np.ndarray, score: np.ndarray, parts: Parts, *, bins: int = BINS, seed: int = 0
) -> Calibration:
    """Compare scores with outcomes.

    Args:
        y: (n,) 1 where it happened, else 0.
        score: (n,) stated probabilities, from 0 to 1.
        parts: which rows depend on each other.
        bins: of the reliability curve.
        seed: of the draws of perfectly calibrated outcomes.
    """
    happened = y.astype(np.float64)
    place = bin_scores(score, bins)
    curve = reliability_curve(happened, score, parts, place)
    error = _error(happened, score, place)
    random = np.random.default_rng(seed)
    drawn = np.array([_error((random.random(len(score)) < score) * 1.0, score, place)
                      for _ in range(DRAWS)])  # fmt: skip
    base = float(happened.mean())
    squared = (score - happened) ** 2
    # As every other metric gets its interval, so that the Brier score has one and the same.
    brier = estimate(lambda w: w @ squared / w.sum(axis=1), parts, bounds=(0.0, 1.0))
    plain = base * (1 - base)
    both = 0 < base < 1
    return Calibration(
        curve=curve,
        brier=brier,
        brier_skill=1 - brier.value / plain if both else None,
        error=error,
        error_by_chance=float(drawn.mean()),
        error_p_value=float((1 + (drawn >= error).sum()) / (DRAWS + 1)),
        visible_error=float(np.quantile(drawn, 0.95) - np.quantile(drawn, 0.05)),
        gap=mean_gap(happened, score, parts),
        intercept=float(np.log(factor)) if (factor := odds_factor(happened, score)) else None,
        slope=calibration_slope(happened, score, parts) if both else None,
        odds_factor=factor,
    )


def mean_gap(y: np.ndarray, score: np.ndarray, parts: Parts) -> Estimate:
    """Return the mean score minus how often it happened.

    The interval is Wilson's of how often it happened, of as many rows as what is left beside the
    scores is worth, so that it stays sound where few or none happened.

    Args:
        y: (n,) 1.0 where it happened, else 0.0.
        score: (n,) stated probabilities.
        parts: which rows depend on each other.
    """
    plain = mean(score - y, parts)
    rate, used = float(y.mean()), int((parts.sums(np.ones(len(y))) > 0).sum())
    if plain.interval is None:
        return plain
    away = parts.sums(score - y - plain.value) / len(y)
    variance = float((away**2).sum()) * used / (used - 1)
    if parts.by == "rows":
        variance = float(((score - y - plain.value) ** 2).sum()) / len(y) ** 2
    worth = rate * (1 - rate) / variance if 0 < rate < 1 and variance > 0 else float(len(y))
    low, high = wilson(rate, worth, parts=used)
    said = float(score.mean())
    return Estimate(plain.value, (said - high, said - low), len(y))


def bin_scores(score: np.ndarray, bins: int = BINS) -> np.ndarray:
    """Return each row's bin, (n,), from 0: about equal numbers of rows, equal scores together."""
    levels, place, counts = np.unique(score, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - counts / 2
    wanted = np.minimum((middle * bins / len(score)).astype(int), bins - 1)
    wanted = np.arange(len(levels)) if len(levels) <= bins else wanted
    return np.asarray(np.unique(wanted[place], return_inverse=True)[1])


def reliability_curve(
    y: np.ndarray, score: np.ndarray, parts: Parts, place: np.ndarray
) -> tuple[Bin, ...]:
    """Return for each bin the mean score and how often it happened."""
    found = []
    for k in range(int(place.max()) + 1):
        inside = place == k
        found.append(
            Bin(
                float(score[inside].min()),
                float(score[inside].max()),
                int(inside.sum()),
                float(score[inside].mean()),
                ratio(y * inside, inside * 1.0, parts),
            )
        )
    return tuple(found)


def calibration_slope(y: np.ndarray, score: np.ndarray, parts: Parts) -> Estimate | None:
    """Return the slope of a logistic regression of the outcome on the logit of the score.

    None if it can't be fitted, as for scores that are all alike.
    """
    logit = logit_of(score)
    cell = bin_scores(logit, CELLS)
    size = np.bincount(cell).astype(float)
    middle = np.bincount(cell, weights=logit) / size
    if len(middle) < 2 or np.ptp(middle) < 1e-9:
        return None
    key = parts.part * len(size) + cell
    shape = (parts.count, len(size))
    rows = np.bincount(key, minlength=shape[0] * shape[1]).reshape(shape).astype(float)
    hits = np.bincount(key, weights=y, minlength=shape[0] * shape[1]).reshape(shape)
    whole, caught = rows.sum(axis=0), hits.sum(axis=0)
    start = fit_logistic(middle, whole, caught, (0.0, 0.0))
    if start is None:
        return None
    fits = [start]
    for r, h in zip(rows, hits, strict=True):
        # Without one part the fit is near the whole one, and settles in a step or two.
        fit = fit_logistic(middle, whole - r, caught - h, start)
        if fit is None:
            return None
        fits.append(fit)
    found = np.array([slope for _, slope in fits])
    return jackknife(found, parts)


def odds_factor(y: np.ndarray, score: np.ndarray) -> float | None:
    """Return by what the odds of all scores have to be multiplied for their mean to be right.

    1 if it is; the inverse of the class weight if a model was trained with one and is calibrated
    otherwise. None if all outcomes are alike or no factor does it.
    """
    from scipy.optimize import brentq

    rate = float(y.mean())
    if not 0 < rate < 1:
        return None
    logit = logit_of(score)

    def off(shift: float) -> float:
        return float((1 / (1 + np.exp(-(logit + shift)))).mean()) - rate

    if off(-30.0) >= 0 or off(30.0) <= 0:
        return None
    return float(np.exp(brentq(off, -30.0, 30.0, xtol=1e-9)))


def shift_odds(score: np.ndarray, factor: float) -> np.ndarray:
    """Return scores with their odds multiplied.

    A model trained with weight w on the positive class states odds that are w times too high;
    a factor of 1/w undoes it (Elkan 2001; Saerens, Latinne & Decaestecker 2002).
    """
    return np.asarray(factor * score / (factor * score + 1 - score))


def balanced_weight(base_rate: float) -> float:
    """Return the weight of a positive row that makes both classes weigh the same."""
    return (1 - base_rate) / base_rate


def top_label(y: np.ndarray, chances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return whether the likeliest class was right, and its probability: for several classes.

    Args:
        y: (n,) class codes.
        chances: (n, k) class probabilities.
    """
    return (chances.argmax(axis=1) == y).astype(np.float64), chances.max(axis=1)


def _error(y: np.ndarray, score: np.ndarray, place: np.ndarray) -> float:
    difference = np.bincount(place, weights=score - y)
    return float(np.abs(difference).sum() / len(score))


def logit_of(score: np.ndarray) -> np.ndarray:
    """Return the logit of scores, which are kept `FARTHEST` from 0 and 1."""
    inside = np.clip(score, FARTHEST, 1 - FARTHEST)
    return np.asarray(np.log(inside / (1 - inside)))


def fit_logistic(
    x: np.ndarray, rows: np.ndarray, hits: np.ndarray, start: tuple[float, float]
) -> tuple[float, float] | None:
    """Return intercept and slope by Newton's method on grouped rows; None if it doesn't settle.

    Args:
        x: (m,) what each group has in common.
        rows: (m,) rows of each group.
        hits: (m,) in how many of them it happened.
        start: intercept and slope to begin with.
    """
    total = rows.sum()
    if total == 0 or not 0 < hits.sum() < total:
        return None
    a, b = start
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(a + b * x, -30, 30)))
        w = rows * p * (1 - p)
        r = hits - rows * p
        s0, s1, s2 = w.sum(), (w * x).sum(), (w * x * x).sum()
        g0, g1 = r.sum(), (r * x).sum()
        determinant = s0 * s2 - s1 * s1
        if determinant <= 1e-12 * max(s0 * s2, 1e-300):
            return None
        da, db = (s2 * g0 - s1 * g1) / determinant, (s0 * g1 - s1 * g0) / determinant
        size = float(max(abs(da), abs(db)))
        a, b = (a + da, b + db) if size <= 2 else (a + 2 * da / size, b + 2 * db / size)
        if size < 1e-7:
            return float(a), float(b)
    return None
