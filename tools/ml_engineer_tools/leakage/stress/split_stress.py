"""Split stress: the same quick model under random, group and temporal splits, with a verdict.

The gap is what folds at random say less what an honest split says. It counts only if it is there
on the same rows too: else the later rows, or the other groups, are merely harder.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evidence import Confidence, Figure, Severity, format_value
from ml_engineer_tools.leakage.check_names import SPLIT_STRESS
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.stress.figures import stress_figure
from ml_engineer_tools.leakage.stress.naive import (
    Naive,
    against_naive,
    naive_figures,
    report_persistence,
)
from ml_engineer_tools.leakage.stress.quick_model import (
    QuickModel,
    Reached,
    Split,
    cluster_split,
    time_split,
)
from ml_engineer_tools.leakage.stress.rows import StressRows
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.modelling.splits import FEWEST_ROWS
from ml_engineer_tools.tables.names import listed, quoted

HIGH_GAP = {"roc_auc": 0.10, "macro_roc_auc": 0.10, "r2": 0.20}
"""Gap from which a random split is severe: one band of Hosmer & Lemeshow's scale for ROC AUC
(acceptable, excellent, outstanding); for R2 a convention."""
MEDIUM_GAP = {"roc_auc": 0.03, "macro_roc_auc": 0.03, "r2": 0.06}
"""Gap that is worth another split: conventions."""
FEWEST_CLUSTERS = 20
"""With fewer entities, folds of entities are too few to compare: a convention."""


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """An honest split, the words for what it keeps apart, and whether the user does so already."""

    split: Split
    words: str
    columns: tuple[str, ...]
    already_done: bool


def alternatives(inputs: Inputs, rows: StressRows) -> list[Alternative]:
    """Return the splits that these rows can be put under besides the random one, strictest first.

    Strictest first: by time, by entity, by duplicates.
    """
    found = []
    if rows.order is not None and len(np.unique(rows.order.values)) > FEWEST_ROWS:
        column = rows.order.column
        entities = None if rows.entities is None else rows.entities.codes
        split = time_split("file order" if column is None else "time", rows.order, entities)
        words = "in file order" if column is None else f"in the order of {quoted(column)}"
        found.append(Alternative(split, words, _named(column), _is_split_by_time(inputs)))
    if rows.entities is not None and rows.entities.codes.max() + 1 >= FEWEST_CLUSTERS:
        column = rows.entities.column
        split = cluster_split("group", rows.entities, inputs.seed)
        words = f"with the rows of each {quoted(str(column))} kept together"
        found.append(Alternative(split, words, _named(column), _is_split_by_group(inputs)))
    if rows.twins is not None:
        split = cluster_split("duplicates", rows.twins, inputs.seed)
        found.append(Alternative(split, "with duplicate rows kept together", (), False))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Stressed:
    """What the stress came to: the score that holds under the strictest split, and the figures."""

    words: str
    honest: Figure
    headline: tuple[Figure, ...]


def check_split_stress(
    inputs: Inputs,
    model: QuickModel,
    others: list[Alternative],
    suspects: tuple[str, ...],
    naive: Naive | None,
) -> list[Stressed]:
    """Record what the quick model reaches under each split.

    Args:
        inputs: the surroundings.
        model: the quick model; it goes without the suspects here.
        others: the splits to compare with the random one.
        suspects: columns that other checks suspect.
        naive: outcomes in their order, to repeat the last one; None without an order.

    Returns:
        One entry for each split that defines the metric, in the order given.
    """
    base = model.reached(model.random, model.random, model.metric, suspects)
    if base is None:
        return []
    if not others:
        inputs.record.note(
            "No time, entity or duplicate is known to split by, so folds at random were not put "
            "under stress."
        )
        return []
    told = stress_figure(
        inputs, model, f"random_split_{model.metric}", base, "random", len(model.rows.y)
    )
    found = (_compare(inputs, model, other, suspects, base, told, naive) for other in others)
    return [stressed for stressed in found if stressed is not None]


def _compare(
    inputs: Inputs,
    model: QuickModel,
    other: Alternative,
    suspects: tuple[str, ...],
    base: Reached,
    told: Figure,
    naive: Naive | None,
) -> Stressed | None:
    split = other.split
    same_rows = model.reached(model.random, split, model.metric, suspects)
    honest = model.reached(split, split, model.metric, suspects)
    if same_rows is None or honest is None:
        return None
    judged = sum(len(fold.validation) for fold in split.folds)
    name, metric = split.name.replace(" ", "_"), METRIC_NAMES[model.metric]
    gap, paired = base.minus(honest), same_rows.minus(honest)
    holds = stress_figure(inputs, model, f"{name}_split_{model.metric}", honest, split.name, judged)
    by_order = split.name in ("time", "file order")
    # Later rows that are easier than the others would hide the gap: then the same rows tell it.
    by_pairs = by_order and paired.value > gap.value
    if by_pairs:
        told = stress_figure(
            inputs, model, f"random_split_{model.metric}_same_rows", same_rows, split.name, judged
        )
    larger = paired if by_pairs else gap
    optimism = stress_figure(inputs, model, f"{name}_split_optimism", larger, split.name, judged)
    repeated = naive_figures(inputs, model, naive, split, suspects) if by_order and naive else []
    counts = _counts(model.metric, larger, paired)
    severity, confidence = _grade(model.metric, larger, paired, already_done=other.already_done)
    # How a table is split that came split already isn't said by folds at random; and equal rows
    # may be different cases. That is asked about.
    if severity == "high" and (inputs.test or inputs.folds or split.name == "duplicates"):
        severity = "medium"
    scores = (
        f"the same quick model reaches {metric} {format_value(told.value)} by folds at random and "
        f"{format_value(holds.value)} {other.words}" + (", on the same rows" if by_pairs else "")
    )
    size = f"{format_value(optimism.value)} {metric}"
    if severity != "info":
        verdict = f"Cross-validation at random is optimistic by {size}: {scores}."
    elif counts:
        verdict = (
            f"Cross-validation at random would be optimistic by {size}; the split given is better "
            f"than that: {scores}."
        )
    else:
        verdict = f"Folds at random are not shown to be optimistic: {scores}."
    inputs.record.finding(
        SPLIT_STRESS,
        severity,
        verdict
        + against_naive(repeated)
        + (f" The suspects {listed(suspects)} were left out." if suspects else ""),
        columns=other.columns,
        clauses=("S3", "S6", "P5"),
        figures=[optimism, told, holds, *repeated],
        confidence=confidence,
        question=_question(split.name, other.columns),
        harmless_if="The model is judged by the stricter split, and the optimistic score is not "
        "reported.",
    )
    report_persistence(inputs, repeated, other.columns)
    return Stressed(other.words, holds, (holds, optimism))


def _counts(metric: str, larger: Reached, paired: Reached) -> bool:
    """Tell whether the gap is one: large enough, and not only that the later rows are harder."""
    lows = [reached.surely_above for reached in (larger, paired)]
    return larger.value >= MEDIUM_GAP[metric] and min(lows) > 0


def _grade(
    metric: str, larger: Reached, paired: Reached, *, already_done: bool
) -> tuple[Severity, Confidence]:
    if already_done or not _counts(metric, larger, paired):
        return "info", "medium"
    low = paired.interval[0] if paired.interval else 0.0
    # What one side of the interval leaves open is asked about, and not called severe.
    return (
        "high" if larger.value >= HIGH_GAP[metric] and low > 0 else "medium",
        "high" if low > MEDIUM_GAP[metric] / 2 else "medium",
    )


def _question(name: str, columns: tuple[str, ...]) -> str:
    if name == "group":
        return f"Will the model be used on a {quoted(columns[0])} that it has not met?"
    if name == "duplicates":
        return "Are equal rows one case recorded twice, or different cases that look alike?"
    return "Will the model be used on rows that are later than those it was trained on?"


def _named(column: str | None) -> tuple[str, ...]:
    return () if column is None else (column,)


def _is_split_by_time(inputs: Inputs) -> bool:
    """Tell whether the test table given lies after the training table."""
    from ml_engineer_tools.leakage.check_names import TIME_ORDER

    return inputs.test is not None and inputs.roles.time is not None and not any(
        finding.check == TIME_ORDER and finding.severity in ("high", "medium")
        for finding in inputs.record.findings
    )  # fmt: skip


def _is_split_by_group(inputs: Inputs) -> bool:
    """Tell whether the test table, or the folds, share no entity with the training rows."""
    checked = (inputs.test is not None and inputs.roles.group is not None) or inputs.folds
    return bool(checked) and not any(
        finding.check in ("entity_overlap", "fold_entity_overlap")
        for finding in inputs.record.findings
    )
