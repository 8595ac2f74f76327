"""Split stress: the same quick model under random, group and temporal splits, with a verdict.

The gap is what the folds given, or folds at random, say less what an honest split says, both of the
same rows: later rows may be easier or harder than the others, which is no fault of the folds. Later
rows are few, so that the whole time, cut into stretches, may tell it instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from ml_engineer_tools.evidence import Confidence, Figure, Severity, format_value
from ml_engineer_tools.leakage.check_names import DUPLICATES, SPLIT_STRESS
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.stress.alternatives import Alternative
from ml_engineer_tools.leakage.stress.figures import stress_figure
from ml_engineer_tools.leakage.stress.gaps import HIGH_GAP, MEDIUM_GAP
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
from ml_engineer_tools.leakage.stress.verdicts import (
    of_folds,
    question,
    told_of_roles,
    verdict,
    with_which,
    would_keep_apart,
)
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.tables.entity import parts_of
from ml_engineer_tools.tables.names import listed

WITH_SUSPECTS, WITH_ENTITY = "with_suspects", "with_entity"
"""The model of figures for which suspected columns were kept, or the entity that was found."""


@dataclass(frozen=True, slots=True, eq=False)
class Stressed:
    """What the stress came to.

    Attributes:
        words: for the honest split.
        honest: the score that holds under it.
        headline: the figures to be shown first.
        severity: of the finding; info if the folds under stress are not shown to be optimistic.
        split: the name of the split.
        columns: the one that names the entity or the time.
        gap: how optimistic the folds are.
        same_rows: what they reach on the rows that the split judges, where these are not all.
    """

    words: str
    honest: Figure
    headline: tuple[Figure, ...]
    severity: Severity
    split: str
    columns: tuple[str, ...]
    gap: Figure
    same_rows: Figure | None


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
    model.predict_ahead((split, suspects) for split in (used, *(other.split for other in others)))
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
            if stressed.severity == "info":
                _compare_with(inputs, model, other, suspects)
    return found


def _compare_with(
    inputs: Inputs, model: QuickModel, other: Alternative, suspects: tuple[str, ...]
) -> None:
    """Put what was left out under stress too: the entity that was found, then the suspects.

    Who remembers entities by their names is optimistic by just that, and what tells the time is
    suspected for it. Nothing is recorded unless it makes folds at random optimistic.
    """
    used, split, metric = model.given, other.split, model.metric
    trials: list[tuple[tuple[str, ...], tuple[str, ...], bool]] = []
    if model.held_back and split.name == "group":
        trials.append((suspects, (), True))
    if suspects:
        trials.append(((), suspects, False))
    for without, kept, with_entity in trials:
        model.predict_ahead([(used, without), (split, without)], with_entity=with_entity)
        base, same_rows, honest = (
            model.reached(learnt, judged_by, metric, without, with_entity=with_entity)
            for learnt, judged_by in ((used, used), (used, split), (split, split))
        )
        if base is None or same_rows is None or honest is None or other.already_done:
            return
        if _counts(metric, base, base.minus(honest), same_rows.minus(honest)):
            told = stress_figure(
                inputs, model, f"{_prefix(used)}_{metric}", base, used.name, len(model.rows.y),
                name=WITH_ENTITY if with_entity else WITH_SUSPECTS,
            )  # fmt: skip
            _compare(
                inputs, model, other, without, base, told, None, kept=kept, with_entity=with_entity
            )
            return


def _compare(
    inputs: Inputs,
    model: QuickModel,
    other: Alternative,
    suspects: tuple[str, ...],
    base: Reached,
    told: Figure,
    naive: Naive | None,
    kept: tuple[str, ...] = (),
    *,
    with_entity: bool = False,
) -> Stressed | None:
    split, used = other.split, model.given
    model_name = WITH_ENTITY if with_entity else WITH_SUSPECTS if kept else "quick_model"
    figure = partial(stress_figure, inputs, model, name=model_name)
    same_rows, honest = (
        model.reached(learnt, split, model.metric, suspects, with_entity=with_entity)
        for learnt in (used, split)
    )
    if same_rows is None or honest is None:
        return None
    judged = sum(len(fold.validation) for fold in split.folds)
    name, metric = split.name.replace(" ", "_"), METRIC_NAMES[model.metric]
    gap, paired = base.minus(honest), same_rows.minus(honest)
    holds = figure(f"{name}_split_{model.metric}", honest, split.name, judged)
    by_order = split.name in ("time", "file order")
    # Later rows that are easier than the others would hide the gap, and harder ones would look
    # like one.
    by_pairs = by_order
    on_them = None
    if by_order:
        on_them = figure(
            f"{_prefix(used)}_{model.metric}_same_rows", same_rows, split.name, judged
        )  # fmt: skip
    if by_pairs and on_them is not None:
        told = on_them
    larger = paired if by_pairs else gap
    optimism = figure(f"{name}_split_optimism", larger, split.name, judged)
    is_sort = by_order and model.rows.order is not None and model.rows.order.is_sort
    beside = by_order and naive is not None and not is_sort
    repeated = naive_figures(inputs, model, naive, split, suspects) if beside and naive else []
    score = same_rows if by_pairs else base
    counts = _counts(model.metric, score, larger, paired)
    severity, confidence = _grade(
        model.metric, score, larger, paired, already_done=other.already_done
    )
    words, on_same_rows = other.words, by_pairs
    figures = [optimism, told, holds]
    if by_order and not counts and not (kept or other.already_done):
        apart = _by_stretches(inputs, model, suspects, max(paired, gap, key=lambda one: one.value))
        if apart is not None:
            severity, confidence, on_same_rows = "medium", "medium", True
            words = f"by folds that are whole stretches {words}"
            figures = [*apart, holds]
    possible = () if _is_split_known(inputs) else _keeping_apart(model, split.name)
    lenient = kept or with_entity or possible or is_sort
    if severity == "high" and (lenient or not _may_be_severe(inputs, split.name)):
        severity = "medium"
    roles = told_of_roles(model, split.name, with_entity=with_entity)
    confidence = "medium" if roles and confidence == "high" else confidence
    scores = (
        f"the same quick model reaches {metric} {format_value(figures[1].value)} "
        f"{of_folds(model)} and {format_value(figures[2].value)} {words}"
        + (f", on the same {figures[1].n:,} rows" if on_same_rows else "")
    )
    if severity == "info" and figures[0].interval is not None:
        low, high = (format_value(end) for end in figures[0].interval)
        scores += f", a gap of {format_value(figures[0].value)} ({low} to {high})"
    size = f"{format_value(figures[0].value)} {metric}"
    interval = figures[0].interval
    small = interval is not None and interval[1] < MEDIUM_GAP[model.metric]
    above = interval is not None and interval[0] > 0
    inputs.record.finding(
        SPLIT_STRESS,
        severity,
        with_which(
            verdict(
                model,
                severity,
                size,
                scores,
                counts=counts,
                small=small,
                above=above,
                in_order=by_order,
            ),
            left_out=suspects,
            kept=kept,
        )
        + (f" {would_keep_apart(possible)}" if possible and severity != "info" else "")
        + roles
        + against_naive(repeated),
        columns=[name for one in other.columns for name in parts_of(inputs.train, one)],
        clauses=("S3", "S6", "P5"),
        figures=[*figures, *repeated],
        confidence=confidence,
        question=f"Does {listed(possible)} number the folds that the model is judged by?"
        if possible and severity != "info"
        else question(model, split.name, other.columns),
        harmless_if="The model is judged by the stricter split, and the optimistic score is not "
        "reported."
        if severity != "info"
        else None,
    )
    report_persistence(inputs, repeated, other.columns)
    return Stressed(
        other.words, holds, (holds, optimism), severity, split.name, other.columns, optimism,
        on_them,
    )  # fmt: skip


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
    only found may be none; and equal rows may be different cases, unless chance explains hardly
    any of them. That is asked about.
    """
    found = inputs.folds is not None and inputs.roles.fold is None
    alike = name == "duplicates" and not any(
        finding.check == DUPLICATES and (finding.severity, finding.confidence) == ("high", "high")
        for finding in inputs.record.findings
    )
    return not (inputs.test or inputs.parts or found or alike)


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
