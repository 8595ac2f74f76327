"""Outcomes and suppositions in plain sentences: what is to be predicted, what is left out."""

from __future__ import annotations

import pytest

from ml_engineer.conversation import (
    AssistantMessage,
    ContextMessage,
    Segment,
    SessionFacts,
    Text,
    UserMessage,
)
from ml_engineer.models.playbook.situation import Situation, read_situation
from ml_engineer.models.playbook.told_positive import positive_told

COLUMNS = ("age", "duration", "sex", "race", "hours-per-week", "risk", "cnt", "income >50K")


def situation(*said: str, target: str | None = None) -> Situation:
    """Return the situation after turns of user and assistant."""
    segment = Segment("system")
    segment.append(ContextMessage(facts=SessionFacts(data="t.csv", columns=COLUMNS, target=target)))
    for place, text in enumerate(said):
        if place % 2:
            segment.append(AssistantMessage(parts=(Text(text=text),)))
        else:
            segment.append(UserMessage(text=text))
    return read_situation(segment)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Good day. Kindly assess whether the credit risk (column risk, 2 = bad) can be predicted. "
         "Granting a bad customer costs five times as much as refusing a good one.", "risk"),
        ("can we predict income >50K, and is it fair by sex and race", "income >50K"),
        ("I need a model that says whether income is above 50K", "income >50K"),
        ("can risk be predicted?", "risk"),
        ("is cnt predictable at all?", "cnt"),
        ("is it possible to forecast the number of rentals (cnt; a count)?", "cnt"),
        ("we would like to predict Income >50k from the rest", "income >50K"),
        ("how well could one predict the risk?", "risk"),
        ("please build something that predicts bad debtors (column: risk)", "risk"),
        ("sex must not be predicted", None),
        ("is age a risk?", None),
    ],
)  # fmt: skip
def test_what_is_to_be_predicted_is_taken_from_a_plain_sentence(
    text: str, target: str | None
) -> None:
    assert situation(text).facts.target == target


def test_the_target_that_was_told_stays_for_what_is_asked_next() -> None:
    said = (
        "Kindly assess whether the credit risk (column risk, 2 = bad) can be predicted.",
        "Measured.",
        "At which threshold should we refuse?",
    )
    assert situation(*said).facts.target == "risk"


def test_a_wish_with_a_second_question_is_not_asked_back() -> None:
    found = situation("can we predict income >50K, and is it fair by sex and race")
    assert found.asked.sure


@pytest.mark.parametrize(
    ("text", "positive"),
    [
        ("whether the credit risk (column risk, 2 = bad) can be predicted", "2"),
        ("predict risk; in risk 1 is good and 2 is bad", "2"),
        ("predict risk. the positive class is 2", "2"),
        ("predict risk (default = 1)", "1"),
        ("predict risk, 3 bad apples are in it", None),
        ("predict risk. sex: 1 = bad", None),
    ],
)
def test_which_class_the_costs_are_about_is_taken_from_what_is_said(
    text: str, positive: str | None
) -> None:
    said = [text] if text.startswith("predict") else [f"Kindly assess {text}."]
    assert positive_told(said, "risk") == positive


OF_GROUPS = "**No: by `sex` the groups are not treated alike.** Measured.\n\nStands on: S6; R3, H5"


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("And without the sex column?", ("sex",)),
        ("and without sex?", ("sex",)),
        ("without sex and race?", ("sex", "race")),
        ("What about without the columns sex, race and age?", ("age", "sex", "race")),
        ("and if we leave out hours per week?", ("hours-per-week",)),
        ("ok, w/o `age` then?", ("age",)),
        ("same without the age feature?", ("age",)),
    ],
)
@pytest.mark.parametrize("before", [OF_GROUPS, "The table stays attached."])
def test_leaving_a_column_out_is_supposed(text: str, without: tuple[str, ...], before: str) -> None:
    found = situation("Does the model discriminate by sex?", before, text, target="risk")
    assert found.supposed is not None
    assert set(found.supposed.without) == set(without)
    assert found.intent == "what_if"
    assert found.heard.told.left_out == ()


@pytest.mark.parametrize("text", ["without monitoring?", "and without the holdout?"])
def test_what_is_no_column_is_not_left_out(text: str) -> None:
    found = situation("Is it any good?", "Measured.", text, target="risk")
    assert found.supposed is None or not found.supposed.without
