"""How strongly one binned column is related to the target: a score out of fold, its interval.

The score is what the bin of a row says of its target when the bins' rates or means are learnt
on other rows. So a category with many levels gains nothing from having them, and a U counts as
much as a slope. Where the relation is not bent, the rates are made to rise or fall along the
values: twenty noisy rates in any order would understate a plain slope.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.modelling.ranks import average_ranks, monotone_fit
from ml_engineer_tools.modelling.skewness import freedom_of
from ml_engineer_tools.modelling.splits import stratified_folds
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.profiling.relations.bins import Bins
from ml_engineer_tools.profiling.relations.chance import missed_by_monotone, p_value_of
from ml_engineer_tools.profiling.relations.left_out import without_each

FOLDS = 5

LEVEL_Z = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""

PRIOR_ROWS = 1.0
"""Rows of the overall rate that each bin's own rate is mixed with, so that an empty bin has one."""


Interval = tuple[float, float]


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
        across: whether the rows of a unit lie in several folds, or learn from their neighbours.
    """

    task: Task
    y: np.ndarray
    ranks: np.ndarray
    folds: np.ndarray
    units: np.ndarray | None = None
    across: bool = False

    def reach(self, influence: np.ndarray) -> float:
        """Return half an interval of a mean that each row moves by its influence, (n,)."""
        from scipy.special import stdtrit

        if self.units is None:
            return LEVEL_Z * float(np.sqrt((influence**2).sum())) / len(influence)
        sums = np.bincount(self.units, weights=influence)
        error = float(np.sqrt((sums**2).sum() * len(sums) / (len(sums) - 1))) / len(influence)
        return float(stdtrit(freedom_of(sums), 0.975)) * error

    def design_effect(self, influence: np.ndarray) -> float:
        """Return how much further a sum of influences varies than one of independent rows; >= 1."""
        away = influence - influence.mean()
        alone = float((away**2).sum())
        if self.units is None or alone == 0.0:
            return 1.0
        return max(1.0, float((np.bincount(self.units, weights=away) ** 2).sum()) / alone)


def prepare_labels(
    task: Task,
    y: np.ndarray,
    *,
    seed: int,
    units: np.ndarray | None = None,
    together: np.ndarray | None = None,
) -> Labels:
    """Deal the rows into folds and rank the target.

    Args:
        task: what is predicted.
        y: (n,) class codes or numbers; at least `splits.FEWEST_ROWS`.
        seed: of the folds.
        units: (n,) codes of what dependent rows share, two or more of them.
        together: (n,) codes of rows that stay in one fold, `splits.FEWEST_ROWS` of them or more.
            Without `units` intervals know of them too.
    """
    if task.kind == "regression":
        # Scale and origin play no part in R2; without them sums of squares stay in range.
        y = y / (float(np.abs(y).max()) or 1.0)
        y = (y - np.mean(y)) / (float(np.std(y)) or 1.0)
    codes = None if task.kind == "regression" else y
    shared = np.arange(len(y)) if together is None else np.unique(together, return_inverse=True)[1]
    first = np.unique(shared, return_index=True)[1]
    number = np.zeros(len(first), dtype=np.int64)
    dealt = None if codes is None else codes[first]
    for k, fold in enumerate(stratified_folds(dealt, n=FOLDS, seed=seed, rows=len(first))):
        number[fold.validation] = k
    known = units if units is not None or together is None else shared
    return Labels(task, y, average_ranks(y), number[shared], known, across=units is not None)


def relate(labels: Labels, bins: Bins) -> Relation:
    """Measure the relation of one column to the target; see `Relation`."""
    missed = missed_by_monotone(labels, bins)
    bent = bool(missed) or labels.task.kind == "multiclass"
    steps = 0 if bent else bins.ordered
    if labels.task.kind == "regression":
        score, interval, effect = _r2(labels, bins, steps)
    else:
        score, interval, effect = _roc_auc(labels, bins, steps)
    rank_correlation, rank_interval = _rank_correlation(labels, bins)
    return Relation(
        score, interval, p_value_of(labels, bins, effect), rank_correlation, rank_interval, missed
    )


def _roc_auc(labels: Labels, bins: Bins, steps: int) -> tuple[float, Interval, float]:
    """Return the mean ROC AUC over folds and classes (one of them for two), and its interval.

    The last result is the design effect of dependent rows.

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
    by_row = moved[labels.folds, bins.codes, labels.y]
    effect = labels.design_effect(by_row)
    if labels.units is not None and labels.across:

        def measure(kept: np.ndarray) -> float:
            return _mean_area(kept.reshape(folds, bins.count, classes), scored, steps)

        interval = without_each(measure, cell, counts.size, labels.units, bounds=(0.0, 1.0))
        if interval is not None:
            return area, interval, effect
    reach = labels.reach(by_row)
    if reach == 0.0 and areas and area in (0.0, 1.0):
        # The rule of three: no exception among m rows bounds their share by about 3 / m.
        reach = 3 / float(fewest)
    return area, (max(0.0, area - reach), min(1.0, area + reach)), effect


def _mean_area(counts: np.ndarray, scored: list[int], steps: int) -> float:
    """Return the mean ROC AUC of counts (folds, bins, classes), as `_roc_auc` has it."""
    total, areas = counts.sum(axis=0), []
    for here in counts:
        train = total - here
        for label in scored:
            positive, negative = here[:, label], here.sum(axis=1) - here[:, label]
            if positive.sum() and negative.sum():
                rates = _along(_rates(train, label), train.sum(axis=1), steps)
                areas.append(_area(rates, positive, negative)[0])
    return float(np.mean(areas)) if areas else float("nan")


def _rates(train: np.ndarray, label: int) -> np.ndarray:
    sizes = train.sum(axis=1)
    overall = train[:, label].sum() / max(sizes.sum(), 1.0)
    return np.asarray((train[:, label] + PRIOR_ROWS * overall) / (sizes + PRIOR_ROWS))


def _along(rates: np.ndarray, sizes: np.ndarray, steps: int) -> np.ndarray:
    """Return the rates with the first `steps` of them made to rise, or to fall, strictly."""
    if steps < 2:
        return rates
    places = np.arange(steps)
    weights = sizes[:steps] + 1e-9
    middle = np.average(places, weights=weights)
    rising = bool((weights * (places - middle) * rates[:steps]).sum() >= 0)
    fitted = monotone_fit(rates[:steps], weights, rising=rising)
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


def _r2(labels: Labels, bins: Bins, steps: int) -> tuple[float, Interval, float]:
    """Return R2 out of fold, its interval by the delta method, and the design effect."""
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
        return 0.0, (0.0, 0.0), 1.0
    told = means[labels.folds, bins.codes] - overall[labels.folds]
    effect = labels.design_effect((labels.y - overall[labels.folds]) * told)
    ratio = float(error.mean() / spread.mean())
    if labels.units is not None and labels.across:

        def measure(kept: np.ndarray) -> float:
            return _r2_of(kept.reshape(3, *shape), steps)

        interval = without_each(
            measure, cell, sizes.size, labels.units, powers_of=labels.y, bounds=(-np.inf, 1.0)
        )
        if interval is not None:
            return 1 - ratio, interval, effect
    reach = labels.reach((error - ratio * spread) / spread.mean())
    r2 = 1 - ratio
    return r2, (r2 - reach, min(1.0, r2 + reach)), effect


def _r2_of(added: np.ndarray, steps: int) -> float:
    """Return R2 out of fold from rows, sums and sums of squares, (3, folds, bins)."""
    sizes, sums, squares = added
    train_sizes, train_sums = sizes.sum(axis=0) - sizes, sums.sum(axis=0) - sums
    overall = (train_sums.sum(axis=1) / train_sizes.sum(axis=1))[:, None]
    means = (train_sums + PRIOR_ROWS * overall) / (train_sizes + PRIOR_ROWS)
    means = np.stack([_along(*pair, steps) for pair in zip(means, train_sizes, strict=True)])
    error, spread = (
        float((squares - 2 * level * sums + level**2 * sizes).sum()) for level in (means, overall)
    )
    return 1 - error / spread if spread > 0 else float("nan")


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
