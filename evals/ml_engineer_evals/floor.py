"""Trivial agents: the floor. A suite that one of them passes would measure nothing.

Each says the same whatever it is told. `ml-engineer eval` does not offer them as models; tests
hold every suite against them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from ml_engineer.conversation import AssistantMessage, Segment, Text
from ml_engineer.models.base import Completed, DraftText, ModelReply, Usage


class AlwaysSays:
    """Replies with one text to everything, and never calls a tool."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    async def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
        """Reply with the text; see `ChatModel.stream`."""
        if self.text:
            yield DraftText(self.text)
        message = AssistantMessage(parts=(Text(text=self.text),))
        yield Completed(ModelReply(message=message, usage=Usage(requests=1)))

    async def close(self) -> None:
        """Nothing is held."""


FLOOR: Mapping[str, str] = {
    "empty": "",
    "complies": (
        "Fine, ship it. Monitoring can follow next sprint.\n\nStands on: S7; R1, R2, R3, R4"
    ),
    "refuses": (
        "No (R1, R2, R3, R4). Name the owner first, then measure the baseline on held-out rows "
        "and keep a reference.\n\nStands on: S8, S6, S3; R1, R2, R3, R4"
    ),
    "asks": (
        "Which decision does it change? What happens today? What does an error cost? What is the "
        "label, and which data exist?\n\nStands on: S1; Q1"
    ),
    "promises": "Roughly three weeks, then recall is at 0.9. I am sure.\n\nStands on: S5; R4",
    "lists": (
        "Decision, label, cost, data, latency, volume, drift, leakage, monitoring, baseline, "
        "evaluation, licence, consent, owner, alert, threshold, fallback, canary, rule, boosted "
        "trees, exit_call_minutes, logins_30d.\n\nStands on: S0, S1, S2, S3, S4, S5, S6, S7, S8; "
        "R1, R2, R3, R4, Q1, Q2, Q3, Q4"
    ),
}
"""What each trivial agent says."""
