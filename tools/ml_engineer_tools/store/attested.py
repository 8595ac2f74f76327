"""Attested documents: drafted by anybody, worth nothing until a person stands for them.

Answers to findings, monitoring plans and requests for a look are kept alike: the id is the hash of
the words and of the table that they are about, so that other words, or another state of the table,
are another document.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Literal

from ml_engineer_tools.errors import BadInput, StoreError
from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.store import effects
from ml_engineer_tools.store.effects import EffectKey
from ml_engineer_tools.store.evidence_rows import now
from ml_engineer_tools.store.words import check_person

AttestedKind = Literal["answer", "monitoring_plan", "look_request"]

NAMES: dict[AttestedKind, tuple[str, str]] = {
    "answer": ("answer", "answer to a finding"),
    "monitoring_plan": ("monitors", "monitoring plan"),
    "look_request": ("look", "request for a look"),
}
"""Kind -> what its ids begin with, and what it is called."""


class Standing(Contract):
    """Who stands for a document, and since when.

    Attributes:
        id: its kind, a colon, and 12 hex digits of the hash of its words and its table's hash.
        table_sha256: content hash of the table that it is about.
        drafted_at: when it was drafted, ISO 8601.
        accepted_by: the person who stands for it; None while it is a draft.
        accepted_at: when, ISO 8601.
    """

    id: str
    table_sha256: str
    drafted_at: str
    accepted_by: str | None = None
    accepted_at: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether a person stands for it."""
        return self.accepted_by is not None


Kept = tuple[Standing, str]
"""Who stands for a document, and its words as JSON."""


def draft(
    connection: sqlite3.Connection,
    kind: AttestedKind,
    document: str,
    table_sha256: str,
    effect: EffectKey | None,
) -> Kept:
    """Write a draft. The same words on the same table are the same document, accepted or not."""
    done = effects.result_of(connection, effect, kind, table_sha256)
    if isinstance(done, str):
        return by_id(connection, kind, done)
    name = _id(kind, table_sha256, document)
    connection.execute(
        "INSERT OR IGNORE INTO attested (id, kind, table_sha256, document, drafted_at) "
        "VALUES (?, ?, ?, ?, ?)",
        (name, kind, table_sha256, document, now()),
    )
    effects.record(connection, effect, kind, name, table_sha256)
    return by_id(connection, kind, name)


def accept(connection: sqlite3.Connection, kind: AttestedKind, name: str, by: str) -> Kept:
    """Write down who stands for a document; the first person who does stays.

    Raises:
        BadInput: there is no such document, or nobody is named.
    """
    by_id(connection, kind, name)
    person = check_person(by, NAMES[kind][1])
    connection.execute(
        "UPDATE attested SET accepted_by = ?, accepted_at = ? "
        "WHERE id = ? AND kind = ? AND accepted_by IS NULL",
        (person, now(), name, kind),
    )
    return by_id(connection, kind, name)


def by_id(connection: sqlite3.Connection, kind: AttestedKind, name: str) -> Kept:
    """Return one document.

    Raises:
        BadInput: there is none with this id.
        StoreError: it is not what was drafted.
    """
    row = connection.execute(f"{_SELECT} WHERE id = ? AND kind = ?", (name, kind)).fetchone()
    if row is None:
        raise BadInput(f"There is no {NAMES[kind][1]} {name[:40]!r}; draft one first.")
    return _kept(*row)


def of_table(connection: sqlite3.Connection, kind: AttestedKind, table_sha256: str) -> list[Kept]:
    """Return all documents of a kind on a table, newest last."""
    rows = connection.execute(
        f"{_SELECT} WHERE table_sha256 = ? AND kind = ? ORDER BY position", (table_sha256, kind)
    ).fetchall()
    return [_kept(*row) for row in rows]


def words(document: Contract) -> str:
    """Return a document as the one JSON text that its id is the hash of."""
    return json.dumps(document.model_dump(mode="json"), sort_keys=True)


def _id(kind: AttestedKind, table_sha256: str, document: str) -> str:
    digest = hashlib.sha256(f"{kind}{table_sha256}{document}".encode()).hexdigest()[:12]
    return f"{NAMES[kind][0]}:{digest}"


_SELECT = (
    "SELECT id, kind, table_sha256, document, drafted_at, accepted_by, accepted_at FROM attested"
)


def _kept(
    name: str,
    kind: AttestedKind,
    table_sha256: str,
    document: str,
    drafted_at: str,
    accepted_by: str | None,
    accepted_at: str | None,
) -> Kept:
    if kind not in NAMES or name != _id(kind, table_sha256, document):
        raise StoreError(f"{name[:40]!r} was changed after it was drafted; draft it anew.")
    standing = Standing(
        id=name,
        table_sha256=table_sha256,
        drafted_at=drafted_at,
        accepted_by=accepted_by,
        accepted_at=accepted_at,
    )
    return standing, document
