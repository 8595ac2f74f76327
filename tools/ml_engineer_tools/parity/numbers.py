"""Patterns of numbers and instants: factors, shifts, rounding, clipping, time zones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.parity.cells import Both
from ml_engineer_tools.parity.cycles import cycle_patterns
from ml_engineer_tools.parity.date_formats import exchanged_patterns

if TYPE_CHECKING:
    from ml_engineer_tools.parity.patterns import Pattern

FITS = 1e-4
"""Relative error up to which a value follows a pattern with a parameter."""

FEWEST = 5
"""Rows from which a parameter is fitted: a convention."""

MOST_OF = 0.5
"""Share of the rows left that a parameter has to fit."""

FEWEST_SHIFTED = 3
"""Rows that are off by an hour more or less, from which that is summer time: a convention."""

HOUR = 3_600e6
"""Microseconds."""

UNITS = {
    1000.0: "thousands", 1e6: "millions", 100.0: "hundredths or per cent", 10.0: "tenths",
    60.0: "minutes and hours, or seconds and minutes", 3600.0: "seconds and hours",
    24.0: "hours and days", 86400.0: "seconds and days", 7.0: "days and weeks",
    12.0: "months and years", 365.0: "days and years", 365.25: "days and years",
    1024.0: "binary multiples", 1048576.0: "binary multiples", 1e9: "billions",
    2.204623: "kilograms and pounds", 1.609344: "miles and kilometres",
    3.280840: "metres and feet", 2.54: "inches and centimetres", 28.349523: "ounces and grams",
    57.295780: "radians and degrees", 4.184: "calories and joules",
}  # fmt: skip
"""Factors between common units."""


def number_patterns(both: Both, left: np.ndarray) -> Iterator[Pattern]:
    """Yield patterns of numbers or instants, the simplest first."""
    known = left & np.isfinite(both.training) & np.isfinite(both.serving)
    if both.kind == "instant":
        yield from _instants(both, known)
        return
    yield from _rounded(both, known)
    yield from _factor(both, known)
    yield from _logarithm(both, known)
    yield from cycle_patterns(both, known)
    yield from _shift(both, known)
    yield from _clipped(both, known)
    yield from _line(both, known)


def _rounded(both: Both, known: np.ndarray) -> Iterator[Pattern]:
    from ml_engineer_tools.parity.patterns import Pattern

    if not known.any():
        return
    a, b = both.training, both.serving
    for one, other in ((a, b), (b, a)):
        with np.errstate(over="ignore", invalid="ignore"):
            single = one.astype(np.float32).astype(np.float64) == other
        yield Pattern("single_precision", known & single)
        for decimals in range(7):
            for name, cut in (("rounding", _round), ("truncated", np.trunc)):
                scale = 10.0**decimals
                with np.errstate(over="ignore", invalid="ignore"):
                    whole = cut(one * scale) / scale
                    # Half-way cases are rounded up by some and to even by others.
                    near = np.isclose(whole, other, rtol=1e-9, atol=1e-12)
                    if name == "rounding":
                        near |= np.isclose(np.floor(one * scale + 0.5) / scale, other, rtol=1e-9,
                                           atol=1e-12)  # fmt: skip
                fits = known & near
                # All that differs has to be explained by few decimals: whole numbers fit any.
                if known.sum() and fits.sum() >= MOST_OF * known.sum():
                    yield Pattern(
                        "rounding" if name == "rounding" else "truncated", fits, float(decimals),
                        "decimals",
                    )  # fmt: skip
                    return


def _round(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.round(values))


def _factor(both: Both, known: np.ndarray) -> Iterator[Pattern]:
    from ml_engineer_tools.parity.patterns import Pattern

    usable = known & (both.training != 0) & (both.serving != 0)
    if usable.sum() < FEWEST:
        return
    ratios = both.serving[usable] / both.training[usable]
    factor = _mode(ratios)
    with np.errstate(over="ignore", invalid="ignore"):
        fits = known & np.isclose(both.serving, factor * both.training, rtol=FITS, atol=0)
    if abs(factor - 1) < 1e-3 or fits.sum() < MOST_OF * known.sum():
        return
    if len(np.unique(both.training[fits])) < 2:
        return
    if abs(factor + 1) < FITS:
        yield Pattern("sign", fits)
        return
    for unit, words in UNITS.items():
        for wanted in (unit, 1 / unit):
            if abs(factor / wanted - 1) < 1e-3:
                yield Pattern("units", fits, factor, "factor", words=words)
                return
    yield Pattern("scaled", fits, factor, "factor")


def _shift(both: Both, known: np.ndarray) -> Iterator[Pattern]:
    from ml_engineer_tools.parity.patterns import Pattern

    if known.sum() < FEWEST:
        return
    difference = both.serving - both.training
    shift = _mode(difference[known])
    scale = float(np.abs(both.training[known]).max()) or 1.0
    fits = known & np.isclose(difference, shift, rtol=FITS, atol=1e-9 * scale)
    if fits.sum() >= MOST_OF * known.sum() and len(np.unique(both.training[fits])) > 1:
        yield Pattern("shifted", fits, shift, "value")


def _logarithm(both: Both, known: np.ndarray) -> Iterator[Pattern]:
    from ml_engineer_tools.parity.patterns import Pattern

    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for a, b in ((both.training, both.serving), (both.serving, both.training)):
            for taken, words in ((np.log(a), "natural"), (np.log1p(a), "of one more"),
                                 (np.log10(a), "to base ten")):  # fmt: skip
                fits = known & np.isclose(taken, b, rtol=FITS, atol=1e-9)
                if fits.sum() >= max(FEWEST, MOST_OF * known.sum()):
                    yield Pattern("logarithm", fits, words=words)
                    return


def _clipped(both: Both, known: np.ndarray) -> Iterator[Pattern]:
    from ml_engineer_tools.parity.patterns import Pattern

    if known.sum() < FEWEST:
        return
    finite = both.serving[np.isfinite(both.serving)]
    high, low = float(finite.max()), float(finite.min())
    above = known & (both.serving == high) & (both.training > high)
    below = known & (both.serving == low) & (both.training < low)
    rows = above | below
    beyond = np.isfinite(both.serving) & ((both.training > high) | (both.training < low))
    if rows.sum() >= MOST_OF * known.sum() and rows.sum() >= 0.9 * beyond.sum():
        yield Pattern("clipped", rows)


def _line(both: Both, known: np.ndarray) -> Iterator[Pattern]:
    """A straight line, as after scaling, or degrees of another scale."""
    from ml_engineer_tools.parity.patterns import Pattern

    if known.sum() < 4 * FEWEST:
        return
    x, y = both.training[known], both.serving[known]
    scale = float(np.median(np.abs(x - np.median(x)))) or 1.0
    z = (x - np.median(x)) / scale
    order = np.argsort(z, kind="stable")
    low, high = order[: len(order) // 3], order[-(len(order) // 3) :]
    spread = float(np.median(z[high]) - np.median(z[low]))
    if spread <= 0:
        return
    # A robust first line (Wald 1940, by medians of thirds), then least squares on what fits it.
    slope = float(np.median(y[high]) - np.median(y[low])) / spread
    intercept = float(np.median(y - slope * z))
    near = np.abs(y - intercept - slope * z) <= 0.2 * float(np.std(y) or 1.0)
    if near.sum() < MOST_OF * len(y):
        return
    slope, intercept = np.polyfit(z[near], y[near], 1)
    size = np.maximum(np.abs(y), float(np.std(y)) or 1.0)
    inside = np.abs(y - intercept - slope * z) <= 10 * FITS * size
    if inside.sum() < 0.8 * len(y) or slope == 0 or abs(slope / scale) < 1e-12:
        return
    fits = np.zeros(len(known), dtype=bool)
    fits[np.flatnonzero(known)[inside]] = True
    words = "degrees Celsius and Fahrenheit" if _is_fahrenheit(slope / scale) else ""
    yield Pattern("scaled", fits, float(slope / scale), "factor", words=words)


def _is_fahrenheit(slope: float) -> bool:
    return abs(slope - 1.8) < 1e-2 or abs(slope - 1 / 1.8) < 1e-2


def _instants(both: Both, known: np.ndarray) -> Iterator[Pattern]:
    from ml_engineer_tools.parity.patterns import Pattern

    if not known.any():
        return
    yield from exchanged_patterns(both, known)
    day = 24 * HOUR
    cut = known & (both.serving == np.floor(both.training / day) * day)
    if cut.sum() >= MOST_OF * known.sum():
        yield Pattern("cut_to_the_day", cut)
        return
    for unit in (1e6, 60e6, HOUR):
        whole = known & (both.serving == np.floor(both.training / unit) * unit)
        if whole.sum() >= MOST_OF * known.sum():
            yield Pattern("truncated", whole)
            return
    shift = both.serving - both.training
    if known.sum() < 3:
        return
    usual = float(_mode(shift[known]))
    quarter = 15 * 60e6
    zone = abs(usual) <= 14 * HOUR and abs(usual / quarter - round(usual / quarter)) < 1e-9
    fits = known & (np.abs(shift - usual) <= 1e6)
    if not zone:
        if fits.sum() >= MOST_OF * known.sum():
            yield Pattern("shifted", fits, usual / HOUR, "hours")
        return
    # Local time with a summer time is off by two shifts, an hour apart.
    later, earlier = (known & (np.abs(shift - usual - side * HOUR) <= 1e6) for side in (1, -1))
    other, step = (later, HOUR) if later.sum() >= earlier.sum() else (earlier, -HOUR)
    if fits.sum() + other.sum() < MOST_OF * known.sum():
        return
    if other.sum() < FEWEST_SHIFTED:
        yield Pattern("time_zone", fits, usual / HOUR, "hours")
        return
    shifts = ((usual / HOUR, fits), ((usual + step) / HOUR, other))
    yield Pattern("daylight_saving", fits | other, shifts=shifts)


def _mode(values: np.ndarray) -> float:
    """Return the value around which most lie closest: the densest of the sorted values."""
    ordered = np.sort(values)
    if len(ordered) < 4:
        return float(np.median(ordered))
    window = max(2, len(ordered) // 2)
    widths = ordered[window - 1 :] - ordered[: len(ordered) - window + 1]
    start = int(widths.argmin())
    return float(np.median(ordered[start : start + window]))
