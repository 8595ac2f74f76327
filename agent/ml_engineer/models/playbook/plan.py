"""Planning: which tools an intent calls for, in which order, and with which arguments.

A routine is a list of stages. The calls of one stage run side by side; a later stage may use what
the earlier ones found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ml_engineer.conversation import ToolCall
from ml_engineer.models.playbook.citing import COMPARED_BY, PRIMARY
from ml_engineer.models.playbook.intents import Intent
from ml_engineer.models.playbook.situation import Situation
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES

Arguments = dict[str, Any]
Build = Callable[[Situation], Arguments | None]
"""Returns a tool's arguments, or None when the situation does not allow the call."""


def next_calls(situation: Situation) -> list[ToolCall]:
    """Return the calls to make now; none when everything that the intent needs has been called."""
    if situation.facts.data is None:
        return []
    for stage in routine(situation.asked.intent):
        wanted = {
            tool: arguments
            for tool in stage
            if tool not in situation.called and (arguments := BUILDERS[tool](situation)) is not None
        }
        if wanted:
            return [
                ToolCall(id=f"call_{situation.calls_so_far + k}", name=tool, arguments=arguments)
                for k, (tool, arguments) in enumerate(wanted.items(), start=1)
            ]
    return []


def routine(intent: Intent) -> tuple[tuple[str, ...], ...]:
    """Return the stages of an intent: with a table attached, it is looked at in any case (H5)."""
    if intent in COURTESIES:
        return ()
    return ROUTINES.get(intent, (("profile_dataset",),))


def _profile(situation: Situation) -> Arguments | None:
    return _roles(situation)


def _leakage(situation: Situation) -> Arguments | None:
    arguments = _roles(situation)
    if situation.facts.test is not None:
        arguments["test"] = situation.facts.test
    return arguments


def _baselines(situation: Situation) -> Arguments | None:
    if situation.facts.target is None:
        return None
    arguments = _roles(situation)
    if situation.suspects:
        arguments["without"] = situation.suspects
    return arguments


def _drift(situation: Situation) -> Arguments | None:
    facts = situation.facts
    if facts.test is None:
        return None
    pair = {"reference": facts.data, "current": facts.test}
    return {**pair, **{role: name for role, name in _roles(situation).items() if role != "data"}}


def _scores(situation: Situation) -> Arguments | None:
    """Read the scores that a short view of the baselines had no room for."""
    view = situation.views.get("train_baselines")
    if view is None or not view.omitted:
        return None
    scores = [figure.quantity for figure in view.figures if figure.quantity in COMPARED_BY]
    # Where there was no room for any score, the findings say by what models were compared.
    said = " ".join(finding.statement for finding in view.findings)
    scores += [name for name in PRIMARY if METRIC_NAMES[name] in said]
    metric = next((name for name in scores if name != "accuracy"), "accuracy")
    return {"evidence": view.evidence, "quantity": metric}


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
    "read_evidence": _scores,
    "plan_release": _release,
}

LOOK: tuple[tuple[str, ...], ...] = (("profile_dataset", "check_leakage"),)
MEASURE = (*LOOK, ("train_baselines", "measure_drift"), ("read_evidence",))
DECIDE = (*MEASURE, ("plan_release",))

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
    "feature_availability": LOOK,
    "drift_question": (("profile_dataset", "measure_drift"),),
    "performance_dropped": (("profile_dataset", "measure_drift", "check_leakage"),),
    "needs_language_model": MEASURE,
}
"""Intents that need evidence. The others are questions of method, or refusals."""

COURTESIES: frozenset[Intent] = frozenset(
    {"greeting_or_thanks", "out_of_scope", "provide_information", "evidence_lookup"}
)
"""Intents for which no table has to be looked at."""
