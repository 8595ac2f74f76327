"""The answer: the accepted text, the figures it cites, where it stands, and what is missing."""

from __future__ import annotations

from typing import Literal

from ml_engineer.conversation import Audience
from ml_engineer.usage import Usage
from ml_engineer_tools.evidence import Contract, Figure

PartialReason = Literal[
    "turn_limit",
    "tool_limit",
    "token_limit",
    "cost_limit",
    "time_limit",
    "cut_by_length",
    "context_full",
    "refused_by_provider",
    "model_failed",
]
"""Why a turn ended before its answer was whole, by the name that the user sees."""


class Cost(Contract):
    """What a turn cost, by list prices of a day; `as_of` is "" for prices that a user gave."""

    amount: float
    currency: str
    as_of: str


class CitedFigure(Contract):
    """A figure that the answer cites, with its workspace-wide handle (`E3.f12`)."""

    handle: str
    tool: str
    figure: Figure


class Mark(Contract):
    """Something in the delivered text that did not pass a gate, marked in the text as well."""

    gate: str
    clause: str
    reason: str
    quote: str | None = None


class Objection(Contract):
    """What a second opinion says against an answer.

    Attributes:
        clause: the clause that it is said to break.
        quote: the words of the answer.
        reason: why, in the words of the model.
    """

    clause: str
    quote: str
    reason: str


class SecondOpinion(Contract):
    """What the session's model said when it was asked to check its answer by the clauses.

    Attributes:
        objections: empty if it had none.
        missing: why there is no opinion; None if there is one.
        usage: tokens of the call, counted in the turn's as well.
        cost: of the call; None where the price of the model is not known.
    """

    objections: tuple[Objection, ...] = ()
    missing: str | None = None
    usage: Usage = Usage()
    cost: Cost | None = None


class Answer(Contract):
    """What a turn ends in.

    Attributes:
        text: the text with its citations (`0.871 [E3.f12]`) and, where gates failed, its marks.
        cited: the figures cited, in order of first citation.
        evidence: aliases of all evidence that the turn stood on.
        stages: ids of the stages (S0 to S8) that the text names.
        clauses: ids of the other clauses that the text names.
        missing: what the answer says is still lacking.
        marks: what did not pass a gate.
        partial: why the answer is incomplete; None for a whole one.
        audience: for whom it is written; None where neither a person nor the text says.
        audience_assumed: whether the audience was inferred, as no person had said.
        model: who wrote it; `playbook` is rules, not a language model.
        session: id by which the conversation is resumed.
        usage: tokens of the turn.
        cost: of the turn by list prices; None where the price of the model is not known.
        second_opinion: what the model said when asked to check it; None where it was not asked.
        secrets_removed: how many secrets were taken out of the question before it was kept or sent.
    """

    text: str
    cited: tuple[CitedFigure, ...] = ()
    evidence: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    partial: PartialReason | None = None
    audience: Audience | None = None
    audience_assumed: bool = False
    model: str
    session: str
    usage: Usage = Usage()
    cost: Cost | None = None
    second_opinion: SecondOpinion | None = None
    secrets_removed: int = 0
