"""The interval of a score out of fold, from what it is without a part of the dependent rows.

Rows that belong together lie in several folds: what is learnt of some is asked of the others. So
the luck of the rows that judge is also that of the rows learnt from, and each part is left out of
both (the delete-a-part jackknife, Efron 1982).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ml_engineer_tools.evaluation.parts import Interval, Parts, jackknife

MOST_PARTS = 30
"""Parts that are left out in turn: a convention; the t quantile is then close to the normal one."""


def without_each(
    measure: Callable[[np.ndarray], float],
    cell: np.ndarray,
    cells: int,
    units: np.ndarray,
    *,
    bounds: Interval,
    powers_of: np.ndarray | None = None,
) -> Interval | None:
    """Return the 95 % interval of a score that is told by counts of cells; None if undefined.

    Args:
        measure: maps counts, (cells,), to the score; with `powers_of` counts, sums and sums of
            squares, (3 * cells,).
        cell: (n,) the cell of each row.
        cells: how many cells there are.
        units: (n,) codes from 0 of what dependent rows share.
        bounds: the range of the score.
        powers_of: (n,) what is added up in each cell.
    """
    labels, part = np.unique(units, return_inverse=True)
    count = min(len(labels), MOST_PARTS)
    part = part % count
    place = part * cells + cell
    weights = [None] if powers_of is None else [None, powers_of, powers_of**2]
    sums = [
        np.bincount(place, weights=weight, minlength=count * cells).reshape(count, cells)
        for weight in weights
    ]
    each = np.concatenate(sums, axis=1).astype(np.float64)
    whole = each.sum(axis=0)
    replicates = np.array([measure(whole), *(measure(whole - one) for one in each)])
    return jackknife(replicates, Parts(part, count, "groups"), bounds=bounds).interval
