"""Each fault of a provider: what is asked for again, what a person sees, what the journal keeps."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import formatdate
from time import time

import pytest
from tests.faults.simulator import Send
from tests.faults.wires import CALL, Wire, answer, calling
from tests.faults.world import World

from ml_engineer.conversation import AssistantMessage, ToolMessage
from ml_engineer.events import ConversationShortened, DraftDelta, DraftDropped, ToolFinished

WHOLE = ["segment", "user", "assistant", "result", "assistant", "accepted"]


def inside(events: list[bytes], index: int) -> list[bytes]:
    """The events up to the middle of this one."""
    return [*events[:index], events[index][: len(events[index]) // 2]]


def after_name(events: list[bytes]) -> int:
    """How many events there are up to the tool's name, its arguments still to come."""
    return next(k for k, event in enumerate(events) if b'"profile"' in event) + 1


BROKE_OFF = "broke off"
BUSY = "(is overloaded at the moment|had an internal error)"

PASSING: dict[str, tuple[Callable[[Wire], Send], str]] = {
    "429": (lambda wire: wire.failure(429, "rate_limit_error"), "rate limit .* is reached"),
    "500": (lambda wire: wire.failure(500, "api_error"), "had an internal error"),
    "502 of a gateway": (
        lambda wire: Send([b"<html>Bad gateway</html>"], status=502, headers={}),
        "had an internal error",
    ),
    "503": (lambda wire: wire.failure(503, "api_error"), BUSY),
    "529": (lambda wire: wire.failure(529, "overloaded_error"), "is overloaded at the moment"),
    "overload within": (
        lambda wire: Send([*calling(wire)[:3], wire.overload()]),
        "is overloaded at the moment",
    ),
    "reset before": (
        lambda wire: Send(status=None),
        "(could not be reached|broke off within the reply)",
    ),
    "reset after headers": (lambda wire: Send([], ends="reset"), BROKE_OFF),
    "reset between events": (lambda wire: Send(calling(wire)[:3], ends="reset"), BROKE_OFF),
    "reset inside an event": (
        lambda wire: Send(inside(calling(wire), 2), ends="reset"),
        BROKE_OFF,
    ),
    "end before the first event": (lambda wire: Send([]), BROKE_OFF),
    "end after the tool's name": (
        lambda wire: Send(calling(wire)[: after_name(calling(wire))]),
        BROKE_OFF,
    ),
    "end within arguments": (
        lambda wire: Send(inside(calling(wire), after_name(calling(wire)))),
        BROKE_OFF,
    ),
    "end without the terminal event": (lambda wire: Send(calling(wire)[:-1]), BROKE_OFF),
    "half a JSON": (
        lambda wire: Send([*calling(wire)[:2], b'data: {"type": "cont\n\n']),
        f"({BROKE_OFF}|cannot be read)",
    ),
    "truncated arguments": (
        lambda wire: Send(wire.reply(calls=[("c", "profile", '{"data": "a.')])),
        "arguments are not a JSON object",
    ),
}
"""What breaks, and what a person is told of it."""


@pytest.mark.parametrize("fault", PASSING)
async def test_what_may_pass_is_asked_for_again_and_leaves_no_trace(
    world: World, fault: str
) -> None:
    if fault == "truncated arguments" and world.wire.mends:
        pytest.skip("its model is told what it wrote, and asked to mend it")
    failing, words = PASSING[fault]
    told = await world.ask(failing(world.wire), Send(calling(world.wire)), answer(world.wire))
    assert told.answer.partial is None
    assert told.answer.text == "It is a table."
    assert [event.attempt for event in told.retried] == [1]
    assert re.search(rf"{words}.*\. Again in \d s \(attempt 1 of 4 failed\)\.", told.seen)
    assert sum(isinstance(event, DraftDropped) for event in told.events) == 1
    assert len(told.waits) == 1
    assert 0 <= told.waits[0] <= 2
    assert [call.arguments for call in world.toolbox.ran] == [{"data": "a.csv"}]
    assert world.kept == WHOLE
    assert world.simulator.bodies[0] == world.simulator.bodies[1], "the same request again"
    assert world.sent() == world.simulator.bodies


async def test_a_silence_longer_than_the_read_timeout_is_asked_for_again(world: World) -> None:
    world.model = world.wire.model(world.simulator.url, timeout_seconds=0.2)
    stalled = Send(calling(world.wire)[:4], ends="stall")
    told = await world.ask(stalled, answer(world.wire))
    await world.model.close()
    assert told.answer.text == "It is a table."
    assert "did not reply in time" in told.retried[0].reason
    assert world.toolbox.ran == []
    assert world.kept == ["segment", "user", "assistant", "accepted"]


async def test_a_line_that_means_nothing_is_passed_over(world: World) -> None:
    events = calling(world.wire)
    lines = world.wire.garbage
    strewn = [line for k, event in enumerate(events) for line in (lines[k % len(lines)], event)]
    told = await world.ask(Send(strewn), answer(world.wire))
    assert told.retried == []
    assert len(world.toolbox.ran) == 1
    assert world.kept == WHOLE


async def test_a_reply_may_come_in_pieces_of_any_size(world: World) -> None:
    whole = b"".join(world.wire.reply("Größe 📈 ok.", [CALL]))
    pieces = [whole[k : k + 7] for k in range(0, len(whole), 7)]
    told = await world.ask(Send(pieces), answer(world.wire))
    drafts = [event.text for event in told.events if isinstance(event, DraftDelta)]
    assert drafts[0] == "Größe 📈 ok."
    assert len(world.toolbox.ran) == 1
    assert world.kept == WHOLE


async def test_a_call_of_a_local_model_that_breaks_off_is_an_error_result(world: World) -> None:
    if not world.wire.mends:
        pytest.skip("it is asked for again")
    broken = Send(world.wire.reply(calls=[("c", "profile", '{"data": "a.')]))
    told = await world.ask(broken, Send(calling(world.wire)), answer(world.wire))
    assert told.retried == []
    assert [call.arguments for call in world.toolbox.ran] == [{"data": "a.csv"}]
    assert b"end before their JSON object is closed" in world.simulator.bodies[1]
    assert "✗ profile: " in told.seen
    assert world.kept == [*WHOLE[:4], "assistant", "result", "assistant", "accepted"]


@pytest.mark.parametrize("given", ["seconds", "a date"])
async def test_the_provider_s_wait_is_kept(world: World, given: str) -> None:
    after = "7" if given == "seconds" else formatdate(time() + 50, usegmt=True)
    failing = world.wire.failure(429, "rate_limit_error", headers={"retry-after": after})
    told = await world.ask(failing, answer(world.wire))
    (wait,) = told.waits
    assert wait == 7.0 if given == "seconds" else 30 < wait <= 50
    assert told.retried[0].wait_seconds == wait
    assert f"Again in {wait:.0f} s" in told.seen
    assert world.kept == ["segment", "user", "assistant", "accepted"]


async def test_a_wait_beyond_the_cap_is_told_and_not_waited_for(world: World) -> None:
    failing = world.wire.failure(429, "rate_limit_error", headers={"retry-after": "3600"})
    told = await world.ask(failing)
    assert told.waits == []
    assert told.answer.partial == "model_failed"
    assert "asks to wait 3600 seconds, longer than the 60 waited here" in told.answer.text
    assert world.kept == ["segment", "user", "accepted"]


async def test_what_does_not_pass_ends_in_what_was_measured(world: World) -> None:
    overload = world.wire.failure(529, "overloaded_error")
    told = await world.ask(Send(calling(world.wire)), *[overload] * 4)
    assert told.answer.partial == "model_failed"
    assert "overloaded" in told.answer.text
    assert [event.attempt for event in told.retried] == [1, 2, 3]
    assert len(world.toolbox.ran) == 1, "the step that called it was not asked for again"
    assert world.kept == ["segment", "user", "assistant", "result", "accepted"]
    told = await world.ask(answer(world.wire), question="And now?")
    assert told.answer.text == "It is a table."


async def test_a_turn_s_patience_is_one_budget_for_all_its_replies(world: World) -> None:
    world.policy = {"budget": 10.0}
    limit = world.wire.failure(429, "rate_limit_error", headers={"retry-after": "6"})
    told = await world.ask(limit, Send(calling(world.wire)), limit)
    assert told.waits == [6.0]
    assert told.answer.partial == "model_failed"
    assert "the 10 seconds that one turn may wait in all are used up" in told.answer.text
    assert world.kept == ["segment", "user", "assistant", "result", "accepted"]


FINAL: dict[str, tuple[Callable[[Wire], Send], str]] = {
    "invalid key": (lambda w: w.failure(401, "authentication_error"), "did not accept the key"),
    "unknown model": (lambda w: w.failure(404, "not_found_error"), "no model of this name"),
    "payment required": (lambda w: w.failure(402, "billing_error"), "billing"),
    "quota": (lambda w: w.quota(), "quota"),
    "credit": (
        lambda w: w.failure(
            400, "invalid_request_error", "Your credit balance is too low to access the API."
        ),
        "billing",
    ),
    "malformed": (lambda w: w.failure(400, "invalid_request_error"), "malformed"),
}


@pytest.mark.parametrize("fault", FINAL)
async def test_what_will_not_pass_is_told_at_once(world: World, fault: str) -> None:
    failing, words = FINAL[fault]
    told = await world.ask(failing(world.wire))
    assert told.waits == []
    assert told.answer.partial == "model_failed"
    assert words in told.answer.text
    assert world.kept == ["segment", "user", "accepted"]
    assert world.toolbox.ran == []


async def test_a_host_without_an_address_is_named_and_asked_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ML_ENGINEER_LIVE_REQUESTS", raising=False)  # its name is looked up
    world.model = world.wire.model("http://no-such-host.invalid")
    told = await world.ask()
    await world.model.close()
    assert told.answer.partial == "model_failed"
    assert len(told.waits) == 3
    assert "could not be reached" in told.answer.text
    assert world.kept == ["segment", "user", "accepted"]


async def test_a_refusal_of_the_provider_is_told_in_words(world: World) -> None:
    told = await world.ask(Send(world.wire.reply("As", stop="refusal")))
    assert told.waits == []
    assert told.answer.partial == "refused_by_provider"
    assert "declined to answer" in told.answer.text
    assert world.wire.declined in told.answer.text
    assert world.kept == ["segment", "user", "assistant", "accepted"]


@pytest.mark.parametrize("arguments", ["", '{"data": "a', '{"data": "a.csv"}'])
async def test_a_call_at_the_length_limit_is_not_run(world: World, arguments: str) -> None:
    events = world.wire.reply("Let me", [("c", "profile", arguments)], stop="length")
    told = await world.ask(Send(events))
    assert told.answer.partial == "cut_by_length"
    assert "Let me" in told.answer.text
    assert told.waits == []
    assert "cut at its length limit" in told.seen
    assert world.toolbox.ran == []
    assert world.kept == ["segment", "user", "assistant", "accepted"]
    assert (await world.ask(answer(world.wire), question="Go on.")).answer.partial is None


async def test_two_calls_of_one_id_both_run_and_each_has_its_result(world: World) -> None:
    twice = [CALL, ("call_1", "profile", '{"data": "b.csv"}')]
    told = await world.ask(Send(world.wire.reply("", twice)), answer(world.wire))
    assert told.answer.partial is None
    assert [call.arguments["data"] for call in world.toolbox.ran] == ["a.csv", "b.csv"]
    (results,) = (m.results for m in world.session.segment if isinstance(m, ToolMessage))
    assert len({result.call_id for result in results}) == 2
    assert told.retried == []
    assert told.seen.count("✓ profile") == 2
    assert world.kept == ["segment", "user", "assistant", *["result"] * 2, "assistant", "accepted"]


async def test_a_call_of_a_tool_that_there_is_not_is_an_error_result(world: World) -> None:
    calls = [("c1", "delete_all", "{}"), CALL]
    told = await world.ask(Send(world.wire.reply("", calls)), answer(world.wire))
    finished = {e.tool: e.is_error for e in told.events if isinstance(e, ToolFinished)}
    assert finished == {"delete_all": True, "profile": False}
    assert told.answer.text == "It is a table."
    assert b"There is no tool 'delete_all'" in world.simulator.bodies[-1]
    assert told.retried == []
    assert "✗ delete_all: There is no tool 'delete_all'" in told.seen
    assert world.kept == ["segment", "user", "assistant", *["result"] * 2, "assistant", "accepted"]


@pytest.mark.parametrize("how", ["status", "stop"])
async def test_a_full_context_goes_on_in_a_new_segment(world: World, how: str) -> None:
    too_long = (
        world.wire.failure(400, "invalid_request_error", "prompt is too long: 9 tokens > 8 maximum")
        if how == "status"
        else Send(world.wire.reply("As", stop="context"))
    )
    told = await world.ask(Send(calling(world.wire)), too_long, answer(world.wire))
    assert told.waits == []
    assert told.answer.partial is None
    assert any(isinstance(event, ConversationShortened) for event in told.events)
    assert "was begun anew" in told.answer.text
    assert "had grown longer than the model reads; it goes on from its evidence" in told.seen
    stopped = ["assistant"] if b"message_stop" in b"".join(too_long.chunks) else []
    assert world.kept == [
        "segment", "user", "assistant", "result", *stopped, "segment", "assistant", "accepted",
    ]  # fmt: skip
    assert b"The conversation had grown longer" in world.simulator.bodies[-1]
    assert len(world.toolbox.ran) == 1
    replies = [m for m in world.session.segment if isinstance(m, AssistantMessage)]
    assert [reply.text for reply in replies] == ["It is a table."]
