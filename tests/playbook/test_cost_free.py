"""Costs of nothing: read as 0, and answered by what follows from them."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ml_engineer import Engineer
from ml_engineer.models.playbook.cost_free import free_in_digits
from ml_engineer.models.playbook.costs import cost_ratio


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("a false alarm costs nothing, a miss costs 50. which threshold?", "0:50"),
        ("calling is free for us, missing one costs 50. so where do I draw the line", "0:50"),
        ("a miss is free, a false alarm costs 3", "3:0"),
        ("missing one costs nothing at all; a wrong alarm 5 dollars", "5:0"),
        ("a useless call costs zero, a lost customer 60", "0:60"),
        ("sending the mail is free, a lost customer costs 40 euros", "0:40"),
        ("fp=0 fn=10", "0:10"),
        ("False positives don't cost us anything, a false negative is 900 euro", "0:900"),
        ("a false alarm has no cost, a miss 12", "0:12"),
        ("a needless visit won't cost a cent but an overlooked fault costs 7000", "0:7000"),
    ],
)
def test_what_costs_nothing_costs_0(text: str, ratio: str) -> None:
    assert cost_ratio(text, about_costs=True) == f"fp:fn={ratio}"


@pytest.mark.parametrize(
    "text",
    ["is the table free of leaks?", "are you free on Monday", "the comment is free text",
     "it costs next to nothing", "feel free to drop age"],
)  # fmt: skip
def test_what_is_free_otherwise_is_no_cost(text: str) -> None:
    assert "costs 0" not in free_in_digits(text)


@pytest.fixture
async def engineer(tmp_path: Path) -> AsyncIterator[Engineer]:
    draws = random.Random(3)
    rows = []
    for _ in range(600):
        calls, days = draws.randrange(9), draws.randrange(31)
        rows.append(f"{calls},{days},{int(calls + days / 3 + draws.gauss(0, 4) > 11)}")
    (tmp_path / "t.csv").write_text("calls,days,left\n" + "\n".join(rows), encoding="utf-8")
    async with Engineer(workspace=str(tmp_path)) as engineer:
        await engineer.attach(data="t.csv", target="left")
        yield engineer


async def test_a_false_alarm_for_nothing_is_acted_on_always(engineer: Engineer) -> None:
    answer = await engineer.ask("A call is free, losing a customer costs 60. Whom do we call?")
    assert "Act on every case" in answer.text
    assert "how many cases can you act on" in answer.text
    assert answer.marks == ()
    answer = await engineer.ask("and if a false alarm costs 4?")
    assert "Act on every case: as you wrote" not in answer.text
    assert "[E" in answer.text.splitlines()[0]


async def test_a_miss_for_nothing_needs_no_model(engineer: Engineer) -> None:
    answer = await engineer.ask("which threshold, if a miss costs 0 and a false alarm 3?")
    assert "Act on none" in answer.text
    assert answer.marks == ()


@pytest.mark.parametrize(
    "who", ["I know nothing about computers.", "I'm not technical, sorry.", "I am no expert."]
)
async def test_costs_of_a_layman_are_answered_in_plain_words(engineer: Engineer, who: str) -> None:
    answer = await engineer.ask(
        f"{who} A wasted call costs us 4 euro, a customer who leaves 60. Whom should we call?"
    )
    assert answer.marks == ()
    for term in ("threshold", "decisions cost", "EUR per", "ROC", "calibration", "false alarm"):
        assert term not in answer.text
    assert "to act for nothing costs 4, and to overlook one 60" in answer.text
    answer = await engineer.ask("and if a call were free?")
    assert "Act on every one of them" in answer.text
    assert answer.marks == ()
