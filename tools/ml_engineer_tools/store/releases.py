"""Release decisions: what was required, what was there, and whether it was enough."""

from __future__ import annotations

import hashlib
import json
import sqlite3

from pydantic import model_validator

from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.store import effects
from ml_engineer_tools.store.effects import EffectKey
from ml_engineer_tools.store.evidence_rows import now


class Requirement(Contract):
    """One thing that a release needs.

    Attributes:
        name: what it is.
        clauses: ids of the persona's clauses that it comes from.
        met: whether the store holds it.
        why: what was found, or what is wrong, in one sentence.
        reference: alias or id of what meets it; None if it isn't met.
        command: the shortest command that gets it; None if it is met or there is none yet.
    """

    name: str
    clauses: tuple[str, ...]
    met: bool
    why: str
    reference: str | None = None
    command: str | None = None


class ReleaseDecision(Contract):
    """Whether a model of this table may be released.

    Attributes:
        granted: True only if every requirement is met.
        table_name: the table's name as the user wrote it.
        table_sha256: its content hash.
        target: the column that the model predicts.
        requirements: all of them, met or not, in the order of the stages.
        folder: where the release was written; None if it was refused, and in the store.
    """

    granted: bool
    table_name: str
    table_sha256: str
    target: str | None = None
    requirements: tuple[Requirement, ...]
    folder: str | None = None

    @model_validator(mode="after")
    def _granted_by_the_requirements_alone(self) -> ReleaseDecision:
        earned = bool(self.requirements) and not self.missing()
        if self.granted != earned:
            raise ValueError("a release is granted if all its requirements are met, and only then")
        return self

    def missing(self) -> tuple[Requirement, ...]:
        """Return the requirements that are not met."""
        return tuple(needed for needed in self.requirements if not needed.met)


class ReleaseRecord(Contract):
    """A decision in the store; its id is `release:` and 12 hex digits of its hash."""

    id: str
    decision: ReleaseDecision
    recorded_at: str


def record(
    connection: sqlite3.Connection, decision: ReleaseDecision, effect: EffectKey | None
) -> ReleaseRecord:
    """Write a decision, granted or refused; the same call of a session writes it once."""
    done = effects.result_of(connection, effect, "release", decision.table_sha256)
    if isinstance(done, str):
        row = connection.execute(f"{_SELECT} WHERE id = ? ORDER BY position", (done,)).fetchone()
        return _record(*row)
    document = json.dumps(decision.model_dump(mode="json"), sort_keys=True)
    release_id = f"release:{hashlib.sha256(document.encode()).hexdigest()[:12]}"
    recorded_at = now()
    connection.execute(
        "INSERT INTO releases (id, table_sha256, document, recorded_at) VALUES (?, ?, ?, ?)",
        (release_id, decision.table_sha256, document, recorded_at),
    )
    effects.record(connection, effect, "release", release_id, decision.table_sha256)
    return ReleaseRecord(id=release_id, decision=decision, recorded_at=recorded_at)


def of_table(connection: sqlite3.Connection, table_sha256: str) -> list[ReleaseRecord]:
    """Return all decisions on a table, newest last."""
    rows = connection.execute(
        f"{_SELECT} WHERE table_sha256 = ? ORDER BY position", (table_sha256,)
    ).fetchall()
    return [_record(*row) for row in rows]


_SELECT = "SELECT id, document, recorded_at FROM releases"


def _record(release_id: str, document: str, recorded_at: str) -> ReleaseRecord:
    decision = ReleaseDecision.model_validate(json.loads(document))
    return ReleaseRecord(id=release_id, decision=decision, recorded_at=recorded_at)
