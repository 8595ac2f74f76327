"""One turn: ask the model, run its tool calls, gate its answer; until an answer is accepted.

The state of a turn is the conversation itself: what comes next follows from its last message.
A turn that was interrupted at any point is therefore resumed by running the same loop again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from ml_engineer.answer import Answer, PartialReason
from ml_engineer.answering import PARTIAL_FOOT, answer_of, partial_body, partial_head
from ml_engineer.conversation import (
    AssistantMessage,
    GateMessage,
    StopReason,
    ToolCall,
)
from ml_engineer.events import (
    AnswerAccepted,
    ConversationShortened,
    DraftDelta,
    DraftDropped,
    DraftRevised,
    Event,
    ModelRetried,
    SecretsRemoved,
    ToolFinished,
    ToolProgress,
    ToolStarted,
    TurnStarted,
)
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.gates import Draft, Gate, Judgement, judge_all
from ml_engineer.limits import Limits, Meter
from ml_engineer.models.base import ChatModel, DraftText, ModelError, ModelReply
from ml_engineer.models.retry import Patience, Retrying, RetryPolicy, stream_with_retry
from ml_engineer.recalling import shortened, shortened_note
from ml_engineer.second_opinion import Checker, with_second_opinion
from ml_engineer.session import Session
from ml_engineer.session.secrets import REMOVED
from ml_engineer.toolbox.base import Outcome, Toolbox, failed
from ml_engineer.toolbox.defects import kind_and_place
from ml_engineer.usage import Usage

MOST_REVISIONS = 2
"""How often the gates send one turn's answer back before it is delivered with marks."""

ENDS_PARTIAL: dict[StopReason, PartialReason] = {
    "refused": "refused_by_provider",
    "cut_by_length": "cut_by_length",
    "context_full": "context_full",
}


class TurnEnded(Exception):
    """The turn has its answer, whole or partial."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.text)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class _Done:
    """A tool call's task has its outcome."""

    call: ToolCall
    outcome: Outcome
    seconds: float


class Turn:
    """One turn of a session.

    Args:
        session: the conversation; its last message says where the turn stands.
        model: who is asked.
        toolbox: who runs the calls.
        gates: who judges the answer.
        limits: what the turn may use.
        ledger: the evidence of the session so far; results are entered as they come.
        retry: how a model is asked again.
        second_opinion: whether the model is asked once more to check its answer.
    """

    def __init__(
        self,
        session: Session,
        model: ChatModel,
        toolbox: Toolbox,
        gates: Sequence[Gate],
        limits: Limits,
        ledger: Ledger,
        retry: RetryPolicy | None = None,
        *,
        second_opinion: bool = False,
    ) -> None:
        self.session = session
        self.model = model
        self.toolbox = toolbox
        self.gates = gates
        self.ledger = ledger
        self.meter = Meter(limits)
        self.meter.take_up(session.segment)
        self.patience = Patience(retry or RetryPolicy(), self.count_failed)
        self.failed: list[Usage] = []
        self.second_opinion = second_opinion

    async def run(self) -> AsyncGenerator[Event]:
        """Take steps until the turn has its answer; the last event carries it."""
        yield TurnStarted(session=self.session.id, model=self.model.name)
        if (removed := self.secrets_removed()) and not self.session.segment.since_user():
            yield SecretsRemoved(count=removed)
        try:
            while True:
                async with aclosing(self.step()) as events:
                    while (event := await self.within_time(events)) is not None:
                        yield event
        except TurnEnded as end:
            self.session.accept(end.answer)
            yield AnswerAccepted(answer=end.answer)

    async def within_time(self, events: AsyncGenerator[Event]) -> Event | None:
        """Return the next event of a step, None at its end; what runs past the limit is stopped.

        Raises:
            TurnEnded: the time of the turn is over.
        """
        try:
            async with asyncio.timeout(self.meter.seconds_left) as clock:
                return await anext(events, None)
        except TimeoutError:
            if not clock.expired():
                raise
            raise TurnEnded(self.partial("time_limit")) from None

    def step(self) -> AsyncGenerator[Event]:
        """Take the step that the conversation's last message calls for."""
        last = self.session.segment.last
        if self.session.pending:
            return self.run_calls(self.session.pending)
        if isinstance(last, AssistantMessage) and last.stop == "context_full":
            return self.shorten(last.detail, last.text)
        if isinstance(last, AssistantMessage) and last.stop != "paused":
            return self.judge(last)
        return self.ask()

    async def ask(self) -> AsyncGenerator[Event]:
        """Ask the model for its next reply, and write it down."""
        self.end_at_limit()
        try:
            replies = stream_with_retry(self.model, self.session.segment, self.patience)
            async with aclosing(replies) as parts:
                async for part in parts:
                    if isinstance(part, DraftText):
                        yield DraftDelta(text=part.text)
                    elif isinstance(part, Retrying):
                        yield DraftDropped(reason=str(part.error))
                        yield ModelRetried(
                            reason=str(part.error),
                            attempt=part.attempt,
                            attempts=part.attempts,
                            wait_seconds=part.wait,
                        )
                    else:
                        self.meter.add(part.reply.usage)
                        self.session.append(self.with_usage(part.reply))
        except ModelError as error:
            if error.kind != "context_full":
                raise TurnEnded(self.partial("model_failed", str(error))) from error
            yield DraftDropped(reason=str(error))
            async for event in self.shorten(str(error)):
                yield event

    def count_failed(self, usage: Usage) -> None:
        """Count an attempt that gave no reply; it is written down with the next reply."""
        self.meter.add(usage)
        self.failed.append(usage)

    def with_usage(self, reply: ModelReply) -> AssistantMessage:
        """Return the message of a reply with what it took, and the failed attempts before it."""
        failed, self.failed = tuple(self.failed), []
        return reply.message.model_copy(update={"usage": reply.usage, "failed": failed})

    async def shorten(self, detail: str | None = None, text: str = "") -> AsyncGenerator[Event]:
        """Go on in a new segment that holds the evidence in short, or end where that won't help.

        Raises:
            TurnEnded: the conversation is as short already as it can be made.
        """
        messages = shortened(self.session, self.ledger, self.meter)
        if messages is None:
            raise TurnEnded(self.partial("context_full", detail, text))
        self.session.begin_anew(messages)
        self.failed.clear()  # the recall holds what they took
        self.ledger.clear()
        enter_results(self.session, self.toolbox, self.ledger)
        yield ConversationShortened(evidence=tuple(self.ledger.evidence_aliases))

    async def run_calls(self, calls: Sequence[ToolCall]) -> AsyncGenerator[Event]:
        """Run calls side by side; each result is written down as it comes."""
        self.end_at_limit(len(calls))
        self.meter.calls += len(calls)
        news: asyncio.Queue[Event | _Done] = asyncio.Queue()
        tasks = [asyncio.create_task(self.run_call(call, news)) for call in calls]
        try:
            for call in calls:
                yield ToolStarted(call_id=call.id, tool=call.name, summary=_summary(call))
            running = len(calls)
            while running:
                item = await news.get()
                if isinstance(item, _Done):
                    running -= 1
                    yield self.finish_call(item)
                else:
                    yield item
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def run_call(self, call: ToolCall, news: asyncio.Queue[Event | _Done]) -> None:
        """Run one call; whatever goes wrong is its own error result and nobody else's."""

        def report(share: float, message: str) -> None:
            news.put_nowait(ToolProgress(call_id=call.id, share=share, message=message))

        started = time.perf_counter()
        try:
            if call.defect is not None:
                outcome = failed(call, call.defect)
            else:
                outcome = await self.toolbox.call(call, self.session.id, report)
        except Exception as error:  # a defect in a tool must not take its siblings along
            # Kind and place only: a library's words may quote a cell.
            outcome = failed(call, f"{call.name} failed inside ({kind_and_place(error)}).")
        news.put_nowait(_Done(call, outcome, time.perf_counter() - started))

    def finish_call(self, done: _Done) -> ToolFinished:
        """Write a result down and enter what it shows into the ledger."""
        result = self.session.record_result(done.outcome.result)
        self.toolbox.enter(result, self.ledger)
        return ToolFinished(
            call_id=result.call_id,
            tool=result.name,
            evidence=done.outcome.evidence,
            reused=done.outcome.reused,
            is_error=result.is_error,
            message=result.content if result.is_error else done.outcome.note,
            seconds=round(done.seconds, 3),
        )

    async def judge(self, reply: AssistantMessage) -> AsyncGenerator[Event]:
        """Accept the answer, or send it back with what the gates ask for."""
        if reply.stop in ENDS_PARTIAL:
            raise TurnEnded(self.partial(ENDS_PARTIAL[reply.stop], reply.detail, reply.text))
        draft = self.draft(reply.text)
        judgement = judge_all(self.gates, draft)
        revisions = self.revisions()
        if judgement.passes or revisions >= MOST_REVISIONS or self.meter.reached():
            answer = self.answer(draft, judgement)
            if self.second_opinion:
                checker = Checker(self.model, self.patience, self.meter)
                answer = await with_second_opinion(answer, draft, checker)
            raise TurnEnded(answer)
        self.session.append(GateMessage(text=judgement.message()))
        yield DraftDropped(reason="sent back by the checks")
        yield DraftRevised(revision=revisions + 1, reasons=judgement.reasons)

    def draft(self, text: str) -> Draft:
        """Return a text with everything that the gates judge it by."""
        segment = self.session.segment
        decided = getattr(self.toolbox, "decided", None)
        return Draft(
            text=text,
            facts=segment.facts,
            ledger=self.ledger,
            user_texts=tuple(segment.user_texts()),
            decided=decided(segment.facts.data) if decided is not None else frozenset(),
        )

    def answer(self, draft: Draft, judgement: Judgement) -> Answer:
        """Return the answer that a judged draft becomes."""
        answer = answer_of(
            draft,
            judgement,
            model=self.model.name,
            session=self.session.id,
            usage=self.meter.usage,
            cost=self.meter.cost,
        )
        # Every look is numbered in every later answer, whoever wrote the answer.
        note = getattr(self.toolbox, "looks_note", None)
        looks = note(self.session.segment.facts.data) if note is not None else ""
        told = [text for text in (shortened_note(self.session), looks) if text]
        text = "\n\n".join([answer.text, *told])
        return answer.model_copy(update={"text": text, "secrets_removed": self.secrets_removed()})

    def secrets_removed(self) -> int:
        """Count the secrets that were taken out of the question."""
        asked = self.session.segment.question
        return asked.text.count(REMOVED) if asked is not None else 0

    def partial(self, reason: PartialReason, detail: str | None = None, text: str = "") -> Answer:
        """Return the marked answer of a turn that can't be finished; it is judged all the same."""
        draft = self.draft(partial_body(text, self.ledger))
        answer = self.answer(draft, judge_all(self.gates, draft))
        # Why it stopped is the runtime's own: no gate judges its numbers.
        whole = "\n\n".join((partial_head(reason, detail), answer.text, PARTIAL_FOOT))
        return answer.model_copy(update={"partial": reason, "text": whole})

    def revisions(self) -> int:
        """Count how often the gates have sent this turn's answer back."""
        since = self.session.segment.since_user()
        return sum(isinstance(message, GateMessage) for message in since)

    def end_at_limit(self, calls: int = 0) -> None:
        """End the turn if a limit has been reached, or would be by as many calls.

        Raises:
            TurnEnded: with what is known so far.
        """
        reason = self.meter.reached(calls)
        if reason is not None:
            raise TurnEnded(self.partial(reason))


def enter_results(session: Session, toolbox: Toolbox, ledger: Ledger) -> None:
    """Enter everything that a resumed session has been shown into its ledger."""
    for result in session.results():
        toolbox.enter(result, ledger)


def _summary(call: ToolCall) -> str:
    told = ", ".join(f"{name}={value}" for name, value in call.arguments.items() if value)
    return told if len(told) <= 120 else told[:119] + "…"
