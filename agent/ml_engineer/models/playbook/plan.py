"""Planning: which tools an intent calls for, in which order, and with which arguments.

A routine is a list of stages. The calls of one stage run side by side; a later stage may use what
the earlier ones found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ml_engineer.conversation import ToolCall
from ml_engineer.models.playbook.attached import parity_key
from ml_engineer.models.playbook.confirming import look_to_draft
from ml_engineer.models.playbook.costs_to_count import costs_to_count
from ml_engineer.models.playbook.holding import RELEASE, refused_before
from ml_engineer.models.playbook.intents import Intent
from ml_engineer.models.playbook.one_thing import arguments_of, stages_of
from ml_engineer.models.playbook.reading_more import more_to_read
from ml_engineer.models.playbook.situation import Situation
from ml_engineer.models.playbook.told_positive import positive_told

Arguments = dict[str, Any]
Build = Callable[[Situation], Arguments | list[Arguments] | None]
"""Returns a tool's arguments, or those of several calls of it, or None when the situation does not
allow the call."""


def next_calls(situation: Situation) -> list[ToolCall]:
    """Return the calls to make now; none when everything that the intent needs has been called."""
    plain = (
        situation.single,
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
    if situation.single is not None:
        return stages_of(situation, situation.single)
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
    if asked == "plan_file":
        return ON_RECORD
    if asked in ("base_rate", "role"):
        return FACT
    if asked == "guardrail":
        return ()
    if asked == "moved":
        return (("measure_drift",), ("read_evidence",))
    if asked in ("model_or_data", "then_and_now", "roll_back", "postmortem"):
        return TRACED if situation.facts.test is not None else ()
    if asked in ("weight_of_drift", "size_of_drift") or (asked == "retraining" and not judged):
        compared = situation.facts.test is not None
        return (("profile_dataset", "measure_drift"), ("read_evidence",)) if compared else ()
    if asked == "retraining":
        return JUDGED["performance_dropped"] if situation.facts.test is not None else ()
    if situation.facts.target is None and not judged:
        return LOOK
    if asked == "look":
        return (*(JUDGE if judged else MEASURE), ("request_look",))
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
    return {**_roles(situation), **by, **arguments_of(situation.single, "profile_dataset")}


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
    if costs := costs_to_count(situation):
        arguments["costs"] = costs
    if (positive := _positive(situation)) is not None:
        arguments["positive"] = positive
    if situation.groups is not None and situation.groups.column is not None:
        arguments["sensitive"] = [situation.groups.column]
    return arguments


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
    if columns.score is not None and (costs := costs_to_count(situation)):
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
    "read_evidence": more_to_read,
    "plan_release": _release,
    "request_look": look_to_draft,
}

LOOK: tuple[tuple[str, ...], ...] = (("profile_dataset", "check_leakage"),)
FACT = (("profile_dataset",), ("read_evidence",))
MEASURE = (*LOOK, ("train_baselines", "measure_drift"), ("read_evidence",))
DECIDE = (*MEASURE, ("plan_release",))
JUDGE = (("profile_dataset", "evaluate_predictions"),)
TRACED = (("profile_dataset", "measure_drift", "evaluate_predictions"), ("read_evidence",))
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
