"""The loop: what a turn does with replies, calls, failures, limits, gates and interruptions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path

import pytest

from ml_engineer import Engineer
from ml_engineer.answer import Answer
from ml_engineer.conversation import (
    AssistantMessage,
    GateMessage,
    Segment,
    StopReason,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
)
from ml_engineer.events import (
    AnswerAccepted,
    DraftDelta,
    DraftDropped,
    DraftRevised,
    Event,
    ModelRetried,
    ToolFinished,
    ToolProgress,
    ToolStarted,
    TurnStarted,
)
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.gates import DEFAULT_GATES
from ml_engineer.limits import Limits, Meter, Prices, priced
from ml_engineer.loop import Turn
from ml_engineer.models.base import Completed, DraftText, ModelError
from ml_engineer.models.scripted import ScriptedModel, Step, call
from ml_engineer.session import Journal, Session
from ml_engineer.toolbox.base import Outcome, Progress
from ml_engineer_tools.errors import BadInput

Work = Callable[[ToolCall, Progress], Outcome]


class InProcessToolbox:
    """Runs calls in this process: `wait` sleeps, `fail` raises, everything else echoes."""

    specs: tuple[ToolSpec, ...] = ()

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.entered: list[str] = []

    async def call(self, call: ToolCall, session: str, progress: Progress) -> Outcome:
        self.ran.append(call.id)
        if call.name == "fail":
            raise ZeroDivisionError("planted")
        if call.name == "wait":
            progress(0.5, "half way")
            await asyncio.sleep(float(str(call.arguments.get("seconds", 0.01))))
        return Outcome(ToolResult(call_id=call.id, name=call.name, content="{}"))

    def enter(self, result: ToolResult, ledger: Ledger) -> None:
        self.entered.append(result.call_id)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path)


def begin(journal: Journal, text: str = "What is a holdout for?") -> Session:
    session = Session.start(journal, "scripted", "Be honest.", ())
    session.append(UserMessage(text=text))
    return session


async def take_turn(
    session: Session,
    steps: list[Step],
    *,
    toolbox: InProcessToolbox | None = None,
    limits: Limits | None = None,
    ledger: Ledger | None = None,
) -> tuple[list[Event], Answer]:
    model = ScriptedModel(steps)
    turn = Turn(
        session,
        model,
        toolbox or InProcessToolbox(),
        DEFAULT_GATES,
        limits or Limits(),
        ledger or Ledger(),
    )
    events = [event async for event in turn.run()]
    model.assert_complete()
    last = events[-1]
    assert isinstance(last, AnswerAccepted)
    return events, last.answer


async def take_turn_again(
    session: Session, question: str, steps: list[Step], ledger: Ledger | None = None
) -> tuple[list[Event], Answer]:
    session.append(UserMessage(text=question))
    return await take_turn(session, steps, ledger=ledger)


async def test_a_plain_answer_is_drafted_judged_and_accepted(journal: Journal) -> None:
    session = begin(journal)
    events, answer = await take_turn(session, ["It keeps you honest.\n\nStands on: S6; P5, R2"])
    assert [event.kind for event in events] == ["turn_started", "draft_delta", "answer_accepted"]
    assert answer.text == "It keeps you honest.\n\nStands on: S6; P5, R2"
    assert answer.stages == ("S6",)
    assert answer.clauses == ("P5", "R2")
    assert answer.partial is None
    assert answer.marks == ()
    assert not session.unanswered


async def test_calls_run_side_by_side_and_results_keep_the_models_order(journal: Journal) -> None:
    session = begin(journal)
    calls = [
        call("slow", "wait", seconds=0.05),
        call("broken", "fail"),
        call("quick", "echo"),
    ]
    events, _ = await take_turn(session, [calls, "Done."])
    finished = [event for event in events if isinstance(event, ToolFinished)]
    assert {event.call_id: event.is_error for event in finished} == {
        "slow": False, "broken": True, "quick": False,
    }  # fmt: skip
    assert finished[-1].call_id == "slow"
    message = next(m for m in session.segment if isinstance(m, ToolMessage))
    assert [result.call_id for result in message.results] == ["slow", "broken", "quick"]
    assert "ZeroDivisionError" in message.results[1].content
    kinds = [type(event) for event in events]
    assert kinds.count(ToolStarted) == 3
    assert ToolProgress in kinds


async def test_a_failing_call_never_loses_its_siblings(journal: Journal) -> None:
    toolbox = InProcessToolbox()
    calls = [call("a", "fail"), call("b", "echo"), call("c", "fail")]
    await take_turn(begin(journal), [calls, "Done."], toolbox=toolbox)
    assert toolbox.ran == ["a", "b", "c"]
    assert sorted(toolbox.entered) == ["a", "b", "c"]


async def test_an_overload_is_retried_and_its_draft_dropped(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    overloaded = ModelError("Overloaded.", kind="overloaded", retryable=True, retry_after=0.0)
    events, answer = await take_turn(begin(journal), [overloaded, "Here it is."])
    retried = [event for event in events if isinstance(event, ModelRetried)]
    assert [event.attempt for event in retried] == [1]
    assert any(isinstance(event, DraftDropped) for event in events)
    assert answer.text == "Here it is."


async def test_a_model_that_can_not_be_reached_ends_in_a_marked_partial_answer(
    journal: Journal,
) -> None:
    error = ModelError("The key is not valid.", kind="authentication")
    session = begin(journal)
    _, answer = await take_turn(session, [[call("a", "echo")], error])
    assert answer.partial == "model_failed"
    assert answer.text.startswith("**Partial answer: the model did not answer")
    assert "The key is not valid" in answer.text
    assert not session.unanswered


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(requests=1), "turn_limit"),
        (Limits(tokens=3), "token_limit"),
        (Limits(input_tokens=3), "token_limit"),
        (Limits(output_tokens=5), "token_limit"),
        (Limits(tool_calls=0), "tool_limit"),
        (Limits(seconds=0.0), "time_limit"),
        (Limits(cost=1e-9, prices=Prices(3.0, 0.3, 15.0)), "cost_limit"),
    ],
)
async def test_a_limit_ends_the_turn_in_a_marked_partial_answer(
    journal: Journal, limits: Limits, reason: str
) -> None:
    steps: list[Step] = [] if reason == "time_limit" else [[call("a", "echo")]]
    _, answer = await take_turn(begin(journal), steps, limits=limits)
    assert answer.partial == reason
    assert "**Partial answer:" in answer.text


async def test_no_gate_judges_the_reason_why_a_turn_stopped(journal: Journal) -> None:
    limit = ModelError("It is reached; the provider asks to wait 3600 s.", kind="rate_limited")
    _, answer = await take_turn(begin(journal), [limit])
    assert "asks to wait 3600 s" in answer.text
    assert answer.marks == ()
    assert answer.text.endswith("The session is kept; ask again in it to go on.")


async def test_a_call_that_runs_past_the_time_is_stopped(journal: Journal) -> None:
    session = begin(journal)
    steps: list[Step] = [[call("a", "echo"), call("b", "wait", seconds=60)]]
    _, answer = await take_turn(session, steps, limits=Limits(seconds=0.1))
    assert answer.partial == "time_limit"
    assert [pending.id for pending in session.pending] == ["b"]
    _, answer = await take_turn_again(session, "And now?", ["It goes on."])
    assert answer.text == "It goes on."
    results = [m.results for m in session.segment if isinstance(m, ToolMessage)]
    assert [result.is_error for result in results[0]] == [False, True]


async def test_a_wait_for_the_model_ends_with_the_time_of_the_turn(journal: Journal) -> None:
    slow = ModelError("Slow down.", kind="rate_limited", retryable=True, retry_after=50.0)
    _, answer = await take_turn(begin(journal), [slow], limits=Limits(seconds=0.05))
    assert answer.partial == "time_limit"


async def test_a_resumed_turn_knows_what_it_had_used(journal: Journal) -> None:
    session = begin(journal)
    model = ScriptedModel([[call("a", "echo")]])
    turn = Turn(session, model, InProcessToolbox(), DEFAULT_GATES, Limits(), Ledger())
    async with aclosing(turn.run()) as events:
        async for event in events:
            if isinstance(event, ToolFinished):
                break
    again = Session.resume(journal, session.id)
    _, answer = await take_turn(again, ["Done."])
    assert answer.usage.requests == 2
    assert answer.usage.output_tokens == 10
    meter = Meter(Limits())
    meter.take_up(again.segment)
    assert (meter.usage, meter.calls) == (answer.usage, 1)


def test_a_limit_on_the_cost_of_a_model_without_a_price_is_a_sentence() -> None:
    with pytest.raises(BadInput, match="The price of scripted is not known"):
        Engineer(ScriptedModel([]), limits=Limits(cost=1.0))
    given = priced(Limits(cost=1.0, prices=Prices(3.0, 0.3, 15.0)), "scripted")
    assert given.prices == Prices(3.0, 0.3, 15.0)


@pytest.mark.parametrize(
    ("stop", "reason"),
    [
        ("refused", "refused_by_provider"),
        ("cut_by_length", "cut_by_length"),
        ("context_full", "context_full"),
    ],
)
async def test_refusals_and_cuts_have_a_name_the_user_sees(
    journal: Journal, stop: StopReason, reason: str
) -> None:
    reply = AssistantMessage(parts=(Text(text="As far as I"),), stop=stop, detail="frontier_llm")
    _, answer = await take_turn(begin(journal), [reply])
    assert answer.partial == reason
    assert "As far as I" in answer.text
    assert "frontier_llm" in answer.text


async def test_a_paused_reply_is_asked_to_go_on(journal: Journal) -> None:
    paused = AssistantMessage(parts=(), stop="paused")
    _, answer = await take_turn(begin(journal), [paused, "Now it is whole."])
    assert answer.text == "Now it is whole."


async def test_an_untraced_number_is_sent_back_twice_and_then_marked(journal: Journal) -> None:
    session = begin(journal, "How good is it?")
    wrong = "The model reaches an AUC of 0.973 on the holdout."
    events, answer = await take_turn(session, [wrong, wrong, wrong])
    revised = [event.revision for event in events if isinstance(event, DraftRevised)]
    assert revised == [1, 2]
    assert sum(isinstance(message, GateMessage) for message in session.segment) == 2
    assert answer.marks
    assert any(mark.quote == "0.973" for mark in answer.marks)
    assert answer.text != wrong


async def test_a_mended_draft_is_accepted_without_marks(journal: Journal) -> None:
    wrong = "The model reaches an AUC of 0.973 on the holdout."
    _, answer = await take_turn(begin(journal), [wrong, "Nothing has been measured yet."])
    assert answer.text == "Nothing has been measured yet."
    assert answer.marks == ()


async def test_only_the_accepted_text_is_an_answer(journal: Journal) -> None:
    events, _ = await take_turn(begin(journal), ["Draft, and answer."])
    assert isinstance(events[0], TurnStarted)
    assert isinstance(events[1], DraftDelta)
    assert sum(isinstance(event, AnswerAccepted) for event in events) == 1


async def test_usage_is_summed_over_the_turn(journal: Journal) -> None:
    _, answer = await take_turn(begin(journal), [[call("a", "echo")], "Done."])
    assert answer.usage.requests == 2
    assert answer.usage.output_tokens == 10


async def test_closing_the_stream_cancels_running_calls(journal: Journal) -> None:
    session = begin(journal)
    model = ScriptedModel([[call("a", "wait", seconds=60)], "Never."])
    turn = Turn(session, model, InProcessToolbox(), DEFAULT_GATES, Limits(), Ledger())
    stream = turn.run()
    async for event in stream:
        if isinstance(event, ToolProgress):
            break
    await asyncio.wait_for(stream.aclose(), timeout=5)
    assert [pending.id for pending in session.pending] == ["a"]
    assert session.unanswered


class ByTheBook:
    """Replies from the conversation alone: two calls, one call, a wrong number, the answer."""

    name = "scripted"

    async def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
        replies = sum(isinstance(message, AssistantMessage) for message in segment)
        steps: list[Step] = [
            [call("a", "echo"), call("b", "fail")],
            [call("c", "wait")],
            "It reaches 0.973.",
            "Nothing was measured.\n\nStands on: S6",
        ]
        async for part in ScriptedModel([steps[replies]]).stream(segment):
            yield part

    async def close(self) -> None:
        """Nothing is held."""


async def test_killed_after_any_entry_the_turn_ends_as_if_nothing_had_happened(
    tmp_path: Path,
) -> None:
    journal = Journal(tmp_path / "whole")
    session = begin(journal)
    await finish(session)
    entries = journal.entries(session.id)
    assert [entry.kind for entry in entries] == [
        "segment", "message", "message", "result", "result", "message", "result", "message",
        "message", "message", "accepted",
    ]  # fmt: skip
    for kept in range(2, len(entries) + 1):
        other = Journal(tmp_path / f"killed-after-{kept}")
        id_ = other.start("scripted")
        for entry in entries[:kept]:
            other.append(id_, entry.kind, entry.body)
        resumed = Session.resume(other, id_)
        if resumed.unanswered:
            await finish(resumed)
        assert list(resumed.segment) == list(session.segment)
        assert [answer.text for answer in resumed.accepted] == [session.accepted[0].text]
        assert [entry.kind for entry in other.entries(id_)] == [entry.kind for entry in entries]
        other.close()
    journal.close()


async def finish(session: Session) -> None:
    turn = Turn(session, ByTheBook(), InProcessToolbox(), DEFAULT_GATES, Limits(), Ledger())
    async for _ in turn.run():
        pass
