"""Advice in `chat` is in its own terms, and a command that is typed there is carried out."""

from __future__ import annotations

from pathlib import Path

import pytest

from ml_engineer import Engineer
from ml_engineer.cli.chat_terms import in_chats_terms, run_typed, typed_command
from ml_engineer.cli.conversation import _reply
from ml_engineer.cli.prompt_line import PlainLine
from ml_engineer_tools.errors import BadInput


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("It needs a time; give --time COLUMN.", "It needs a time; give /time COLUMN."),
        ("Give it with `--target`.", "Give it with `/target COLUMN`."),
        ("name it with --data.", "name it with /data FILE."),
        ("Read it by `ml-engineer evidence show E3`.", "Read it by `/evidence E3`."),
        ("Type `ml-engineer baseline t.csv --target y --confirm linear`, or --time COLUMN.",
         "Type `ml-engineer baseline t.csv --target y --confirm linear`, or /time COLUMN."),
        ("Build it: ml-engineer drift reference build t.csv --target y", None),
        ("a score--time plot of x--data", None),
    ],
)  # fmt: skip
def test_flags_are_commands_of_the_chat_unless_a_whole_command_has_them(
    said: str, told: str | None
) -> None:
    assert in_chats_terms(said) == (said if told is None else told)


def test_a_command_is_known_by_its_first_word() -> None:
    assert typed_command("ml-engineer card accept c1 --by 'Ada L'") == [
        "card", "accept", "c1", "--by", "Ada L",
    ]  # fmt: skip
    assert typed_command("`ml-engineer monitor accept m1 --by Ada`") is not None
    assert typed_command("what does ml-engineer do?") is None
    for line in ("ml-engineer chat", "ml-engineer card accept 'x"):
        with pytest.raises(BadInput):
            typed_command(line)


async def test_what_is_typed_is_done_and_its_errors_are_told(
    workspace: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (workspace / "t.csv").write_text("age,sold\n" + "1,0\n2,1\n" * 20, encoding="utf-8")
    assert await run_typed(["calculate", "--help"]) == 0
    assert "usage: ml-engineer calculate" in capfd.readouterr().out
    async with Engineer() as engineer:
        await _reply(engineer, PlainLine(), "ml-engineer card accept nothing --by Ada")
        told = capfd.readouterr().err
        assert "ml-engineer: " in told
        assert "nothing" in told
        assert engineer.session_id is None
