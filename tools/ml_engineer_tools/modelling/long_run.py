"""Long run: how much the sum of a series varies whose steps carry over to the next ones."""

from __future__ import annotations

import numpy as np

MOST_FREQUENCIES = 0.4
"""Of n steps at most 0.4 n^(2/3) cosines are used (Lazarus, Lewis, Stock & Watson 2018)."""

FEWEST_FREQUENCIES = 4

CORNER = 0.16
"""Of n steps with lag-1 correlation r at most 0.16 n (1 - r) cosines are used: below half the
frequency at which the spectrum of an AR(1) process begins to fall."""

MOST_MEMORY = 0.99
"""What carries over is held for no more than this."""


def long_run(series: np.ndarray) -> tuple[float, int]:
    """Return the variance of a series' sum and its degrees of freedom, from a few slow cosines.

    The equal-weighted cosine estimator of Lazarus, Lewis, Stock & Watson (2018), "HAR inference:
    recommendations for practice".

    Args:
        series: (n,) steps in order of time, at least two.
    """
    from scipy.fft import dct

    n = len(series)
    centred = series - series.mean()
    memory = _memory(centred)
    most = min(MOST_FREQUENCIES * n ** (2 / 3), CORNER * n * (1 - memory))
    count = int(min(n - 1, max(FEWEST_FREQUENCIES, most)))
    # The discrete cosine transform gives twice the projection on each cosine.
    projections = np.sqrt(1 / (2 * n)) * dct(centred, type=2)[1 : count + 1]
    variance = float(n * (projections**2).mean())
    if most < count and memory > 0:
        # A few steps tell nothing of what takes longer than they last.
        variance *= _missed(n, count, min(memory, 1 - 2 / n))
    return variance, count


def _missed(n: int, count: int, memory: float) -> float:
    """Return by how much the sum of n steps varies more than so many cosines of them tell.

    Of few steps the slowest cosines are fast already, and what carries over is slower; the share
    that they miss of an AR(1) process is known (as by prewhitening: Andrews & Monahan 1992).
    """
    from scipy.signal import lfilter

    lags = np.arange(1, n)
    whole = 1 + 2 * float(((1 - lags / n) * memory**lags).sum())
    steps = np.arange(n) + 0.5
    cosines = np.sqrt(2 / n) * np.cos(np.pi * np.arange(1, count + 1)[:, None] * steps / n)
    # Each step with those before it, and with those after it.
    before = lfilter([1.0], [1.0, -memory], cosines)
    after = lfilter([1.0], [1.0, -memory], cosines[:, ::-1])[:, ::-1]
    told = float((cosines * (before + after - cosines)).sum()) / count
    return max(1.0, whole / told)


def _memory(centred: np.ndarray) -> float:
    """Return how much of a series, its mean taken off, carries over from one step to the next.

    Its first autocorrelation; or, if that is no chance, the ratio of the next two to the first two:
    noise beside what carries over lowers all of them alike (Box & Jenkins 1970, section 3.4: beyond
    the first, those of an ARMA(1, 1) process fall by its memory).
    """
    n, square = len(centred), float(centred @ centred)
    if square <= 0:
        return 0.0
    first, second, third = (
        float(centred[k:] @ centred[:-k]) / square if k < n else 0.0 for k in (1, 2, 3)
    )
    memory = first
    if first > 2 / np.sqrt(n) and first + second > 0:
        memory = max(first, (second + third) / (first + second))
    # A correlation estimated from few steps is too low by about (1 + 3 r) / n (Kendall 1954).
    return min(MOST_MEMORY, max(0.0, memory + (1 + 3 * memory) / n))
