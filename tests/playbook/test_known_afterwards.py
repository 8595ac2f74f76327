"""Columns that are known only once the outcome is: they may not be used, and get no role."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer import Engineer
from ml_engineer.conversation import (
    AssistantMessage,
    ContextMessage,
    Segment,
    SessionFacts,
    Text,
    UserMessage,
)
from ml_engineer.models.playbook.situation import Situation, read_situation
from ml_engineer.models.playbook.told_columns import told_in

COLUMNS = (
    "dteday", "season", "casual", "registered", "cnt", "duration", "checkin_minutes", "deposit",
)  # fmt: skip
FACTS = SessionFacts(data="t.csv", columns=COLUMNS)
WHICH_TIME = (
    "Measured.\n\n## To ask the data's owner\n\n"
    "- When are `registered` and `casual` known, before or after the outcome?\n"
    "- Are the rows in order of time, and which column says when each was known?"
)


def situation(*said: str, facts: SessionFacts = FACTS) -> Situation:
    """Return the situation after turns of user and assistant."""
    segment = Segment("system")
    segment.append(ContextMessage(facts=facts))
    for place, text in enumerate(said):
        if place % 2:
            segment.append(AssistantMessage(parts=(Text(text=text),)))
        else:
            segment.append(UserMessage(text=text))
    return read_situation(segment)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("casual and registered are known only after the day. drop them", "casual registered"),
        ("when is duration known? we know it only after the call", "duration"),
        ("duration is only there once the call is over", "duration"),
        ("we only learn duration afterwards", "duration"),
        ("you get checkin_minutes when the patient has arrived, so after the fact", ""),
        ("checkin_minutes gets filled in after the visit", "checkin_minutes"),
        ("duration isn't known beforehand", "duration"),
        ("the checkin minutes are not available at prediction time", "checkin_minutes"),
        ("duration is not yet known when we predict", "duration"),
        ("casual is a count that we have in hindsight only", "casual"),
        ("registered? it's recorded at the end of the day", "registered"),
        ("duration kennen wir erst nach dem Anruf", "duration"),
        ("duration is known before the call", ""),
        ("is duration known only after the call?", ""),
        ("what if duration is known only after the call", ""),
        ("duration is known, and after lunch we train", ""),
        ("duration is not known only after the call, we have it before", ""),
        ("after the summer season we know more", ""),
    ],
)
def test_that_a_column_is_known_only_afterwards_is_heard(text: str, columns: str) -> None:
    told = told_in(text, COLUMNS)
    assert set(told.afterwards) == set(columns.split())
    assert set(told.afterwards) <= set(told.left_out)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("casual and registered add up to it. drop them", "casual registered"),
        ("duration looks odd. leave it out please", "duration"),
        ("casual and registered? get rid of both", "casual registered"),
        ("drop it", ""),
        ("duration looks odd. drop the rows", ""),
        ("duration looks odd. don't drop it", ""),
    ],
)
def test_what_is_to_be_dropped_may_be_a_pronoun(text: str, columns: str) -> None:
    assert set(told_in(text, COLUMNS).left_out) == set(columns.split())


@pytest.mark.parametrize(
    "text",
    [
        "casual and registered are known only after the day. drop them",
        "casual and registered add up to it. drop them",
        "after",
        "only afterwards",
        "they're known after the day",
        "both after the outcome, drop them",
    ],
)
def test_a_reply_on_when_columns_are_known_gives_none_of_them_a_role(text: str) -> None:
    found = situation("predict cnt", WHICH_TIME, text)
    assert found.facts.target == "cnt"
    assert found.facts.time is None
    assert set(found.heard.told.left_out) == {"casual", "registered"}


@pytest.mark.parametrize(
    "text",
    ["season seems important", "casual is larger in summer", "why is registered there",
     "I doubt that season and dteday matter", "season, casual and registered are counts"],
)  # fmt: skip
def test_what_is_said_of_a_column_is_no_answer_to_the_question_for_the_time(text: str) -> None:
    assert situation("predict cnt", WHICH_TIME, text).facts.time is None


@pytest.mark.parametrize(
    "text", ["dteday", "it's dteday", "dteday, the day of the row", "I'd say dteday", "use dteday"]
)
def test_a_reply_that_names_the_time_gives_it_that_role(text: str) -> None:
    assert situation("predict cnt", WHICH_TIME, text).facts.time == "dteday"


def test_the_outcome_itself_is_always_known_afterwards() -> None:
    found = situation("predict deposit", "Measured.", "deposit is known only after the call")
    assert found.facts.target == "deposit"
    assert found.heard.told.left_out == ()


def test_what_was_left_out_comes_back_when_asked_for() -> None:
    said = ("duration is known only after the call", "Noted.", "sorry, put duration back")
    assert situation(*said).heard.told.left_out == ()


@pytest.fixture
async def engineer(tmp_path: Path) -> AsyncIterator[Engineer]:
    random = np.random.default_rng(7)
    inside = random.normal(size=(400, 2))
    late = random.poisson(20, size=400)
    count = np.round(40 + 6 * inside[:, 0] + random.normal(0, 3, 400)) + late
    pd.DataFrame(
        {"warm": inside[:, 0], "wind": inside[:, 1], "walk_ins": late, "visits": count}
    ).round(3).to_csv(tmp_path / "t.csv", index=False)
    async with Engineer(workspace=str(tmp_path)) as engineer:
        yield engineer


async def test_the_first_sentence_says_that_it_may_not_be_used(engineer: Engineer) -> None:
    await engineer.ask("predict visits", data="t.csv")
    answer = await engineer.ask("walk_ins is known only after the day")
    assert answer.text.startswith("**Then `walk_ins` may not be used")
    assert "left out from now on" in answer.text.partition("\n")[0]
    assert "mean absolute error" in answer.text
    calls = [
        call
        for message in engineer.session.segment
        if isinstance(message, AssistantMessage)
        for call in message.calls
    ]
    assert calls
    assert not any("time" in call.arguments for call in calls)


async def test_without_a_target_it_is_said_and_nothing_else_is_claimed(engineer: Engineer) -> None:
    answer = await engineer.ask(
        "when are walk_ins known? we know them only after the day", data="t.csv"
    )
    assert answer.text.startswith("**Then `walk_ins` may not be used")
    assert "No leak" not in answer.text
    assert "which column is to be predicted" in answer.text


async def test_the_scores_say_without_which_columns_they_are(engineer: Engineer) -> None:
    await engineer.ask("predict visits", data="t.csv")
    answer = await engineer.ask("drop wind")
    assert answer.text.startswith("**`wind` is left out from now on.**")
    assert answer.marks == ()
