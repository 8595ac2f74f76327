"""A column that is said to be known in time is no suspect any more; one that is left out frees
those that told the target together with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ml_engineer.conversation import (
    AssistantMessage,
    ContextMessage,
    Segment,
    SessionFacts,
    Text,
    ToolResult,
    UserMessage,
)
from ml_engineer.models.playbook.plan import BUILDERS
from ml_engineer.models.playbook.sections import missing_section
from ml_engineer.models.playbook.situation import Situation, read_situation
from ml_engineer.models.playbook.told_columns import told_after, told_in

COLUMNS = ("m2", "rooms", "built", "price", "price_per_m2")
FACTS = SessionFacts(data="houses.csv", target="price", columns=COLUMNS)


def situation(*said: str) -> Situation:
    """Return the situation after turns of user and assistant, beginning and ending with a user."""
    segment = Segment("system", (), (ContextMessage(facts=FACTS),))
    for place, text in enumerate(said):
        assistant = AssistantMessage(parts=(Text(text=text),))
        segment.append(assistant if place % 2 else UserMessage(text=text))
    return read_situation(segment)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("m2 is known before, it is the size of the house", {"m2"}),
        ("we know m2 and rooms before the sale", {"m2", "rooms"}),
        ("m2 is available at prediction time", {"m2"}),
        ("rooms is always known", {"rooms"}),
        ("m2 is recorded when we make the decision", {"m2"}),
        ("About m2: we have it well before the sale.", {"m2"}),
        ("the buyer knows rooms before buying", {"rooms"}),
        ("of course we know m2, it is the size", {"m2"}),
        ("nobody knows m2 before the sale", set()),
        ("m2 is not known before", set()),
        ("m2 is only known afterwards", set()),
        ("is m2 known before?", set()),
        ("I don't know if m2 is known before", set()),
    ],
)
def test_a_column_that_is_known_in_time_is_heard(text: str, names: set[str]) -> None:
    assert set(told_in(text, COLUMNS).known_before) == names


def test_before_is_an_answer_to_the_question_when_columns_are_known() -> None:
    asked = (("user", "?"), ("assistant", "- When is `m2` known: before the prediction, or after?"))
    assert told_after("before", asked, COLUMNS).known_before == ("m2",)
    assert told_after("not before the sale", asked, COLUMNS).known_before == ()


def test_what_is_known_in_time_stands_until_the_opposite_is_told() -> None:
    said = ("is there leakage?", "Yes.", "m2 is known before.", "Noted.")
    assert situation(*said, "how good is it?").heard.told.known_before == ("m2",)
    found = situation(*said, "m2 is known only after the sale")
    assert found.heard.told.known_before == ()
    assert found.heard.told.left_out == ("m2",)


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("and without price_per_m2?", ["price_per_m2"]),
        ("without price_per_m2", ["price_per_m2"]),
        ("minus price_per_m2 then", ["price_per_m2"]),
        ("keep m2, only drop price_per_m2", ["price_per_m2"]),
        ("drop only price_per_m2", ["price_per_m2"]),
        ("price_per_m2 goes, m2 stays", ["price_per_m2"]),
        ("without price per m2", ["price_per_m2"]),
        ("and if we don't use price_per_m2?", ["price_per_m2"]),
        ("what does it reach without price_per_m2 but with m2?", ["price_per_m2"]),
        ("what if we drop price_per_m2 and keep m2?", ["price_per_m2"]),
    ],
)
def test_only_what_was_asked_is_left_out_and_the_others_are_judged_anew(
    text: str, left_out: list[str]
) -> None:
    found = situation("predict price", "Which decision?", text)
    leakage = BUILDERS["check_leakage"](found)
    assert isinstance(leakage, dict)
    assert leakage["without"] == left_out
    baselines = BUILDERS["train_baselines"](found)
    assert isinstance(baselines, dict)
    assert baselines["without"] == left_out


def test_an_evidence_without_more_to_read_is_nothing_that_is_missing() -> None:
    found = situation("predict price")
    for name, shown in (("read_evidence", False), ("train_baselines", True)):
        failed = ToolResult(call_id="c", name=name, content="no figure of it", is_error=True)
        assert ("could not be run" in missing_section(replace(found, errors=(failed,)))) is shown
