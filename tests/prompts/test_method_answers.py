"""The playbook's prepared answers: short, without numbers, and quoting what a person said."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from tests.prompts.shared import THE_32

from ml_engineer_prompts import (
    Intent,
    RefusalDetails,
    RequestDetails,
    audience_clause,
    details_of,
    method_answer,
)
from ml_engineer_prompts.clauses import Audience
from ml_engineer_prompts.method_answers import REFUSAL_OF, REQUEST_OF

AUDIENCES: tuple[Audience, ...] = get_args(Audience)

THE_28_INTENTS = [
    "need_model", "performance_dropped", "use_llm_or_deep_learning", "production_by_date",
    "review_data", "can_we_ship",
    "deploy_without_monitoring", "skip_offline_evaluation", "unknown_provenance",
    "promise_timeline",
    "leakage_question", "baseline_question", "drift_question", "cost_threshold",
    "metric_choice", "split_choice", "feature_availability", "monitoring_plan", "rollout_plan",
    "explain_prediction", "explain_for_audience", "what_if", "evidence_lookup",
    "more_data_or_better_model", "provide_information",
    "greeting_or_thanks", "out_of_scope", "needs_language_model",
]  # fmt: skip


STANDS_ON = re.compile(r"Stands on: (S\d(?:, S\d)*)(?:; ([BPAHRQ]\d(?:, [BPAHRQ]\d)*))?")
NUMBER_WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|"
    r"million|percent|twice|double|half|third|quarter)\b",
    re.IGNORECASE,
)
SAID = {
    "target": "late_30",
    "time": "since 12 March",
    "group": "machine_7",
    "files": "q3_export.csv",
    "deadline": "by 15 November",
    "metric": "AUC of 0.9",
    "cost_ratio": "fp:fn=1:20",
    "audience": "my boss",
}


def without_structure(answer: str) -> str:
    """The answer without list numbers and clause ids: what is left must hold no digit."""
    return re.sub(r"^\d+\. |\b[BPSAHRQ]\d\b", "", answer, flags=re.MULTILINE)


def test_there_are_exactly_the_28_intents() -> None:
    assert sorted(Intent) == sorted(THE_28_INTENTS)


@pytest.mark.parametrize("intent", THE_28_INTENTS)
def test_an_answer_is_short_ends_in_what_it_stands_on_and_holds_no_number(intent: str) -> None:
    for audience in AUDIENCES:
        answer = method_answer(intent, audience=audience)
        last = answer.splitlines()[-1]
        match = STANDS_ON.fullmatch(last)
        assert match, last
        named = ", ".join(filter(None, match.groups())).split(", ")
        assert len(set(named)) == len(named)
        assert set(named) <= set(THE_32)
        assert answer.count("Stands on:") == 1
        assert len(answer.split()) <= 330
        assert not re.search(r"\d", without_structure(answer))
        assert not NUMBER_WORDS.search(answer)
        assert "[" not in answer, "nothing in it may read as a citation"
        assert "\n\n\n" not in answer


@pytest.mark.parametrize(("intent", "clause_id"), [(str(k), v) for k, v in REFUSAL_OF.items()])
def test_a_refusal_names_its_clause_speaks_to_the_asker_and_offers_a_yes(
    intent: str, clause_id: str
) -> None:
    refusal = details_of(clause_id, RefusalDetails)
    for audience in AUDIENCES:
        answer = method_answer(intent, audience=audience, slots=SAID)
        assert answer.startswith(refusal.verdict)
        assert clause_id in answer.splitlines()[-1]
        assert audience_clause(audience) in answer.splitlines()[-1]
        for words in (refusal.reasons.to(audience), *refusal.path_to_yes, refusal.holds):
            assert words in answer
    assert len({method_answer(intent, audience=audience) for audience in AUDIENCES}) == 4


@pytest.mark.parametrize(("intent", "clause_id"), [(str(k), v) for k, v in REQUEST_OF.items()])
def test_a_request_is_led_for_its_audience_and_asks_before_it_orders_the_work(
    intent: str, clause_id: str
) -> None:
    request = details_of(clause_id, RequestDetails)
    for audience in AUDIENCES:
        answer = method_answer(intent, audience=audience)
        assert answer.startswith(request.leads.to(audience))
        places = [answer.index(w) for w in (*request.first_questions, *request.order_of_work)]
        assert places == sorted(places)
        assert clause_id in answer.splitlines()[-1]


def test_a_near_date_never_costs_the_monitoring_and_names_the_corners() -> None:
    answer = method_answer("production_by_date")
    kept = next(line for line in answer.splitlines() if line.startswith("What is not cut"))
    assert "monitoring" in kept
    assert "held-out evaluation" in kept
    for corner in details_of("Q4", RequestDetails).corners:
        assert f"- {corner}" in answer


@pytest.mark.parametrize(
    "intent",
    ["can_we_ship", "review_data", "leakage_question", "baseline_question", "split_choice"],
)
def test_an_answer_that_needs_a_table_says_how_to_name_it_and_its_columns(intent: str) -> None:
    answer = method_answer(intent)
    for words in ("Name the file", "target is", "second file", "time is", "group is"):
        assert words in answer


def test_drift_and_a_drop_ask_for_both_tables() -> None:
    for intent in ("drift_question", "performance_dropped", "monitoring_plan"):
        assert "name their files" in method_answer(intent).lower()


@pytest.mark.parametrize("intent", THE_28_INTENTS)
def test_an_answer_names_no_flag_since_a_chat_and_a_program_have_none(intent: str) -> None:
    """The same text is read in `ask`, in `chat` and in Python: plain words work in all three."""
    slots = dict.fromkeys(("target", "time", "group", "files", "metric", "deadline"), "x")
    for said in ({}, slots):
        spare = re.sub(r"`ml-engineer [^`]*`", "", method_answer(intent, slots=said))
        assert re.search(r"(?<![\w-])--[a-z]", spare) is None
