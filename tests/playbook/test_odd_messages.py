"""Skipped guardrails, keys struck at random, reports to be written, and moves that are doubted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer import Engineer
from ml_engineer.models.playbook.fall_questions import asked_of_a_fall
from ml_engineer.models.playbook.gibberish import is_gibberish
from ml_engineer.models.playbook.moved_or_not import column_that_moved
from ml_engineer.models.playbook.skipped_guardrail import skips_a_guardrail


@pytest.mark.parametrize(
    ("text", "skips"),
    [
        ("fine, skip the canary then, everyone at FAANG does that", True),
        ("let's drop the shadow phase", True),
        ("can we go without a canary?", True),
        ("no canary needed, straight to everyone", True),
        ("skip the shadow run and go to everyone", True),
        ("we don't need a canary", True),
        ("do without the kill switch this time", True),
        ("forget the staged rollout", True),
        ("what is a canary?", False),
        ("we have a canary and a kill switch", False),
        ("how do we set up a shadow run?", False),
        ("skip the evaluation, the canary will tell", False),
        ("skip monitoring, there is no canary either", False),
        ("drop the column canary_id", False),
        ("is a canary enough?", False),
        ("why a shadow run?", False),
    ],
)
def test_a_guardrail_that_shall_be_skipped(text: str, skips: bool) -> None:
    assert skips_a_guardrail(text) is skips


@pytest.mark.parametrize(
    ("text", "gibberish"),
    [
        ("asdfghjkl", True),
        ("qwerty", True),
        ("????", True),
        ("zxcvbn sdfghj", True),
        ("hjklhjkl", True),
        ("xkcdfgtr", True),
        ("poiuytr", True),
        ("aaaaaa", True),
        ("thx", False),
        ("hi there", False),
        ("property", False),
        ("were", False),
        ("?", False),
        ("xgboost", False),
        ("churned", False),
        ("try", False),
        ("tree or forest", False),
    ],
)
def test_keys_struck_at_random_are_no_question(text: str, gibberish: bool) -> None:
    assert is_gibberish(text, ("asdf_id",)) is gibberish


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("you said income_z moved, are you sure?", "income_z"),
        ("did debt_z drift?", "debt_z"),
        ("has income_z changed?", "income_z"),
        ("are you certain that debt_z shifted", "debt_z"),
        ("why did income_z move?", None),
        ("what if income_z changes?", None),
        ("did income_z and debt_z move?", None),
        ("drop income_z", None),
    ],
)
def test_whether_one_column_moved_is_asked(text: str, column: str | None) -> None:
    assert column_that_moved(text, ("income_z", "debt_z", "day")) == column


@pytest.mark.parametrize("text", ["write a postmortem", "draft an incident report please"])
def test_a_report_of_an_incident_is_wished(text: str) -> None:
    assert asked_of_a_fall(text) == "postmortem"


async def test_each_is_answered_for_what_it_is(tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    for name, shift in (("train", 0.0), ("june", 1.0)):
        pd.DataFrame(
            {
                "income_z": random.normal(size=600),
                "debt_z": random.normal(shift, 1, 600),
                "defaulted": random.integers(0, 2, 600),
            }
        ).to_csv(tmp_path / f"lead_{name}.csv", index=False)
    async with Engineer(workspace=tmp_path) as engineer:
        await engineer.attach(data="lead_train.csv", test="lead_june.csv", target="defaulted")
        doubted = await engineer.ask("you said income_z moved, are you sure?")
        assert doubted.text.startswith("**No: `income_z` has not moved")
        assert "`debt_z`" in doubted.text
        assert doubted.marks == ()
        canary = await engineer.ask("fine, skip the canary then, everyone at FAANG does that")
        assert canary.text.startswith("**No: a few users first")
        assert "S7" in canary.stages
        assert canary.marks == ()
        assert (await engineer.ask("asdfghjkl")).text.startswith("**I can't make a question")
        report = await engineer.ask("write a postmortem")
        assert "needs a language model" in report.text
        assert "debt_z" in report.text
