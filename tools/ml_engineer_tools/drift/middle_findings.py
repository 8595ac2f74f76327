"""What drift says of a column's values before and after: medians and spread, or a level's share."""

from __future__ import annotations

from ml_engineer_tools.drift.comparison import Comparison
from ml_engineer_tools.drift.middle import median_moved, spread_of, spread_ratio
from ml_engineer_tools.drift.telling import Telling, as_percent
from ml_engineer_tools.evidence import EXACT, Exactness, Figure

ROBUST_SIGMA = 1.349
"""Interquartile range of a normal distribution in standard deviations."""


def from_to(
    comparison: Comparison, telling: Telling, *, headline: bool
) -> tuple[str, list[Figure]]:
    """Record medians and spreads, or the shares of the level that moved most.

    Returns:
        Words that end in a semicolon, or nothing; and the figures that they quote.
    """
    if comparison.reference.quartiles and comparison.current.quartiles:
        return _numbers(comparison, telling, headline=headline)
    return _level(comparison, telling, headline=headline)


def _numbers(
    comparison: Comparison, telling: Telling, *, headline: bool
) -> tuple[str, list[Figure]]:
    recorder, name = telling.recorder, comparison.name
    before, after = comparison.reference, comparison.current
    sides = (("reference", before), ("current", after))
    exactness = [_exactness(n) for n in telling.sampled]
    medians = [
        recorder.figure("median", found.quartiles[1], column=name, window=window, n=found.known,
                        exactness=exact, headline=headline)
        for (window, found), exact in zip(sides, exactness, strict=True)
        if found.quartiles
    ]  # fmt: skip
    figures = list(medians)
    both = _exactness(max((n or 0 for n in telling.sampled), default=0) or None)
    words = f"median {medians[0]} → {medians[1]}"
    spread = spread_of(before) / ROBUST_SIGMA
    if median_moved(before, after):
        if spread > 0:
            shift = recorder.figure(
                "median_shift", float(medians[1].value) / spread - float(medians[0].value) / spread,
                unit="robust standard deviations", column=name, exactness=both,
            )  # fmt: skip
            figures.append(shift)
            words += f" ({shift} robust σ)"
    elif medians[0].value != medians[1].value:
        words += " (within noise)"
    changed = spread_ratio(before, after, telling.sampled)
    stuck = spread_of(before) > 0 and spread_of(after) == 0
    if changed is None and not stuck:
        return f"{words}; ", figures
    ranges = [
        recorder.figure("interquartile_range", spread_of(found), column=name, window=window,
                        n=found.known, exactness=exact, headline=headline)
        for (window, found), exact in zip(sides, exactness, strict=True)
    ]  # fmt: skip
    figures += ranges
    said = f"interquartile range {ranges[0]} → {ranges[1]}"
    if changed is None:
        return f"{words}, {said}: at least half of the values are the same now; ", figures
    ratio = recorder.figure("spread_ratio", changed[0], column=name, exactness=both)
    p_value = recorder.figure("spread_p_value", changed[1], column=name)
    figures += [ratio, p_value]
    return f"the spread is {ratio} times what it was, {said}; {words}; ", figures


def _level(comparison: Comparison, telling: Telling, *, headline: bool) -> tuple[str, list[Figure]]:
    recorder, name = telling.recorder, comparison.name
    mover = comparison.shift.mover if comparison.shift else None
    if comparison.levels is None or mover is None:
        return "", []
    place = comparison.levels.names.index(mover)
    sides = (
        ("reference", comparison.reference, comparison.levels.reference),
        ("current", comparison.current, comparison.levels.current),
    )
    figures = [
        recorder.figure("level_share", float(counts[place]) / found.known, column=name,
                        slice=mover, window=window, n=found.known, headline=headline)
        for window, found, counts in sides
    ]  # fmt: skip
    return (
        f"the level that changed most {as_percent(figures[0])} → {as_percent(figures[1])}; ",
        figures,
    )


def _exactness(sampled: int | None) -> Exactness:
    return EXACT if sampled is None else Exactness(kind="sampled", n=sampled)
