"""The front door in Python: one conversation, frames as tables, any chat model behind it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer import Engineer, consult
from ml_engineer.models.scripted import ScriptedModel, call
from ml_engineer.session import Journal
from ml_engineer_tools.errors import BadInput


def frame() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    size = rng.normal(size=400)
    return pd.DataFrame(
        {
            "size": size,
            "colour": rng.choice(["red", "blue"], 400),
            "sold": size + rng.normal(size=400) > 0,
        }
    )


async def test_a_frame_is_a_table_and_its_rows_stay_home(workspace: Path) -> None:
    async with Engineer(workspace=workspace) as engineer:
        answer = await engineer.ask("Please review this data", data=frame(), target="sold")
    assert answer.marks == ()
    assert "S3" in answer.stages
    assert [path.suffix for path in (workspace / ".ml-engineer" / "tables").iterdir()] == [".arrow"]


async def test_bad_input_raises_and_writes_nothing(workspace: Path) -> None:
    async with Engineer(workspace=workspace) as engineer:
        with pytest.raises(BadInput, match="no file"):
            await engineer.ask("Please review this data", data="nowhere.csv")
    assert list(workspace.iterdir()) == []


async def test_questions_are_turns_of_one_conversation(sales: Path) -> None:
    async with Engineer(workspace=sales) as engineer:
        first = await engineer.ask("Please review this data", data="t.csv", target="sold")
        second = await engineer.ask("Is there leakage?")
        assert first.session == second.session
        assert set(first.evidence) <= set(second.evidence)


async def test_consult_is_the_whole_product_in_one_call_and_can_go_on(sales: Path) -> None:
    first = await consult("Is there leakage?", data="t.csv", target="sold", workspace=sales)
    second = await consult("Hello again", first.session, workspace=sales)
    assert second.session == first.session
    journal = Journal(sales)
    assert [row.id for row in journal.sessions()] == [first.session]
    journal.close()


async def test_a_language_model_gets_the_same_tools_and_the_same_checks(workspace: Path) -> None:
    frame().to_csv(workspace / "t.csv", index=False)
    model = ScriptedModel(
        [
            [call("c1", "profile_dataset", data="t.csv")],
            "The table has 400 rows [E1.f1].\n\nStands on: S3; H5",
        ]
    )
    async with Engineer(model, workspace=workspace) as engineer:
        answer = await engineer.ask("How many rows?", data="t.csv")
    model.assert_complete()
    assert answer.marks == ()
    assert [figure.handle for figure in answer.cited] == ["E1.f1"]
    assert answer.cited[0].figure.value == 400
    assert answer.cited[0].tool == "profile_dataset"


async def test_a_resumed_engineer_knows_the_files_that_were_named(sales: Path) -> None:
    async with Engineer(workspace=sales) as engineer:
        first = await engineer.ask("Please review this data", data="t.csv", target="sold")
    async with Engineer(workspace=sales) as engineer:
        session = engineer.resume()
        assert session.id == first.session
        answer = await engineer.ask("Is there leakage?")
    assert answer.session == first.session
    assert answer.marks == ()


async def test_egress_of_the_playbook_is_empty(workspace: Path) -> None:
    from ml_engineer.session import EgressLog

    async with Engineer(workspace=workspace) as engineer:
        answer = await engineer.ask("Hello")
        assert EgressLog(engineer.journal.connection, answer.session).sent() == []
