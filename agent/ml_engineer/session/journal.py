"""The journal: one SQLite file in which each step of a session is written before it is acted upon.

An entry is never changed. What a session is, is what its entries say, in order.
"""

from __future__ import annotations

import secrets
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from ml_engineer_tools.errors import ToolError
from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.store.folder import make_folder

FILE = "sessions.sqlite3"
SCHEMA_VERSION = 1
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

    Raises:
        StoreError: the folder can't be made or written.
        JournalError: the file can't be written, or is of a later version.
    """

    def __init__(self, workspace: Path) -> None:
        folder = make_folder(workspace)
        try:
            self._db = sqlite3.connect(folder / FILE, isolation_level=None)
            self._prepare()
        except sqlite3.Error as error:
            raise JournalError(
                f"{folder / FILE} can't be written ({error}); work in another directory."
            ) from None

    @property
    def connection(self) -> sqlite3.Connection:
        """The open database, for the egress log that shares it."""
        return self._db

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA busy_timeout = 10000")
        self._db.execute("BEGIN IMMEDIATE")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            for statement in SCHEMA.split(";"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        self._db.execute("COMMIT")
        if version > SCHEMA_VERSION:
            raise JournalError("These sessions were written by a later version; upgrade first.")

    def start(self, model: str) -> str:
        """Begin a session and return its id."""
        session = secrets.token_hex(4)
        self._db.execute("INSERT INTO sessions VALUES (?, ?, ?)", (session, model, _now()))
        return session

    def append(self, session: str, kind: EntryKind, body: str) -> None:
        """Write one entry; it is on disk when this returns."""
        self._db.execute(
            "INSERT INTO entries VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM entries "
            "WHERE session = ?), ?, ?, ?)",
            (session, session, kind, body, _now()),
        )

    def entries(self, session: str) -> list[Entry]:
        """Return all entries of a session, oldest first.

        Raises:
            JournalError: there is no such session.
        """
        if self._db.execute("SELECT 1 FROM sessions WHERE id = ?", (session,)).fetchone() is None:
            known = ", ".join(row.id for row in self.sessions()[:3]) or "none yet"
            raise JournalError(f"There is no session {session}; the newest: {known}.")
        rows = self._db.execute(
            "SELECT number, kind, body FROM entries WHERE session = ? ORDER BY number", (session,)
        )
        return [Entry(number=number, kind=kind, body=body) for number, kind, body in rows]

    def sessions(self) -> list[SessionRow]:
        """Return all sessions, newest first."""
        rows = self._db.execute(
            "SELECT s.id, s.model, s.started_at, count(e.number), "
            "(SELECT json_extract(body, '$.text') FROM entries WHERE session = s.id "
            " AND kind = 'message' AND json_extract(body, '$.role') = 'user' "
            " ORDER BY number LIMIT 1) "
            "FROM sessions s LEFT JOIN entries e ON e.session = s.id "
            "GROUP BY s.id ORDER BY s.started_at DESC, s.rowid DESC"
        )
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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
