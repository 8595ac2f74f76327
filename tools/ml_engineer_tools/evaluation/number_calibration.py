"""Calibration of predicted numbers: where the model says 40, is the mean outcome 40?

Bins of about equal numbers of rows from small predictions to large ones, the mean outcome of each
with its interval, and the slope of outcomes over predictions (1 if they are
neither too extreme nor too flat; Mincer & Zarnowitz 1969).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evaluation.calibration import BINS, bin_scores
from ml_engineer_tools.evaluation.parts import LEVEL, Estimate, Parts, jackknife, mean, ratio
from ml_engineer_tools.evaluation.place import Place, lies_off
from ml_engineer_tools.evidence import Severity

OFF = 0.05
"""Standard deviations of the outcomes by which predictions are off, on average over rows and beyond
chance, from which it is told: a convention."""

FAR_OFF = 0.15


@dataclass(frozen=True, slots=True)
class NumberBin:
    """One bin of predictions.

    Attributes:
        rows: how many rows it holds.
        said: mean prediction.
        happened: mean outcome, with its interval.
        gap: mean outcome minus mean prediction; the interval holds for all bins together.
    """

    rows: int
    said: float
    happened: Estimate
    gap: Estimate


@dataclass(frozen=True, slots=True)
class NumberCalibration:
    """How well predicted numbers agree with outcomes.

    Attributes:
        bins: from small predictions to large ones.
        error: mean |mean outcome - mean prediction| over bins, by rows.
        error_by_chance: what it would be, on average, if each bin were right.
        mean_error: mean prediction minus mean outcome.
        slope: of outcomes over predictions; None if predictions are all alike.
        deviation: standard deviation of the outcomes.
    """

    bins: tuple[NumberBin, ...]
    error: float
    error_by_chance: float
    mean_error: Estimate
    slope: Estimate | None
    deviation: float


def calibrate_numbers(
    y: np.ndarray, said: np.ndarray, parts: Parts, *, bins: int = BINS
) -> NumberCalibration:
    """Compare predicted numbers with outcomes.

    Args:
        y: (n,) outcomes.
        said: (n,) predictions.
        parts: which rows depend on each other.
        bins: at most so many.
    """
    place = bin_scores(said, bins)
    count = int(place.max()) + 1
    found, chance = [], 0.0
    for k in range(count):
        inside = place == k
        one = inside * 1.0
        gap = ratio((y - said) * inside, one, parts, level=1 - (1 - LEVEL) / count)
        alone = ratio((y - said) * inside, one, parts)
        found.append(
            NumberBin(
                int(one.sum()), float(said[inside].mean()), ratio(y * inside, one, parts), gap
            )
        )
        if alone.interval is not None:
            # Half an interval of 95 % is about two standard errors; a normal deviation is on
            # average sqrt(2 / pi) of its standard error.
            error = (alone.interval[1] - alone.interval[0]) / 2 / 1.96
            chance += float(np.sqrt(2 / np.pi)) * error * float(one.mean())
    error = float(sum(abs(piece.gap.value) * piece.rows for piece in found)) / len(y)
    return NumberCalibration(
        tuple(found), error, chance, mean(said - y, parts), _slope(y, said, parts), float(y.std())
    )


def record_number_calibration(
    found: NumberCalibration, place: Place, *, unit: str | None = None, told: bool = False
) -> None:
    """Record the mean outcome by bin of predictions, the slope, and what they say.

    Args:
        found: what was measured.
        place: where figures belong.
        unit: of the outcomes.
        told: whether the mean error is among the figures already.
    """
    write, rows = place.write, found.mean_error.rows
    for k, piece in enumerate(found.bins, start=1):
        name = f"bin {k} of {len(found.bins)}"
        write("bin_mean_prediction", Estimate(piece.said, None, piece.rows), slice=name, unit=unit)
        write("bin_mean_outcome", piece.happened, slice=name, unit=unit)
    if not told:
        write("mean_error", found.mean_error, unit=unit)
    error = write("mean_calibration_error", Estimate(found.error, None, rows), unit=unit)
    chance = write("mean_calibration_error_by_chance", Estimate(found.error_by_chance, None, rows),
                   unit=unit)  # fmt: skip
    slope = write("calibration_slope", found.slope) if found.slope is not None else None
    bins = place.record.convention(
        "calibration_bins", len(found.bins), source="bins of about equal numbers of rows"
    )
    figures = [error, chance, bins, *([slope] if slope else [])]
    off = [piece for piece in found.bins if piece.gap.excludes_zero]
    excess = (found.error - found.error_by_chance) / found.deviation if found.deviation else 0.0
    if not off or excess < OFF:
        shows = (
            f"over {bins} bins of them the mean outcome lies {error} away on average, and chance "
            f"alone would make it {chance}"
        )
        # Where chance makes as much as is far off, that no more shows tells little.
        blind = found.deviation > 0 and found.error_by_chance >= FAR_OFF * found.deviation
        place.record.finding(
            "calibration",
            "info",
            f"Whether predictions{place.whose} mean what they say can't be told yet from these "
            f"rows: {shows}, which hides errors that count."
            if blind
            else f"Predictions{place.whose} mean what they say as far as these rows tell: {shows}.",
            clauses=("S6",),
            figures=figures,
        )
        return
    severity: Severity = "medium" if excess >= FAR_OFF else "low"
    wrong = place.record.figure("bins_off", len(off), unit="bins", model=place.model,
                                split=place.split, window=place.window)  # fmt: skip
    by = ""
    if slope is not None and found.slope is not None and lies_off(found.slope, 1.0):
        way = "too extreme" if found.slope.value < 1 else "not spread enough"
        by = f"; they are {way} (slope of outcomes over predictions {slope}, where one is right)"
    place.record.finding(
        "calibration",
        severity,
        f"Predictions{place.whose} can't be taken at their word: over {bins} bins of them the mean "
        f"outcome lies {error} away on average, where chance alone would make it {chance}; in "
        f"{wrong} the gap excludes zero, all bins taken together{by}.",
        clauses=("S6",),
        figures=[*figures, wrong],
        confidence="high",
        question="Are the numbers added up or budgeted with, or only put in order?",
        harmless_if="only the order of the predictions is used, or they are meant as medians",
    )


def _slope(y: np.ndarray, said: np.ndarray, parts: Parts) -> Estimate | None:
    """Return the least-squares slope of outcomes over predictions, with its interval."""
    x, centred = said - said.mean(), y - y.mean()
    scale = float(np.abs(x).max())
    if scale <= 1e-9 * max(1.0, float(np.abs(said).max())):
        return None
    x = x / scale
    ones = np.ones(len(y))
    sums = np.array([parts.sums(v) for v in (ones, x, centred, x * x, x * centred)])
    totals = sums.sum(axis=1)
    n, sx, sy, sxx, sxy = np.column_stack([totals, totals[:, None] - sums])
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = (sxy - sx * sy / n) / (sxx - sx * sx / n) / scale
    return jackknife(slopes, parts) if np.isfinite(slopes).all() else None
