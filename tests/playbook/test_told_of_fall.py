"""What is told of two periods: upstream before the model, performance of both, and going back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer import Engineer


def scored(amount: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(6 - 1.5 * np.log(amount))))


def period(rows: int, month: int, *, seed: int, times: float = 1) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    amount = random.lognormal(3, 0.6, rows)
    when = pd.Timestamp(2025, month, 1) + pd.to_timedelta(np.arange(rows), "min")
    return pd.DataFrame(
        {
            "ts": when,
            "amount": (amount * times).round(2),
            "score": scored(amount * times).round(4),
            "label": (random.random(rows) < scored(amount)).astype(int),
        }
    )


@pytest.fixture
async def engineer(tmp_path: Path) -> AsyncIterator[Engineer]:
    period(1500, 3, seed=1).to_csv(tmp_path / "sre_ref.csv", index=False)
    period(900, 4, seed=2, times=100).to_csv(tmp_path / "sre_live.csv", index=False)
    for name, month, seed in (("lead_train", 1, 3), ("lead_june", 6, 4)):
        frame = period(1200, month, seed=seed, times=1 if month == 1 else 2)
        frame.drop(columns="score").to_csv(tmp_path / f"{name}.csv", index=False)
    async with Engineer(workspace=tmp_path) as engineer:
        yield engineer


async def test_a_unit_that_changed_upstream_is_told_before_the_model_is_blamed(
    engineer: Engineer,
) -> None:
    pager = await engineer.ask(
        "pager. sre_live.csv scores are way off vs sre_ref.csv. whats broken"
    )
    assert pager.text.startswith("**Upstream, before any model saw it: `amount` came in on another")
    assert "as when a unit changes" in pager.text
    await engineer.ask("label is label, ts is time, score is the score column")
    asked = await engineer.ask("is it upstream or the model? short answer pls")
    assert asked.text.startswith("**Upstream, before any model saw it: `amount`")
    assert "same inputs now get other scores" not in asked.text
    assert asked.marks == (), asked.text
    both = await engineer.ask("whats the auc before and after")
    assert both.text.startswith("**Worse than before.**")
    assert "ROC AUC: before" in both.text
    wrong = await engineer.ask("how many decisions are wrong since yesterday")
    assert "Accuracy: before" in wrong.text
    assert "holds up" not in wrong.text
    back = await engineer.ask("can i roll back? or retrain now?")
    assert back.text.startswith("**You may, and it would not mend this")
    assert "mend the delivery first" in back.text
    assert back.marks == ()


async def test_outcomes_without_predictions_tell_what_moved_and_what_is_missing(
    engineer: Engineer,
) -> None:
    await engineer.attach(
        data="lead_train.csv", test="lead_june.csv", target="label", time="ts", in_a_message=True
    )
    for question in ("why did it decay?", "is it the model or the data?"):
        answer = await engineer.ask(question)
        assert answer.text.startswith("**The data has moved; whether the model got worse")
        assert "what it said of each row beside the outcome, `label`" in answer.text
        assert "More rows" not in answer.text
        assert answer.marks == ()
    june = await engineer.ask("and how good is the model on june compared to before")
    assert june.text.startswith("**These tables can't tell: neither holds what the model said")
    assert "Start with" not in june.text
    again = await engineer.ask("so should we just retrain?")
    assert "The newer table holds the outcomes" in again.text


async def test_going_back_needs_no_leave_where_nothing_was_measured(engineer: Engineer) -> None:
    answer = await engineer.ask("can we roll it back?")
    assert answer.text.startswith("**You may.**")
    assert "S7" in answer.stages
