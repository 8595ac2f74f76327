"""Who names the plan's file is told where it lies, or what to type until it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from ml_engineer import Engineer
from ml_engineer.models.playbook.plan_files import asks_for_plan_file


@pytest.mark.parametrize(
    "text",
    ["monitor.yaml", "what do I do with monitors.yaml?", "write the monitor.yaml please",
     "open monitors.yaml", "run the commands in monitor.yaml", "where is the plan?",
     "save the monitoring plan", "what is in the release folder?", "Where does the plan lie",
     "can you create the monitoring yaml", "run the commands of the monitoring plan"],
)  # fmt: skip
def test_a_wish_for_the_plans_file_is_known(text: str) -> None:
    assert asks_for_plan_file(text)


@pytest.mark.parametrize(
    "text",
    ["how do we monitor it?", "we go live without monitors.yaml", "what is a monitoring plan?",
     "what would you monitor", "our plan is to ship on Monday", "do we need a monitors.yaml"],
)  # fmt: skip
def test_questions_on_monitoring_keep_their_own_answers(text: str) -> None:
    assert not asks_for_plan_file(text)


async def test_it_says_what_to_type_until_the_file_exists(tmp_path: Path) -> None:
    rows = "\n".join(f"{k % 9},{k % 31},{k % 2}" for k in range(80))
    (tmp_path / "t.csv").write_text(f"calls,days,left\n{rows}\n", encoding="utf-8")
    async with Engineer(workspace=str(tmp_path)) as engineer:
        alone = await engineer.ask("where is monitors.yaml?")
        assert "no table is named" in alone.text
        await engineer.attach(data="t.csv", target="left")
        answer = await engineer.ask("Write the monitors.yaml and run its commands")
    assert "a release writes it, and I don't" in answer.text
    for command in ("drift reference build", "monitor draft", "monitor accept", "release t.csv"):
        assert f"ml-engineer {command}" in answer.text
    assert (alone.marks, answer.marks) == ((), ())
