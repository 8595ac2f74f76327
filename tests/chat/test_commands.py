"""The commands of `chat`, each by what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from ml_engineer import Engineer
from ml_engineer.cli.chat_commands import COMMANDS, carry_out, is_command
from ml_engineer.cli.completion import ChatCompleter
from ml_engineer.cli.named_files import attach_named_files
from ml_engineer.cli.prompt_line import PlainLine
from ml_engineer_tools.errors import BadInput, ToolError


@pytest.fixture
def table(workspace: Path) -> Path:
    path = workspace / "t.csv"
    path.write_text("age,sold on,sold\n" + "1,2,0\n2,3,1\n" * 20)
    return path


async def said(engineer: Engineer, capsys: pytest.CaptureFixture[str], *lines: str) -> str:
    for line in lines:
        await carry_out(engineer, line)
    return capsys.readouterr().out


async def test_the_table_and_its_roles_are_told(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Engineer() as engineer:
        assert "No table is attached" in await said(engineer, capsys, "/data")
        told = await said(engineer, capsys, "/data t.csv", "/target sold", "/time sold on", "/data")
        assert "Noted: target is sold." in told
        assert "time     sold on\n" in told
        assert "group    not told\n" in told
        assert "columns  age, sold on, sold\n" in told
        for line, words in (
            ("/target slod", "nearest: 'sold'"),
            ("/data nowhere.csv", "no file"),
            ("/target", "/target needs a name"),
            ("/dta t.csv", "did you mean /data?"),
            ("/audience boss", "there are data_scientist"),
            ("/evidence E1", "Nothing has been measured"),
            ("/save", "There is nothing to save yet."),
        ):
            with pytest.raises(ToolError, match=words):
                await carry_out(engineer, line)


async def test_another_table_drops_the_roles_it_has_no_columns_for(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (table.parent / "u.csv").write_text("age,weight,ill\n" + "1,2,0\n2,3,1\n" * 20)
    (table.parent / "later.csv").write_text(table.read_text())
    async with Engineer() as engineer:
        await said(engineer, capsys, "/data t.csv", "/test later.csv", "/target sold", "/group age")
        told = await said(engineer, capsys, "/data u.csv")
        assert "Noted: data is u.csv." in told
        assert "no longer set: target (`sold`), second table (`later.csv`)" in told
        facts = engineer.session.segment.facts
        assert (facts.target, facts.test, facts.test_columns) == (None, None, ())
        assert facts.group == "age"
        assert "Noted: target is ill." in await said(engineer, capsys, "/target ill")
        with pytest.raises(ToolError, match="no column 'sold' for the target"):
            await engineer.attach(data="u.csv", target="sold")


async def test_a_role_is_cleared_by_none(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with Engineer() as engineer:
        await said(engineer, capsys, "/data t.csv", "/target sold")
        assert "Noted: target is no longer set." in await said(engineer, capsys, "/target none")
        assert engineer.session.segment.facts.target is None
        assert "`none`" in await said(engineer, capsys, "/help")
        await engineer.attach(target="sold")
        await engineer.ask("Is there leakage?")
        await said(engineer, capsys, "/target none")
        answer = await engineer.ask("Is there leakage?")
        assert "target was not named" in answer.text


async def test_the_attached_table_named_again_is_no_second_table(table: Path) -> None:
    async with Engineer(workspace=table.parent) as engineer:
        await engineer.attach(data=str(table))
        await attach_named_files(engineer, PlainLine(), f"is {table.name} any good?")
        assert engineer.session.segment.facts.test is None


async def test_the_audience_is_named_loosely_and_kept(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Engineer() as engineer:
        assert "not told" in await said(engineer, capsys, "/audience")
        told = await said(engineer, capsys, "/audience product managers")
        assert told == "Noted: answers are for product managers. The figures stay the same.\n"
        assert "for product managers" in await said(engineer, capsys, "/audience")
        await said(engineer, capsys, "/audience lead")
        assert engineer.session.segment.facts.audience == "leadership"


async def test_evidence_is_listed_and_a_figure_is_shown_by_its_handle(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Engineer() as engineer:
        await engineer.ask("Please review this table", data="t.csv")
        assert "E1  profile_dataset" in await said(engineer, capsys, "/evidence")
        assert "profile_dataset of t.csv" in await said(engineer, capsys, "/evidence E1")
        assert "40" in await said(engineer, capsys, "/evidence [e1.f1]")
        with pytest.raises(ToolError, match="E1 has no figure f999"):
            await carry_out(engineer, "/evidence E1.f999")
        completer = ChatCompleter(engineer)
        assert "E1" in completed(completer, "/evidence ")
        assert completed(completer, "/target so") == ["sold on", "sold"]


async def test_the_conversation_is_saved_and_never_over_another_file(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Engineer() as engineer:
        assert "Nothing has been answered" in await said(engineer, capsys, "/cost")
        await engineer.ask("Hello,\nwhat can you do?")
        assert "Wrote talk.md." in await said(engineer, capsys, "/save talk.md")
        await engineer.ask("Which metric should we use?")
        await said(engineer, capsys, "/save talk.md")
        text = Path("talk.md").read_text(encoding="utf-8")
        assert "\n> Hello,\n> what can you do?\n" in text
        assert text.count("*Written by the playbook, rules.*") == 2
        assert "2 answers by the playbook" in await said(engineer, capsys, "/cost")
        Path("mine.md").write_text("mine")
        for name, words in (("mine.md", "is there already"), ("no/where.md", "can't be written")):
            with pytest.raises(BadInput, match=words):
                await carry_out(engineer, f"/save {name}")
        assert Path("mine.md").read_text() == "mine"
        told = await said(engineer, capsys, "/undo")
        assert 'Taken back: "Which metric should we use?"' in told
        assert "The answer before it:" in told
        assert "There is nothing to take back." in await said(engineer, capsys, "/undo", "/undo")


async def test_help_lists_each_command(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with Engineer() as engineer:
        told = await said(engineer, capsys, "/help")
    for command in COMMANDS:
        assert f"{command.name} {command.argument}".strip() in told
        assert command.about in told


def test_a_path_that_exists_is_no_command(workspace: Path) -> None:
    (workspace / "t.csv").write_text("a\n1\n")
    assert is_command("/undo")
    assert is_command("/no such thing")
    assert not is_command(f"{workspace}/t.csv please")
    assert not is_command("what is /undo")


def completed(completer: ChatCompleter, text: str) -> list[str]:
    found = completer.get_completions(Document(text), CompleteEvent(completion_requested=True))
    return [one.text for one in found]


def test_commands_arguments_and_paths_are_completed(workspace: Path) -> None:
    (workspace / "train.csv").write_text("a\n1\n")
    (workspace / "train.csv.gz").write_bytes(b"")
    (workspace / "notes.txt").write_text("")
    (workspace / "data").mkdir()
    completer = ChatCompleter(Engineer())
    assert completed(completer, "/au") == ["/audience"]
    assert len(completed(completer, "/")) == len(COMMANDS)
    assert completed(completer, "/audience le") == ["leadership"]
    assert completed(completer, "/data tr") == ["ain.csv", "ain.csv.gz"]
    assert completed(completer, "Is there leakage in tr") == ["ain.csv", "ain.csv.gz"]
    assert completed(completer, "Is there leakage in no") == []
    assert completed(completer, "/save no") == ["tes.txt"]
    assert completed(completer, "/target x") == []
    assert completed(completer, "/nonsense x") == []
    assert completed(completer, "What of this? ") == []
