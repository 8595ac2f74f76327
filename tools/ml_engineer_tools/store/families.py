"""Families: files that hold mostly the same rows, whose looks at the holdout count together.

A file is known by its bytes. Sorted, written anew or with some rows more, it is another file, and
what was seen of its locked rows has been seen all the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from ml_engineer_tools.rows_sketch import are_same_rows


def join(connection: sqlite3.Connection, sha256: str, rows: Sequence[str]) -> None:
    """Remember the sketch of a file's rows; it joins the oldest file of mostly the same ones."""
    known = connection.execute(
        "SELECT 1 FROM table_families WHERE sha256 = ?", (sha256,)
    ).fetchone()
    if known is None and rows:
        connection.execute(
            "INSERT INTO table_families (sha256, family, sketch) VALUES (?, ?, ?)",
            (sha256, _family_of(connection, rows) or sha256, json.dumps(list(rows))),
        )


def members(
    connection: sqlite3.Connection, sha256: str, rows: Sequence[str] | None = None
) -> list[str]:
    """Return the files that count as one with this one, itself included.

    Args:
        connection: to the store.
        sha256: hash of the file's bytes.
        rows: the sketch of its rows, for a file that was never measured.
    """
    row = connection.execute(
        "SELECT family FROM table_families WHERE sha256 = ?", (sha256,)
    ).fetchone()
    family = row[0] if row else _family_of(connection, rows) if rows else None
    if family is None:
        return [sha256]
    found = connection.execute(
        "SELECT sha256 FROM table_families WHERE family = ? ORDER BY rowid", (family,)
    ).fetchall()
    return list(dict.fromkeys([sha256, *(one for (one,) in found)]))


def _family_of(connection: sqlite3.Connection, rows: Sequence[str]) -> str | None:
    for family, sketch in connection.execute(
        "SELECT family, sketch FROM table_families ORDER BY rowid"
    ):
        if are_same_rows(rows, json.loads(sketch)):
            return str(family)
    return None
