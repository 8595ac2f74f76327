"""Missing values that depend on the target: filled in more often where the outcome is one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evaluation.parts import t_quantile
from ml_engineer_tools.evidence import Figure, format_value
from ml_engineer_tools.modelling.ranks import average_ranks
from ml_engineer_tools.modelling.task import Task, encode_target, infer_task
from ml_engineer_tools.modelling.uncertainty import (
    LEVEL,
    Dependence,
    Spread,
    interval_of,
    spread_of,
)
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.relations.check import (
    FALSE_DISCOVERY_RATE,
    dependent_units,
    sampled,
)
from ml_engineer_tools.profiling.relations.together import rows_together
from ml_engineer_tools.tables.names import joined

if TYPE_CHECKING:
    import pandas as pd

FEWEST_EACH = 20
"""Rows with and without a value from which the difference is measured: a convention."""

FEWEST_OF_CLASS = 20
"""Rows that a class has to have to be compared: a convention."""

DIFFERENCE = 0.05
"""Difference between the missing shares of two classes from which it is told: a convention."""

LARGE_DIFFERENCE = 0.2
"""From here on it is more than a detail: a convention."""

AREA = 0.05
"""The same for a number: distance from 0.5 of the ROC AUC with which the target tells whether the
value is missing; 0.056 is a small effect (Cohen's d of 0.2 as an area)."""

LARGE_AREA = 0.14
"""A medium effect: Cohen's d of 0.5 as an area is 0.638."""

Z = 1.959964


@dataclass(frozen=True, slots=True)
class Missingness:
    """How the missing share of a column depends on the target.

    Attributes:
        quantity: `missing_share_difference` (largest share of a class less the smallest) or
            `missingness_target_roc_auc` (of the target telling that the value is missing).
        value: the number.
        interval: its 95 % interval.
        p_value: probability of as much by chance.
        effect: distance from what no dependence gives.
    """

    quantity: str
    value: float
    interval: tuple[float, float]
    p_value: float
    effect: float


def check_missingness(inputs: Inputs) -> None:
    """Record the columns whose missing values depend on the target, on exploration rows."""
    target = inputs.roles.target
    sample = inputs.labelled_sample()
    if target is None or sample.empty:
        return
    try:
        task = infer_task(sample[target])
    except BadInput:
        return
    names = [name for name, summary in inputs.summaries.items() if summary.missing]
    units = dependent_units(sample, inputs.roles)
    units = rows_together(inputs, sample) if units is None else units
    found = measure_missingness(task, sample[[target, *names]], target, units=units)
    if found:
        _report(inputs, task, found, len(sample))


def measure_missingness(
    task: Task, frame: pd.DataFrame, target: str, *, units: np.ndarray | None = None
) -> dict[str, Missingness]:
    """Measure the dependence for each column with enough rows that have and that lack a value.

    `units` are codes of what dependent rows share: intervals and p-values know of them.
    """
    y = encode_target(task, frame[target])
    found: dict[str, Missingness] = {}
    for name in frame.columns:
        missing = frame[name].isna().to_numpy()
        gone = int(missing.sum())
        if name == target or min(gone, len(y) - gone) < FEWEST_EACH:
            continue
        measured = (
            _area(y, missing, units) if task.kind == "regression" else _shares(y, missing, units)
        )
        if measured is not None:
            found[str(name)] = measured
    return found


def _shares(y: np.ndarray, missing: np.ndarray, units: np.ndarray | None) -> Missingness | None:
    """Compare the missing shares of classes: chi-squared test, Newcombe's interval (1998).

    Of dependent rows both are stretched by how much further the difference of their shares varies
    than that of independent ones: the design effect (Rao & Scott 1981).

    Which class is missing more often is read from the rows: an interval of the difference that
    holds 0 leaves it open, so that the distance of the shares goes from 0 to its farther end.
    """
    from scipy.special import chdtrc

    sizes = np.bincount(y)
    gone = np.bincount(y, weights=missing)
    kept = np.flatnonzero(sizes >= FEWEST_OF_CLASS)
    if len(kept) < 2:
        return None
    sizes, gone = sizes[kept], gone[kept]
    if gone.sum() in (0, sizes.sum()):
        return None
    expected = sizes * (gone.sum() / sizes.sum())
    # Pearson's statistic: values that are there are as far from expectation as those that are not.
    away = float(((gone - expected) ** 2 * (1 / expected + 1 / (sizes - expected))).sum())
    shares = gone / sizes
    high, low = int(shares.argmax()), int(shares.argmin())
    difference = float(shares[high] - shares[low])
    stretch, tests = 1.0, 1.0
    if units is not None:
        moved = np.zeros(len(y))
        for k, sign in ((high, 1), (low, -1)):
            rows = y == kept[k]
            moved[rows] = sign * (missing[rows] - shares[k]) / sizes[k]
        plain, spread = float(np.sqrt((moved**2).sum())), _spread(moved, units)
        if spread is not None and plain > 0:
            tests = (spread.error / plain) ** 2
            stretch = spread.error / plain * t_quantile(spread.freedom, LEVEL) / Z
    (low_1, high_1), (low_0, high_0) = (wilson(gone[k], sizes[k]) for k in (high, low))
    low_end, high_end = (
        max(-1.0, difference - stretch * float(np.hypot(shares[high] - low_1,
                                                        high_0 - shares[low]))),
        min(1.0, difference + stretch * float(np.hypot(high_1 - shares[high],
                                                       shares[low] - low_0))),
    )  # fmt: skip
    interval = (low_end, high_end) if low_end > 0 else (0.0, max(high_end, -low_end))
    p_value = float(chdtrc(len(kept) - 1, away / max(tests, 1e-9)))
    return Missingness("missing_share_difference", difference, interval, p_value, difference)


def _spread(moved: np.ndarray, units: np.ndarray | None) -> Spread | None:
    return spread_of([moved], Dependence(entities=None if units is None else (units,)))


def wilson(count: float, rows: float) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson 1927)."""
    share = count / rows
    middle = (share + Z**2 / (2 * rows)) / (1 + Z**2 / rows)
    reach = Z / (1 + Z**2 / rows) * np.sqrt(share * (1 - share) / rows + Z**2 / (4 * rows**2))
    return float(max(0.0, middle - reach)), float(min(1.0, middle + reach))


def _area(y: np.ndarray, missing: np.ndarray, units: np.ndarray | None) -> Missingness | None:
    """Compare the targets of rows with and without a value: Mann-Whitney, interval of DeLong.

    Of dependent rows the contributions of each unit are added up first (Obuchowski 1997).
    """
    from scipy.special import stdtr

    gone, known = y[missing], y[~missing]
    m, n = len(gone), len(known)
    ranks = average_ranks(y)
    # Placements: the share of the other side that each row lies above, ties half.
    of_gone = (ranks[missing] - average_ranks(gone)) / n
    of_known = 1 - (ranks[~missing] - average_ranks(known)) / m
    area = float(of_gone.mean())
    moved = np.zeros(len(y))
    moved[missing], moved[~missing] = (of_gone - area) / m, (of_known - area) / n
    spread = _spread(moved, units)
    if spread is None or spread.error == 0.0:
        return None
    interval = interval_of(area, spread, "share")
    if interval is None:
        return None
    p_value = float(2 * stdtr(spread.freedom, -abs(area - 0.5) / spread.error))
    return Missingness("missingness_target_roc_auc", area, interval, p_value, abs(area - 0.5))


def _report(inputs: Inputs, task: Task, found: dict[str, Missingness], rows: int) -> None:
    from ml_engineer_tools.drift.distances import adjust

    recorder = inputs.recorder
    adjusted = dict(zip(found, adjust([d.p_value for d in found.values()]), strict=True))
    names = sorted(found, key=lambda name: (-found[name].effect, name))
    figures: dict[str, Figure] = {
        name: recorder.figure(
            found[name].quantity, found[name].value, column=name, split="exploration",
            interval=found[name].interval, n=rows, exactness=sampled(inputs, rows),
        )
        for name in names
    }  # fmt: skip
    regression = task.kind == "regression"
    limit = AREA if regression else DIFFERENCE
    telling = [
        name
        for name in names
        if adjusted[name] <= FALSE_DISCOVERY_RATE and found[name].effect >= limit
    ]
    if not telling:
        return
    limits = [
        recorder.convention("missingness_effect_threshold", limit,
                            source="Cohen (1988)" if regression else "a convention of this tool"),
        recorder.convention("false_discovery_rate", FALSE_DISCOVERY_RATE,
                            source="Benjamini and Hochberg (1995); level ours"),
    ]  # fmt: skip
    worst = figures[telling[0]]
    measured = (
        f"the target tells that {joined(telling[:1])} is missing with a ROC AUC of "
        f"{format_value(worst.value)}"
        if regression
        else f"the missing shares of two classes differ by {format_value(worst.value)} in "
        f"{joined(telling[:1])}"
    )
    recorder.finding(
        "missingness_depends_on_target",
        "medium" if found[telling[0]].effect >= (LARGE_AREA if regression else LARGE_DIFFERENCE)
        else "low",
        f"Whether a value is missing depends on the target in {joined(telling)}: {measured}.",
        columns=telling,
        clauses=["S4", "P3", "H5"],
        figures=[*(figures[name] for name in telling[:5]), *limits],
        confidence="high",
        question="Is it filled in before the outcome is known, and by the same rule for every row?",
        harmless_if="whether it is filled in is settled before the prediction is made",
    )  # fmt: skip
