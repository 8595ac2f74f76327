"""Questions on a column: what it says of the target; a column's name is never out of scope."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer import Engineer
from ml_engineer.models.playbook.column_effects import AskedColumn, asked_column
from ml_engineer.models.playbook.intents import recognise

COLUMNS = ("hours", "coffee", "sleep_hours", "grade")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("whats the effect of coffee", "coffee"),
        ("does coffee matter?", "coffee"),
        ("how important is sleep hours?", "sleep_hours"),
        ("Is there a relationship between hours and grade?", "hours"),
        ("what does coffee say about it", "coffee"),
        ("ok, coffee's impact?", "coffee"),
        ("do more hours improve grade", "hours"),
        ("does coffee leak?", None),
        ("is coffee missing often?", None),
        ("what is the effect of monitoring?", None),
        ("coffee and hours matter, sleep_hours less", None),
    ],
)
def test_what_a_column_says_is_asked(text: str, column: str | None) -> None:
    asked = asked_column(text, recognise(text, columns=COLUMNS), COLUMNS, "grade")
    assert (asked.column if asked is not None and asked.effect else None) == column


@pytest.fixture
async def engineer(tmp_path: Path) -> AsyncIterator[Engineer]:
    random = np.random.default_rng(3)
    hours, coffee = random.uniform(0, 10, 300), random.integers(0, 6, 300)
    grade = 40 + 5 * hours + random.normal(0, 6, 300)
    pd.DataFrame({"hours": hours.round(2), "coffee": coffee, "grade": grade.round(1)}).to_csv(
        tmp_path / "t.csv", index=False
    )
    async with Engineer(workspace=str(tmp_path)) as engineer:
        yield engineer


async def test_what_goes_together_is_told_with_its_figures_and_no_effect_is_claimed(
    engineer: Engineer,
) -> None:
    none = await engineer.ask("whats the effect of coffee", data="t.csv", target="grade")
    assert none.text.startswith("**No sign that `coffee` goes together with `grade`")
    assert "experiment" in none.text
    some = await engineer.ask("does hours matter?")
    assert some.text.startswith("**`hours` goes together with `grade`")
    assert "leans on it" in some.text
    assert len(some.cited) >= 2
    assert none.marks == some.marks == ()


@pytest.mark.parametrize("text", ["should I drink more coffee?", "is coffee healthy"])
async def test_a_question_that_names_a_column_is_not_out_of_scope(
    engineer: Engineer, text: str
) -> None:
    answer = await engineer.ask(text, data="t.csv")
    assert "outside what I do" not in answer.text
    assert "`coffee`" in answer.text.partition("\n")[0]
    assert answer.marks == ()


def test_without_a_table_it_stays_out_of_scope() -> None:
    text = "is coffee healthy"
    assert asked_column(text, recognise(text), (), None) is None
    named = asked_column(text, recognise(text, columns=COLUMNS), COLUMNS, None)
    assert named == AskedColumn("coffee", effect=False)
