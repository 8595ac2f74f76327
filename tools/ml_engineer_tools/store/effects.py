"""Effects: what a call of a session has committed already, so that resuming never does it twice."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from ml_engineer_tools.evidence import Contract

EffectKind = Literal[
    "evidence",
    "holdout_score",
    "recut",
    "card",
    "release",
    "answer",
    "monitoring_plan",
    "look_request",
]


@dataclass(frozen=True, slots=True)
class EffectKey:
    """Which call of which session brought something about."""

    session: str
    call_id: str


class EffectResult(Contract):
    """What a call committed.

    Attributes:
        kind: what came into being.
        about: content hash of the table that it is about; empty for evidence.
        result: what names it: the alias of evidence, the number of a look, an id.
    """

    kind: EffectKind
    about: str
    result: JsonValue


def latest(connection: sqlite3.Connection, key: EffectKey) -> EffectResult | None:
    """Return what the call committed last; None if it has committed nothing."""
    row = connection.execute(
        "SELECT kind, about, result FROM effects WHERE session = ? AND call_id = ? "
        "ORDER BY position DESC LIMIT 1",
        (key.session, key.call_id),
    ).fetchone()
    if row is None:
        return None
    return EffectResult(kind=row[0], about=row[1], result=json.loads(row[2]))


def result_of(
    connection: sqlite3.Connection, key: EffectKey | None, kind: EffectKind, about: str = ""
) -> JsonValue:
    """Return what names the thing of this kind that the call committed; None if it didn't."""
    if key is None:
        return None
    row = connection.execute(
        "SELECT result FROM effects WHERE session = ? AND call_id = ? AND kind = ? AND about = ?",
        (key.session, key.call_id, kind, about),
    ).fetchone()
    result: JsonValue = json.loads(row[0]) if row else None
    return result


def record(
    connection: sqlite3.Connection,
    key: EffectKey | None,
    kind: EffectKind,
    result: JsonValue,
    about: str = "",
) -> None:
    """Write down that the call has committed this; without a key there is nothing to write."""
    if key is None:
        return
    connection.execute(
        "INSERT INTO effects (session, call_id, kind, about, result) VALUES (?, ?, ?, ?, ?)",
        (key.session, key.call_id, kind, about, json.dumps(result)),
    )
