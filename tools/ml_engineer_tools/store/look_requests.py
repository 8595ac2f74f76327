"""Requests for a look at a holdout: drafted by anybody, scored once a person has accepted them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.store import attested
from ml_engineer_tools.store.attested import Standing
from ml_engineer_tools.store.effects import EffectKey

LookingTool = Literal["train_baselines", "evaluate_predictions"]


class LookRequest(Contract):
    """What is to be scored on the locked rows.

    Attributes:
        evidence: id of the evidence, the whole hash, whose arguments are used again.
        tool: which tool scores.
        arguments: those of the evidence, and `confirm`.
        what: is to be looked at, in a few words.
        because: why the look is worth spending, in the words of whoever asks.
    """

    evidence: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    tool: LookingTool
    arguments: Mapping[str, JsonValue]
    what: str
    because: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class LookRequestRecord(Standing):
    """A request in the store, with the person who accepted it."""

    request: LookRequest


def draft(
    connection: sqlite3.Connection,
    request: LookRequest,
    table_sha256: str,
    effect: EffectKey | None,
) -> LookRequestRecord:
    """Write a draft; no look is counted until a person accepts it."""
    words = attested.words(request)
    return _record(attested.draft(connection, "look_request", words, table_sha256, effect))


def accept(connection: sqlite3.Connection, name: str, by: str) -> LookRequestRecord:
    """Accept a request on behalf of a person.

    Raises:
        BadInput: there is no such request, or nobody is named.
    """
    return _record(attested.accept(connection, "look_request", name, by))


def by_id(connection: sqlite3.Connection, name: str) -> LookRequestRecord:
    """Return one request.

    Raises:
        BadInput: there is none with this id.
    """
    return _record(attested.by_id(connection, "look_request", name))


def of_table(connection: sqlite3.Connection, table_sha256: str) -> list[LookRequestRecord]:
    """Return all requests about a table, newest last."""
    return [_record(kept) for kept in attested.of_table(connection, "look_request", table_sha256)]


def _record(kept: attested.Kept) -> LookRequestRecord:
    standing, document = kept
    return LookRequestRecord(
        **standing.model_dump(), request=LookRequest.model_validate_json(document)
    )
