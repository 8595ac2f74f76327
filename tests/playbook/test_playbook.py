"""The playbook as a whole: what it measures for which question, and how it words what it found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ml_engineer import Engineer
from ml_engineer.conversation import AssistantMessage
from ml_engineer.session import Session


@pytest.fixture
async def engineer(sales: Path) -> AsyncIterator[Engineer]:
    (sales / "broken.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    async with Engineer(workspace=sales) as engineer:
        yield engineer


def tools_called(session: Session) -> list[str]:
    return [
        call.name
        for message in session.segment
        if isinstance(message, AssistantMessage)
        for call in message.calls
    ]


async def test_without_a_table_it_answers_on_method_and_asks(engineer: Engineer) -> None:
    answer = await engineer.ask("We need a model that predicts churn")
    assert tools_called(engineer.session) == []
    assert "?" in answer.text
    assert "Q1" in answer.clauses
    assert answer.cited == ()
    assert answer.marks == ()


async def test_without_a_target_it_measures_what_it_can_and_asks_for_it(
    engineer: Engineer,
) -> None:
    answer = await engineer.ask("Can we ship this model?", data="t.csv")
    assert "train_baselines" not in tools_called(engineer.session)
    assert any("target" in item for item in answer.missing)
    assert answer.text.startswith("**No")


async def test_it_never_says_yes_to_a_release(engineer: Engineer) -> None:
    answer = await engineer.ask("Can we go live with it?", data="t.csv", target="sold")
    assert tools_called(engineer.session)[-1] == "plan_release"
    assert answer.text.startswith("**No")
    assert {"R1", "R2", "R3"} <= set(answer.clauses)


async def test_every_figure_of_the_answer_is_cited_and_none_is_marked(engineer: Engineer) -> None:
    answer = await engineer.ask("What do simple models reach?", data="t.csv", target="sold")
    assert answer.marks == ()
    assert {figure.tool for figure in answer.cited} >= {"train_baselines"}
    assert "## Scores" in answer.text


async def test_drift_without_a_second_table_is_said_and_asked_for(engineer: Engineer) -> None:
    answer = await engineer.ask("Has the data drifted?", data="t.csv", target="sold")
    assert "measure_drift" not in tools_called(engineer.session)
    assert any("A second table" in item for item in answer.missing)


LEADS_FOR = {
    "product_manager": "## What users would meet",
    "software_engineer": "## What the service has to do",
    "leadership": "## What you decide",
}


@pytest.mark.parametrize("audience", LEADS_FOR)
async def test_figures_are_the_same_for_every_audience(engineer: Engineer, audience: str) -> None:
    question = "Can we ship this model?"
    plain = await engineer.ask(question, data="t.csv", target="sold")
    other = await engineer.ask(question, audience=audience)  # type: ignore[arg-type]
    assert [cited.figure for cited in other.cited] == [cited.figure for cited in plain.cited]
    assert LEADS_FOR[audience] in other.text
    assert other.text.index(LEADS_FOR[audience]) < other.text.index("## The figures behind it")
    assert LEADS_FOR[audience] not in plain.text
    assert other.marks == ()


async def test_a_tool_that_fails_is_named_and_nothing_is_made_up(
    engineer: Engineer, workspace: Path
) -> None:
    await engineer.attach(data="t.csv", target="sold")
    (workspace / "t.csv").unlink()
    answer = await engineer.ask("Is there leakage?")
    assert "nothing could be measured" in answer.text
    assert "There is no file" in answer.text
    assert answer.cited == ()
