"""What chance alone would do: whether a column and the target depend, and whether it is bent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.modelling.ranks import monotone_fit
from ml_engineer_tools.profiling.relations.bins import Bins

if TYPE_CHECKING:
    from ml_engineer_tools.profiling.relations.measure import Labels

SURE_OF_BEND = 0.001
"""Probability of a bend by chance under which it is believed: a convention, strict since every
column is asked."""


def p_value_of(labels: Labels, bins: Bins, effect: float) -> float:
    """Return the p-value of Pearson's chi-squared test, or of Kruskal and Wallis for numbers.

    Of dependent rows the statistic is divided by their design effect (Rao & Scott 1981).
    """
    from scipy.special import chdtrc

    if labels.task.kind == "regression":
        sizes = np.bincount(bins.codes, minlength=bins.count)
        sums = np.bincount(bins.codes, weights=labels.ranks, minlength=bins.count)
        present = sizes > 0
        middle = labels.ranks.mean()
        between = float((sizes * (sums / np.maximum(sizes, 1) - middle) ** 2)[present].sum())
        variance = float(((labels.ranks - middle) ** 2).sum()) / (len(labels.y) - 1)
        if variance == 0.0:
            return 1.0
        return float(chdtrc(int(present.sum()) - 1, between / variance / effect))
    classes = len(labels.task.classes)
    table = np.bincount(bins.codes * classes + labels.y, minlength=bins.count * classes)
    table = table.reshape(bins.count, classes).astype(np.float64)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    statistic = float(((table - expected) ** 2 / expected).sum())
    freedom = (table.shape[0] - 1) * (table.shape[1] - 1)
    return float(chdtrc(freedom, statistic / effect))


def missed_by_monotone(labels: Labels, bins: Bins) -> float | None:
    """Return the share of variance between bins that no rising or falling step curve reaches.

    What noise alone would leave is taken off; 0 where that may be all there is.
    """
    if labels.task.kind == "multiclass" or bins.ordered < 3:
        return None
    from scipy.special import chdtrc

    inside = bins.codes < bins.ordered
    y = labels.y[inside].astype(np.float64)
    sizes = np.bincount(bins.codes[inside], minlength=bins.ordered).astype(np.float64)
    means = np.bincount(bins.codes[inside], weights=y, minlength=bins.ordered) / sizes
    total = float(((y - y.mean()) ** 2).sum())
    freedom = len(y) - bins.ordered
    if total == 0.0 or freedom < 1:
        return None
    noise = max(total - float((sizes * (means - y.mean()) ** 2).sum()), 0.0) / freedom
    curves = (monotone_fit(means, sizes, rising=rising) for rising in (True, False))
    left = min(float((sizes * (means - curve) ** 2).sum()) for curve in curves)
    # The curve has fewer free steps than bins, so this many degrees of freedom is cautious.
    if noise > 0.0 and chdtrc(bins.ordered - 1, left / noise) > SURE_OF_BEND:
        return 0.0
    return max(0.0, left - (bins.ordered - 2) * noise) / total
