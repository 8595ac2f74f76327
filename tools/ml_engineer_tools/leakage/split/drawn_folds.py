"""Columns that may be folds which were drawn at random: asked about, never taken for folds.

Folds that were drawn go with nothing else in the table, and come up about equally often. So does
a shelf number that means nothing, so that their values can't tell them from it: only a person can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.fold_column import FEWEST_FOLDS, MOST_FOLDS
from ml_engineer_tools.leakage.split.sides import Sides
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

ROWS_PER_FOLD = 50
"""Fewer rows than this in a fold don't tell whether it goes with something: a convention."""
SURELY = 0.01
"""Probability below which chance does not do it, over all columns together: a convention."""
FEWEST_OTHERS = 2
"""Columns that it takes to say that something goes with none."""
TARGET_ROWS = 20_000
"""Exploration rows whose label is compared."""


def ask_about_drawn_folds(inputs: Inputs, sides: Sides, exploration: ir.Table | None) -> None:
    """Note the columns that may number folds which were drawn at random.

    Args:
        inputs: the surroundings.
        sides: rows to look at.
        exploration: the rows whose labels may be read; None without a target.
    """
    integers = [column.name for column in inputs.features() if column.kind == "integer"]
    rows = sides.train.sort_values(ROW)
    for name in integers:
        if name not in rows or not _may_be_drawn(rows[name]):
            continue
        others = [rows[other] for other in rows.columns if other != name]
        if len(others) <= FEWEST_OTHERS or not _goes_with_none(rows[name], others):
            continue
        if exploration is None or _says_nothing_of_target(inputs, name, exploration):
            inputs.record.note(
                f"{quoted(name)} holds a few whole numbers about equally often, and they go with "
                "no other column, as folds do that were drawn at random. If it numbers folds, name "
                "it as the fold column, and what they cut is checked."
            )


def _may_be_drawn(values: pd.Series) -> bool:
    """Tell whether numbers are consecutive from 0 or 1, and come up as often as chance has it."""
    from scipy.stats import chi2

    if values.isna().any() or not FEWEST_FOLDS <= values.nunique() <= MOST_FOLDS:
        return False
    levels, counts = np.unique(values.to_numpy(dtype=np.int64), return_counts=True)
    if levels[0] not in (0, 1) or (np.diff(levels) != 1).any() or counts.min() < ROWS_PER_FOLD:
        return False
    expected = len(values) / len(levels)
    statistic = float(((counts - expected) ** 2 / expected).sum())
    return float(chi2.sf(statistic, len(levels) - 1)) > SURELY


def _goes_with_none(values: pd.Series, others: list[pd.Series]) -> bool:
    """Tell whether a column goes with no other one, the number of the row among them."""
    numbers = values.to_numpy(dtype=np.int64)
    limit = SURELY / (2 * len(others))
    return all(_chance_of_going(numbers, other) > limit for other in others)


def _chance_of_going(numbers: np.ndarray, other: pd.Series) -> float:
    """Return how likely chance makes folds go so well with another column.

    Two tests: whether rows next to each other in the other column are in one fold more or less
    often than by chance (binomial, normal limit), and whether its ranks differ between folds
    (Kruskal and Wallis 1952).
    """
    import pandas as pd
    from scipy.stats import kruskal, norm

    codes = other.to_numpy() if pd.api.types.is_numeric_dtype(other) else pd.factorize(other)[0]
    ranks = pd.Series(codes).rank(method="average", na_option="bottom").to_numpy()
    if np.ptp(ranks) == 0:
        return 1.0
    ordered = numbers[np.argsort(ranks, kind="stable")]
    shares = np.bincount(numbers) / len(numbers)
    same = float((shares**2).sum())
    pairs = len(numbers) - 1
    spread = (same * (1 - same) / pairs) ** 0.5
    z = (float((ordered[1:] == ordered[:-1]).mean()) - same) / spread
    groups = [ranks[numbers == level] for level in np.unique(numbers)]
    return float(min(2 * norm.sf(abs(z)), kruskal(*groups).pvalue))


def _says_nothing_of_target(inputs: Inputs, name: str, exploration: ir.Table) -> bool:
    target = inputs.roles.target
    if target is None:
        return True
    rows = inputs.engine.hash_sample(
        exploration, TARGET_ROWS, seed=inputs.seed, columns=[name, target]
    )
    rows = rows[rows[target].notna()]
    return (
        len(rows) > 1
        and _chance_of_going(rows[name].to_numpy(dtype=np.int64), rows[target]) > SURELY
    )
