"""Targets named loosely: taken where one column alone is meant, and asked for where several are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

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
from ml_engineer.models.playbook.target_in_words import column_behind, columns_behind

SHOP = ("Date", "Store", "Temperature", "Promo", "Weekly_Sales")
PHONE = ("customer_id", "signup_month", "plan", "tickets", "churned")
BANK = ("age", "job", "balance", "duration", "y")
TWO = ("store", "weekly_sales", "monthly_sales", "price")


def situation(columns: tuple[str, ...], *said: str) -> Situation:
    segment = Segment("system")
    segment.append(ContextMessage(facts=SessionFacts(data="t.csv", columns=columns)))
    for place, text in enumerate(said):
        if place % 2:
            segment.append(AssistantMessage(parts=(Text(text=text),)))
        else:
            segment.append(UserMessage(text=text))
    return read_situation(segment)


@pytest.mark.parametrize(
    ("columns", "text", "target"),
    [
        (SHOP, "The target is sales.", "Weekly_Sales"),
        (SHOP, "target: sales", "Weekly_Sales"),
        (SHOP, "use sales as the target, please", "Weekly_Sales"),
        (SHOP, "what we want to predict is the weekly sales", "Weekly_Sales"),
        (SHOP, "How well can we forecast sales?", "Weekly_Sales"),
        (SHOP, "predict the sales of each store please", "Weekly_Sales"),
        (SHOP, "I want to know how good a sales forecast gets", "Weekly_Sales"),
        (SHOP, "What would a baseline reach on weekly sales?", "Weekly_Sales"),
        (PHONE, "how good is a churn model here", "churned"),
        (PHONE, "target: churn", "churned"),
        (PHONE, "label is churn. what does a simple model reach?", "churned"),
        (PHONE, "will they churn? how good can a model get", "churned"),
        (PHONE, "Can you tell which customers churn?", "churned"),
        (BANK, "We want to predict who makes a deposit", "y"),
        (BANK, "target is deposits", "y"),
        (BANK, "what we want is y, whether they sign", "y"),
        (SHOP, "what I care about is Weekly_Sales", "Weekly_Sales"),
        (BANK, "what we want is age to be left out", None),
        (PHONE, "weather forecasts are not in the table yet, are they", None),
        (PHONE, "the target is to save 10 % of the cost", None),
        (PHONE, "is there a model for monthly revenue in it?", None),
        (PHONE, "how do I split", None),
        (TWO, "predict sales", None),
        (TWO, "How good can a forecast of monthly sales get?", "monthly_sales"),
    ],
)  # fmt: skip
def test_a_loose_name_is_the_one_column_that_it_can_mean(
    columns: tuple[str, ...], text: str, target: str | None
) -> None:
    assert situation(columns, text).facts.target == target


@pytest.mark.parametrize(
    ("words", "columns", "column"),
    [
        ("sales", SHOP, "Weekly_Sales"),
        ("store sales", SHOP, "Weekly_Sales"),
        ("price of the house", ("house_age", "price"), "price"),
        ("sales", ("sales_lag_7", "sales"), "sales"),
        ("sales", ("sales_lag_7", "store"), None),
        ("demand", ("demand_forecast", "store"), None),
        ("customers", ("customer_id", "plan"), None),
    ],
)
def test_a_part_of_a_name_is_enough_where_nothing_else_has_it(
    words: str, columns: tuple[str, ...], column: str | None
) -> None:
    assert column_behind(words, columns) == column


def test_several_columns_that_may_be_meant_are_told() -> None:
    assert columns_behind("sales", TWO) == ["weekly_sales", "monthly_sales"]


PROPOSED = (
    "**I can't say yet.**\n\n## What is missing\n\n- The target: which column is to be predicted? "
    'By the table it may be `churned`: a "yes" takes it.'
)


@pytest.mark.parametrize(
    "text",
    ["yes", "Yes, that one.", "yep", "ok, take it", "right", "correct!", "yes please", "go ahead",
     "exactly", "yes it is"],
)  # fmt: skip
def test_a_column_that_was_proposed_is_taken_by_a_yes(text: str) -> None:
    asked = "what does a simple model reach"
    found = situation(PHONE, asked, PROPOSED, text)
    assert found.facts.target == "churned"
    assert found.intent == "baseline_question"


@pytest.mark.parametrize("text", ["no", "not that one", "yes or no, is it leaking?", "why that?"])
def test_a_column_that_was_proposed_is_not_taken_by_anything_else(text: str) -> None:
    asked = "what does a simple model reach"
    assert situation(PHONE, asked, PROPOSED, text).facts.target is None


@pytest.fixture
async def engineer(tmp_path: Path) -> AsyncIterator[Engineer]:
    rows = [f"{k % 5},{k % 11},{k % 7 * 3 + k % 5},{k % 13}" for k in range(200)]
    (tmp_path / "one.csv").write_text("store,promo,weekly_sales,x\n" + "\n".join(rows))
    (tmp_path / "two.csv").write_text("store,promo,weekly_sales,monthly_sales\n" + "\n".join(rows))
    async with Engineer(workspace=str(tmp_path)) as engineer:
        yield engineer


async def test_it_says_what_was_taken_and_from_which_words(engineer: Engineer) -> None:
    answer = await engineer.ask("How well can we forecast sales?", data="one.csv")
    assert "Taken as the target: `weekly_sales`, as you wrote “sales”." in answer.text
    assert answer.marks == ()


async def test_it_asks_which_where_several_may_be_meant(engineer: Engineer) -> None:
    answer = await engineer.ask("How well can we forecast sales?", data="two.csv")
    assert "“sales” may be `weekly_sales` or `monthly_sales`" in answer.text
    assert answer.marks == ()
