"""Short questions are read by their form where a table is attached."""

from __future__ import annotations

import pytest

from ml_engineer.models.playbook.short_questions import short_question


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("which model should we use?", "baseline_question"),
        ("ok which model shoud we use", "baseline_question"),
        ("What's the best model?", "baseline_question"),
        ("so is it any good", "baseline_question"),
        ("how good is it?", "baseline_question"),
        ("which metric then", "metric_choice"),
        ("how do i split it", "split_choice"),
        ("wat about more data, would that help", "more_data_or_better_model"),
        ("is 150 rows enough", "more_data_or_better_model"),
        ("why not deep learning tho", "use_llm_or_deep_learning"),
        ("and if i use a neural network", "use_llm_or_deep_learning"),
        ("Which model did you use for E3?", None),
        ("is it fair to women?", None),
        ("is it good enough to ship without monitoring?", None),
        ("how good was the holdout score, and who looked at it before?", None),
    ],
)
def test_a_short_question_is_known_by_its_form(text: str, asked: str | None) -> None:
    assert short_question(text) == asked
