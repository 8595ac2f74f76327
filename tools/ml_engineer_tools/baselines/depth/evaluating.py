"""Evaluating the chosen model as one that exists would be: calibration, costs, slices, groups."""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.baselines.depth.chosen import Judged
from ml_engineer_tools.baselines.request import BaselinesRequest
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.baselines.trials import Trial
from ml_engineer_tools.evaluation import bias
from ml_engineer_tools.evaluation.bias_findings import record_bias
from ml_engineer_tools.evaluation.calibration import (
    balanced_weight,
    bin_scores,
    measure_calibration,
    reliability_curve,
    shift_odds,
    top_label,
)
from ml_engineer_tools.evaluation.calibration_findings import record_calibration
from ml_engineer_tools.evaluation.cost_findings import record_costs
from ml_engineer_tools.evaluation.costs import halves, measure_costs
from ml_engineer_tools.evaluation.metrics import promised_loss
from ml_engineer_tools.evaluation.number_calibration import (
    calibrate_numbers,
    record_number_calibration,
)
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.sensitive_columns import find_sensitive
from ml_engineer_tools.evaluation.slice_findings import record_slices, tell_support
from ml_engineer_tools.evaluation.slices import compare_slices, fewest_rows, rarer, worst_slices
from ml_engineer_tools.evidence import Figure

FEWEST_ROWS = 100
"""Rows that have to judge before they are taken apart: a convention."""

UNBALANCED = 0.4
"""Share of the rarer class below which people reach for class weights: a convention."""


def evaluate_chosen(
    place: Place,
    rows: Rows,
    judged: Judged,
    request: BaselinesRequest,
    *,
    brier: Figure | None,
    rule: Trial | None,
    learnt: float,
) -> None:
    """Record calibration, costs, the worst slices and groups of the chosen model.

    Args:
        place: where figures belong.
        rows: all rows.
        judged: the chosen model's predictions on the rows that judged it.
        request: tells costs and sensitive columns.
        brier: the figure of the chosen model's Brier score, told once; None without one.
        rule: the one rule's, a policy to be compared with; None where there is none.
        learnt: of two classes the share of positives among the rows learnt from.
    """
    if len(judged.y) < FEWEST_ROWS:
        return
    kind = rows.task.kind
    if kind == "binary":
        score = judged.prediction[:, 1]
        record_calibration(
            measure_calibration(judged.y, score, judged.parts), place, brier=brier, learnt=learnt
        )
        _tell_class_weights(place, judged)
        _costs(place, judged, request, rule)
    elif kind == "multiclass":
        right, chance = top_label(judged.y, judged.prediction)
        record_calibration(measure_calibration(right, chance, judged.parts), place)
    else:
        found = calibrate_numbers(judged.y, judged.prediction, judged.parts)
        record_number_calibration(found, place)
    if request.costs is not None and kind != "binary":
        place.record.note("Costs of decisions were left out: they need a target of two classes.")
    _slices(place, rows, judged, request)
    _groups(place, rows, judged, request)


def _costs(place: Place, judged: Judged, request: BaselinesRequest, rule: Trial | None) -> None:
    if request.costs is None:
        place.record.note(
            "No costs were given, so no threshold was chosen; give them to have decisions told in "
            "their own unit (--costs fp=1 fn=5 unit=EUR)."
        )
        return
    folds = halves(judged.parts, times=judged.times, seed=request.seed)
    if not folds:
        return
    spent = None if rule is None else rule.spent
    policies = {} if spent is None else {"one_rule": spent.acts}
    found = measure_costs(
        judged.y, judged.prediction[:, 1], request.costs, folds, judged.parts, policies=policies
    )
    record_costs(found, request.costs, place)


def _tell_class_weights(place: Place, judged: Judged) -> None:
    """Say what balancing the classes by weights would do to the probabilities.

    Weights multiply the odds of a model that fits well by the weight (Elkan 2001): computed, no
    model is trained for it.
    """
    rate = float(judged.y.mean())
    if not 0 < min(rate, 1 - rate) < UNBALANCED:
        return
    weight = balanced_weight(rate)
    score = judged.prediction[:, 1]
    error = []
    for stated in (score, shift_odds(score, weight)):
        curve = reliability_curve(judged.y * 1.0, stated, judged.parts, bin_scores(stated))
        gaps = [abs(b.mean_score - b.rate.value) * b.rows for b in curve]
        error.append(sum(gaps) / len(score))
    record = place.record
    figures = [
        record.figure(quantity, value, model=place.model, split=place.split, n=len(score),
                      exactness=place.exactness)
        for quantity, value in (
            ("balanced_class_weight", weight),
            ("expected_calibration_error_with_class_weights", error[1]),
            ("expected_calibration_error_without_class_weights", error[0]),
        )
    ]  # fmt: skip
    record.finding(
        "class_weights",
        "info",
        f"No class weights were used. Balancing the classes would multiply the odds by "
        f"{figures[0]} and make the calibration error {figures[1]} instead of {figures[2]} "
        "(computed by shifting the odds); the order of the rows, and so the ROC AUC, would stay.",
        clauses=("S6",),
        figures=figures,
    )


def _slices(place: Place, rows: Rows, judged: Judged, request: BaselinesRequest) -> None:
    if judged.prediction.ndim == 1:
        loss, name = np.abs(judged.prediction - judged.y), "absolute_error"
    else:
        wrong = judged.prediction.argmax(axis=1) != judged.y
        loss, name = wrong.astype(np.float64), "error_rate"
    left = {*request.without, *rows.left_out, request.target, request.time, request.group}
    columns = [column for column in rows.frame.columns if column not in left]
    frame = rows.frame[columns].iloc[judged.rows].reset_index(drop=True)
    rare = None if judged.prediction.ndim == 1 else rarer(loss > 0)
    results, looked_at = worst_slices(
        frame, loss, judged.parts, fewest=fewest_rows(len(loss), rare)
    )
    tell_support(len(loss), rare, looked_at, place)
    if not looked_at:
        return
    classes = excess = promised = None
    if rows.task.kind != "regression":
        classes = judged.y
        promised = 1 - judged.prediction.max(axis=1)
    elif rows.task.counts:
        promised = promised_loss(
            rows.task, loss, chances=None, labels=None, numbers=judged.prediction
        )
    if promised is not None:
        pieces = [result.slice for result in results]
        excess = compare_slices(loss - promised, pieces, judged.parts)
    record_slices(results, looked_at, name, place, classes=classes, excess=excess)


def _groups(place: Place, rows: Rows, judged: Judged, request: BaselinesRequest) -> None:
    frame = rows.frame.iloc[judged.rows].reset_index(drop=True)
    named = request.sensitive or find_sensitive(
        frame, [request.target, request.time, request.group]
    )
    is_number = judged.prediction.ndim == 1
    labels = None if is_number else judged.prediction.argmax(axis=1)
    binary = rows.task.kind == "binary"
    acts = right = None
    if labels is not None:
        right = (labels == judged.y).astype(np.float64)
        if binary and request.costs is not None:
            acts = judged.prediction[:, 1] >= request.costs.calibrated_threshold
        elif binary:
            acts = labels == 1
    score = judged.prediction if is_number else judged.prediction[:, 1] if binary else None
    seen = bias.Judged(judged.y, acts, right, score, regression=is_number)
    for column in named:
        codes, names = bias.group_codes(frame[column])
        if len(names) > 1:
            record_bias(bias.bias_profile(column, codes, names, seen, judged.parts), place)
