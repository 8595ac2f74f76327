"""Particular questions, answered in conversations through the real engineer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer import Engineer


@pytest.fixture
async def engineer(sales: Path) -> AsyncIterator[Engineer]:
    table = pd.read_csv(sales / "t.csv")
    table.assign(size=table["size"] + 3 * table["size"].std()).to_csv(
        sales / "later.csv", index=False
    )
    random = np.random.default_rng(0)
    score = random.uniform(size=2000)
    good = pd.DataFrame({"y_score": score, "y_true": (random.uniform(size=2000) < score) * 1})
    bad = good.assign(y_true=(random.uniform(size=2000) < 0.5) * 1)
    good.to_csv(sales / "before.csv", index=False)
    bad.to_csv(sales / "after.csv", index=False)
    async with Engineer(workspace=sales) as engineer:
        yield engineer


async def test_alerts_are_counted_at_the_threshold_that_costs_chose(engineer: Engineer) -> None:
    asked = await engineer.ask("how many alerts a day would that be?", data="t.csv", target="sold")
    assert "what does a false alarm cost" in asked.text
    await engineer.ask("A false alarm costs 5 and a miss 20. Which threshold?")
    counted = await engineer.ask("how many alerts would that be? we have 2,000 cases a day")
    assert "of 1,000 cases" in counted.text
    assert "At 2,000 a day, as you wrote" in counted.text
    rate = await engineer.ask("what's the base rate here")
    assert "of `sold` has" in rate.text
    for answer in (asked, counted, rate):
        assert answer.marks == (), answer.text


async def test_whether_to_retrain_follows_from_what_the_fall_comes_from(
    engineer: Engineer,
) -> None:
    advice = await engineer.ask("how often should I retrain?")
    assert advice.text.startswith("**How often: as fast as it ages")
    await engineer.ask("The model got worse, why?", data="before.csv", test="after.csv")
    answer = await engineer.ask("ok so retrain?")
    assert answer.text.startswith("**Not ")
    assert answer.cited
    number = await engineer.ask("one number please")
    assert "Against the reference" in number.text
    for one in (advice, answer, number):
        assert one.marks == (), one.text


async def test_what_moved_is_weighed_by_the_model_and_sized(engineer: Engineer) -> None:
    await engineer.ask("Did the inputs drift?", data="t.csv", test="later.csv", target="sold")
    weight = await engineer.ask("does it matter to the model?")
    assert "leans on what moved" in weight.text
    size = await engineer.ask("so which column, by how much?")
    assert size.text.startswith("**`size`")
    for answer in (weight, size):
        assert answer.marks == (), answer.text


async def test_a_promise_without_a_date_is_answered_by_what_was_measured(
    engineer: Engineer,
) -> None:
    answer = await engineer.ask("Can we promise 95% accuracy?", data="t.csv", target="sold")
    assert answer.text.startswith("**Not yet: a promise needs a score on the locked rows")
    assert "date" not in answer.text
    assert answer.cited
    assert answer.marks == ()
    rows = await engineer.ask("show me the 5 worst rows")
    assert "failure_cases" in rows.text
    speed = await engineer.ask("latency p99 of the model? budget is 20 ms.")
    assert "that you gave" in speed.text
    assert "| linear | `" in speed.text
    size = await engineer.ask("How large is the model, does it fit into 2 MB?")
    assert "fits into the 2 MB that you gave" in size.text
    assert any(one.figure.quantity == "model_size" for one in size.cited)
    for one in (rows, speed, size):
        assert one.marks == (), one.text
