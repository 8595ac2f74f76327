"""A journal that can't be used: clear words, and nothing of it destroyed."""

from __future__ import annotations

import resource
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ml_engineer.cli import run
from ml_engineer.conversation import UserMessage
from ml_engineer.session import Journal, JournalError, Session
from ml_engineer.session.journal import FILE, SCHEMA_VERSION
from ml_engineer_tools.errors import StoreError
from ml_engineer_tools.store import Store
from ml_engineer_tools.store.folder import FOLDER


@pytest.fixture
def kept(workspace: Path) -> Path:
    """The file of a workspace with a session of 60 messages; everything is in the one file."""
    journal = Journal(workspace)
    session = Session.start(journal, "playbook", "", ())
    for k in range(60):
        session.append(UserMessage(text=f"message {k} " + "x" * 500))
    journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    journal.close()
    return workspace / FOLDER / FILE


def commands_say(capsys: pytest.CaptureFixture[str], words: str) -> None:
    """Each command that needs the sessions ends with 2 and one sentence."""
    for command in (["sessions", "list"], ["sessions", "show", "x"], ["chat", "--resume"]):
        assert run(command) == 2, command
        said = capsys.readouterr()
        assert words in said.err
        assert len(said.err.strip().splitlines()) == 1


def test_a_journal_of_a_newer_version_is_left_as_it_is(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(kept) as file:
        file.execute("PRAGMA journal_mode = DELETE")
        file.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = kept.read_bytes()
    commands_say(capsys, "written by a later version; upgrade first")
    assert kept.read_bytes() == before


def test_a_journal_of_the_version_before_is_taken_over(kept: Path) -> None:
    with sqlite3.connect(kept) as file:
        file.execute("PRAGMA user_version = 1")
    journal = Journal(kept.parent.parent)
    session = Session.resume(journal, journal.newest())
    assert len(session.segment) == 60
    session.append(UserMessage(text="one more"))
    journal.close()


def test_the_database_of_another_program_is_left_as_it_is(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workspace / FOLDER / FILE
    path.parent.mkdir()
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE contacts (name TEXT)")
    before = path.read_bytes()
    commands_say(capsys, "the database of another program")
    assert path.read_bytes() == before


@pytest.mark.parametrize("page", [0, 1, 3])
def test_a_damaged_page_is_a_sentence_and_the_file_stays(
    kept: Path, capsys: pytest.CaptureFixture[str], page: int
) -> None:
    whole = kept.read_bytes()
    size = int.from_bytes(whole[16:18], "big")
    assert len(whole) > 5 * size
    damaged = whole[: page * size] + b"\xa5" * size + whole[(page + 1) * size :]
    kept.write_bytes(damaged)
    shutil.rmtree(kept.parent / "wal", ignore_errors=True)
    told = []
    for command in (["sessions", "list"], ["chat", "--resume"]):
        code = run(command)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert code == 2, said
        assert len(said.err.strip().splitlines()) == 1
        told.append(said.err)
    assert any("the file was left as it is" in words for words in told)
    assert kept.read_bytes() == damaged


def test_a_file_that_is_no_database_is_a_sentence(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workspace / FOLDER / FILE
    path.parent.mkdir()
    path.write_bytes(b"Dear diary, " * 1000)
    commands_say(capsys, "can't be read")
    assert path.read_bytes() == b"Dear diary, " * 1000


def test_sessions_are_shown_from_a_file_that_can_not_be_written(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = kept.read_bytes()
    kept.chmod(0o444)
    assert run(["sessions", "list"]) == 0
    assert "message 0" in capsys.readouterr().out
    assert kept.read_bytes() == before, "to look at sessions changes nothing"


def test_a_disk_that_fills_up_amid_a_session_loses_nothing_of_it(kept: Path) -> None:
    journal = Journal(kept.parent.parent)
    session = Session.resume(journal, journal.newest())
    journal.connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(JournalError, match=r"the disk is full\. Nothing was lost"):
        append_until_it_fails(session)
    reached = list(session.segment)
    with pytest.raises(JournalError, match="the disk is full"):
        Session.start(journal, "playbook", "z" * 20_000, ())
    journal.connection.execute("PRAGMA max_page_count = 100000")
    session.append(UserMessage(text="there is room again"))
    again = Session.resume(journal, session.id)
    assert list(again.segment) == [*reached, UserMessage(text="there is room again")]
    assert [row.id for row in journal.sessions()] == [session.id]
    journal.close()


def append_until_it_fails(session: Session) -> None:
    for _ in range(20):
        session.append(UserMessage(text="y" * 900))


def test_a_deleted_session_leaves_no_words_behind(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = Journal(kept.parent.parent)
    first = journal.newest()
    other = Session.start(journal, "playbook", "", ())
    other.append(UserMessage(text="the other one"))
    journal.close()
    assert run(["sessions", "delete", first]) == 2, "it asks for --yes where nobody can be asked"
    assert "--yes" in capsys.readouterr().err
    assert run(["sessions", "delete", first, "--yes"]) == 0
    assert b"message 7 " not in b"".join(path.read_bytes() for path in kept.parent.iterdir())
    assert run(["sessions", "show", first]) == 2
    assert f"no session {first}" in capsys.readouterr().err
    assert run(["sessions", "show", other.id]) == 0
    assert "the other one" in capsys.readouterr().out


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes, as a quota or a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_takes_no_more_is_said_and_no_file_is_called_damaged(kept: Path) -> None:
    workspace = kept.parent.parent
    journal = Journal(workspace)
    session = Session.resume(journal, journal.newest())
    with largest_file(50_000):
        with pytest.raises(JournalError, match="can't be written: the disk is full or takes no"):
            append_until_it_fails(session)
        held = list(session.segment)
    journal.close()
    with largest_file(1_000):
        with pytest.raises(JournalError, match="can't be written: the disk is full or takes no"):
            Journal(workspace)
        with pytest.raises(StoreError, match="can't be written: the disk is full or takes no"):
            Store.open(workspace)
    journal = Journal(workspace)
    assert list(Session.resume(journal, session.id).segment) == held
    journal.close()
