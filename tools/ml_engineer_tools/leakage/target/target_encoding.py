"""Target encodings: numbers that hold the mean target of a category, the row's own label included.

An honest encoding comes from other rows. The means of the target by level then scatter around it
by at least the noise of their own labels. An encoding that was computed from these labels follows
that noise: the means scatter around it by less than chance alone would have it, which nothing
honest does. An encoding that leaves the row itself out gives it away the other way round: inside a
level it falls exactly where the row's own target rises.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evidence import Figure, format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.singles import Singles
from ml_engineer_tools.modelling.features import feature_kind
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.tables.names import listed, quoted

FEWEST_LEVELS = 15
"""Levels from which the scatter of their means is judged."""
LUCK = 1e-4
"""Probability of so little scatter without the own labels."""
SCATTER = 0.6
"""Scatter, as a part of what chance alone gives, up to which the own labels are in it."""
TIED = 0.5
"""Share of the variance of the means by level that the encoding has to explain."""
CATEGORIES = 8
"""Categories at most whose encodings are looked for, those with the most levels."""
LEVEL_ROWS = 8
"""Rows of a level from which leaving one out is told from leaving a fold out."""
OPPOSED = -0.95
"""Correlation inside levels from which the own label was left out."""
SEVERE, WORTH = 0.1, 0.02
"""Gain over an encoding by other rows that is severe, or worth a question."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """A number that encodes the target.

    Attributes:
        column: its name.
        category: what it encodes; None if it isn't in the table.
        scatter: of the means by level around it, over that of chance; None where rows were left
            out one by one.
        opposed: correlation with the own target inside levels; None for the other kind.
        levels: how many levels were judged.
    """

    column: str
    category: str | None
    scatter: float | None
    opposed: float | None
    levels: int


def find_target_encodings(inputs: Inputs, singles: Singles) -> Found:
    """Record columns that encode the target with the row's own label in it.

    Args:
        inputs: the surroundings.
        singles: the features.
    """
    probe = singles.probe
    # Copies of a row agree in all columns: together they are evidence of one row.
    once = probe.once()
    targets = singles.targets[once]
    names = list(singles.cells)
    codes = {n: _codes(singles, n)[once] for n in names}
    levels = {n: int(c.max(initial=-1)) + 1 for n, c in codes.items()}
    numbers = [n for n in names if levels[n] >= 5 and feature_kind(probe.frame[n]) == "number"]
    rows = len(once)
    categories = sorted(
        (n for n in names if FEWEST_LEVELS <= levels[n] <= rows / 1.5),
        key=lambda name: -levels[name],
    )[:CATEGORIES]
    found = Found()
    for name in numbers:
        x = probe.frame[name].to_numpy(dtype="float64", na_value=np.nan)[once]
        encoding = None
        for k in range(targets.shape[1]):
            encoding = encoding or _encoding(name, x, codes, categories, targets[:, k])
        if encoding is not None:
            columns = [c for c in (name, encoding.category) if c is not None]
            figure = _report(inputs, singles, encoding)
            found = found.plus(Found(tuple(columns[:1]), (figure,)))
    return found


def _codes(singles: Singles, name: str) -> np.ndarray:
    import pandas as pd

    return np.asarray(pd.factorize(singles.probe.frame[name])[0])


def _encoding(
    name: str,
    x: np.ndarray,
    codes: dict[str, np.ndarray],
    categories: list[str],
    y: np.ndarray,
) -> Encoding | None:
    for category in categories:
        if category == name:
            continue
        level = np.where(np.isfinite(x), codes[category], -1)
        if _constant_inside(level, x):
            scatter = _scatter(level, x, y, own_sizes=True)
            if scatter is not None:
                return Encoding(name, category, scatter[0], None, scatter[1])
        else:
            opposed = _opposed(level, x, y)
            if opposed is not None:
                return Encoding(name, category, None, opposed[0], opposed[1])
    scatter = _scatter(codes[name], x, y, own_sizes=False)
    return None if scatter is None else Encoding(name, None, scatter[0], None, scatter[1])


def _constant_inside(level: np.ndarray, x: np.ndarray) -> bool:
    """Tell whether a number is the same in all rows of a level."""
    known = np.flatnonzero(level >= 0)
    if not len(known):
        return False
    first = np.full(int(level.max()) + 1, np.nan)
    first[level[known]] = x[known]
    same = np.abs(x[known] - first[level[known]]) <= 1e-9 * np.maximum(1, np.abs(x[known]))
    return bool(same.all())


def _scatter(
    level: np.ndarray, x: np.ndarray, y: np.ndarray, *, own_sizes: bool
) -> tuple[float, int] | None:
    """Return the scatter of means around an encoding, if it is too little, and the levels.

    The means are fitted by the encoding, and by the encoding and one over the rows of the level,
    as smoothing towards an overall mean has it. The rest is held against the variance inside
    levels: a sum of squares that follows the chi-squared distribution if labels are others'.
    """
    from scipy.stats import chi2

    known = np.flatnonzero((level >= 0) & np.isfinite(x))
    if not len(known):
        return None
    codes = np.unique(level[known], return_inverse=True)[1]
    labels, values = y[known], x[known]
    counts = np.bincount(codes).astype(np.float64)
    count = len(counts)
    free = len(labels) - count
    if count < FEWEST_LEVELS or free < FEWEST_LEVELS:
        return None
    means = np.bincount(codes, weights=labels) / counts
    inside = float(((labels - means[codes]) ** 2).sum()) / free
    encoded = np.bincount(codes, weights=values) / counts
    design = [np.ones(count), encoded]
    if own_sizes:
        design += [encoded / counts, 1 / counts]
    matrix = np.column_stack(design)
    weights = np.sqrt(counts)
    solution = np.linalg.lstsq(matrix * weights[:, None], means * weights, rcond=None)[0]
    rest = float((counts * (means - matrix @ solution) ** 2).sum())
    total = float((counts * (means - labels.mean()) ** 2).sum())
    degrees = count - matrix.shape[1]
    if inside <= 1e-9 * float(labels.var()) or total <= 0 or degrees < 10:
        return None
    scatter = rest / inside / degrees
    tied = 1 - rest / total >= TIED and solution[1] > 0
    if not tied or scatter > SCATTER or float(chi2.cdf(rest / inside, degrees)) > LUCK:
        return None
    return scatter, count


def _opposed(level: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[float, int] | None:
    """Return the correlation of encoding and own target inside levels if they are opposed."""
    counts = np.bincount(level[level >= 0], minlength=int(level.max(initial=0)) + 1)
    rows = np.flatnonzero((level >= 0) & (counts[level] >= LEVEL_ROWS))
    if not len(rows):
        return None
    large = counts >= LEVEL_ROWS
    codes = (np.cumsum(large) - 1)[level[rows]]
    sizes = counts[large]
    if len(sizes) < FEWEST_LEVELS:
        return None
    # Each level on its own scale: one over its rows is how far one label moves the others' mean.
    a = x[rows] - (np.bincount(codes, weights=x[rows]) / sizes)[codes]
    b = y[rows] - (np.bincount(codes, weights=y[rows]) / sizes)[codes]
    a = a * sizes[codes]
    scale = float(np.sqrt((a**2).sum() * (b**2).sum()))
    value = float((a * b).sum()) / scale if scale > 0 else 0.0
    return (value, len(sizes)) if value <= OPPOSED else None


def _report(inputs: Inputs, singles: Singles, encoding: Encoding) -> Figure:
    record, probe = inputs.record, singles.probe
    name, metric = encoding.column, probe.metric
    alone = singles.found[name].score if name in singles.found else probe.chance
    figures = [
        record.figure("single_feature_" + metric, alone, column=name, n=len(probe.y),
                      exactness=probe.exactness()),
    ]  # fmt: skip
    honest = singles.found.get(encoding.category or "")
    gain = _gain(probe.task, alone, honest.score if honest else None)
    said = ""
    if honest is not None and encoding.category is not None:
        other = record.figure("single_feature_" + metric, honest.score, column=encoding.category,
                              n=len(probe.y), exactness=probe.exactness())  # fmt: skip
        figures.append(other)
        said = (
            f" Alone it reaches a {METRIC_NAMES[metric]} of {format_value(alone)}; the category, "
            f"encoded by other rows, reaches {format_value(other.value)}."
        )
    of = f" of {quoted(encoding.category)}" if encoding.category else ""
    if encoding.scatter is not None:
        value = record.figure("encoding_scatter", encoding.scatter, column=name, n=encoding.levels)
        statement = (
            f"{quoted(name)} encodes the target{of} with the row's own label in it: the mean "
            f"target of each level lies nearer to it than chance allows, with a scatter of "
            f"{format_value(value.value)} times what chance alone would give.{said}"
        )
    else:
        value = record.figure("encoding_correlation_inside_levels", encoding.opposed or 0.0,
                              column=name, n=encoding.levels)  # fmt: skip
        statement = (
            f"{quoted(name)} encodes the target{of} from all rows but the row itself: inside a "
            "level it falls where the row's own target rises, with a correlation of "
            f"{format_value(value.value)}, so that both columns together give the label away.{said}"
        )
    record.finding(
        "target_encoding",
        "high" if gain >= SEVERE else "medium",
        statement,
        columns=[name, *([encoding.category] if encoding.category else [])],
        clauses=("S3", "S4"),
        figures=[value, *figures],
        confidence="high",
        question=f"From which rows was {quoted(name)} computed, and were their outcomes known "
        f"before this row's? {listed([name])} should come from other folds, or from earlier rows.",
        harmless_if="It was computed from other rows than these, whose labels happen to agree.",
    )
    return value


def _gain(task: Task, alone: float, honest: float | None) -> float:
    chance = 0.0 if task.kind == "regression" else 0.5
    return alone - max(honest if honest is not None else alone, chance)
