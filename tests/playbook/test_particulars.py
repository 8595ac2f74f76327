"""Particular questions: alerts a day, the base rate, retraining, what moved, a promise."""

from __future__ import annotations

import pytest

from ml_engineer.models.playbook.alert_counts import asked_count
from ml_engineer.models.playbook.drop_questions import asked_after_a_drop
from ml_engineer.models.playbook.promises import asks_to_promise


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("how many alerts a day would that be", "alerts"),
        ("How many alarms would we get per 1,000 cases?", "alerts"),
        ("how often would it fire?", "alerts"),
        ("how many transactions would that block?", "alerts"),
        ("what's the base rate here", "base_rate"),
        ("base rate?", "base_rate"),
        ("how rare is it", "base_rate"),
        ("how imbalanced is the target?", "base_rate"),
        ("what does base rate mean?", None),
        ("how many alerts a day are normal for monitoring?", None),
        ("we get too many alerts per day", None),
        ("how many rows are there?", None),
        ("may it go live without alerts?", None),
    ],
)
def test_what_is_to_be_counted(text: str, asked: str | None) -> None:
    assert asked_count(text) == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ok so retrain?", "retraining"),
        ("should we retrain it?", "retraining"),
        ("would retraining help?", "retraining"),
        ("how often should i retrain", "retraining"),
        ("When do I need to retrain the model?", "retraining"),
        ("does the model need retraining?", "retraining"),
        ("does it matter to the model?", "weight_of_drift"),
        ("does the model even use it?", "weight_of_drift"),
        ("does `monthly_spend` matter for the model?", "weight_of_drift"),
        ("so which column, by how much", "size_of_drift"),
        ("which columns have moved and by how much?", "size_of_drift"),
        ("retrain it every night without any evaluation", None),
        ("what is retraining?", None),
        ("which columns should I drop?", None),
    ],
)
def test_what_is_asked_after_a_drop(text: str, asked: str | None) -> None:
    assert asked_after_a_drop(text, drift_shown=True) == asked


def test_what_moved_is_asked_about_only_once_tables_were_compared() -> None:
    assert asked_after_a_drop("does it matter to the model?", drift_shown=False) is None


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("Can we promise customers +-5%?", True),
        ("Can you guarantee 95% accuracy?", True),
        ("may I tell the client that it is 90% accurate?", True),
        ("could we put 0.8 AUC into the contract?", True),
        ("When can you promise 95% accuracy?", False),
        ("Can you guarantee 95% by Friday?", False),
        ("Can you promise it will reach 95%?", False),
        ("Promise me 95% accuracy next month.", False),
        ("what is the accuracy?", False),
        ("Our warranty model runs fine and the score there is good. Can we ship it?", False),
        ("What is the error per claim?", False),
        ("Can we claim that it is 90% accurate?", True),
    ],
)
def test_a_promise_without_a_date_is_no_timeline(text: str, promised: bool) -> None:
    assert asks_to_promise(text) == promised
