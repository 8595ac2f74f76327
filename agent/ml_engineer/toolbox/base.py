"""The seam between the loop and its tools: specs to show a model, and a way to run a call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ml_engineer.conversation import ToolCall, ToolResult, ToolSpec
from ml_engineer.evidence.ledger import Ledger

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call.

    Attributes:
        result: what the model is told.
        evidence: alias of the evidence that the result shows, if any.
        reused: it had been measured before on the same data.
        note: what a person should know of it beyond the result.
    """

    result: ToolResult
    evidence: str | None = None
    reused: bool = False
    note: str = ""


class Toolbox(Protocol):
    """Runs tool calls. It never raises for what a call got wrong: that is an error result."""

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        """The tools as a model is told of them."""

    async def call(self, call: ToolCall, session: str, progress: Progress) -> Outcome:
        """Run one call. A call that has an effect has it once for (session, call id)."""

    def enter(self, result: ToolResult, ledger: Ledger) -> None:
        """Enter what a result showed into the ledger against which numbers are checked."""


def failed(call: ToolCall, message: str) -> Outcome:
    """Return the error result of a call; the message says what to do."""
    result = ToolResult(call_id=call.id, name=call.name, content=message, is_error=True)
    return Outcome(result)
