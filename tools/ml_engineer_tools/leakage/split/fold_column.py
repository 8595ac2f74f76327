"""The fold column: given, or known by its values, and whether it is a split or a set of folds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.sides import Sides
from ml_engineer_tools.tables.table import ROW, Table

if TYPE_CHECKING:
    import pandas as pd

TRAIN_LEVELS = frozenset({"train", "training", "trn", "fit", "learn", "learning"})
TEST_LEVELS = frozenset(
    {"test", "testing", "tst", "holdout", "hold-out", "hold_out", "eval", "evaluation"}
)
VALIDATION_LEVELS = frozenset({"valid", "validation", "val", "dev", "development"})
FEWEST_FOLDS, MOST_FOLDS = 3, 20
"""Numbered folds that are known by their values; a given column may have two as well."""
TOO_EVEN = 0.01
"""Probability below which folds are so equal in size that rows were dealt out: a convention."""
ROWS_PER_FOLD = 10
"""Fewer rows than this in a fold are not worth comparing."""
REGULAR = 0.9
"""Share of equal steps from row to row from which a column counts, as a weekday does."""


@dataclass(frozen=True, slots=True)
class FoldColumn:
    """A column that assigns rows to folds or to the parts of a split.

    Attributes:
        name: the column.
        given: whether a person named it.
        train, test: its levels that mean training and test; empty if it numbers folds.
    """

    name: str
    given: bool
    train: tuple[Any, ...] = ()
    test: tuple[Any, ...] = ()


def find_fold_column(inputs: Inputs, sides: Sides) -> FoldColumn | None:
    """Return the fold column that was given, else one whose values can be nothing else."""
    if inputs.roles.fold is not None:
        return _read(inputs, inputs.roles.fold, given=True)
    in_file = sides.train.sort_values(ROW)
    for column in inputs.features():
        if column.kind not in ("text", "integer") or column.name not in sides.train:
            continue
        values = in_file[column.name]
        if values.isna().any() or not FEWEST_FOLDS - 1 <= values.nunique() <= MOST_FOLDS:
            continue
        found = _read(inputs, column.name, given=False)
        if found.train or (column.kind == "integer" and _was_dealt_out(values)):
            return found
    return None


def _read(inputs: Inputs, name: str, *, given: bool) -> FoldColumn:
    known_rows = inputs.train.expression.filter(inputs.train.expression[name].notnull())
    levels = inputs.engine.group(known_rows, [name], {"n": known_rows.count()})
    words = {value: str(value).strip().casefold() for value in levels[name].tolist()}
    known = TRAIN_LEVELS | TEST_LEVELS | VALIDATION_LEVELS
    if words and set(words.values()) <= known:
        train = tuple(sorted(v for v, word in words.items() if word in TRAIN_LEVELS))
        test = tuple(sorted(v for v, word in words.items() if word in TEST_LEVELS))
        test = test or tuple(sorted(v for v, word in words.items() if word in VALIDATION_LEVELS))
        if train and test:
            return FoldColumn(name, given, train, test)
    return FoldColumn(name, given)


def _was_dealt_out(values: pd.Series) -> bool:
    """Tell whether consecutive numbers come up more equally often than chance would have it.

    Random numbers never do (Pearson's chi-squared, lower tail). Weekdays and other counters do,
    but go on by the same step from row to row.
    """
    from scipy.stats import chi2

    numbers = values.to_numpy(dtype=np.int64)
    levels, counts = np.unique(numbers, return_counts=True)
    folds = len(levels)
    if folds < FEWEST_FOLDS or counts.min() < ROWS_PER_FOLD or levels[0] not in (0, 1):
        return False
    if (np.diff(levels) != 1).any():
        return False
    steps = np.bincount(np.diff(numbers) % folds, minlength=folds) / max(len(numbers) - 1, 1)
    if steps.max() > REGULAR:
        return False
    expected = len(numbers) / folds
    statistic = float(((counts - expected) ** 2 / expected).sum())
    return float(chi2.cdf(statistic, folds - 1)) < TOO_EVEN


def as_two_tables(inputs: Inputs, column: FoldColumn) -> Inputs:
    """Return the two parts of a table that a column splits as training and test table."""
    train = _part(inputs, column.name, column.train)
    test = _part(inputs, column.name, column.test)
    return replace(inputs, train=train, test=test, roles=replace(inputs.roles, fold=None))


def _part(inputs: Inputs, name: str, levels: tuple[Any, ...]) -> Table:
    whole = inputs.train
    rows = whole.expression.filter(whole.expression[name].isin(list(levels)))
    count = int(inputs.engine.aggregate(rows, {"n": rows.count()})["n"])
    fingerprint = whole.fingerprint.model_copy(
        update={"name": f"{whole.name} ({', '.join(map(str, levels))})", "rows": count}
    )
    columns = tuple(column for column in whole.columns if column.name != name)
    return Table(fingerprint, columns, rows.drop(name))
