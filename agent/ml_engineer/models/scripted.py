"""A scripted model: replies that were written beforehand, for tests of what stands on the loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

from pydantic import JsonValue

from ml_engineer.conversation import AssistantMessage, Segment, Text, ToolCall
from ml_engineer.models.base import Completed, DraftText, ModelError, ModelReply, Usage

Step = str | list[ToolCall] | ModelError | AssistantMessage


def call(id: str, name: str, **arguments: JsonValue) -> ToolCall:  # noqa: A002
    """Return a tool call, as a script writes it."""
    return ToolCall(id=id, name=name, arguments=arguments)


class ScriptedModel:
    """Gives one scripted step for each request: a text, tool calls, a message, or a failure.

    Attributes:
        seen: how many messages the segment had at each request.
    """

    name = "scripted"

    def __init__(self, steps: Iterable[Step]) -> None:
        self._steps = list(steps)
        self.seen: list[int] = []

    async def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
        """Reply with the next step; see `ChatModel.stream`."""
        self.seen.append(len(segment))
        if not self._steps:
            raise AssertionError("the script has ended, but the model was asked again")
        step = self._steps.pop(0)
        if isinstance(step, ModelError):
            raise step
        if isinstance(step, str):
            yield DraftText(step)
            message = AssistantMessage(parts=(Text(text=step),))
        elif isinstance(step, AssistantMessage):
            message = step
        else:
            message = AssistantMessage(parts=tuple(step), stop="calls_tools")
        usage = Usage(requests=1, input_tokens=10 * len(segment), output_tokens=5)
        yield Completed(ModelReply(message=message, usage=usage))

    async def close(self) -> None:
        """Nothing is held."""

    def assert_complete(self) -> None:
        """Fail if a scripted step was never asked for."""
        if self._steps:
            raise AssertionError(f"{len(self._steps)} scripted steps were never asked for")
