"""Files and columns whose roles are told in words: before and after, the score and the truth."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer import Engineer
from ml_engineer.conversation import AssistantMessage
from ml_engineer.models.playbook.told_columns import told_in
from ml_engineer.models.playbook.told_tables import newer_told, said_in

COLUMNS = ("day", "x", "score", "outcome", "p7", "y7", "k")


@pytest.mark.parametrize(
    ("text", "newer"),
    [
        ("val.csv was before, live.csv is after", "test"),
        ("live.csv is after, val.csv was before", "test"),
        ("val.csv is the newer one, live.csv the older", "data"),
        ("val.csv is from after the change", "data"),
        ("before: live.csv, after: val.csv", "data"),
        ("live.csv was before, val.csv is after", "data"),
        ("live.csv is the reference", "data"),
        ("live.csv is what we trained on, val.csv is June", "data"),
        ("the current period is val.csv", "data"),
        ("compare val.csv and live.csv", ""),
        ("before we go on: is val.csv fine?", ""),
        ("val.csv scores are way off vs live.csv. whats broken", "data"),
        ("pager: live.csv scores way lower than in val.csv", "test"),
        ("the numbers in val.csv look weird compared to live.csv", "data"),
        ("why is val.csv so different from the ones in live.csv", "data"),
        ("auc dropped in val.csv versus live.csv", "data"),
        ("what changed from live.csv to val.csv?", "data"),
        ("val's scores are broken, unlike live's", "data"),
        ("something is wrong with val.csv, live.csv was fine", "data"),
        ("is val.csv vs live.csv a fair comparison?", ""),
        ("compare val.csv against live.csv", ""),
        ("the columns of val.csv are wrong, ignore live.csv", ""),
        ("there are more rows in val.csv than in live.csv", ""),
        ("use val.csv for the baseline question, live.csv later", ""),
        ("val.csv vs live.csv: which has worse labels?", ""),
        ("is the model bad? val.csv and live.csv are attached", ""),
        ("I got val.csv from live.csv by a filter", ""),
    ],
)
def test_which_file_is_the_newer_one_is_told(text: str, newer: str) -> None:
    assert newer_told([text], "folder/val.csv", "folder/live.csv") == newer


@pytest.mark.parametrize(
    ("text", "said", "target"),
    [
        ("score is the score, outcome is the truth", {"score": "score"}, "outcome"),
        ("p7 is what the model said and y7 is what happened", {"guess": "p7"}, "y7"),
        ("p7 holds the probability, y7 is the ground truth", {"score": "p7"}, "y7"),
        ("the model's predictions are in p7; y7 is the actual outcome", {"guess": "p7"}, "y7"),
        ("`k` = predicted class, y7 = truth", {"guess": "k"}, "y7"),
        ("is p7 the score?", {}, None),
        ("p7 is the score of the exam", {}, None),
    ],
)
def test_which_column_a_model_wrote_is_told(
    text: str, said: dict[str, str], target: str | None
) -> None:
    assert said_in(text, COLUMNS) == said
    assert told_in(text, COLUMNS).roles.get("target") == target


@pytest.fixture
async def engineer(tmp_path: Path) -> AsyncIterator[Engineer]:
    random = np.random.default_rng(5)
    for name, strength in (("val", 1.5), ("live", 0.3)):
        x = random.normal(size=1200)
        chance = 1 / (1 + np.exp(-strength * x))
        pd.DataFrame(
            {"x": x, "p7": 1 / (1 + np.exp(-1.5 * x)), "y7": random.random(1200) < chance}
        ).astype({"y7": int}).round(4).to_csv(tmp_path / f"{name}.csv", index=False)
    async with Engineer(workspace=str(tmp_path)) as engineer:
        yield engineer


async def test_roles_that_are_told_are_used_at_once_and_in_the_turns_after(
    engineer: Engineer,
) -> None:
    await engineer.ask("the model is broken since June, it was fine before. retrain it now")
    told = await engineer.ask(
        "live.csv is after, val.csv was before. p7 is the score, y7 is the truth"
    )
    assert "Which of these" not in told.text
    asked = await engineer.ask("so is it the data or the model??")
    assert "Which of these" not in asked.text
    calls = [
        call
        for message in engineer.session.segment
        if isinstance(message, AssistantMessage)
        for call in message.calls
    ]
    assert not any(call.name == "train_baselines" for call in calls)
    judged = [call.arguments for call in calls if call.name == "evaluate_predictions"]
    assert judged
    for arguments in judged:
        assert arguments["score"] == ["p7"]
        assert arguments["target"] == "y7"
        assert str(arguments["data"]).endswith("live.csv")
        assert str(arguments["reference"]).endswith("val.csv")
