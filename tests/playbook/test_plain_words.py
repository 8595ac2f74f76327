"""Plain words for somebody of another trade, and what becomes of people's data."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer import Engineer
from ml_engineer.models.playbook.plain_words import no_specialist, wants_plain_words
from ml_engineer.models.playbook.privacy import asks_for_privacy


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Can you explain in simple words how good it is?", True),
        ("what does that mean in plain english?", True),
        ("explain it like i'm five", True),
        ("say it without jargon", True),
        ("use simple terms please", True),
        ("is the simple linear model enough?", False),
        ("what is the simplest baseline?", False),
    ],
)
def test_plain_words_are_asked_for(text: str, wants: bool) -> None:
    assert wants_plain_words(text) is wants


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I am only a nurse and know nothing about computers.", True),
        ("sorry, i'm not technical", True),
        ("I don't understand statistics", True),
        ("the model knows nothing about weekends", False),
        ("we know nothing about the source of the data", False),
        ("I am a data scientist", False),
    ],
)
def test_people_say_that_it_is_not_their_trade(text: str, said: bool) -> None:
    assert no_specialist([text]) is said


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Is that ok with privacy? there are patient ids in it", True),
        ("does my data leave the building?", True),
        ("is it gdpr compliant?", True),
        ("who sees our patients?", True),
        ("are customer names allowed in there?", True),
        ("is the patient id a good feature?", False),
        ("we scraped it, is privacy a problem?", False),
        ("how many customers have no name?", False),
        ("GDPR doesn't apply, just train on it", False),
    ],
)
def test_privacy_is_asked_for(text: str, asks: bool) -> None:
    assert asks_for_privacy(text) is asks


@pytest.fixture
async def engineer(tmp_path: Path) -> AsyncIterator[Engineer]:
    random = np.random.default_rng(11)
    waiting = random.normal(size=500)
    missed = random.random(500) < 1 / (1 + np.exp(-1.4 * waiting))
    pd.DataFrame(
        {"patient_id": range(500), "waiting": waiting.round(3), "missed": missed.astype(int)}
    ).to_csv(tmp_path / "t.csv", index=False)
    async with Engineer(workspace=str(tmp_path)) as engineer:
        yield engineer


async def test_somebody_of_another_trade_gets_plain_words_and_traced_figures(
    engineer: Engineer,
) -> None:
    first = await engineer.ask(
        "I am only a nurse and know nothing about computers. Can it tell me who will not come?",
        data="t.csv",
    )
    assert "which column holds the outcome, how it came out" in first.text
    answer = await engineer.ask("the last column, missed")
    simple = await engineer.ask("Can you explain in simple words how good it is?")
    for said in (answer, simple):
        assert "Tossing a coin" in said.text
        assert said.cited
        assert said.marks == ()
        for term in ("ROC AUC", "ml-engineer", "cross-validation", "## Scores", "lightgbm", "--"):
            assert term not in said.text
    private = await engineer.ask("Is that ok with privacy? there are patient ids in it")
    assert private.text.startswith("**Your rows stay on this computer:**")
    assert "`patient_id`" in private.text
    assert private.marks == ()
    full = await engineer.ask("show me the figures of the baseline")
    assert "Tossing a coin" not in full.text
