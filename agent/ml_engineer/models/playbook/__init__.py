"""The playbook: the embedded default model. It is rules, not a language model, and says so.

It drives the same loop and the same tools as a language model, sees exactly what one would see,
and is the floor that a language model has to beat.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from ml_engineer.conversation import AssistantMessage, Segment, Text
from ml_engineer.models.base import Completed, DraftText, ModelReply, Usage
from ml_engineer.models.playbook.one_thing.form_wishes import sentences_wished, shortened
from ml_engineer.models.playbook.plan import next_calls
from ml_engineer.models.playbook.several import several_in
from ml_engineer.models.playbook.situation import read_situation
from ml_engineer.models.playbook.writing import write_answer

__all__ = ["Playbook"]


class Playbook:
    """Recognise what is asked, measure what it needs, and write from what was measured."""

    name = "playbook"

    async def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
        """Reply to the segment; see `ChatModel.stream`."""
        several = several_in(segment)
        situation = read_situation(segment)
        usage = Usage(requests=1)
        if calls := several.calls(segment) if several else next_calls(situation):
            message = AssistantMessage(parts=tuple(calls), stop="calls_tools")
        else:
            text = several.answer(segment) if several else write_answer(situation)
            wished = sentences_wished(segment.question.text) if segment.question else None
            text = text if wished is None else shortened(text, wished)
            yield DraftText(text)
            message = AssistantMessage(parts=(Text(text=text),))
        yield Completed(ModelReply(message=message, usage=usage))

    async def close(self) -> None:
        """Nothing is held."""
