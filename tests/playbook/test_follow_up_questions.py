"""Plain follow-ups beside a table are known by their form, and seldom asked about."""

from __future__ import annotations

import pytest

from ml_engineer.models.playbook.follow_up_questions import follow_up_question
from ml_engineer.models.playbook.intents import recognise
from ml_engineer.models.playbook.method_questions import asked_on_method
from ml_engineer_prompts import ask_which


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("what error do you get", "baseline_question"),
        ("How far off is it on a typical house, in euros?", "baseline_question"),
        ("is 0.8 good enough?", "baseline_question"),
        ("so 0.75 is shit right", "baseline_question"),
        ("your last answer was useless. does the model suck or not", "baseline_question"),
        ("What does the model save versus accepting everyone?", "cost_threshold"),
        ("Our fraud model has 99% accuracy. Good enough?", "baseline_question"),
        ("is it worth it? we have 1000 transactions a day", "baseline_question"),
        ("should i buy weather data", "more_data_or_better_model"),
        ("And may I ask whether §2§ ought to be excluded?", "feature_availability"),
        ("may §2§ be used?", "feature_availability"),
        ("is it good enough to go live?", None),
        ("what is in §2§?", None),
        ("should we ship it?", None),
    ],
)
def test_a_plain_follow_up_is_known_by_its_form(text: str, asked: str | None) -> None:
    assert follow_up_question(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "How would the figures look without gender, if you please?",
        "does the model work without gender?",
        "what would the auc be without gender and plan?",
    ],
)
def test_what_would_be_without_a_column_is_a_supposition(text: str) -> None:
    assert recognise(text, columns=("gender", "plan", "churned")).intent == "what_if"


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("we get labels only after 90 days, how do we monitor", "Late labels"),
        ("The outcome is known three months later. How do I evaluate it?", "Late labels"),
        ("do I need a gpu", "A GPU"),
    ],
)
def test_more_questions_of_method_are_known(text: str, concept: str) -> None:
    found = asked_on_method(text)
    assert found is not None
    assert found.concepts[0].name == concept


def test_the_question_among_readings_says_what_is_so() -> None:
    options = ["can_we_ship", "split_choice"]
    assert "stays on record" in ask_which(options, data_attached=True, measured=True)
    assert "measured" not in ask_which(options, data_attached=True)
