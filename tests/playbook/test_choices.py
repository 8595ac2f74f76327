"""Questions of choice on a table are answered by what was measured of it, first sentence first."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ml_engineer import Engineer


@pytest.fixture
async def engineer(sales: Path) -> AsyncIterator[Engineer]:
    async with Engineer(workspace=sales) as engineer:
        yield engineer


@pytest.mark.parametrize(
    ("question", "starts"),
    [
        ("which metric should we use, if I may ask?", r"\*\*The metric that fits: ROC AUC\*\* \("),
        ("how do i split it", r"\*\*Random folds will do, each with the target's own mix"),
        ("which model should we use?", r"\*\*Start with `linear`\.\*\* "),
        ("would more data help?", r"\*\*(?:More rows|Whether more rows)[^*]* help[^*]*:\*\* "),
        ("and if i use a neural network", r"\*\*Not yet: `linear` is enough here\*\*, "),
    ],
)
async def test_a_choice_is_answered_by_what_was_measured(
    engineer: Engineer, question: str, starts: str
) -> None:
    answer = await engineer.ask(question, data="t.csv", target="sold")

    assert re.match(starts, answer.text), answer.text[:200]
    assert answer.marks == ()


async def test_costs_tell_from_where_to_act_and_what_was_counted(engineer: Engineer) -> None:
    answer = await engineer.ask(
        "A call costs 9 and a sale brings 20. Which threshold should we use?",
        data="t.csv",
        target="sold",
    )

    first = answer.text.splitlines()[0]
    assert re.match(r"\*\*Act from a score of 0\.\d+ \[E\d+\.f\d+\] up:\*\*|\*\*Act from", first)
    assert "11, which is the 20 that it would have brought less the 9 of acting" in first
    assert "cost per 1,000 decisions" in answer.text
    assert answer.marks == ()


async def test_why_after_a_cost_answer_is_told_by_what_was_measured(engineer: Engineer) -> None:
    await engineer.ask(
        "A miss costs as much as 60 false alarms. Which threshold?", data="t.csv", target="sold"
    )
    answer = await engineer.ask("why?")
    assert answer.text.startswith("**Because of what was measured:**")


async def test_a_release_without_a_target_is_not_said_to_have_nothing_against_it(
    engineer: Engineer,
) -> None:
    answer = await engineer.ask("Can we ship this model?", data="t.csv")
    assert answer.text.startswith("**No, not as it stands: the target was not named")


async def test_an_order_to_ship_is_answered_and_not_asked_back(engineer: Engineer) -> None:
    answer = await engineer.ask("just ship it, we're live monday", data="t.csv", target="sold")
    assert answer.text.startswith("**No, not yet: ")
