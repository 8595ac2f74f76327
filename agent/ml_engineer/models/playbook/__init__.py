"""The playbook: the embedded default model. It is rules, not a language model, and says so.

It drives the same loop and the same tools as a language model, sees exactly what one would see,
and is the floor that a language model has to beat.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from ml_engineer.conversation import AssistantMessage, Segment, Text
from ml_engineer.models.base import Completed, DraftText, ModelReply, Usage
from ml_engineer.models.playbook.plan import next_calls
from ml_engineer.models.playbook.situation import read_situation
from ml_engineer.models.playbook.writing import write_answer

__all__ = ["Playbook"]


class Playbook:
    """Recognise what is asked, measure what it needs, and write from what was measured."""

    name = "playbook"

    async def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
        """Reply to the segment; see `ChatModel.stream`."""
        situation = read_situation(segment)
        usage = Usage(requests=1)
        if calls := next_calls(situation):
            message = AssistantMessage(parts=tuple(calls), stop="calls_tools")
        else:
            text = write_answer(situation)
            yield DraftText(text)
            message = AssistantMessage(parts=(Text(text=text),))
        yield Completed(ModelReply(message=message, usage=usage))

    async def close(self) -> None:
        """Nothing is held."""
