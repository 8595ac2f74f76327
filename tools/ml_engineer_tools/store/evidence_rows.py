"""Evidence in the store: its alias, and finding it again by request, by name or by table."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import UTC, datetime

from pydantic import ValidationError

from ml_engineer_tools.errors import StoreError, ToolError
from ml_engineer_tools.evidence import Evidence, Figure

ALIAS = re.compile(r"E([1-9][0-9]{0,17})")
ID_PREFIX = re.compile(r"[0-9a-f]{4,64}")
HANDLE = re.compile(r"f[1-9][0-9]*")


class UnknownEvidence(ToolError):
    """No evidence, or no figure of it, is called that; the message says what there is."""


def number_of(connection: sqlite3.Connection, evidence_id: str) -> int | None:
    """Return the number behind the alias of the evidence with this id; None if it is new."""
    row = connection.execute("SELECT number FROM evidence WHERE id = ?", (evidence_id,)).fetchone()
    return int(row[0]) if row else None


def insert(connection: sqlite3.Connection, evidence: Evidence) -> int:
    """Give new evidence the next number and write it."""
    row = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM evidence").fetchone()
    number = int(row[0])
    connection.execute(
        "INSERT INTO evidence (number, id, tool, document, committed_at) VALUES (?, ?, ?, ?, ?)",
        (number, evidence.id, evidence.measurement.tool, _document(evidence), now()),
    )
    connection.executemany(
        "INSERT INTO measured_tables (evidence, position, sha256) VALUES (?, ?, ?)",
        [(number, i, table.sha256) for i, table in enumerate(evidence.measurement.tables)],
    )
    return number


def mend(connection: sqlite3.Connection, number: int, evidence: Evidence) -> None:
    """Write the document of known evidence again if what is stored is damaged."""
    try:
        by_number(connection, number)
    except StoreError:
        connection.execute(
            "UPDATE evidence SET document = ? WHERE number = ?", (_document(evidence), number)
        )


def answer_request(connection: sqlite3.Connection, request_key: str, number: int) -> None:
    """Write down that this evidence is now the answer to this request."""
    connection.execute(
        "INSERT INTO requests (request_key, evidence) VALUES (?, ?)", (request_key, number)
    )


def by_number(connection: sqlite3.Connection, number: int) -> Evidence:
    """Return the evidence with this number, its alias set.

    Raises:
        StoreError: what is stored is not what was committed.
        UnknownEvidence: there is none.
    """
    row = connection.execute(
        "SELECT number, id, document FROM evidence WHERE number = ?", (number,)
    ).fetchone()
    if row is None:
        raise UnknownEvidence(_unknown(connection, f"E{number}"))
    return _evidence(*row)


def by_request(connection: sqlite3.Connection, request_key: str) -> Evidence | None:
    """Return the newest evidence that answered this request; None if it is damaged, too."""
    row = connection.execute(
        "SELECT evidence FROM requests WHERE request_key = ? ORDER BY position DESC LIMIT 1",
        (request_key,),
    ).fetchone()
    try:
        return by_number(connection, row[0]) if row else None
    except StoreError:
        return None


def by_reference(connection: sqlite3.Connection, reference: str) -> Evidence:
    """Return the evidence called `E3`, `[E3]`, by its id or by at least 4 characters of its id.

    Raises:
        UnknownEvidence: there is none, or several ids begin like that.
    """
    name = reference.strip().removeprefix("[").removesuffix("]")
    if alias := ALIAS.fullmatch(name):
        return by_number(connection, int(alias[1]))
    if not ID_PREFIX.fullmatch(name):
        raise UnknownEvidence(_unknown(connection, name))
    rows = connection.execute(
        "SELECT number FROM evidence WHERE substr(id, 1, ?) = ? ORDER BY number",
        (len(name), name),
    ).fetchall()
    if len(rows) > 1:
        aliases = ", ".join(f"E{row[0]}" for row in rows[:3])
        raise UnknownEvidence(f"Several evidences have an id like {name}: {aliases}; use those.")
    if not rows:
        raise UnknownEvidence(_unknown(connection, name))
    return by_number(connection, rows[0][0])


def figure_by_reference(connection: sqlite3.Connection, reference: str) -> tuple[Evidence, Figure]:
    """Return the figure called `E3.f12`, with its evidence.

    Raises:
        UnknownEvidence: there is no such evidence, or it has no such figure.
    """
    name, _, handle = reference.strip().removeprefix("[").removesuffix("]").rpartition(".")
    if not name or not HANDLE.fullmatch(handle):
        raise UnknownEvidence(
            f"{_short(reference)} is not the handle of a figure; write it like E3.f12."
        )
    evidence = by_reference(connection, name)
    try:
        return evidence, evidence.measurement.figure(handle)
    except KeyError:
        count = len(evidence.measurement.figures)
        raise UnknownEvidence(
            f"{evidence.alias} has no figure {_short(handle)}; it has {count} of them, f1 onwards."
        ) from None


def all_of(
    connection: sqlite3.Connection, tool: str | None = None, sha256: str | None = None
) -> list[Evidence]:
    """Return the evidence of this tool, on the table with this content hash; newest last."""
    rows = connection.execute(
        "SELECT number, id, document FROM evidence "
        "WHERE (:tool IS NULL OR tool = :tool) AND (:sha256 IS NULL OR EXISTS ("
        "SELECT 1 FROM measured_tables WHERE evidence = number AND sha256 = :sha256)) "
        "ORDER BY number",
        {"tool": tool, "sha256": sha256},
    ).fetchall()
    return [_evidence(*row) for row in rows]


def now() -> str:
    """Return the instant as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _document(evidence: Evidence) -> str:
    return json.dumps(evidence.model_dump(mode="json", exclude={"alias"}))


def _evidence(number: int, evidence_id: str, document: str) -> Evidence:
    alias = f"E{number}"
    try:
        evidence = Evidence.model_validate({**json.loads(document), "alias": alias})
    except (ValidationError, ValueError, TypeError):
        raise StoreError(_damaged(alias)) from None
    if evidence.id != evidence_id:
        raise StoreError(_damaged(alias))
    return evidence


def _damaged(alias: str) -> str:
    return f"What is stored as {alias} is not what was measured; measure it again."


def _unknown(connection: sqlite3.Connection, name: str) -> str:
    last = connection.execute("SELECT max(number) FROM evidence").fetchone()[0]
    if last is None:
        return f"There is no evidence {_short(name)}: nothing was measured in this workspace yet."
    return f"There is no evidence {_short(name)}; there is E1 to E{last}."


def _short(name: str) -> str:
    return repr(name[:40])
