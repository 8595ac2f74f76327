"""Drafting a data card: the words are kept as they were said, and only a person accepts them."""

from __future__ import annotations

from typing import Literal

from ml_engineer_tools.card.request import DataCardRequest
from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.store import CARD_FIELDS, CardRecord, DataCard, EffectKey, Store


class DataCardDraft(Contract):
    """A data card as it stands in the store.

    Attributes:
        record: the card with its id.
        basis: always `attested`: somebody said so; nothing in it was measured.
        standing: `draft` until a person has accepted it. A draft meets no requirement.
        missing: fields that nobody has filled; a release needs all of them.
        accept_command: what a person types in order to stand for it; None once accepted.
    """

    record: CardRecord
    basis: Literal["attested"] = "attested"
    standing: Literal["draft", "accepted"]
    missing: tuple[str, ...]
    accept_command: str | None


def record_data_card(
    request: DataCardRequest, store: Store, sha256: str, effect: EffectKey | None = None
) -> DataCardDraft:
    """Draft a data card for the table whose content hash is `sha256`.

    The same words about the same table are the same card: if a person has accepted them, they
    stay accepted. Any other word makes a new draft.

    Raises:
        StoreError: the store can't be written.
    """
    words = {name: getattr(request, name) or None for name in CARD_FIELDS}
    record = store.draft_card(DataCard(**words), sha256, effect)
    return DataCardDraft(
        record=record,
        standing="accepted" if record.accepted else "draft",
        missing=record.card.missing(),
        accept_command=None if record.accepted else accept_command(record),
    )


def accept_command(record: CardRecord) -> str:
    """Return the command by which a person accepts a card."""
    return f"ml-engineer card accept {record.id} --by NAME"
