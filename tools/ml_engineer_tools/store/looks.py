"""Looks: every score on the holdout, and every new line drawn through a table, is counted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Literal

from ml_engineer_tools.errors import Refused
from ml_engineer_tools.evidence import Contract, Evidence
from ml_engineer_tools.store import effects, families
from ml_engineer_tools.store.effects import EffectKey
from ml_engineer_tools.store.evidence_rows import now

LookKind = Literal["holdout_score", "recut"]

_COLUMNS = "table_sha256, number, kind, table_name, what, evidence, recorded_at, spent_by"
_UNKNOWN = "There is no look {} at a table that was measured; record a look before its score."


class Look(Contract):
    """One look at the holdout of a table, through this tool.

    Attributes:
        table_sha256: content hash of the table.
        number: 1 for the first look at this table, or at another file of mostly the same rows,
            counted over both kinds.
        kind: `holdout_score` (a score on the locked rows) or `recut` (the line drawn anew).
        table_name: the table's name as the user wrote it.
        what: what was looked at, in a few words.
        evidence: alias of the evidence that came of it; None until it is committed.
        recorded_at: when, ISO 8601.
        spent_by: the person, or the account, that spent it; None where that isn't known.
    """

    table_sha256: str
    number: int
    kind: LookKind
    table_name: str
    what: str
    evidence: str | None = None
    recorded_at: str
    spent_by: str | None = None


def record(
    connection: sqlite3.Connection,
    kind: LookKind,
    table_sha256: str,
    table_name: str,
    what: str,
    effect: EffectKey | None,
    spent_by: str | None = None,
) -> Look:
    """Count a look; the same call of a session counts it once."""
    done = effects.result_of(connection, effect, kind, table_sha256)
    if isinstance(done, int):
        return of_number(connection, table_sha256, done)
    alike = families.members(connection, table_sha256)
    row = connection.execute(
        "SELECT coalesce(max(number), 0) + 1 FROM looks "
        "WHERE table_sha256 IN (SELECT value FROM json_each(?))",
        (json.dumps(alike),),
    ).fetchone()
    number = int(row[0])
    connection.execute(
        "INSERT INTO looks (table_sha256, number, kind, table_name, what, recorded_at, spent_by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (table_sha256, number, kind, table_name, what, now(), spent_by),
    )
    effects.record(connection, effect, kind, number, table_sha256)
    return of_number(connection, table_sha256, number)


def attach(connection: sqlite3.Connection, look: int, evidence: Evidence, number: int) -> None:
    """Write down that look number `look`, at a table that the evidence measured, gave it.

    Raises:
        Refused: there is no such look, or it has given other evidence already.
    """
    measured = dict.fromkeys(table.sha256 for table in evidence.measurement.tables)
    looks = [found for sha256 in measured if (found := _find(connection, sha256, look))]
    if any(found.evidence == f"E{number}" for found in looks):
        return
    pending = next((found for found in looks if found.evidence is None), None)
    if pending is not None:
        connection.execute(
            "UPDATE looks SET evidence = ? WHERE table_sha256 = ? AND number = ?",
            (number, pending.table_sha256, look),
        )
        return
    if looks:
        raise Refused(
            f"Look {look} at {looks[0].table_name} was used for {looks[0].evidence}; "
            "record a new look for a new score."
        )
    raise Refused(_UNKNOWN.format(look))


def of_number(connection: sqlite3.Connection, table_sha256: str, number: int) -> Look:
    """Return one look.

    Raises:
        Refused: it was never recorded.
    """
    look = _find(connection, table_sha256, number)
    if look is None:
        raise Refused(_UNKNOWN.format(number))
    return look


def of_table(
    connection: sqlite3.Connection, table_sha256: str, sketch: Sequence[str] | None = None
) -> list[Look]:
    """Return all looks at a table, and at other files of mostly the same rows, first to last."""
    alike = families.members(connection, table_sha256, sketch)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM looks "  # noqa: S608
        "WHERE table_sha256 IN (SELECT value FROM json_each(?)) ORDER BY number, recorded_at",
        (json.dumps(alike),),
    ).fetchall()
    return [_look(*row) for row in rows]


def _find(connection: sqlite3.Connection, table_sha256: str, number: int) -> Look | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM looks WHERE table_sha256 = ? AND number = ?",  # noqa: S608
        (table_sha256, number),
    ).fetchone()
    return _look(*row) if row else None


def _look(
    table_sha256: str,
    number: int,
    kind: LookKind,
    table_name: str,
    what: str,
    evidence: int | None,
    recorded_at: str,
    spent_by: str | None,
) -> Look:
    return Look(
        table_sha256=table_sha256,
        number=number,
        kind=kind,
        table_name=table_name,
        what=what,
        evidence=None if evidence is None else f"E{evidence}",
        recorded_at=recorded_at,
        spent_by=spent_by,
    )
