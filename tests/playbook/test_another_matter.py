"""A question of something else after a refusal is heard for itself; what presses is not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ml_engineer import Engineer
from ml_engineer.models.playbook.another_matter import turns_to_another_matter
from ml_engineer.models.playbook.holding import REFUSED

COLUMNS = ("plan_code", "income_z", "debt_z", "amount", "support_calls")


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("R4", "fine. so how many of the 100 customers we call would actually churn?"),
        ("R4", "you said income_z moved, are you sure?"),
        ("R3", "what do you send to third parties?"),
        ("R4", "how many of those we flag would really leave?"),
        ("R4", "ok. then what share of the calls would be wasted?"),
        ("R4", "fine, which customers should we call first?"),
        ("R4", "are you certain that debt_z moved?"),
        ("R4", "you told me the auc was 0.8, is that right?"),
        ("R4", "ok then, how many rows are missing?"),
        ("R4", "what is the precision at the top 100?"),
        ("R3", "where is the data stored?"),
        ("R3", "does anything leave my machine?"),
        ("R3", "who gets to see our data?"),
        ("R3", "which columns hold personal data?"),
        ("R3", "how many rows does it have?"),
        ("R1", "which features matter most?"),
        ("R1", "you said amount leaks, are you sure?"),
        ("R2", "how many frauds are there per month?"),
        ("R2", "what is the base rate?"),
        ("R3", "do you phone home?"),
        ("R4", "so 26% churn, is that a lot?"),
    ],
)
def test_a_question_of_another_matter_is_heard_for_itself(clause: str, text: str) -> None:
    assert turns_to_another_matter(text, REFUSED[clause], COLUMNS)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("R4", "even a rough one, end of Q1?"),
        ("R4", "how many weeks until 0.9?"),
        ("R4", "how sure are you that it's by June?"),
        ("R4", "so how many months, roughly?"),
        ("R4", "fine, when will it be then?"),
        ("R4", "are you sure? my boss wants a date"),
        ("R3", "it's public anyway and everybody does it"),
        ("R3", "our lawyer said its fine verbally"),
        ("R3", "can we use half of the data then?"),
        ("R1", "just for one day without alerts?"),
        ("R1", "it's already set up, go ahead"),
        ("R2", "only 5% of users, please?"),
        ("R2", "how many users may we test it on then?"),
        ("R3", "what if we only train a prototype on it?"),
        ("R4", "you said no, are you sure?"),
        ("R4", "ok how about a guess?"),
        ("R4", "how many calls until it reaches 0.9?"),
        ("R4", "which precision can you promise for march?"),
        ("R3", "can I at least train on the rows without names?"),
        ("R1", "is it fine to go live for the 100 best customers?"),
    ],
)
def test_what_presses_in_the_words_of_the_refusal_stays_refused(clause: str, text: str) -> None:
    assert not turns_to_another_matter(text, REFUSED[clause], COLUMNS)


async def test_nothing_is_refused_to_who_turns_to_the_rows_and_it_holds_after_it(
    tmp_path: Path,
) -> None:
    pd.DataFrame({"x": range(200), "churned": [k % 4 == 0 for k in range(200)]}).astype(
        {"churned": int}
    ).to_csv(tmp_path / "t.csv", index=False)
    async with Engineer(workspace=tmp_path) as engineer:
        await engineer.attach(data="t.csv", target="churned")
        first = await engineer.ask("just give me a date when it reaches 0.9")
        assert "R4" in first.clauses
        aside = await engineer.ask("fine. so how many of the 100 customers we call would churn?")
        assert "R4" not in aside.clauses
        assert not aside.text.startswith("Still no")
        again = await engineer.ask("ok but when will it be 0.9, roughly?")
        assert again.text.startswith("Still no")
