"""Planning: which tools an intent calls for, in which order, and with which arguments.

A routine is a list of stages. The calls of one stage run side by side; a later stage may use what
the earlier ones found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ml_engineer.conversation import ToolCall
from ml_engineer.models.playbook.attached import parity_key
from ml_engineer.models.playbook.citing import COMPARED_BY, PRIMARY
from ml_engineer.models.playbook.cost_amounts import currency_of
from ml_engineer.models.playbook.fairness import column_of_groups, rates_of_groups
from ml_engineer.models.playbook.holding import RELEASE, refused_before
from ml_engineer.models.playbook.intents import Intent
from ml_engineer.models.playbook.scoreboard import leading_metric
from ml_engineer.models.playbook.situation import CUT, Situation
from ml_engineer.models.playbook.told_positive import positive_told
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES

Arguments = dict[str, Any]
Build = Callable[[Situation], Arguments | list[Arguments] | None]
"""Returns a tool's arguments, or those of several calls of it, or None when the situation does not
allow the call."""


def next_calls(situation: Situation) -> list[ToolCall]:
    """Return the calls to make now; none when everything that the intent needs has been called."""
    plain = (
        situation.fact,
        situation.method,
        situation.aside,
        situation.model_fact,
        situation.groups,
        situation.levels,
        situation.about_column,
        situation.plain_words,
        situation.particular,
    )
    if situation.facts.data is None or not (situation.asked.sure or any(plain)):
        return []
    for stage in routine(situation):
        wanted = [
            (tool, arguments)
            for tool in stage
            if tool not in situation.called
            for arguments in _each(BUILDERS[tool](situation))
        ]
        if wanted:
            return [
                ToolCall(id=f"call_{situation.calls_so_far + k}", name=tool, arguments=arguments)
                for k, (tool, arguments) in enumerate(wanted, start=1)
            ]
    return []


def _each(built: Arguments | list[Arguments] | None) -> list[Arguments]:
    return built if isinstance(built, list) else [built] if built is not None else []


def routine(situation: Situation) -> tuple[tuple[str, ...], ...]:
    """Return the stages of what is asked: with a table attached, it is looked at in any case (H5).

    A table of predictions and outcomes is judged as one, not trained on; a second table that
    serving logged is compared with the first, row by row.
    """
    intent, supposed = situation.intent, situation.supposed
    if situation.fact is not None or situation.levels is not None:
        return FACT
    if situation.groups is not None:
        return MEASURE if situation.predicted is None else (*JUDGE, ("read_evidence",))
    if situation.model_fact is not None:
        return MEASURE if situation.predicted is None else JUDGE
    if situation.about_column is not None:
        measured = situation.facts.target is not None and situation.predicted is None
        return MEASURE if measured and situation.about_column.effect else FACT
    if situation.aside is not None:
        return _of_aside(situation)
    if situation.plain_words and situation.predicted is None:
        return LOOK if situation.facts.target is None else MEASURE
    if situation.particular is not None:
        return _of_particular(situation)
    if intent in COURTESIES or situation.method is not None or situation.rows:
        return ()
    if supposed is not None and intent == "what_if":
        return (("plan_release",),) if supposed.promised else SUPPOSED
    if situation.predicted is not None and intent in JUDGED:
        return JUDGED[intent]
    return ROUTINES.get(intent, (("profile_dataset",),))


def _of_aside(situation: Situation) -> tuple[tuple[str, ...], ...]:
    """Return what an aside needs: the record, or all of a release where one was asked about."""
    aside = situation.aside
    kind = aside.kind if aside is not None else ""
    if kind in ("evidence", "noted", "origin"):
        return ON_RECORD
    if kind in ("number", "next_step"):
        return _of_next_step(situation)
    if kind == "privacy":
        return (("profile_dataset",),)
    if kind != "path":
        return ()
    refused = refused_before(situation.heard.before)
    if refused is not None and refused != RELEASE:
        return ON_RECORD
    if situation.facts.target is None:
        return ON_RECORD
    return DECIDE if situation.predicted is None else JUDGED[RELEASE]


def _of_particular(situation: Situation) -> tuple[tuple[str, ...], ...]:
    """Return what a particular question is told from."""
    asked, judged = situation.particular, situation.predicted is not None
    if asked == "base_rate":
        return FACT
    if asked in ("weight_of_drift", "size_of_drift") or (asked == "retraining" and not judged):
        compared = situation.facts.test is not None
        return (("profile_dataset", "measure_drift"), ("read_evidence",)) if compared else ()
    if asked == "retraining":
        return JUDGED["performance_dropped"] if situation.facts.test is not None else ()
    if situation.facts.target is None and not judged:
        return LOOK
    return (*JUDGE, ("read_evidence",)) if judged else MEASURE


def _of_next_step(situation: Situation) -> tuple[tuple[str, ...], ...]:
    """Return what a next step, or the one number, has to be told from, where it isn't there yet."""
    measured = {view.tool for view in situation.shown}
    if situation.predicted is not None:
        return JUDGE if "evaluate_predictions" not in measured else ()
    if situation.facts.target is None:
        return LOOK if "profile_dataset" not in measured else ()
    return MEASURE if "train_baselines" not in measured else ()


def _profile(situation: Situation) -> Arguments | None:
    levels = situation.levels
    by = {"by": levels.by} if levels is not None and levels.by is not None else {}
    return {**_roles(situation), **by}


def _leakage(situation: Situation) -> Arguments | None:
    arguments = _roles(situation)
    if situation.facts.test is not None:
        arguments["test"] = situation.facts.test
    if situation.facts.target is not None and (left_out := _left_out(situation)):
        arguments["without"] = left_out
    return arguments


def _left_out(situation: Situation) -> list[str]:
    """Return the columns that no model gets, as was supposed or told: the others are judged anew.

    What told the target together with one of them tells it no more.
    """
    supposed, roles = situation.supposed, set(_roles(situation).values())
    names = (*(supposed.without if supposed else ()), *situation.heard.told.left_out)
    return [name for name in dict.fromkeys(names) if name not in roles]


def _baselines(situation: Situation) -> Arguments | None:
    if situation.facts.target is None:
        return None
    arguments = _roles(situation)
    if without := [*_left_out(situation), *situation.suspects]:
        arguments["without"] = list(dict.fromkeys(without))
    if costs := _costs(situation):
        arguments["costs"] = costs
    if (positive := _positive(situation)) is not None:
        arguments["positive"] = positive
    if situation.groups is not None and situation.groups.column is not None:
        arguments["sensitive"] = [situation.groups.column]
    return arguments


def _costs(situation: Situation) -> Arguments | None:
    """Return what errors cost, as a person said or supposed; None if nobody did."""
    supposed = situation.supposed
    ratio = supposed.cost_ratio if supposed is not None else None
    ratio = ratio or situation.heard.known.cost_ratio
    if ratio is None:
        return None
    alarm, _, miss = ratio.partition("=")[2].partition(":")
    if float(alarm) <= 0 or float(miss) <= 0:
        return None
    said = (text for role, text in reversed(situation.heard.before) if role == "user")
    texts = (situation.heard.text, *said)
    units = (unit for text in texts if (unit := currency_of(text, (alarm, miss))))
    unit = next(units, None)
    costs: Arguments = {"false_positive": float(alarm), "false_negative": float(miss)}
    return costs | ({"unit": unit} if unit is not None else {})


def _positive(situation: Situation) -> str | None:
    """Return the positive class as a person told it, in any turn."""
    heard = situation.heard
    earlier = [text for role, text in reversed(heard.before) if role == "user"]
    return positive_told((heard.text, *earlier), situation.facts.target)


def _evaluation(situation: Situation) -> Arguments | None:
    columns = situation.predicted
    if columns is None:
        return None
    arguments = {**_roles(situation), "target": columns.target}
    if columns.score is not None:
        arguments["score"] = [columns.score]
    if columns.guess is not None:
        arguments["prediction"] = columns.guess
    facts = situation.facts
    if facts.test is not None and set(facts.test_columns) >= {
        name for name in (columns.target, columns.score, columns.guess) if name is not None
    }:
        # The second table is the newer one: it is judged, and held against the first.
        arguments |= {"data": facts.test, "reference": facts.data}
    if columns.score is not None and (costs := _costs(situation)):
        arguments["costs"] = costs
    if columns.score is not None and (positive := _positive(situation)) is not None:
        arguments["positive"] = positive
    return arguments


def _parity(situation: Situation) -> Arguments | None:
    facts = situation.facts
    key = parity_key(facts, situation.heard.text)
    if not key:
        return None
    arguments: Arguments = {"training": facts.data, "serving": facts.test, "key": list(key)}
    if facts.time is not None and facts.time in key:
        arguments["time"] = facts.time
    if facts.target is not None:
        arguments["target"] = facts.target
    return arguments


def _drift(situation: Situation) -> Arguments | None:
    facts = situation.facts
    if facts.test is None:
        return None
    pair = {"reference": facts.data, "current": facts.test}
    return {**pair, **{role: name for role, name in _roles(situation).items() if role != "data"}}


def _more(situation: Situation) -> Arguments | list[Arguments] | None:
    """Read what a short view had no room for: figures of a column, or scores of the baselines."""
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
    metric = "cost_per_1000" if _costs(situation) else leading_metric(scores)
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
    if check == "cost" and _costs(situation) is None:
        return []  # nothing was measured of costs that nobody told
    if any(one.check == check and not one.statement.endswith(CUT) for one in view.findings):
        return []
    return [{"evidence": view.evidence, "quantity": check}]


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


def _release(situation: Situation) -> Arguments | None:
    arguments = _roles(situation)
    for field, tool in (("leakage", "check_leakage"), ("baselines", "train_baselines")):
        if tool in situation.views:
            arguments[field] = situation.views[tool].evidence
    return arguments


def _roles(situation: Situation) -> Arguments:
    facts = situation.facts
    roles = {"data": facts.data, "target": facts.target, "time": facts.time, "group": facts.group}
    return {role: name for role, name in roles.items() if name is not None}


BUILDERS: Mapping[str, Build] = {
    "profile_dataset": _profile,
    "check_leakage": _leakage,
    "train_baselines": _baselines,
    "measure_drift": _drift,
    "evaluate_predictions": _evaluation,
    "check_parity": _parity,
    "read_evidence": _more,
    "plan_release": _release,
}

LOOK: tuple[tuple[str, ...], ...] = (("profile_dataset", "check_leakage"),)
FACT = (("profile_dataset",), ("read_evidence",))
MEASURE = (*LOOK, ("train_baselines", "measure_drift"), ("read_evidence",))
DECIDE = (*MEASURE, ("plan_release",))
JUDGE = (("profile_dataset", "evaluate_predictions"),)
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
SUPPOSED = (("check_leakage",), ("train_baselines",), ("read_evidence",))
ON_RECORD = (("plan_release",),)

ROUTINES: Mapping[Intent, tuple[tuple[str, ...], ...]] = {
    "can_we_ship": DECIDE,
    "production_by_date": DECIDE,
    "rollout_plan": DECIDE,
    "need_model": MEASURE,
    "use_llm_or_deep_learning": MEASURE,
    "baseline_question": MEASURE,
    "leakage_question": MEASURE,
    "split_choice": MEASURE,
    "more_data_or_better_model": MEASURE,
    "review_data": (*LOOK, ("measure_drift",)),
    "feature_availability": (("profile_dataset", "check_leakage", "check_parity"),),
    "drift_question": (("profile_dataset", "measure_drift", "check_parity"),),
    "performance_dropped": (("profile_dataset", "measure_drift", "check_leakage", "check_parity"),),
    "cost_threshold": MEASURE,
    "metric_choice": MEASURE,
    "needs_language_model": MEASURE,
    "deploy_without_monitoring": ON_RECORD,
    "skip_offline_evaluation": ON_RECORD,
    "unknown_provenance": ON_RECORD,
}
"""Intents that need evidence; of refusals, what is on record. The others are on method."""

JUDGED: Mapping[Intent, tuple[tuple[str, ...], ...]] = {
    "can_we_ship": (*JUDGE, ("plan_release",)),
    "production_by_date": (*JUDGE, ("plan_release",)),
    "rollout_plan": (*JUDGE, ("plan_release",)),
    "skip_offline_evaluation": (*JUDGE, ("plan_release",)),
    "performance_dropped": (("profile_dataset", "evaluate_predictions", "measure_drift"),),
    "drift_question": (("profile_dataset", "evaluate_predictions", "measure_drift"),),
    "baseline_question": JUDGE,
    "more_data_or_better_model": JUDGE,
    "cost_threshold": JUDGE,
    "metric_choice": JUDGE,
    "review_data": JUDGE,
    "needs_language_model": JUDGE,
}
"""What is measured when the table holds predictions and what came of them."""

COURTESIES: frozenset[Intent] = frozenset(
    {"greeting_or_thanks", "out_of_scope", "provide_information", "evidence_lookup"}
)
"""Intents for which no table has to be looked at."""
