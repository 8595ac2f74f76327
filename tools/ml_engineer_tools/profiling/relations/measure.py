"""How strongly one binned column is related to the target: a score out of fold, its interval.

The score is what the bin of a row says of its target when the bins' rates or means are learnt
on other rows. So a category with many levels gains nothing from having them, and a U counts as
much as a slope. Where the relation is not bent, the rates are made to rise or fall along the
values: twenty noisy rates in any order would understate a plain slope.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.modelling.skewness import freedom_of
from ml_engineer_tools.modelling.splits import stratified_folds
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.profiling.relations.bins import Bins

FOLDS = 5

LEVEL_Z = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""

PRIOR_ROWS = 1.0
"""Rows of the overall rate that each bin's own rate is mixed with, so that an empty bin has one."""


SURE_OF_BEND = 0.001
"""Probability of a bend by chance under which it is believed: a convention, strict since every
column is asked."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What one column alone says of the target.

    Attributes:
        score: ROC AUC, macro ROC AUC or R2, out of fold.
        interval: 95 % interval of the score.
        p_value: probability of as much dependence between bins and target by chance.
        rank_correlation: Spearman's, with the code of the class or the number; None for more
            than two classes or a category without order.
        rank_interval: 95 % interval of it.
        missed: share of the target's variance that the bins explain and no rising or falling
            curve does, noise taken off; None where there is no order or are more than two classes.
    """

    score: float
    interval: tuple[float, float]
    p_value: float
    rank_correlation: float | None
    rank_interval: tuple[float, float] | None
    missed: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """The target, made ready once for all columns.

    Attributes:
        task: what is predicted.
        y: (n,) class codes or numbers.
        ranks: (n,) ranks of `y`, ties averaged.
        folds: (n,) the fold of each row.
        units: (n,) codes of what dependent rows share; None where rows stand for themselves.
    """

    task: Task
    y: np.ndarray
    ranks: np.ndarray
    folds: np.ndarray
    units: np.ndarray | None = None

    def reach(self, influence: np.ndarray) -> float:
        """Return half an interval of a mean that each row moves by its influence, (n,)."""
        from scipy.special import stdtrit

        if self.units is None:
            return LEVEL_Z * float(np.sqrt((influence**2).sum())) / len(influence)
        sums = np.bincount(self.units, weights=influence)
        error = float(np.sqrt((sums**2).sum() * len(sums) / (len(sums) - 1))) / len(influence)
        return float(stdtrit(freedom_of(sums), 0.975)) * error


def prepare_labels(
    task: Task, y: np.ndarray, *, seed: int, units: np.ndarray | None = None
) -> Labels:
    """Deal the rows into folds and rank the target.

    Args:
        task: what is predicted.
        y: (n,) class codes or numbers; at least `splits.FEWEST_ROWS`.
        seed: of the folds.
        units: (n,) codes of what dependent rows share, two or more of them.
    """
    from scipy.stats import rankdata

    if task.kind == "regression":
        # Scale and origin play no part in R2; without them sums of squares stay in range.
        y = y / (float(np.abs(y).max()) or 1.0)
        y = (y - np.mean(y)) / (float(np.std(y)) or 1.0)
    codes = None if task.kind == "regression" else y
    number = np.zeros(len(y), dtype=np.int64)
    for k, fold in enumerate(stratified_folds(codes, n=FOLDS, seed=seed, rows=len(y))):
        number[fold.validation] = k
    return Labels(task, y, rankdata(y), number, units)


def relate(labels: Labels, bins: Bins) -> Relation:
    """Measure the relation of one column to the target; see `Relation`."""
    missed = _missed_by_monotone(labels, bins)
    bent = bool(missed) or labels.task.kind == "multiclass"
    steps = 0 if bent else bins.ordered
    if labels.task.kind == "regression":
        score, interval = _r2(labels, bins, steps)
    else:
        score, interval = _roc_auc(labels, bins, steps)
    rank_correlation, rank_interval = _rank_correlation(labels, bins)
    return Relation(
        score, interval, _p_value(labels, bins), rank_correlation, rank_interval, missed
    )


def _roc_auc(labels: Labels, bins: Bins, steps: int) -> tuple[float, tuple[float, float]]:
    """Return the mean ROC AUC over folds and classes (one of them for two), and its interval.

    The variance is that of the influence curve of the cross-validated AUC (LeDell, Petersen &
    van der Laan 2015). Rows of one fold, bin and class share a value.
    """
    classes = len(labels.task.classes)
    folds = int(labels.folds.max()) + 1
    cell = (labels.folds * bins.count + bins.codes) * classes + labels.y
    counts = np.bincount(cell, minlength=folds * bins.count * classes).astype(np.float64)
    counts = counts.reshape(folds, bins.count, classes)
    scored = [1] if classes == 2 else list(range(classes))
    total = counts.sum(axis=0)
    areas: list[float] = []
    moved = np.zeros((folds, bins.count, classes))
    fewest = np.inf
    for fold in range(folds):
        here, train = counts[fold], total - counts[fold]
        influence = np.zeros((bins.count, classes))
        defined = 0
        for label in scored:
            positive, negative = here[:, label], here.sum(axis=1) - here[:, label]
            if positive.sum() == 0 or negative.sum() == 0:
                continue
            area, of_positive, of_negative = _area(
                _along(_rates(train, label), train.sum(axis=1), steps), positive, negative
            )
            areas.append(area)
            defined += 1
            share = positive.sum() / here.sum()
            influence += (of_negative - area)[:, None] / (1 - share)
            influence[:, label] += (of_positive - area) / share - (of_negative - area) / (1 - share)
            fewest = min(fewest, positive.sum() * folds, negative.sum() * folds)
        if defined:
            moved[fold] = influence / defined
    area = float(np.mean(areas)) if areas else 0.5
    reach = labels.reach(moved[labels.folds, bins.codes, labels.y])
    if reach == 0.0 and areas and area in (0.0, 1.0):
        # The rule of three: no exception among m rows bounds their share by about 3 / m.
        reach = 3 / float(fewest)
    return area, (max(0.0, area - reach), min(1.0, area + reach))


def _rates(train: np.ndarray, label: int) -> np.ndarray:
    sizes = train.sum(axis=1)
    overall = train[:, label].sum() / max(sizes.sum(), 1.0)
    return np.asarray((train[:, label] + PRIOR_ROWS * overall) / (sizes + PRIOR_ROWS))


def _along(rates: np.ndarray, sizes: np.ndarray, steps: int) -> np.ndarray:
    """Return the rates with the first `steps` of them made to rise, or to fall, strictly."""
    if steps < 2:
        return rates
    from scipy.optimize import isotonic_regression

    places = np.arange(steps)
    weights = sizes[:steps] + 1e-9
    middle = np.average(places, weights=weights)
    rising = bool((weights * (places - middle) * rates[:steps]).sum() >= 0)
    fitted = isotonic_regression(rates[:steps], weights=weights, increasing=rising).x
    # Where the curve is flat, the order of the values still tells rows apart.
    tilt = 1e-9 * places * (1.0 if rising else -1.0)
    return np.concatenate([fitted + tilt, rates[steps:]])


def _area(
    scores: np.ndarray, positive: np.ndarray, negative: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the ROC AUC of scored bins, and for each bin its share of pairs in the right order.

    The second result is that of a positive row in the bin, the third that of a negative one.
    """
    above = np.where(scores[:, None] > scores, 1.0, np.where(scores[:, None] == scores, 0.5, 0.0))
    of_positive = above @ negative / negative.sum()
    of_negative = above.T @ positive / positive.sum()
    return float((of_positive * positive).sum() / positive.sum()), of_positive, of_negative


def _r2(labels: Labels, bins: Bins, steps: int) -> tuple[float, tuple[float, float]]:
    """Return R2 out of fold and its interval by the delta method for a ratio of means."""
    folds = int(labels.folds.max()) + 1
    cell = labels.folds * bins.count + bins.codes
    shape = (folds, bins.count)
    sizes = np.bincount(cell, minlength=folds * bins.count).reshape(shape).astype(np.float64)
    sums = np.bincount(cell, weights=labels.y, minlength=folds * bins.count).reshape(shape)
    train_sizes, train_sums = sizes.sum(axis=0) - sizes, sums.sum(axis=0) - sums
    overall = train_sums.sum(axis=1) / train_sizes.sum(axis=1)
    means = (train_sums + PRIOR_ROWS * overall[:, None]) / (train_sizes + PRIOR_ROWS)
    means = np.stack([_along(*pair, steps) for pair in zip(means, train_sizes, strict=True)])
    error = (labels.y - means[labels.folds, bins.codes]) ** 2
    spread = (labels.y - overall[labels.folds]) ** 2
    if spread.mean() == 0.0:
        return 0.0, (0.0, 0.0)
    ratio = float(error.mean() / spread.mean())
    reach = labels.reach((error - ratio * spread) / spread.mean())
    r2 = 1 - ratio
    return r2, (r2 - reach, min(1.0, r2 + reach))


def _rank_correlation(
    labels: Labels, bins: Bins
) -> tuple[float | None, tuple[float, float] | None]:
    """Return Spearman's correlation and its interval (Bonett & Wright 2000)."""
    if bins.ranks is None or labels.task.kind == "multiclass":
        return None, None
    known = ~np.isnan(bins.ranks)
    n = int(known.sum())
    first, second = bins.ranks[known], labels.ranks[known]
    first, second = first - first.mean(), second - second.mean()
    scale = float(np.sqrt((first**2).sum() * (second**2).sum()))
    if n < 10 or scale == 0.0:
        return None, None
    rho = float(np.clip((first * second).sum() / scale, -1.0, 1.0))
    inside = float(np.clip(rho, -0.999999, 0.999999))
    reach = LEVEL_Z * np.sqrt((1 + inside**2 / 2) / (n - 3))
    if labels.units is not None:
        # As much wider as dependence makes the interval of the product of standard scores.
        a, b = first / np.sqrt((first**2).mean()), second / np.sqrt((second**2).mean())
        moved = np.zeros(len(known))
        moved[known] = a * b - inside * (a**2 + b**2) / 2
        alone = LEVEL_Z * float(np.sqrt((moved**2).sum())) / len(moved)
        reach *= max(1.0, labels.reach(moved) / alone) if alone > 0 else 1.0
    low, high = np.tanh(np.arctanh(inside) - reach), np.tanh(np.arctanh(inside) + reach)
    return rho, (min(float(low), rho), max(float(high), rho))


def _p_value(labels: Labels, bins: Bins) -> float:
    """Return the p-value of Pearson's chi-squared test, or of Kruskal and Wallis for numbers."""
    from scipy.stats import chi2

    if labels.task.kind == "regression":
        sizes = np.bincount(bins.codes, minlength=bins.count)
        sums = np.bincount(bins.codes, weights=labels.ranks, minlength=bins.count)
        present = sizes > 0
        middle = labels.ranks.mean()
        between = float((sizes * (sums / np.maximum(sizes, 1) - middle) ** 2)[present].sum())
        variance = float(((labels.ranks - middle) ** 2).sum()) / (len(labels.y) - 1)
        if variance == 0.0:
            return 1.0
        return float(chi2.sf(between / variance, int(present.sum()) - 1))
    classes = len(labels.task.classes)
    table = np.bincount(bins.codes * classes + labels.y, minlength=bins.count * classes)
    table = table.reshape(bins.count, classes).astype(np.float64)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    statistic = float(((table - expected) ** 2 / expected).sum())
    return float(chi2.sf(statistic, (table.shape[0] - 1) * (table.shape[1] - 1)))


def _missed_by_monotone(labels: Labels, bins: Bins) -> float | None:
    """Return the share of variance between bins that no rising or falling step curve reaches.

    What noise alone would leave is taken off; 0 where that may be all there is.
    """
    if labels.task.kind == "multiclass" or bins.ordered < 3:
        return None
    from scipy.optimize import isotonic_regression
    from scipy.stats import chi2

    inside = bins.codes < bins.ordered
    y = labels.y[inside].astype(np.float64)
    sizes = np.bincount(bins.codes[inside], minlength=bins.ordered).astype(np.float64)
    means = np.bincount(bins.codes[inside], weights=y, minlength=bins.ordered) / sizes
    total = float(((y - y.mean()) ** 2).sum())
    freedom = len(y) - bins.ordered
    if total == 0.0 or freedom < 1:
        return None
    noise = max(total - float((sizes * (means - y.mean()) ** 2).sum()), 0.0) / freedom
    curves = (
        isotonic_regression(means, weights=sizes, increasing=rising).x for rising in (True, False)
    )
    left = min(float((sizes * (means - curve) ** 2).sum()) for curve in curves)
    # The curve has fewer free steps than bins, so this many degrees of freedom is cautious.
    if noise > 0.0 and chi2.sf(left / noise, bins.ordered - 1) > SURE_OF_BEND:
        return 0.0
    return max(0.0, left - (bins.ordered - 2) * noise) / total
