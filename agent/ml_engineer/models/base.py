"""The `ChatModel` protocol: a segment in, a stream of draft text and one terminal reply out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal, Protocol

from ml_engineer.conversation import AssistantMessage, Segment, StopReason
from ml_engineer.usage import UNREPORTED, Usage
from ml_engineer_tools.evidence import Contract

__all__ = [
    "ChatModel",
    "Completed",
    "DraftText",
    "ModelError",
    "ModelReply",
    "StopReason",
    "Usage",
]


class ModelReply(Contract):
    """A whole reply. Only a stream that reached its terminal event yields one."""

    message: AssistantMessage
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class DraftText:
    """A piece of text that is still being written. It is not an answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Completed:
    """The terminal event of a stream."""

    reply: ModelReply


class ModelError(Exception):
    """A model could not reply; the message is one sentence for the user.

    Attributes:
        kind: what happened, by name.
        retryable: whether the same request may succeed later.
        retry_after: seconds the provider asked to wait, if it said so.
        usage: what the provider reported of the request before it failed.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: Literal[
            "overloaded", "rate_limited", "cut", "timeout", "unreachable", "server",
            "authentication", "bad_request", "not_installed", "unknown_model", "context_full",
        ],
        retryable: bool = False,
        retry_after: float | None = None,
        usage: Usage = UNREPORTED,
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.kind = kind
        self.retryable = retryable
        self.retry_after = retry_after
        self.usage = usage


class ChatModel(Protocol):
    """A language model, or something that stands in for one."""

    @property
    def name(self) -> str:
        """How a user asks for it: `anthropic:<id>`, `chat:<url>#<id>`, `playbook`."""

    def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
        """Reply to the segment: any number of `DraftText`, then one `Completed`.

        An iterator that ends without `Completed` was cut; the loop treats that as a failure.

        Raises:
            ModelError: the provider failed.
        """

    async def close(self) -> None:
        """Give back connections."""
