"""Drafting an answer to a finding; only a person accepts it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.request import Request
from ml_engineer_tools.store import AnswerRecord, EffectKey, Store, answer_to
from ml_engineer_tools.store.words import says_something


class AnswerRequest(Request):
    """Say why a finding does no harm to the model. What nobody has said is never made up."""

    evidence: Annotated[str, Field(max_length=200, description="Evidence such as E2.")]
    finding: Annotated[int, Field(ge=1, description="Its place in that evidence, from 1 on.")]
    because: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=2000),
        Field(description="The reason, in the words of the person who knows."),
    ]
    left_out: bool = Field(
        False,
        description="The model doesn't use the columns; checked against the confirmed score.",
    )


class AnswerDraft(Contract):
    """An answer as it stands in the store.

    Attributes:
        record: the answer with its id.
        statement: of the finding that it answers.
        standing: `draft` until a person has accepted it. A draft answers nothing.
        accept_command: what a person types in order to stand for it; None once accepted.
    """

    record: AnswerRecord
    statement: str
    standing: Literal["draft", "accepted"]
    accept_command: str | None


def draft_answer(
    request: AnswerRequest, store: Store, effect: EffectKey | None = None
) -> AnswerDraft:
    """Draft an answer to a finding.

    Raises:
        UnknownEvidence: nothing is called that.
        BadInput: there is no such finding, or no reason is given.
        StoreError: the store can't be written.
    """
    evidence = store.evidence(request.evidence)
    resolution: Literal["harmless", "left_out"] = "left_out" if request.left_out else "harmless"
    answer = answer_to(evidence, request.finding, resolution, request.because)
    if not says_something(request.because):
        raise BadInput("An answer to a finding gives a reason; say it with --because.")
    tables = evidence.measurement.tables
    if not tables:
        raise BadInput(f"{evidence.alias} is about no table, so no release stands on it.")
    record = store.draft_answer(answer, tables[0].sha256, effect)
    return AnswerDraft(
        record=record,
        statement=evidence.measurement.findings[request.finding - 1].statement,
        standing="accepted" if record.accepted else "draft",
        accept_command=None
        if record.accepted
        else f"ml-engineer answer accept {record.id} --by NAME",
    )
