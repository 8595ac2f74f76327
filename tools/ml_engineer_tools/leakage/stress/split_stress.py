"""Split stress: the same quick model under random, group and temporal splits, with a verdict.

The gap is what the folds given, or folds at random, say less what an honest split says. It counts
only if it is there on the same rows too: else the later rows, or the other groups, are merely
harder. Later rows are few, so that the whole time, cut into stretches, may tell it instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from ml_engineer_tools.evidence import Confidence, Figure, Severity, format_value
from ml_engineer_tools.leakage.check_names import SPLIT_STRESS
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.stress.alternatives import Alternative
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
    all_together,
    stretch_split,
)
from ml_engineer_tools.leakage.stress.table_folds import keep_apart, possible_folds
from ml_engineer_tools.leakage.stress.verdicts import of_folds, question, verdict, would_keep_apart
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.tables.names import listed

HIGH_GAP = {"roc_auc": 0.10, "macro_roc_auc": 0.10, "r2": 0.20}
"""Gap from which a random split is severe: one band of Hosmer & Lemeshow's scale for ROC AUC
(acceptable, excellent, outstanding); for R2 a convention."""
MEDIUM_GAP = {"roc_auc": 0.03, "macro_roc_auc": 0.03, "r2": 0.06}
"""Gap that is worth another split: conventions."""
WITH_SUSPECTS = "with_suspects"
"""The model of figures for which suspected columns were kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Stressed:
    """What the stress came to.

    Attributes:
        words: for the honest split.
        honest: the score that holds under it.
        headline: the figures to be shown first.
        shown: whether the folds under stress are shown to be optimistic.
    """

    words: str
    honest: Figure
    headline: tuple[Figure, ...]
    shown: bool


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
    used = model.given
    base = model.reached(used, used, model.metric, suspects)
    if base is None:
        return []
    if not others:
        inputs.record.note(
            "No time, entity or duplicate is known to split by, so folds at random were not put "
            "under stress."
        )
        return []
    told = stress_figure(
        inputs, model, f"{_prefix(used)}_{model.metric}", base, used.name, len(model.rows.y)
    )
    found = []
    for other in others:
        stressed = _compare(inputs, model, other, suspects, base, told, naive)
        if stressed is not None:
            found.append(stressed)
            if suspects and not stressed.shown:
                _compare_with(inputs, model, other, suspects)
    return found


def _compare_with(
    inputs: Inputs, model: QuickModel, other: Alternative, suspects: tuple[str, ...]
) -> None:
    """Put the suspects under stress too: what tells the time is suspected just for that.

    Nothing is recorded unless they make folds at random optimistic.
    """
    used, split = model.given, other.split
    base = model.reached(used, used, model.metric)
    same_rows = model.reached(used, split, model.metric)
    honest = model.reached(split, split, model.metric)
    if base is None or same_rows is None or honest is None or other.already_done:
        return
    if _counts(model.metric, base, base.minus(honest), same_rows.minus(honest)):
        told = stress_figure(
            inputs, model, f"{_prefix(used)}_{model.metric}", base, used.name, len(model.rows.y),
            name=WITH_SUSPECTS,
        )  # fmt: skip
        _compare(inputs, model, other, (), base, told, None, kept=suspects)


def _compare(
    inputs: Inputs,
    model: QuickModel,
    other: Alternative,
    suspects: tuple[str, ...],
    base: Reached,
    told: Figure,
    naive: Naive | None,
    kept: tuple[str, ...] = (),
) -> Stressed | None:
    split, used = other.split, model.given
    figure = partial(stress_figure, inputs, model, name=WITH_SUSPECTS if kept else "quick_model")
    same_rows = model.reached(used, split, model.metric, suspects)
    honest = model.reached(split, split, model.metric, suspects)
    if same_rows is None or honest is None:
        return None
    judged = sum(len(fold.validation) for fold in split.folds)
    name, metric = split.name.replace(" ", "_"), METRIC_NAMES[model.metric]
    gap, paired = base.minus(honest), same_rows.minus(honest)
    holds = figure(f"{name}_split_{model.metric}", honest, split.name, judged)
    by_order = split.name in ("time", "file order")
    # Later rows that are easier than the others would hide the gap: then the same rows tell it.
    by_pairs = by_order and paired.value > gap.value
    if by_pairs:
        told = figure(
            f"{_prefix(used)}_{model.metric}_same_rows", same_rows, split.name,
            judged,
        )  # fmt: skip
    larger = paired if by_pairs else gap
    optimism = figure(f"{name}_split_optimism", larger, split.name, judged)
    repeated = naive_figures(inputs, model, naive, split, suspects) if by_order and naive else []
    score = same_rows if by_pairs else base
    counts = _counts(model.metric, score, larger, paired)
    severity, confidence = _grade(
        model.metric, score, larger, paired, already_done=other.already_done
    )
    words, on_same_rows = other.words, by_pairs
    figures = [optimism, told, holds]
    if by_order and not counts and not (kept or other.already_done):
        apart = _by_stretches(inputs, model, suspects, larger)
        if apart is not None:
            severity, confidence, on_same_rows = "medium", "medium", True
            words = f"by folds that are whole stretches {words}"
            figures = [*apart, holds]
    possible = () if _is_split_known(inputs) else _keeping_apart(model, split.name)
    if severity == "high" and (kept or possible or not _may_be_severe(inputs, split.name)):
        severity = "medium"
    scores = (
        f"the same quick model reaches {metric} {format_value(figures[1].value)} "
        f"{of_folds(model)} and {format_value(figures[2].value)} {words}"
        + (", on the same rows" if on_same_rows else "")
    )
    size = f"{format_value(figures[0].value)} {metric}"
    inputs.record.finding(
        SPLIT_STRESS,
        severity,
        verdict(model, severity, size, scores, counts=counts)
        + (f" {would_keep_apart(possible)}" if possible and severity != "info" else "")
        + against_naive(repeated)
        + (f" The suspects {listed(suspects)} were left out." if suspects else "")
        + (f" This is with the suspects {listed(kept)}." if kept else ""),
        columns=other.columns,
        clauses=("S3", "S6", "P5"),
        figures=[*figures, *repeated],
        confidence=confidence,
        question=f"Does {listed(possible)} number the folds that the model is judged by?"
        if possible and severity != "info"
        else question(split.name, other.columns),
        harmless_if=None
        if severity == "info"
        else "The model is judged by the stricter split, and the optimistic score is not reported.",
    )
    report_persistence(inputs, repeated, other.columns)
    return Stressed(other.words, holds, (holds, optimism), severity != "info")


def _by_stretches(
    inputs: Inputs, model: QuickModel, suspects: tuple[str, ...], gap: Reached
) -> list[Figure] | None:
    """Return optimism, and the scores it comes from, if whole stretches of time make it sure.

    They judge all rows and not the later ones alone, so that a gap that later rows leave open may
    be sure. None if it isn't, or if later rows show no gap worth a word.
    """
    order, used, metric = model.rows.order, model.given, model.metric
    if order is None or gap.value < MEDIUM_GAP[metric]:
        return None
    split = stretch_split(order)
    # Stretch by stretch, what random folds know of the level of each is lost; all rows together
    # show it, and a gap that so few stretches leave open may be sure.
    for judged_by in (split, all_together(order)):
        together = model.reached(used, judged_by, metric, suspects)
        apart = model.reached(split, judged_by, metric, suspects)
        if together is None or apart is None:
            continue
        lost = together.minus(apart)
        sure = lost.interval is not None and lost.interval[0] > 0
        if sure and _lost(metric, together, lost) >= MEDIUM_GAP[metric]:
            return [
                stress_figure(inputs, model, quantity, reached, judged_by.name, len(model.rows.y))
                for quantity, reached in (
                    ("stretches_split_optimism", lost),
                    (f"{_prefix(used)}_{metric}_same_rows", together),
                    (f"stretches_split_{metric}", apart),
                )
            ]
    return None


def _lost(metric: str, score: Reached, gap: Reached) -> float:
    """Return the gap, but no more than the score had over knowing nothing."""
    return min(gap.value, score.value - (0.0 if metric == "r2" else 0.5))


def _counts(metric: str, score: Reached, larger: Reached, paired: Reached) -> bool:
    """Tell whether the gap is one: large enough, and not only that the later rows are harder."""
    lows = [reached.surely_above for reached in (larger, paired)]
    return _lost(metric, score, larger) >= MEDIUM_GAP[metric] and min(lows) > 0


def _grade(
    metric: str, score: Reached, larger: Reached, paired: Reached, *, already_done: bool
) -> tuple[Severity, Confidence]:
    if already_done or not _counts(metric, score, larger, paired):
        return "info", "medium"
    low = paired.interval[0] if paired.interval else 0.0
    # What one side of the interval leaves open is asked about, and not called severe.
    return (
        "high" if _lost(metric, score, larger) >= HIGH_GAP[metric] and low > 0 else "medium",
        "high" if low > MEDIUM_GAP[metric] / 2 else "medium",
    )


def _may_be_severe(inputs: Inputs, name: str) -> bool:
    """Tell whether a gap may be severe: the folds that cause it are given, or none are known.

    How a table is split that came split already isn't said by folds at random; folds that were
    only found may be none; and equal rows may be different cases. That is asked about.
    """
    found = inputs.folds is not None and inputs.roles.fold is None
    return not (inputs.test or inputs.parts or found or name == "duplicates")


def _is_split_known(inputs: Inputs) -> bool:
    return bool(inputs.test or inputs.parts or inputs.folds)


def _keeping_apart(model: QuickModel, name: str) -> tuple[str, ...]:
    """Return the columns that may number folds under which this split's gap does not arise."""
    return tuple(
        str(folds.column)
        for folds in possible_folds(model.rows.frame)
        if keep_apart(folds.codes, name, model.rows)
    )


def _prefix(used: Split) -> str:
    return "random_split" if used.name == "random" else "given_folds"
