"""A session over the wire: a model, the simulator that answers it, a journal, one tool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.simulator import Send, Simulator
from tests.faults.wires import Wire

from ml_engineer.answer import Answer
from ml_engineer.cli.terminal import lasting_lines
from ml_engineer.conversation import ToolCall, ToolResult, ToolSpec, UserMessage
from ml_engineer.events import AnswerAccepted, Event, ModelRetried
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.limits import Limits
from ml_engineer.loop import Turn
from ml_engineer.models.base import ChatModel
from ml_engineer.models.retry import RetryPolicy
from ml_engineer.session import EgressLog, Journal, Session
from ml_engineer.toolbox.base import Outcome, Progress, failed

SCHEMA = {"type": "object", "properties": {"data": {"type": "string"}}}


class Echo:
    """A toolbox of one tool, that notes what it ran."""

    specs = (ToolSpec(name="profile", description="Profile a table.", input_schema=SCHEMA),)

    def __init__(self) -> None:
        self.ran: list[ToolCall] = []

    async def call(self, call: ToolCall, session: str, progress: Progress) -> Outcome:
        if call.name != "profile":
            return failed(call, f"There is no tool {call.name!r}; there are profile.")
        self.ran.append(call)
        return Outcome(ToolResult(call_id=call.id, name=call.name, content="{}"))

    def enter(self, result: ToolResult, ledger: Ledger) -> None:
        """Nothing is shown."""


@dataclass
class Told:
    """What came of one question."""

    events: list[Event]
    answer: Answer
    waits: list[float]

    @property
    def retried(self) -> list[ModelRetried]:
        return [event for event in self.events if isinstance(event, ModelRetried)]

    @property
    def seen(self) -> str:
        """What stays on the screen of the turn."""
        lines = [line for event in self.events for line in lasting_lines(event)]
        return "\n".join([*lines, self.answer.text])


@dataclass
class World:
    """One session over the wire."""

    wire: Wire
    simulator: Simulator
    model: ChatModel
    session: Session
    journal: Journal
    toolbox: Echo = field(default_factory=Echo)
    limits: Limits = field(default_factory=Limits)
    policy: dict[str, Any] = field(default_factory=dict)
    slept: list[float] = field(default_factory=list)

    async def ask(self, *plan: Send, question: str = "What is in a.csv?") -> Told:
        """Ask; the simulator must have been asked for all of its plan when the turn ends."""
        self.simulator.plan[:] = plan
        self.session.append(UserMessage(text=question))
        return await self.go_on()

    async def go_on(self) -> Told:
        waits = self.slept = []

        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        retry = RetryPolicy(sleep=sleep, **self.policy)
        turn = Turn(self.session, self.model, self.toolbox, (), self.limits, Ledger(), retry)
        events = [event async for event in turn.run()]
        assert self.simulator.plan == [], "fewer requests were made than planned"
        again = Session.resume(self.journal, self.session.id)
        assert list(again.segment) == list(self.session.segment), "the journal holds all of it"
        assert again.accepted == self.session.accepted
        assert again.pending == ()
        last = events[-1]
        assert isinstance(last, AnswerAccepted)
        return Told(events, last.answer, waits)

    @property
    def kept(self) -> list[str]:
        """What the journal holds, in order: the kind of each entry, the role of each message."""
        kept = []
        for entry in self.journal.entries(self.session.id):
            role = entry.body.partition('"role":"')[2].partition('"')[0]
            kept.append(role if entry.kind == "message" else entry.kind)
        return kept

    def sent(self) -> Sequence[bytes]:
        """What the egress log says was sent."""
        return [each.body for each in EgressLog(self.journal.connection, self.session.id).sent()]
