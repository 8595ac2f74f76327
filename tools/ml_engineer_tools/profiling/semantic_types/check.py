"""Semantic types as evidence: one figure a column, and a finding on personal data."""

from __future__ import annotations

from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.semantic_types.semantic_type import SemanticType, Word
from ml_engineer_tools.tables.names import agreeing, listed

IN_WORDS: dict[Word, str] = {
    "email": "e-mail addresses",
    "phone": "phone numbers",
    "person_name": "names of persons",
    "street_address": "street addresses",
    "ip_address": "IP addresses",
    "mac_address": "MAC addresses",
    "national_id": "national identity numbers",
    "iban": "bank accounts",
    "payment_card": "payment cards",
    "date_of_birth": "dates of birth",
    "licence_plate": "licence plates",
}

GRAVE: frozenset[Word] = frozenset({"national_id", "iban", "payment_card"})
"""What is enough to do a person harm."""


def check_semantic_types(inputs: Inputs) -> None:
    """Record the type of each column, and which of them are personal data."""
    recorder = inputs.recorder
    for name, found in inputs.semantic_types.items():
        recorder.figure(
            "semantic_type", found.word, column=name, n=inputs.values[name].known,
            exactness=inputs.values[name].exactness,
        )  # fmt: skip
    personal = {name: found for name, found in inputs.semantic_types.items() if found.personal}
    if not personal:
        return
    figure = recorder.figure("personal_columns", len(personal), unit="columns", headline=True)
    names = sorted(personal, key=lambda name: (personal[name].word not in GRAVE, name))
    sure = all(found.confidence == "high" for found in personal.values())
    recorder.finding(
        "personal_data",
        "high" if any(found.word in GRAVE for found in personal.values()) else "medium",
        f"Personal data in {figure} {agreeing(len(personal), 'column', 'columns')}: "
        f"{_told(personal)}. No value of them is shown to a model.",
        columns=names,
        clauses=["R3", "P3"],
        figures=[figure],
        confidence="high" if sure else "medium",
        question="May these be used for this purpose, and does the model need them at all?",
        harmless_if="they were invented, or the people agreed to this use",
    )


def _told(personal: dict[str, SemanticType]) -> str:
    """Name the kinds, each with its columns, the gravest first."""
    kinds: dict[Word, list[str]] = {}
    for name, found in personal.items():
        kinds.setdefault(found.word, []).append(name)
    order = sorted(kinds, key=lambda word: (word not in GRAVE, list(IN_WORDS).index(word)))
    return "; ".join(f"{IN_WORDS[word]} ({listed(kinds[word], 3)})" for word in order)
