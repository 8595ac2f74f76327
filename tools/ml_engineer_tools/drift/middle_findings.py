"""What drift says of a column's values before and after: the middle, the spread, or a share.

Medians say what moved of a measure. Of a column of two values, or of one that is mostly zero, they
stay where they are while a share or the mean moves; that is told then.
"""

from __future__ import annotations

from ml_engineer_tools.drift.comparison import Comparison
from ml_engineer_tools.drift.counts import ColumnCounts
from ml_engineer_tools.drift.middle import (
    heavy_value,
    mean_moved,
    median_moved,
    spread_of,
    spread_ratio,
    two_values,
)
from ml_engineer_tools.drift.telling import Role, Telling, as_percent
from ml_engineer_tools.evidence import EXACT, Exactness, Figure

ROBUST_SIGMA = 1.349
"""Interquartile range of a normal distribution in standard deviations."""

COARSE = 0.5
"""Share of the interquartile range up to which a quartile that was read from bins may be off for
medians to be told: a convention."""

Said = tuple[str, list[Figure]]
"""Words on a column without a mark at their end, or nothing; and the figures that they quote."""


def from_to(comparison: Comparison, telling: Telling, role: Role, *, headline: bool) -> Said:
    """Record what a column's values were and are.

    Returns:
        Words that end in a semicolon, or nothing; and the figures that they quote.
    """
    before, after = comparison.reference, comparison.current
    said: list[Said] = []
    if before.quartiles and after.quartiles:
        place = two_values(before, after)
        if place is not None:
            said.append(_rate(comparison, place, telling, role, headline=headline))
        else:
            said += _numbers(comparison, telling, headline=headline)
    else:
        said.append(_level(comparison, telling, headline=headline))
    words = [words for words, _ in said if words]
    return "".join(f"{one}; " for one in words), [figure for _, found in said for figure in found]


def _numbers(comparison: Comparison, telling: Telling, *, headline: bool) -> list[Said]:
    before, after = comparison.reference, comparison.current
    moved = median_moved(before, after)
    spread = _spread(comparison, telling, headline=headline)
    median = _medians(comparison, telling, moved=moved, headline=headline)
    said = [spread, median] if "spread is" in spread[0] else [median, spread]
    if moved and not (before.on_cuts and after.on_cuts):
        return said
    if mean_moved(before, after, telling.sampled):
        said.append(_means(comparison, telling, headline=headline))
    place = heavy_value(before, after)
    if place is not None:
        said.append(_heavy(comparison, place, telling, headline=headline))
    return said


def _medians(comparison: Comparison, telling: Telling, *, moved: bool, headline: bool) -> Said:
    recorder, name = telling.recorder, comparison.name
    before = comparison.reference
    scale = spread_of(before) / ROBUST_SIGMA
    if before.quartile_error > COARSE * spread_of(before):
        return "", []
    medians = [
        recorder.figure("median", found.quartiles[1], column=name, window=window, n=found.known,
                        exactness=exact, headline=headline)
        for (window, found), exact in zip(_windows(comparison), _exact(comparison, telling),
                                          strict=True)
        if found.quartiles
    ]  # fmt: skip
    words = f"median {medians[0]} → {medians[1]}"
    if not moved:
        return words if medians[0].value == medians[1].value else f"{words} (within noise)", medians
    if scale <= 0:
        return words, medians
    shift = recorder.figure(
        "median_shift", float(medians[1].value) / scale - float(medians[0].value) / scale,
        unit="robust standard deviations", column=name,
        exactness=max(_exact(comparison, telling), key=lambda exact: exact != EXACT),
    )  # fmt: skip
    return f"{words} ({shift} robust σ)", [*medians, shift]


def _spread(comparison: Comparison, telling: Telling, *, headline: bool) -> Said:
    recorder, name = telling.recorder, comparison.name
    before, after = comparison.reference, comparison.current
    changed = spread_ratio(before, after, telling.sampled)
    stuck = spread_of(before) > 0 and spread_of(after) == 0
    if changed is None and not stuck:
        return "", []
    exactness = _exact(comparison, telling)
    ranges = [
        recorder.figure("interquartile_range", spread_of(found), column=name, window=window,
                        n=found.known, exactness=exact, headline=headline)
        for (window, found), exact in zip(_windows(comparison), exactness, strict=True)
    ]  # fmt: skip
    said = f"interquartile range {ranges[0]} → {ranges[1]}"
    if changed is None:
        bounds = after.bounds
        same = "all" if bounds and bounds[0] == bounds[1] else "at least half of the"
        return f"{said}: {same} values are the same now", ranges
    both = max(exactness, key=lambda exact: exact != EXACT)
    ratio = recorder.figure("spread_ratio", changed[0], column=name, exactness=both)
    p_value = recorder.figure("spread_p_value", changed[1], column=name)
    return f"the spread is {ratio} times what it was, {said}", [*ranges, ratio, p_value]


def _means(comparison: Comparison, telling: Telling, *, headline: bool) -> Said:
    figures = [
        telling.recorder.figure("mean", found.mean, column=comparison.name, window=window,
                                n=found.known, exactness=_exactness(some), headline=headline)
        for (window, found), some in zip(_windows(comparison), telling.sampled, strict=True)
        if found.mean is not None
    ]  # fmt: skip
    return f"mean {figures[0]} → {figures[1]}", figures


def _rate(
    comparison: Comparison, place: int, telling: Telling, role: Role, *, headline: bool
) -> Said:
    """Record the share of the larger of two values: of 0 and 1 the rate."""
    figures = _shares(comparison, place, telling, headline=headline)
    what = "the larger of its two values"
    if role == "label":
        what = f"the base rate, that of {what},"
    return f"{what} {_moves(figures, holds=role != 'label')}", figures


def _heavy(comparison: Comparison, place: int, telling: Telling, *, headline: bool) -> Said:
    figures = _shares(comparison, place, telling, headline=headline)
    return f"the frequent value that changed most {_moves(figures, holds=True)}", figures


def _shares(
    comparison: Comparison, place: int, telling: Telling, *, headline: bool
) -> list[Figure]:
    cuts = comparison.reference.cuts
    value = cuts.points[place] if cuts else 0.0
    return [
        telling.recorder.figure("value_share", float(found.counts[place]) / found.known,
                                column=comparison.name, slice=f"{value:g}", window=window,
                                n=found.known, headline=headline)
        for window, found in _windows(comparison)
    ]  # fmt: skip


def _moves(figures: list[Figure], *, holds: bool) -> str:
    before, after = (as_percent(figure) for figure in figures)
    return f"holds {before} → {after} of the rows" if holds else f"went from {before} to {after}"


def _level(comparison: Comparison, telling: Telling, *, headline: bool) -> Said:
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
        f"the level that changed most {as_percent(figures[0])} → {as_percent(figures[1])}",
        figures,
    )


def _windows(comparison: Comparison) -> tuple[tuple[str, ColumnCounts], ...]:
    return (("reference", comparison.reference), ("current", comparison.current))


def _exact(comparison: Comparison, telling: Telling) -> list[Exactness]:
    """Return how exact quartiles of both sides are: of rows, of a sample, or read from bins."""
    found = []
    for (_, side), some in zip(_windows(comparison), telling.sampled, strict=True):
        if side.quartile_error > 0 and side.quartiles:
            size = abs(side.quartiles[1]) or 1.0
            found.append(Exactness(kind="approximate", error=side.quartile_error / size))
        else:
            found.append(_exactness(some))
    return found


def _exactness(sampled: int | None) -> Exactness:
    return EXACT if sampled is None else Exactness(kind="sampled", n=sampled)
