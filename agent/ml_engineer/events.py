"""The event stream of a turn: what a face can show while it runs, and the answer at its end."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ml_engineer.answer import Answer
from ml_engineer_tools.evidence import Contract


class TurnStarted(Contract):
    """A turn has begun in this session."""

    kind: Literal["turn_started"] = "turn_started"
    session: str
    model: str


class SecretsRemoved(Contract):
    """The question held secrets, which were taken out before it was kept or sent."""

    kind: Literal["secrets_removed"] = "secrets_removed"
    count: int


class DraftDelta(Contract):
    """A piece of the model's draft. Only `AnswerAccepted` is an answer."""

    kind: Literal["draft_delta"] = "draft_delta"
    text: str


class DraftDropped(Contract):
    """What was drafted so far does not count: the reply was cut, or the gates sent it back."""

    kind: Literal["draft_dropped"] = "draft_dropped"
    reason: str


class ToolStarted(Contract):
    """A tool call has begun."""

    kind: Literal["tool_started"] = "tool_started"
    call_id: str
    tool: str
    summary: str


class ToolProgress(Contract):
    """A tool reports the share of its work done (0 to 1)."""

    kind: Literal["tool_progress"] = "tool_progress"
    call_id: str
    share: float
    message: str


class ToolFinished(Contract):
    """A tool call has ended.

    `reused`: it had been measured before on the same data. `message`: what went wrong, or what a
    person should know of it.
    """

    kind: Literal["tool_finished"] = "tool_finished"
    call_id: str
    tool: str
    evidence: str | None = None
    reused: bool = False
    is_error: bool = False
    message: str = ""
    seconds: float = 0.0


class ModelRetried(Contract):
    """A request to the model failed and is made again."""

    kind: Literal["model_retried"] = "model_retried"
    reason: str
    attempt: int
    attempts: int
    wait_seconds: float


class DraftRevised(Contract):
    """The gates sent the draft back to the model."""

    kind: Literal["draft_revised"] = "draft_revised"
    revision: int
    reasons: tuple[str, ...]


class ConversationShortened(Contract):
    """The conversation had grown longer than the model reads; it goes on from its evidence.

    `evidence`: aliases of what is told again in short. Nothing of it is lost.
    """

    kind: Literal["conversation_shortened"] = "conversation_shortened"
    evidence: tuple[str, ...]


class AnswerAccepted(Contract):
    """The turn's answer, judged by the gates; marked where something did not hold."""

    kind: Literal["answer_accepted"] = "answer_accepted"
    answer: Answer


Event = Annotated[
    TurnStarted
    | SecretsRemoved
    | DraftDelta
    | DraftDropped
    | ToolStarted
    | ToolProgress
    | ToolFinished
    | ModelRetried
    | DraftRevised
    | ConversationShortened
    | AnswerAccepted,
    Field(discriminator="kind"),
]
