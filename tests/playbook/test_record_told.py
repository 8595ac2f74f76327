"""A conversation's own record, told: runs side by side, all that was found, one number, less."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ml_engineer import Engineer


@pytest.fixture
async def engineer(sales: Path) -> AsyncIterator[Engineer]:
    async with Engineer(workspace=sales) as engineer:
        yield engineer


async def test_what_was_found_is_told_from_the_record(engineer: Engineer) -> None:
    await engineer.ask("What does a simple baseline reach?", data="t.csv", target="sold")
    alone = await engineer.ask("compare the two")
    assert alone.text.startswith("**There is one measurement so far")
    await engineer.ask("And without size?")
    calls = len(engineer.session.segment.user_texts())
    both = await engineer.ask("Which of the two is better?")
    assert "left out `size`" in both.text
    assert "nothing left out" in both.text
    summary = await engineer.ask("Could you kindly summarise everything we found?")
    assert "worst first" in summary.text
    assert "What to expect" in summary.text
    assert "Next: " in summary.text
    number = await engineer.ask("stop with the tables. one number")
    assert len(number.cited) <= 2
    assert "|" not in number.text
    sure = await engineer.ask("is the difference between them significant?")
    assert "As sure as the intervals are narrow" in sure.text
    assert sure.cited
    step = await engineer.ask("what would you do in my place?")
    assert step.text.startswith("**I would do this next: ")
    short = await engineer.ask("can you tell me that in two lines for my manager")
    assert len(short.text) <= len(step.text)
    assert len(engineer.session.segment.user_texts()) == calls + 6
    for answer in (alone, both, summary, number, sure, step, short):
        assert answer.marks == (), answer.text


async def test_before_anything_is_measured_the_next_step_is_the_first_one(
    engineer: Engineer,
) -> None:
    answer = await engineer.ask("What would you do in my place?")
    assert answer.text.startswith("**I would do this next: settle the decision")
    number = await engineer.ask("just one number", data="t.csv", target="sold")
    assert number.cited
    assert number.marks == ()


async def test_of_a_frame_one_missing_thing_is_asked_at_a_time(engineer: Engineer) -> None:
    await engineer.ask("We need a recommender for our web shop.")
    told = await engineer.ask(
        "Decision: which 5 products to show in the mail. Today we show bestsellers."
    )
    assert told.text.startswith("**Noted: the decision and today's practice.**")
    assert told.text.count("?") == 1
    costs = await engineer.ask("A wrong one costs nothing really, a right one brings 2 euros")
    assert "Which table holds past cases" in costs.text
    assert costs.text.count("?") == 1
    for answer in (told, costs):
        assert answer.marks == (), answer.text
