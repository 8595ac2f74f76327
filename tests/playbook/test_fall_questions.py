"""Questions of two periods, told apart from what sounds alike."""

from __future__ import annotations

import pytest

from ml_engineer.models.playbook.fall_questions import asked_of_a_fall


@pytest.mark.parametrize(
    "text",
    [
        "is it the model or the data?",
        "is it upstream or the model? short answer pls",
        "why did it decay?",
        "pager went off, 3am. live.csv scores are way off vs ref.csv. whats broken",
        "model or data?",
        "is this a data problem or a model problem?",
        "did the inputs change or did the model get worse?",
        "should I blame the pipeline or the model",
        "so what's the root cause",
        "why is the auc so low now?",
        "what made the accuracy drop in June?",
        "how come the model got worse?",
        "what went wrong?",
        "whose fault is it, the feed's or the classifier's?",
        "where does the problem come from?",
        "why has performance degraded since March?",
    ],
)
def test_blame_is_asked_in_many_words(text: str) -> None:
    assert asked_of_a_fall(text) == "model_or_data"


@pytest.mark.parametrize(
    "text",
    [
        "should we get more data or a better model?",
        "which model fits this data?",
        "do you send the data or the model anywhere?",
        "why did you drop the column?",
        "what's wrong with `chargeback_fee`?",
        "what do you need first, the model or the data?",
        "does the model see the data before training?",
        "why did you say no?",
        "why is it important to have a baseline?",
        "do you keep the data or the model after the session?",
        "what is the base rate before and after?",
        "should I train one model or use the features of the other team?",
        "why would a linear model be enough?",
        "is the data or the model under a licence?",
    ],
)
def test_what_sounds_alike_asks_for_something_else(text: str) -> None:
    assert asked_of_a_fall(text, ("june",)) is None


@pytest.mark.parametrize(
    "text",
    [
        "whats the auc before and after",
        "how many decisions are wrong since yesterday",
        "and how good is the model on june compared to before",
        "what is the accuracy now vs before?",
        "how accurate is it in june?",
        "did the model get worse?",
        "has the auc dropped since training?",
        "precision in both periods please",
        "how many of the predictions are correct now?",
        "error rate then and now?",
    ],
)
def test_performance_of_two_periods_is_asked(text: str) -> None:
    assert asked_of_a_fall(text, ("june",)) == "then_and_now"


@pytest.mark.parametrize(
    "text",
    [
        "what is the default rate in june vs train",
        "how good is a baseline?",
        "how many rows are there?",
        "is the data worth anything?",
        "what does precision mean?",
        "how well is income filled in?",
        "what is the mean of amount before and after?",
        "how many rows are in june?",
    ],
)
def test_other_questions_of_periods_and_of_quality_are_left_alone(text: str) -> None:
    assert asked_of_a_fall(text, ("june",)) is None


@pytest.mark.parametrize(
    "text",
    [
        "can i roll back? or retrain now?",
        "should we roll it back?",
        "can we switch back to the old model",
        "is a rollback the right thing now?",
        "should I revert?",
        "would rolling back help?",
        "roll back or retrain?",
        "can we turn it off?",
        "must we go back to the previous version?",
    ],
)
def test_going_back_is_asked(text: str) -> None:
    assert asked_of_a_fall(text) == "roll_back"


@pytest.mark.parametrize(
    "text",
    [
        "how do we roll back?",
        "what is the rollback plan?",
        "can we go live if we can roll back?",
        "should we test the rollback?",
        "do we need a rollback procedure?",
        "let's go back to the first question",
        "can I get back the old table?",
        "write the rollback steps",
    ],
)
def test_a_way_back_that_is_planned_is_another_question(text: str) -> None:
    assert asked_of_a_fall(text) is None
