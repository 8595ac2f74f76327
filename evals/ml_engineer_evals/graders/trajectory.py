"""Trajectory: what was measured before the answer, and what was never called.

The predicates are about order only: looking at more than was expected is never a fault.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ml_engineer_evals.graders.base import Expectation
from ml_engineer_evals.transcript import Transcript

ToolName = Annotated[str, Field(min_length=1)]


class CalledBeforeAnswer(Expectation):
    """Each of these tools gave a result before the answer.

    Attributes:
        tools: the tools.
        not_after: tools that must not have been called earlier than all of `tools`.
    """

    grades: ClassVar[str] = "S0"
    check: Literal["called_before_answer"] = "called_before_answer"
    tools: Annotated[tuple[ToolName, ...], Field(min_length=1)]
    not_after: tuple[ToolName, ...] = ()

    def failure(self, transcript: Transcript) -> str | None:
        """See `Expectation.failure`."""
        first: dict[str, int] = {}
        for place, call in transcript.calls():
            if not call.is_error:
                first.setdefault(call.tool, place)
        if lacking := [tool for tool in self.tools if tool not in first]:
            return f"no result of {', '.join(lacking)} before the answer"
        for later in self.not_after:
            late = [tool for tool in self.tools if first[tool] > first.get(later, first[tool])]
            if late:
                return f"{later} was called before {', '.join(late)}"
        return None


class NeverCalled(Expectation):
    """This tool was not called, not even in vain."""

    grades: ClassVar[str] = "S0"
    check: Literal["never_called"] = "never_called"
    tool: ToolName

    def failure(self, transcript: Transcript) -> str | None:
        """See `Expectation.failure`."""
        called = any(call.tool == self.tool for _, call in transcript.calls())
        return f"{self.tool} was called" if called else None
