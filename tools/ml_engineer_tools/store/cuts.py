"""Cuts: the line between exploration and holdout that a table keeps, even when it grows.

A table is known by its path and by its content. The first line drawn for given roles and seed
stays: rows appended later move no old one. Other roles or another seed draw a second line, which
shows rows that the first one locked; that is a look, and it is counted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import PurePath

from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.store import effects, families, looks
from ml_engineer_tools.store.effects import EffectKey
from ml_engineer_tools.store.looks import Look


class Cut(Contract):
    """The line that a measurement has to respect.

    Attributes:
        holdout: the line.
        kept: True if it was drawn before, which may differ from the one proposed.
        look: the look that drawing it counted as; None for a table's first line and a kept one.
    """

    holdout: Holdout
    kept: bool
    look: Look | None = None


def keep(
    connection: sqlite3.Connection,
    path: str,
    sha256: str,
    holdout: Holdout,
    effect: EffectKey | None,
    rows: Sequence[str] = (),
) -> Cut:
    """Return the line already drawn for this table, or draw the proposed one.

    Another file of mostly the same rows (`families`) is the same table.

    Two lines are the same if kind, column and seed are; the older one wins, with its instant and
    its share. The content hash is asked before the path.
    """
    families.join(connection, sha256, rows)
    alike = families.members(connection, sha256)
    found = _find(connection, path, sha256, alike, holdout)
    if found is not None:
        known, kept = found
        _remember(connection, path, sha256, known)
        done = effects.result_of(connection, effect, "recut", sha256)
        look = looks.of_number(connection, sha256, done) if isinstance(done, int) else None
        return Cut(holdout=kept, kept=True, look=look)
    drawn_before = connection.execute(
        "SELECT 1 FROM cut_tables "
        "WHERE path = ? OR sha256 IN (SELECT value FROM json_each(?)) LIMIT 1",
        (path, json.dumps(alike)),
    ).fetchone()
    look = None
    if drawn_before is not None:
        what = f"the holdout was cut anew: by {holdout.kind}, seed {holdout.seed}"
        look = looks.record(connection, "recut", sha256, PurePath(path).name, what, effect)
    document = json.dumps(holdout.model_dump(mode="json"))
    number = connection.execute(
        "INSERT INTO cuts (kind, column_name, seed, holdout) VALUES (?, ?, ?, ?)",
        (holdout.kind, holdout.column, str(holdout.seed), document),
    ).lastrowid
    _remember(connection, path, sha256, number)
    return Cut(holdout=holdout, kept=False, look=look)


def _find(
    connection: sqlite3.Connection, path: str, sha256: str, alike: Sequence[str], holdout: Holdout
) -> tuple[int, Holdout] | None:
    row = connection.execute(
        "SELECT number, holdout FROM cuts JOIN cut_tables ON cut = number "
        "WHERE (path = :path OR sha256 IN (SELECT value FROM json_each(:alike))) "
        "AND kind = :kind AND column_name IS :column AND seed = :seed "
        "ORDER BY sha256 = :sha256 DESC, number LIMIT 1",
        {
            "path": path,
            "sha256": sha256,
            "alike": json.dumps(list(alike)),
            "kind": holdout.kind,
            "column": holdout.column,
            "seed": str(holdout.seed),
        },
    ).fetchone()
    return (int(row[0]), Holdout.model_validate(json.loads(row[1]))) if row else None


def _remember(connection: sqlite3.Connection, path: str, sha256: str, number: int | None) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO cut_tables (path, sha256, cut) VALUES (?, ?, ?)",
        (path, sha256, number),
    )
