"""Leaks in a part of the rows: a level, a magic value or a slice in which the target is settled.

Over all rows such a column says little. Three searches: cells of one column that hold one class
only, though what lies next to them doesn't; slices by a category in which another column
determines the class; and rows in which a number equals the target, plainly or by one constant, or
settles it (see `settled_runs`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.leakage.target.settled_runs import ROWS, settled_runs, settled_slices
from ml_engineer_tools.leakage.target.sharpness import lambda_of_codes
from ml_engineer_tools.modelling.cells import Cells, column_cells
from ml_engineer_tools.modelling.features import feature_kind
from ml_engineer_tools.tables.names import joined, quoted

FEWEST_ROWS, FEWEST_SHARE, MOST_SHARE = 20, 0.005, 0.5
"""Rows, and share of the rows, that the part has to have, and share that it may have at most."""
PURE, PURE_LEVEL = 0.96, 0.98
"""Share of one class from which a part is settled, and a level of a category, which has no
neighbours to compare it with: conventions."""
PURE_LOW = 0.9
"""What the lower end of the 90 % interval of that share has to reach (Clopper & Pearson 1934)."""
MOST_BEFORE = 0.85
"""A class with a larger share of all rows fills parts without any leak."""
NEAR_ROWS = 60
"""Rows on either side of a run of numbers that it is compared with."""
HALFWAY = 0.7
"""Neighbours have to lie nearer to the whole than this part of the way to the pure cell."""
MOST_ELSEWHERE = 0.15
"""Share of the target's variance that the column may explain among the other rows: between a
medium and a large effect in Cohen (1988)."""
LUCK = 1e-4
"""Probability, times the number of cells, under which a pure cell is no luck."""
SLICES, SLICE_ROWS, EACH_CLASS = 300, 40, 10
"""Slices at most; rows in a slice, and rows of each of two classes in it, at least."""
LEVELS, SLICER_LEVELS = 12, 60
"""A column with at most so many cells is compared cell by cell, others by groups of their cells;
and one with at most so many makes slices: conventions."""
DETERMINED, NOT_BEFORE = 0.95, 0.5
"""Share of wrong guesses that a column mends inside a slice, and at most over all rows."""
EQUAL_SHARE, EQUAL_TIMES = 0.02, 5.0
"""Share of rows that obey one constant, and how many times more than obey the next constant."""
DISTINCT = 50
"""Different values of a numeric target from which equality is no chance."""
REPORTED = 3
"""Findings at most."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the rows in which the target is settled.

    Attributes:
        columns: the column that settles it, then the one that makes the slice.
        rows: rows of the part.
        pure: share of them that it settles; or share of the target's variance that it explains.
        words: how, to follow "In 5.0% of the rows".
        explains: whether `pure` is a share of the variance.
    """

    columns: tuple[str, ...]
    rows: int
    pure: float
    words: str
    explains: bool = False


def find_partial_leaks(
    inputs: Inputs, probe: Probe, cells: dict[str, Cells], explained: tuple[str, ...]
) -> Found:
    """Record columns that settle the target in a part of the rows only.

    Args:
        inputs: the surroundings.
        probe: rows, features and target.
        cells: the columns in cells.
        explained: columns that other checks have found already.
    """
    left = {name: column for name, column in cells.items() if name not in explained}
    if probe.task.kind == "regression":
        parts = [*_equal_rows(probe, left), *_settled(probe, left)]
    else:
        parts = [*_pure_cells(probe, left), *_slices(probe, left)]
    found = Found()
    for part in sorted(parts, key=lambda part: (-part.rows * part.pure, part.columns)):
        if set(part.columns[:1]) & set(found.columns) or len(found.figures) >= REPORTED:
            continue
        found = found.plus(Found(part.columns, (_report(inputs, probe, part),)))
    return found


def _pure_cells(probe: Probe, cells: dict[str, Cells]) -> Iterator[Part]:
    """Yield cells, or runs of neighbouring ones, of nearly one class only."""
    from scipy.stats import beta, binom

    rows, classes = len(probe.y), len(probe.task.classes)
    # A class that was oversampled is as rare as it was among what is independent.
    shares = np.bincount(probe.y, weights=_weights(probe), minlength=classes) / rows
    tests = sum(column.count for column in cells.values()) * classes
    fewest = max(FEWEST_ROWS, FEWEST_SHARE * rows)
    for name, column in cells.items():
        counts = np.bincount(column.codes, minlength=column.count)
        for code in range(classes):
            if shares[code] > MOST_BEFORE:
                continue
            hits = np.bincount(column.codes, weights=probe.y == code, minlength=column.count)
            for run in _runs(column, counts, hits, fewest):
                n, k = int(counts[run].sum()), int(hits[run].sum())
                if n < fewest or n > MOST_SHARE * rows:
                    continue
                # Rows of one entity are no evidence of their own.
                part = _independent(probe, column, run) / n
                own, right = part * n, part * k
                low = float(beta.ppf(0.05, right, own - right + 1)) if k else 0.0
                level = column.is_category
                if low < PURE_LOW or k < (PURE_LEVEL if level else PURE) * n:
                    continue
                if tests * float(binom.sf(int(right) - 1, int(own), shares[code])) > LUCK:
                    continue
                whole = shares[code] if level else _neighbours(run, column, counts, hits)
                jump = tests * float(binom.sf(int(right) - 1, int(own), whole)) <= LUCK
                if not jump or whole - shares[code] > HALFWAY * (k / n - shares[code]):
                    continue
                if _explained(probe, column, ~np.isin(column.codes, run)) > MOST_ELSEWHERE:
                    continue
                what = "a value" if len(run) == 1 else "a range of values"
                what = "a missing value" if run[0] == column.count - 1 else what
                yield Part((name,), n, k / n, f"{what} of {quoted(name)} goes with one class")


def _explained(probe: Probe, column: Cells, rows: np.ndarray) -> float:
    """Return the share of the target's variance that groups of cells explain among these rows.

    Less what as many groups explain by chance. A strong honest column has pure ends too, but it
    goes on to say much between them; a leak in a part says nothing elsewhere.
    """
    groups, labels = _few_groups(column)[rows], probe.y[rows]
    if len(labels) < FEWEST_ROWS:
        return 0.0
    targets = (labels[:, None] == np.unique(labels)).astype(np.float64)
    targets -= targets.mean(axis=0)
    counts = np.bincount(groups)
    sums = np.stack([np.bincount(groups, weights=target) for target in targets.T], axis=1)
    between = float(((sums**2).sum(axis=1) / np.maximum(counts, 1)).sum())
    total = float((targets**2).sum())
    return between / total - (int((counts > 0).sum()) - 1) / len(labels) if total else 0.0


def _independent(probe: Probe, column: Cells, run: np.ndarray) -> int:
    """Return how many rows, or how many groups where there are any, lie in a run of cells."""
    inside = np.isin(column.codes, run)
    if probe.groups is None:
        return int(inside.sum())
    return len(np.unique(probe.groups[inside]))


def _weights(probe: Probe) -> np.ndarray:
    """Return (n,) weights under which each group counts as much as any other; their sum is n."""
    if probe.groups is None:
        return np.ones(len(probe.y))
    _, codes, counts = np.unique(probe.groups, return_inverse=True, return_counts=True)
    weights = 1 / counts[codes]
    return np.asarray(weights * len(weights) / weights.sum())


def _runs(column: Cells, counts: np.ndarray, hits: np.ndarray, fewest: float) -> list[np.ndarray]:
    """Return runs of pure cells that stand side by side; levels and nulls stand alone.

    Levels of fewer rows than `fewest` are left out; of a column of names there are thousands.
    """
    pure = np.flatnonzero((counts > 0) & (hits >= 0.9 * counts))
    if column.is_category or not len(pure):
        return [np.array([k]) for k in pure if counts[k] >= fewest]
    numbers = pure[pure < column.count - 1]
    breaks = np.flatnonzero(np.diff(numbers) > 1) + 1
    runs = [run for run in np.split(numbers, breaks) if len(run)]
    return [*runs, *(np.array([k]) for k in pure if k == column.count - 1)]


def _neighbours(run: np.ndarray, column: Cells, counts: np.ndarray, hits: np.ndarray) -> float:
    """Return the highest share of the class on either side of a run, its upper 95 % limit."""
    from scipy.stats import beta

    last = column.count - 1
    if run[0] == last:
        return 0.0
    sides = []
    for start, step in ((run[0] - 1, -1), (run[-1] + 1, 1)):
        n = k = 0.0
        place = start
        while 0 <= place < last and n < NEAR_ROWS:
            n, k, place = n + counts[place], k + hits[place], place + step
        if n:
            sides.append(float(beta.ppf(0.95, k + 1, n - k)) if k < n else 1.0)
    return max(sides, default=0.0)


def _slices(probe: Probe, cells: dict[str, Cells]) -> Iterator[Part]:
    """Yield slices by a level in which another column determines the class."""
    rows = len(probe.y)
    codes = {name: _few_groups(column) for name, column in cells.items()}
    overall = {name: lambda_of_codes(column, probe.y) for name, column in codes.items()}
    tried = 0
    for slicer, column in _slicers(cells):
        counts = np.bincount(column.codes, minlength=column.count)
        for level in np.flatnonzero(counts >= max(SLICE_ROWS, FEWEST_SHARE * rows)):
            inside = np.flatnonzero(column.codes == level)
            labels = probe.y[inside]
            of_class = np.sort(np.bincount(labels))[::-1]
            if len(inside) > MOST_SHARE * rows or len(of_class) < 2 or of_class[1] < EACH_CLASS:
                continue
            tried += 1
            if tried > SLICES:
                return
            for name, groups in codes.items():
                if name == slicer or overall[name] > NOT_BEFORE:
                    continue
                value = lambda_of_codes(groups[inside], labels)
                if value < DETERMINED or groups[inside].max() > len(inside) / EACH_CLASS:
                    continue
                wrong = (1 - value) * (1 - of_class[0] / len(inside))
                words = f"those of one level of {quoted(slicer)}, {quoted(name)} gives the class"
                yield Part((name, slicer), len(inside), 1 - wrong, words)


def _slicers(cells: dict[str, Cells]) -> list[tuple[str, Cells]]:
    """Return the columns whose levels make slices, those with the fewest first."""
    able = [
        (name, column)
        for name, column in cells.items()
        if column.count <= (SLICER_LEVELS if _has_levels(column) else LEVELS) + 1
    ]
    return sorted(able, key=lambda pair: pair[1].count)


def _has_levels(column: Cells) -> bool:
    """Tell whether each cell is one value: a level, or a number that comes up often."""
    return column.is_category or bool((column.lows[:-1] == column.highs[:-1]).all())


def _few_groups(column: Cells) -> np.ndarray:
    """Return the codes of a column with few cells, else those of the groups of its cells."""
    if column.count <= LEVELS + 1 or column.is_category:
        return column.codes
    return np.asarray(column.parents[column.codes])


def _equal_rows(probe: Probe, cells: dict[str, Cells]) -> Iterator[Part]:
    """Yield numbers that equal the target in a part of the rows, but for one constant."""
    y = probe.y
    values, counts = np.unique(y, return_counts=True)
    if len(values) < DISTINCT:
        return
    rare = np.isin(y, values[counts <= max(2, 0.01 * len(y))])
    for name, column in cells.items():
        if column.is_category:
            continue
        series = probe.frame[name]
        if feature_kind(series) != "number":
            continue
        x = series.to_numpy(dtype="float64", na_value=np.nan)
        usable = rare & np.isfinite(x) & (x != 0)
        if usable.sum() < FEWEST_ROWS:
            continue
        for kind, constant in (("less", y - x), ("over", y / np.where(usable, x, 1.0))):
            found = np.round(constant[usable], 6)
            seen = np.sort(np.unique(found, return_counts=True)[1])[::-1]
            first, second = int(seen[0]), int(seen[1]) if len(seen) > 1 else 0
            enough = first >= max(FEWEST_ROWS, EQUAL_SHARE * len(y))
            if enough and first >= EQUAL_TIMES * max(second, 1):
                words = f"the target {kind} {quoted(name)} is one and the same number"
                yield Part((name,), first, 1.0, words)
                break


def _settled(probe: Probe, cells: dict[str, Cells]) -> Iterator[Part]:
    """Yield ranges of a number, and slices by a level, in which a number settles the target."""
    few = probe.of_rows(ROWS)
    if len(np.unique(few.y)) < DISTINCT or probe.groups is not None:
        return
    numbers = {
        name: few.frame[name].to_numpy(dtype="float64", na_value=np.nan)
        for name, column in cells.items()
        if not column.is_category and feature_kind(few.frame[name]) == "number"
    }
    slicers = {name: column_cells(few.frame[name]) for name, column in _slicers(cells)}
    known = {name: column for name, column in slicers.items() if column is not None}
    scale = len(probe.y) / len(few.y)
    for run in (*settled_runs(few.y, numbers), *settled_slices(few.y, numbers, known)):
        rows = round(run.rows * scale)
        if run.slicer is None:
            words = f"in one range of {quoted(run.column)} its value tells the target"
            yield Part((run.column,), rows, run.share, words, explains=True)
        else:
            words = f"those of one level of {quoted(run.slicer)}, {quoted(run.column)} tells it"
            yield Part((run.column, run.slicer), rows, run.share, words, explains=True)


def _report(inputs: Inputs, probe: Probe, part: Part) -> Figure:
    record, exactness = inputs.record, probe.exactness()
    lead = part.columns[0]
    share = record.figure("partial_leak_row_share", part.rows / len(probe.y), column=lead,
                          n=len(probe.y), exactness=exactness)  # fmt: skip
    pure = record.figure(
        "partial_leak_explained_share" if part.explains else "partial_leak_purity", part.pure,
        column=lead, n=part.rows, exactness=exactness,
    )  # fmt: skip
    right = (
        f"and explains {float(pure.value):.1%} of its variance there (by ranks)"
        if part.explains
        else f"right in {float(pure.value):.1%} of them"
    )
    kind = "the target is settled" if probe.task.kind == "regression" else "the class is settled"
    record.finding(
        "partial_leak",
        "medium",
        f"In {float(share.value):.1%} of the rows {kind}: {part.words}, {right}. "
        "Over all rows it says far less, so that no score of the whole column shows it.",
        columns=part.columns,
        clauses=("S4", "S3", "H5"),
        figures=(share, pure),
        confidence="medium",
        question=f"How did {joined(part.columns[:1])} come to be filled in for these rows, and was "
        "the outcome known by then?",
        harmless_if="The same value is written before the outcome for new rows too.",
    )
    return share
