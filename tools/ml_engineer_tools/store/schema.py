"""The schema of the store's database, and how an older file is brought up to it."""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x4D4C4557
"""Marks the file as ours (`PRAGMA application_id`), so that no other database is written to."""

_FIRST = (
    """CREATE TABLE evidence (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        tool TEXT NOT NULL,
        document TEXT NOT NULL,
        committed_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE measured_tables (
        evidence INTEGER NOT NULL REFERENCES evidence (number),
        position INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        PRIMARY KEY (evidence, position)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX measured_tables_by_sha256 ON measured_tables (sha256)",
    """CREATE TABLE requests (
        position INTEGER PRIMARY KEY,
        request_key TEXT NOT NULL,
        evidence INTEGER NOT NULL REFERENCES evidence (number)
    ) STRICT""",
    "CREATE INDEX requests_by_key ON requests (request_key)",
    """CREATE TABLE effects (
        position INTEGER PRIMARY KEY,
        session TEXT NOT NULL,
        call_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        about TEXT NOT NULL,
        result TEXT NOT NULL,
        UNIQUE (session, call_id, kind, about)
    ) STRICT""",
    """CREATE TABLE looks (
        table_sha256 TEXT NOT NULL,
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        table_name TEXT NOT NULL,
        what TEXT NOT NULL,
        evidence INTEGER REFERENCES evidence (number),
        recorded_at TEXT NOT NULL,
        PRIMARY KEY (table_sha256, number)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE cuts (
        number INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        column_name TEXT,
        seed TEXT NOT NULL,
        holdout TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE cut_tables (
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        cut INTEGER NOT NULL REFERENCES cuts (number),
        PRIMARY KEY (path, sha256, cut)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX cut_tables_by_sha256 ON cut_tables (sha256)",
    """CREATE TABLE cards (
        position INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        table_sha256 TEXT NOT NULL,
        document TEXT NOT NULL,
        drafted_at TEXT NOT NULL,
        accepted_by TEXT,
        accepted_at TEXT
    ) STRICT""",
    """CREATE TABLE releases (
        position INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        table_sha256 TEXT NOT NULL,
        document TEXT NOT NULL,
        recorded_at TEXT NOT NULL
    ) STRICT""",
)

_ATTESTED = (
    """CREATE TABLE attested (
        position INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        table_sha256 TEXT NOT NULL,
        document TEXT NOT NULL,
        drafted_at TEXT NOT NULL,
        accepted_by TEXT,
        accepted_at TEXT
    ) STRICT""",
)

_FAMILIES = (
    """CREATE TABLE table_families (
        sha256 TEXT PRIMARY KEY,
        family TEXT NOT NULL,
        sketch TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX table_families_by_family ON table_families (family)",
)

_SPENT_BY = ("ALTER TABLE looks ADD COLUMN spent_by TEXT",)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _ATTESTED, _FAMILIES, _SPENT_BY)
"""Statements that lead from each version to the next; `PRAGMA user_version` counts those done."""

VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Run the statements that lead from `version` to `VERSION`, within the open transaction."""
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
