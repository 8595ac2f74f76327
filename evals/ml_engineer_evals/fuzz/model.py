"""A model that says what is drawn: it plays hostile outputs behind the seam of real models."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator

from ml_engineer.conversation import AssistantMessage, Segment, ToolMessage
from ml_engineer.models.base import Completed, DraftText, ModelReply, Usage
from ml_engineer_evals.fuzz.outputs import Output, draw


class HostileModel:
    """Draws one output for each request.

    Attributes:
        outputs: how many it gave.
        last: the newest.
    """

    name = "hostile"

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311  a seeded draw, no secret
        self._seed = seed
        self.outputs = 0
        self.last: Output | None = None

    async def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
        """Reply with the next output; see `ChatModel.stream`."""
        self.outputs += 1
        self.last = draw(self._chance, _shown(segment), self._seed * 1_000_000 + self.outputs)
        yield DraftText(self.last.message.text)
        yield Completed(ModelReply(message=self.last.message, usage=Usage(requests=1)))

    async def close(self) -> None:
        """Nothing is held."""


def _shown(segment: Segment) -> str:
    last = segment.last
    if isinstance(last, ToolMessage):
        return "\n".join(result.content for result in last.results)
    return str(getattr(last, "text", "")) if not isinstance(last, AssistantMessage) else ""
