"""How many rows lie within a margin of the truth, told from what was measured."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from ml_engineer import Engineer
from ml_engineer.models.playbook.margins_told import asks_for_a_margin
from ml_engineer_tools.evaluation.margins import record_margins
from ml_engineer_tools.evaluation.parts import deal_parts
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request


@pytest.mark.parametrize(
    "text",
    ["on what share of rows are we within ±10 %?", "how often are we within 100 of the truth?",
     "how many predictions are off by more than 20 percent", "share of rows within +/- 5%",
     "what percentage of days is within 300 bikes of the actual", "How many are wrong by over 50?",
     "on how many days would we be within 10 percent of the truth?"],
)  # fmt: skip
def test_a_question_for_a_share_within_a_margin_is_known(text: str) -> None:
    assert asks_for_a_margin(text)


@pytest.mark.parametrize(
    "text",
    ["can you promise an error within 10 %?", "when are we within 5 % of the target?",
     "how many rows are older than 30?", "does it answer within 20 ms?", "how many errors?",
     "how many alerts a day at 5 %?"],
)  # fmt: skip
def test_what_asks_for_something_else_is_none(text: str) -> None:
    assert not asks_for_a_margin(text)


def test_shares_and_errors_are_those_of_the_rows() -> None:
    record = Recorder("train_baselines", Request())
    y = np.array([100.0, 100.0, 100.0, 0.0] * 25)
    prediction = np.array([104.0, 109.0, 150.0, 1.0] * 25)
    record_margins(Place(record), y, prediction, deal_parts(100, seed=0))
    told = {(f.quantity, f.subject.slice): f.value for f in record.figures}
    assert told["within_share", "within 5%"] == 0.25
    assert told["within_share", "within 10%"] == 0.5
    assert told["within_share", "within 50%"] == 0.75
    assert told["absolute_error_quantile", "75% of rows"] == pytest.approx(9)


@pytest.fixture
async def engineer(tmp_path: Path) -> AsyncIterator[Engineer]:
    draws = random.Random(3)
    rows = []
    for _ in range(300):
        size, age = draws.randrange(20, 90), draws.randrange(30)
        rows.append(f"{size},{age},{100 + 3 * size - age + draws.gauss(0, 15):.1f}")
    (tmp_path / "t.csv").write_text("size,age,price\n" + "\n".join(rows), encoding="utf-8")
    async with Engineer(workspace=str(tmp_path)) as engineer:
        await engineer.attach(data="t.csv", target="price")
        yield engineer


async def test_it_is_answered_from_figures(engineer: Engineer) -> None:
    exact = await engineer.ask("On what share of the rows are we within ±10 %?")
    between = await engineer.ask("how many predictions are off by more than 12 percent?")
    absolute = await engineer.ask("how often are we within 20 of the truth?")
    for answer in (exact, between, absolute):
        assert answer.marks == (), answer.text
        assert any(one.figure.quantity == "absolute_error_quantile" for one in answer.cited)
    assert any(one.figure.subject.slice == "within 10%" for one in exact.cited)
    assert "That margin was not measured" in between.text
