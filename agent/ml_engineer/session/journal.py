"""The journal: one SQLite file in which each step of a session is written before it is acted upon.

An entry is never changed. What a session is, is what its entries say, in order. An entry that was
written survives the death of the process, not a loss of power within the same moments.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from ml_engineer_tools.errors import ToolError
from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.store.disk import failing, no_room
from ml_engineer_tools.store.folder import FOLDER, make_folder

FILE = "sessions.sqlite3"
SCHEMA_VERSION = 2
"""2: replies carry what they took; a segment may follow another one."""

SCHEMA = """
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    started_at TEXT NOT NULL
) STRICT;
CREATE TABLE entries (
    session TEXT NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (session, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE egress (
    id INTEGER PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions (id),
    at TEXT NOT NULL,
    destination TEXT NOT NULL,
    head INTEGER NOT NULL,
    tail INTEGER NOT NULL,
    middle BLOB NOT NULL
) STRICT;
"""

EntryKind = Literal["segment", "message", "result", "grant", "accepted"]


class JournalError(ToolError):
    """The journal could not be opened, or a session in it could not be found."""


class Entry(Contract):
    """One line of the journal: its kind and its body as JSON."""

    number: int
    kind: EntryKind
    body: str


class SessionRow(Contract):
    """A session as a list shows it."""

    id: str
    model: str
    started_at: str
    entries: int
    question: str | None


class Journal:
    """The journal of one workspace.

    Args:
        workspace: the directory to work in; its folder is made when missing.
        writing: False to read only: then the file must be there, and is left as it is.

    Raises:
        StoreError: the folder can't be made or written.
        JournalError: the file can't be opened, is damaged, or is of a later version.
    """

    def __init__(self, workspace: Path, *, writing: bool = True) -> None:
        path = make_folder(workspace) / FILE if writing else workspace / FOLDER / FILE
        self._written: dict[str, int] = {}
        with errors_as_sentences():
            self._db = _connected(path, writing=writing)
            try:
                self._prepare(writing=writing)
            except BaseException:
                self._db.close()
                raise

    @property
    def connection(self) -> sqlite3.Connection:
        """The open database, for the egress log that shares it."""
        return self._db

    def _prepare(self, *, writing: bool) -> None:
        self._db.execute("PRAGMA busy_timeout = 10000")
        # Before anything is changed: a file of a later version is left as it is.
        version = self._version()
        if not writing:
            return
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        if version < SCHEMA_VERSION:
            with transaction(self._db):
                if self._version() == 0:
                    for statement in SCHEMA.split(";"):
                        self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _version(self) -> int:
        version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        if version > SCHEMA_VERSION:
            raise JournalError("These sessions were written by a later version; upgrade first.")
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if version == 0 and tables:
            raise JournalError(f"{FOLDER}/{FILE} is the database of another program; move it away.")
        return version

    def start(self, model: str, head: str | None = None) -> str:
        """Begin a session, and its first segment with this head; both or neither are written.

        Returns:
            The id of the session.
        """
        session = secrets.token_hex(4)
        with errors_as_sentences(), transaction(self._db):
            self._db.execute("INSERT INTO sessions VALUES (?, ?, ?)", (session, model, _now()))
            if head is not None:
                self._db.execute(_INSERT, (session, 1, "segment", head, _now()))
        self._written[session] = 0 if head is None else 1
        return session

    def append(self, session: str, kind: EntryKind, body: str) -> None:
        """Write one entry behind the last one that this journal has written or read.

        Raises:
            JournalError: another process has gone on with this session meanwhile, or the file
                can't be written.
        """
        number = self._written.get(session, 0) + 1
        try:
            with errors_as_sentences():
                self._db.execute(_INSERT, (session, number, kind, body, _now()))
        except sqlite3.IntegrityError:
            raise JournalError(
                f"Session {session} goes on in another process; end that one and resume it again."
            ) from None
        self._written[session] = number

    def entries(self, session: str) -> list[Entry]:
        """Return all entries of a session, oldest first.

        Raises:
            JournalError: there is no such session.
        """
        with errors_as_sentences():
            known = self._db.execute("SELECT 1 FROM sessions WHERE id = ?", (session,)).fetchone()
            if known is None:
                newest = ", ".join(row.id for row in self.sessions()[:3]) or "none yet"
                raise JournalError(f"There is no session {session}; the newest: {newest}.")
            rows = self._db.execute(
                "SELECT number, kind, body FROM entries WHERE session = ? ORDER BY number",
                (session,),
            ).fetchall()
        entries = [Entry(number=number, kind=kind, body=body) for number, kind, body in rows]
        self._written[session] = entries[-1].number if entries else 0
        return entries

    def delete(self, session: str) -> None:
        """Delete a session and what it sent, so that the file no longer holds their words.

        Raises:
            JournalError: there is no such session, or the file can't be written.
        """
        self.entries(session)
        with errors_as_sentences():
            self._db.execute("PRAGMA secure_delete = ON")
            with transaction(self._db):
                for table, column in (("egress", "session"), ("entries", "session"),
                                      ("sessions", "id")):  # fmt: skip
                    self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (session,))  # noqa: S608
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._written.pop(session, None)

    def sessions(self) -> list[SessionRow]:
        """Return all sessions, newest first."""
        with errors_as_sentences():
            rows = self._db.execute(
                "SELECT s.id, s.model, s.started_at, count(e.number), "
                "(SELECT json_extract(body, '$.text') FROM entries WHERE session = s.id "
                " AND kind = 'message' AND json_valid(body) "
                " AND json_extract(body, '$.role') = 'user' ORDER BY number LIMIT 1) "
                "FROM sessions s LEFT JOIN entries e ON e.session = s.id "
                "GROUP BY s.id ORDER BY s.started_at DESC, s.rowid DESC"
            ).fetchall()
        return [
            SessionRow(id=id_, model=model, started_at=at, entries=count, question=question)
            for id_, model, at, count, question in rows
        ]

    def newest(self) -> str:
        """Return the id of the newest session.

        Raises:
            JournalError: there is none.
        """
        rows = self.sessions()
        if not rows:
            raise JournalError("There is no session to resume in this directory.")
        return rows[0].id

    def close(self) -> None:
        """Close the file."""
        self._db.close()


_INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?)"


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Carry out statements as one: all of them, or none where one fails."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has rolled back by itself where the disk is full.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def errors_as_sentences() -> Iterator[None]:
    """Turn what SQLite says of the state of its file into a sentence for the user.

    Raises:
        JournalError: the file is held, full, damaged or not writable.
    """
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # a defect of ours, or a number that is taken: not a state of the file
    except sqlite3.Error as error:
        raise JournalError(_sentence(error)) from None


def _sentence(error: sqlite3.Error) -> str:
    file, reason = f"{FOLDER}/{FILE}", str(error)
    if "locked" in reason:
        return f"The sessions in {file} are held by another program (locked); end it and try again."
    if takes_no_more := no_room(error):
        return (
            f"The sessions in {file} can't be written: {takes_no_more}. Nothing was lost; make "
            "room, and resume with `ml-engineer chat --resume`."
        )
    if failing(error):
        return f"The disk of {file} can't be read or written ({reason}); look at it, and try again."
    if "readonly" in reason or "unable to open" in reason:
        return (
            f"The sessions in {file} can't be written ({reason}); make the file and its folder "
            "writable, or work in another directory."
        )
    return (
        f"The sessions in {file} can't be read ({reason}); the file was left as it is. Move it "
        "away to begin anew: evidence lies in another file."
    )


def _connected(path: Path, *, writing: bool) -> sqlite3.Connection:
    """Open the file; where even its folder can't be written, as one that nobody else changes."""
    if writing:
        return sqlite3.connect(path, isolation_level=None)
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        connection.close()
        return sqlite3.connect(f"{uri}&immutable=1", uri=True, isolation_level=None)
    return connection


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
