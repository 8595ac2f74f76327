"""Data cards: what people attest of a table; a draft until a person accepts it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Annotated

from pydantic import Field, StringConstraints

from ml_engineer_tools.errors import BadInput, StoreError
from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.store import effects
from ml_engineer_tools.store.effects import EffectKey
from ml_engineer_tools.store.evidence_rows import now
from ml_engineer_tools.store.words import check_person, says_something

Attested = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]

CARD_FIELDS = (
    "source",
    "licence_or_consent",
    "known_bias",
    "label_definition",
    "label_delay",
    "owner",
)
"""What a card has to say before a release can stand on it (clauses P3 and R3)."""


class DataCard(Contract):
    """What is attested of a table; nothing in it was measured.

    Attributes:
        source: where the data comes from.
        licence_or_consent: on what ground it may be used.
        known_bias: who or what is over- or under-represented.
        label_definition: what exactly the label means.
        label_delay: how long after the event the label is known.
        owner: who answers questions about it.
    """

    source: Attested | None = None
    licence_or_consent: Attested | None = None
    known_bias: Attested | None = None
    label_definition: Attested | None = None
    label_delay: Attested | None = None
    owner: Attested | None = None

    def missing(self) -> tuple[str, ...]:
        """Return the names of the fields that say nothing, or no more than "unknown"."""
        return tuple(name for name in CARD_FIELDS if not says_something(getattr(self, name)))


class CardRecord(Contract):
    """A data card in the store.

    Attributes:
        id: `card:` and 12 hex digits of the hash of the card and its table's hash.
        table_sha256: content hash of the table.
        card: what it says.
        drafted_at: when it was drafted, ISO 8601.
        accepted_by: the person who stands for it; None while it is a draft.
        accepted_at: when, ISO 8601.
        version: 1 for the first card of this state of the table, 2 for the next words, ...
    """

    id: Annotated[str, Field(pattern=r"^card:[0-9a-f]{12}$")]
    table_sha256: str
    card: DataCard
    drafted_at: str
    accepted_by: str | None = None
    accepted_at: str | None = None
    version: int = 1

    @property
    def accepted(self) -> bool:
        """Whether a person stands for it."""
        return self.accepted_by is not None


def draft(
    connection: sqlite3.Connection, card: DataCard, table_sha256: str, effect: EffectKey | None
) -> CardRecord:
    """Write a draft. The same words on the same table are the same card, accepted or not."""
    done = effects.result_of(connection, effect, "card", table_sha256)
    if isinstance(done, str):
        return by_id(connection, done)
    document = json.dumps(card.model_dump(mode="json"), sort_keys=True)
    card_id = _id(table_sha256, document)
    connection.execute(
        "INSERT OR IGNORE INTO cards (id, table_sha256, document, drafted_at) VALUES (?, ?, ?, ?)",
        (card_id, table_sha256, document, now()),
    )
    effects.record(connection, effect, "card", card_id, table_sha256)
    return by_id(connection, card_id)


def accept(connection: sqlite3.Connection, card_id: str, by: str) -> CardRecord:
    """Write down who stands for a card; the first person who does stays.

    Raises:
        BadInput: there is no such card, or nobody is named.
    """
    person = check_person(by, "data card")
    if len(by_id(connection, card_id).card.missing()) == len(CARD_FIELDS):
        raise BadInput(
            f"The data card {card_id} says nothing yet; draft one with a source at least."
        )
    connection.execute(
        "UPDATE cards SET accepted_by = ?, accepted_at = ? WHERE id = ? AND accepted_by IS NULL",
        (person, now(), card_id),
    )
    return by_id(connection, card_id)


def by_id(connection: sqlite3.Connection, card_id: str) -> CardRecord:
    """Return one card.

    Raises:
        BadInput: there is none with this id.
    """
    row = connection.execute(f"{_SELECT} WHERE id = ?", (card_id,)).fetchone()
    if row is None:
        raise BadInput(f"There is no data card {card_id[:40]!r}; draft one first.")
    return _record(*row)


def of_table(connection: sqlite3.Connection, table_sha256: str) -> list[CardRecord]:
    """Return all cards of a table, newest last."""
    rows = connection.execute(
        f"{_SELECT} WHERE table_sha256 = ? ORDER BY position", (table_sha256,)
    ).fetchall()
    return [_record(*row) for row in rows]


def _id(table_sha256: str, document: str) -> str:
    return f"card:{hashlib.sha256(f'{table_sha256}{document}'.encode()).hexdigest()[:12]}"


_SELECT = (
    "SELECT id, table_sha256, document, drafted_at, accepted_by, accepted_at, "
    "(SELECT count(*) FROM cards AS older WHERE older.table_sha256 = cards.table_sha256 "
    "AND older.position <= cards.position) FROM cards"
)


def _record(
    card_id: str,
    table_sha256: str,
    document: str,
    drafted_at: str,
    accepted_by: str | None,
    accepted_at: str | None,
    version: int,
) -> CardRecord:
    if card_id != _id(table_sha256, document):
        raise StoreError(
            f"The data card {card_id} was changed after it was drafted; draft it anew."
        )
    return CardRecord(
        id=card_id,
        table_sha256=table_sha256,
        card=DataCard.model_validate(json.loads(document)),
        drafted_at=drafted_at,
        accepted_by=accepted_by,
        accepted_at=accepted_at,
        version=version,
    )
