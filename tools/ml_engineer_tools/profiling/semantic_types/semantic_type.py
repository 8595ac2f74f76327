"""What a semantic type is, and which there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ml_engineer_tools.evidence import Confidence

Word = Literal[
    "number", "count", "money", "share", "boolean", "category", "ordered_category", "date",
    "timestamp", "duration", "free_text", "key", "code", "url", "coordinates", "nested",
    "constant", "empty", "email", "phone", "person_name", "street_address", "ip_address",
    "mac_address", "national_id", "iban", "payment_card", "date_of_birth", "licence_plate",
]  # fmt: skip

PERSONAL: frozenset[Word] = frozenset(
    {"email", "phone", "person_name", "street_address", "ip_address", "mac_address", "national_id",
     "iban", "payment_card", "date_of_birth", "licence_plate"}
)  # fmt: skip
"""Types that name or reach a person."""

MEASURED: frozenset[Word] = frozenset(
    {"number", "count", "money", "share", "boolean", "date", "timestamp", "duration", "coordinates"}
)
"""Types of what was measured or counted: their values may all differ and still say something."""


@dataclass(frozen=True, slots=True)
class SemanticType:
    """What a column's values are.

    Attributes:
        word: the type.
        confidence: how sure that is.
        holds: share of the values looked at that fit; None if the type isn't one of patterns.
    """

    word: Word
    confidence: Confidence
    holds: float | None = None

    @property
    def personal(self) -> bool:
        """Whether it is personal data."""
        return self.word in PERSONAL
