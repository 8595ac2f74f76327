"""Reading more: what a short view had no room for and an answer stands on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ml_engineer.models.playbook.citing import COMPARED_BY, PRIMARY
from ml_engineer.models.playbook.costs_to_count import costs_to_count
from ml_engineer.models.playbook.fairness import column_of_groups, rates_of_groups
from ml_engineer.models.playbook.fall_traced import PERFORMANCE, STAGES
from ml_engineer.models.playbook.moved_or_not import column_that_moved
from ml_engineer.models.playbook.one_thing import reads_of
from ml_engineer.models.playbook.roles_asked import role_question
from ml_engineer.models.playbook.scoreboard import leading_metric
from ml_engineer.models.playbook.situation import CUT, Situation
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES

__all__ = ["more_to_read"]

Arguments = dict[str, Any]

TOLD_BY_CHECK: Mapping[str, str] = {
    "metric_choice": "metric_choice",
    "more_data_or_better_model": "learning_curve",
    "cost_threshold": "cost",
    "alerts": "cost",
    "baseline_question": "complexity",
    "use_llm_or_deep_learning": "complexity",
    "importance": "importance",
    "calibration": "calibration",
}
"""The finding that answers a question, by its intent or by the fact of a model that is asked."""


WHOLE: Mapping[str, tuple[str, ...]] = {
    "serving": ("latency", "model_size"),
    "margin": ("within_share", "absolute_error_quantile"),
}
"""Quantities of the models that an answer is told from as a whole."""


def more_to_read(situation: Situation) -> Arguments | list[Arguments] | None:
    """Read what a short view had no room for: figures of a column, or scores of the baselines."""
    if situation.single is not None:
        return reads_of(situation, situation.single) or None
    if situation.fact is not None:
        profile, column = situation.views.get("profile_dataset"), situation.fact.column
        return {"evidence": profile.evidence, "column": column} if profile and column else None
    if situation.about_column is not None:
        views = (situation.views.get(tool) for tool in ("profile_dataset", "train_baselines"))
        column = situation.about_column.column
        return [{"evidence": view.evidence, "column": column} for view in views if view is not None]
    if situation.groups is not None:
        return _more_of_groups(situation)
    if situation.levels is not None:
        return _more_of_levels(situation)
    if situation.particular == "weight_of_drift":
        drift = situation.views.get("measure_drift")
        return {"evidence": drift.evidence, "quantity": "importance_share"} if drift else None
    if situation.particular in ("size_of_drift", "retraining"):
        return None
    if situation.particular in (
        "model_or_data",
        "then_and_now",
        "roll_back",
        "postmortem",
        "moved",
    ):
        return _more_of_a_fall(situation)
    if (wanted := WHOLE.get(situation.model_fact or situation.particular or "")) is not None:
        judged = situation.particular == "margin" and situation.predicted is not None
        view = situation.views.get("evaluate_predictions" if judged else "train_baselines")
        return [{"evidence": view.evidence, "quantity": one} for one in wanted if view]
    if situation.particular == "role":
        asked = role_question(situation.heard.text, situation.facts.columns)
        view = situation.views.get("profile_dataset")
        return {"evidence": view.evidence, "column": asked[1]} if view and asked else None
    if situation.particular == "base_rate":
        view = situation.views.get("profile_dataset")
        target = situation.facts.target
        return {"evidence": view.evidence, "column": target} if view and target else None
    return [*_more_scores(situation), *_more_findings(situation)]


def _more_scores(situation: Situation) -> list[Arguments]:
    view = situation.views.get("train_baselines")
    if view is None or not view.omitted or situation.particular == "alerts":
        return []
    scores = [figure.quantity for figure in view.figures if figure.quantity in COMPARED_BY]
    # Where there was no room for any score, the findings say by what models were compared.
    said = " ".join(finding.statement for finding in view.findings)
    scores += [name for name in PRIMARY if METRIC_NAMES[name] in said]
    metric = "cost_per_1000" if costs_to_count(situation) else leading_metric(scores)
    return [{"evidence": view.evidence, "quantity": metric}]


def _more_findings(situation: Situation) -> list[Arguments]:
    """Read the finding that answers what is asked, where a short view had no room for it."""
    asked = situation.particular or situation.model_fact or situation.intent
    check = TOLD_BY_CHECK.get(asked)
    if situation.supposed is not None and situation.supposed.cost_ratio is not None:
        check = "cost"
    tool = "train_baselines" if situation.predicted is None else "evaluate_predictions"
    view = situation.views.get(tool)
    if view is None or check is None or not view.omitted:
        return []
    if check == "cost" and costs_to_count(situation) is None:
        return []  # nothing was measured of costs that nobody told
    if any(one.check == check and not one.statement.endswith(CUT) for one in view.findings):
        return []
    return [{"evidence": view.evidence, "quantity": check}]


def _more_of_a_fall(situation: Situation) -> list[Arguments]:
    """Read by how much columns moved, the stages of a fall, and the performance of both periods."""
    asked: list[Arguments] = []
    drift = situation.views.get("measure_drift")
    if situation.particular == "moved":
        column = column_that_moved(situation.heard.text, situation.facts.columns)
        return [{"evidence": drift.evidence, "column": column}] if drift and column else []
    moved = drift is not None and any("the spread is" in one.statement for one in drift.findings)
    if drift is not None and moved and drift.omitted:
        asked += [
            {"evidence": drift.evidence, "quantity": one} for one in ("spread_ratio", "median")
        ]
    view, facts = situation.views.get("evaluate_predictions"), situation.facts
    columns = situation.predicted
    if view is None or columns is None or columns.target not in facts.test_columns:
        return asked
    if "reference" not in situation.arguments.get(view.evidence, {}):
        return asked  # one period alone: nothing was traced
    told = {one.check for one in view.findings if not one.statement.endswith(CUT)}
    said = " ".join(finding.statement for finding in view.findings)
    wanted = [one for one in STAGES if one not in told] if view.omitted_findings else []
    two_classes = columns.score is not None and METRIC_NAMES["brier"] in said
    wanted += [
        one
        for one in PERFORMANCE
        if METRIC_NAMES[one] in said or (one == "roc_auc" and two_classes)
    ]
    return [*asked, *({"evidence": view.evidence, "quantity": one} for one in wanted)]


def _more_of_groups(situation: Situation) -> list[Arguments]:
    """Read the rates of each group of a column: a short view has no room for them."""
    tool = "train_baselines" if situation.predicted is None else "evaluate_predictions"
    view, column = situation.views.get(tool), column_of_groups(situation)
    if view is None or column is None or not view.omitted:
        return []
    asked = {"evidence": view.evidence, "column": column}
    return [{**asked, "quantity": rate} for rate in rates_of_groups(situation)]


def _more_of_levels(situation: Situation) -> Arguments | None:
    """Read what was measured level by level, or the shares of the target."""
    view, asked = situation.views.get("profile_dataset"), situation.levels
    if view is None or asked is None or not view.omitted:
        return None
    if asked.of is not None:
        return {"evidence": view.evidence, "column": asked.of, "quantity": "mean"}
    if asked.by is None:
        return {"evidence": view.evidence, "quantity": "class_share"}
    told = [one.statement for one in view.findings if one.check == "target_by_level"]
    if not told:
        return None
    quantity = "target_mean" if "the mean of" in told[0] else "positive_share"
    return {"evidence": view.evidence, "column": asked.by, "quantity": quantity}
