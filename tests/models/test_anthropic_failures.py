"""Failures of the Anthropic adapter, served by a real HTTP server on loopback.

The simulator cannot cut a stream, fail within one or answer with every status; this server can.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from email.utils import formatdate
from time import time
from typing import TYPE_CHECKING, Any

import pytest

from ml_engineer.conversation import Segment, ToolCall, UserMessage
from ml_engineer.models.anthropic import AnthropicModel
from ml_engineer.models.base import Completed, DraftText, ModelError, ModelReply

if TYPE_CHECKING:
    from tests.models.conftest import LoopbackServer

KEY = "sk-test-key"
JSON = {"content-type": "application/json"}

START = {
    "type": "message_start",
    "message": {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "content": [],
        "model": "claude-sonnet-5-5",
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {
            "input_tokens": 10,
            "cache_creation_input_tokens": 200,
            "cache_read_input_tokens": 3000,
            "output_tokens": 1,
        },
    },
}
STOP = {"type": "message_stop"}


def text_block(index: int, text: str) -> list[dict[str, Any]]:
    return block(index, {"type": "text", "text": ""}, {"type": "text_delta", "text": text})


def tool_block(index: int, *arguments: str) -> list[dict[str, Any]]:
    start = {"type": "tool_use", "id": f"toolu_{index}", "name": "profile", "input": {}}
    return block(
        index, start, *({"type": "input_json_delta", "partial_json": part} for part in arguments)
    )


def block(index: int, start: dict[str, Any], *deltas: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"type": "content_block_start", "index": index, "content_block": start},
        *({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": index},
    ]


def stop(reason: str | None, **delta: Any) -> dict[str, Any]:
    return {
        "type": "message_delta",
        "delta": {"stop_reason": reason, "stop_sequence": None} | delta,
        "usage": {"output_tokens": 42},
    }


def lines(*events: dict[str, Any]) -> bytes:
    """Events as a server sends them."""
    return b"".join(
        f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode() for event in events
    )


WHOLE = [START, *text_block(0, "Let me see."), *tool_block(1, '{"data": ', '"a.csv"}')]
WHOLE += [*tool_block(2), stop("tool_use"), STOP]


def error(kind: str, message: str = "no") -> bytes:
    return json.dumps({"type": "error", "error": {"type": kind, "message": message}}).encode()


OpenModel = Callable[..., AnthropicModel]


@pytest.fixture
async def open_model(loopback: LoopbackServer) -> AsyncIterator[OpenModel]:
    """Opens models that ask the loopback server; closes them after."""
    opened: list[AnthropicModel] = []

    def model(**options: Any) -> AnthropicModel:
        where = {"base_url": loopback.url, "api_key": KEY}
        opened.append(AnthropicModel("claude-sonnet-5-5", **(where | options)))
        return opened[-1]

    yield model
    for each in opened:
        await each.close()


def question(text: str = "What is in a.csv?") -> Segment:
    asked = Segment("Be brief.")
    asked.append(UserMessage(text=text))
    return asked


async def reply_of(model: AnthropicModel, asked: Segment | None = None) -> ModelReply:
    events = [event async for event in model.stream(asked or question())]
    assert isinstance(events[-1], Completed)
    return events[-1].reply


async def failure_of(model: AnthropicModel) -> ModelError:
    """The failure of a stream that yields drafts at most."""
    try:
        async for event in model.stream(question()):
            assert isinstance(event, DraftText), "a reply that failed is never handed on"
    except ModelError as failure:
        return failure
    raise AssertionError("the stream ended as if nothing had failed")


# --- a stream that breaks off ---------------------------------------------------------------


@pytest.mark.parametrize("received", range(len(WHOLE)))
async def test_a_stream_that_ends_early_is_cut_wherever_it_ends(
    open_model: OpenModel, loopback: LoopbackServer, received: int
) -> None:
    loopback.will_answer(lines(*WHOLE[:received]))
    failure = await failure_of(open_model())
    assert (failure.kind, failure.retryable) == ("cut", True)


async def test_the_same_stream_up_to_its_end_is_a_reply(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    loopback.will_answer(lines(*WHOLE))
    reply = await reply_of(open_model())
    assert reply.message.text == "Let me see."
    assert reply.message.calls == (
        ToolCall(id="toolu_1", name="profile", arguments={"data": "a.csv"}),
        ToolCall(id="toolu_2", name="profile", arguments={}),
    )
    assert reply.usage.input_tokens == 10 + 200 + 3000, "cached tokens are input, too"
    assert reply.usage.cached_input_tokens == 3000
    assert reply.usage.output_tokens == 42


@pytest.mark.parametrize(
    "body",
    [
        lines(START, *text_block(0, "Hi."), stop(None), STOP),
        lines(START, *text_block(0, "Hi.")[:-1], stop("end_turn"), STOP),
        lines(START, *text_block(0, "Hi.")[1:], stop("end_turn"), STOP),
        lines(START) + b'event: content_block_start\ndata: {"type":"content_bl\n\n' + lines(STOP),
        lines(START) + b'event: content_block_start\ndata: {"type": "content_block_start"}\n\n',
        lines(START) + b"event: ping\ndata: \xff\n\n",
        b"<html>Please log in to the hotel's network</html>",
    ],
    ids=["no stop reason", "open block", "no block", "half JSON", "no fields", "not UTF-8", "HTML"],
)
async def test_a_stream_that_is_not_what_it_should_be_is_cut(
    open_model: OpenModel, loopback: LoopbackServer, body: bytes
) -> None:
    loopback.will_answer(body)
    assert (await failure_of(open_model())).kind == "cut"


async def test_a_connection_that_dies_within_the_reply_is_cut(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    loopback.will_answer(lines(*WHOLE[:4]), reset=True)
    failure = await failure_of(open_model())
    assert (failure.kind, failure.retryable) == ("cut", True)


async def test_a_stream_that_falls_silent_times_out(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    loopback.will_answer(lines(*WHOLE[:4]), stall=True)
    failure = await failure_of(open_model(timeout_seconds=0.2))
    assert (failure.kind, failure.retryable) == ("timeout", True)


async def test_what_dies_after_the_terminal_event_is_a_reply_all_the_same(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    loopback.will_answer(lines(*WHOLE), reset=True)
    assert (await reply_of(open_model())).message.stop == "calls_tools"


async def test_an_overload_within_the_stream_is_told_by_its_type(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    overloaded = b"event: error\ndata: " + error("overloaded_error") + b"\n\n"
    loopback.will_answer(lines(*WHOLE[:4]) + overloaded)
    failure = await failure_of(open_model())
    assert (failure.kind, failure.retryable) == ("overloaded", True)


# --- calls and stops ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", ['["a.csv"]', '"a.csv"', "null", '{"data": "a.', '{"share": NaN}', "[" * 99_999]
)
async def test_arguments_that_are_not_a_json_object_are_asked_for_again(
    open_model: OpenModel, loopback: LoopbackServer, arguments: str
) -> None:
    loopback.will_answer(lines(START, *tool_block(0, arguments), stop("tool_use"), STOP))
    failure = await failure_of(open_model())
    assert (failure.kind, failure.retryable) == ("cut", True)


@pytest.mark.parametrize(
    ("reason", "named"),
    [
        ("max_tokens", "cut_by_length"),
        ("refusal", "refused"),
        ("model_context_window_exceeded", "context_full"),
    ],
)
@pytest.mark.parametrize("arguments", ["", '{"data": "a', '{"data": "a.csv"}'])
async def test_a_reply_that_was_stopped_asks_for_no_tool(
    open_model: OpenModel, loopback: LoopbackServer, reason: str, named: str, arguments: str
) -> None:
    """Its last call may lack arguments, and a call that is not run would lack its result."""
    events = [START, *text_block(0, "Let me"), *tool_block(1, arguments), stop(reason), STOP]
    loopback.will_answer(lines(*events))
    message = (await reply_of(open_model())).message
    assert (message.stop, message.text, message.calls) == (named, "Let me", ())


async def test_a_refusal_says_its_category(open_model: OpenModel, loopback: LoopbackServer) -> None:
    details = {"type": "refusal", "category": "frontier_llm", "explanation": None}
    loopback.will_answer(lines(START, stop("refusal", stop_details=details), STOP))
    message = (await reply_of(open_model())).message
    assert (message.stop, message.parts) == ("refused", ())
    assert message.detail is not None
    assert message.detail.startswith("category frontier_llm: it takes the request for help in")
    assert "harmless machine learning" in message.detail


async def test_an_unknown_stop_reason_is_not_taken_for_an_answer(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    loopback.will_answer(lines(START, *text_block(0, "Hi."), stop("moon_phase"), STOP))
    failure = await failure_of(open_model())
    assert (failure.kind, failure.retryable) == ("server", False)


async def test_several_texts_are_drafted_as_the_paragraphs_of_the_reply(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    texts = [*text_block(0, "One."), *text_block(1, "Two.")]
    loopback.will_answer(lines(START, *texts, stop("end_turn"), STOP))
    drafts: list[str] = []
    async for event in open_model().stream(question()):
        if isinstance(event, DraftText):
            drafts.append(event.text)
        else:
            assert event.reply.message.text == "".join(drafts) == "One.\n\nTwo."


# --- refusals by status ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind", "named", "retryable"),
    [
        (400, "invalid_request_error", "bad_request", False),
        (401, "authentication_error", "authentication", False),
        (402, "billing_error", "authentication", False),
        (403, "permission_error", "authentication", False),
        (404, "not_found_error", "unknown_model", False),
        (408, "", "timeout", True),
        (409, "conflict_error", "server", True),
        (413, "request_too_large", "context_full", False),
        (418, "", "bad_request", False),
        (429, "rate_limit_error", "rate_limited", True),
        (429, "", "rate_limited", True),
        (500, "api_error", "server", True),
        (502, "", "server", True),
        (504, "timeout_error", "timeout", True),
        (529, "overloaded_error", "overloaded", True),
        (529, "", "overloaded", True),
    ],
)
async def test_each_status_has_its_name(
    open_model: OpenModel,
    loopback: LoopbackServer,
    status: int,
    kind: str,
    named: str,
    retryable: bool,
) -> None:
    body = error(kind) if kind else b"<html>gateway</html>"
    loopback.will_answer(body, status=status, headers=JSON if kind else {})
    failure = await failure_of(open_model())
    assert (failure.kind, failure.retryable) == (named, retryable)
    assert len(loopback.bodies) == 1, "the SDK does not retry on its own"


async def test_a_prompt_that_is_too_long_is_a_full_context(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    words = "prompt is too long: 1000001 tokens > 1000000 maximum"
    loopback.will_answer(error("invalid_request_error", words), status=400, headers=JSON)
    assert (await failure_of(open_model())).kind == "context_full"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
async def test_retry_after_is_read_in_all_its_forms(
    open_model: OpenModel, loopback: LoopbackServer, headers: dict[str, str], seconds: float | None
) -> None:
    loopback.will_answer(error("rate_limit_error"), status=429, headers=JSON | headers)
    failure = await failure_of(open_model())
    assert failure.retry_after == seconds


async def test_retry_after_may_be_a_date(open_model: OpenModel, loopback: LoopbackServer) -> None:
    # A day ahead, so that it does not matter how long this test takes.
    tomorrow = {"retry-after": formatdate(time() + 86_400, usegmt=True)}
    loopback.will_answer(error("rate_limit_error"), status=429, headers=JSON | tomorrow)
    failure = await failure_of(open_model())
    assert failure.retry_after == pytest.approx(86_400, rel=0.1)


async def test_the_provider_may_rule_out_a_retry(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    headers = JSON | {"x-should-retry": "false", "retry-after": "7"}
    loopback.will_answer(error("rate_limit_error"), status=429, headers=headers)
    failure = await failure_of(open_model())
    assert (failure.retryable, failure.retry_after) == (False, None)


async def test_a_host_that_is_not_there_is_unreachable(open_model: OpenModel) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{probe.getsockname()[1]}"
        failure = await failure_of(open_model(base_url=nobody))
    assert (failure.kind, failure.retryable) == ("unreachable", True)


async def test_no_message_quotes_the_key_or_the_request(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    words = f"messages.0: 'What is in a.csv?' sent with {KEY}"
    for status in (400, 401, 404, 429, 500):
        loopback.will_answer(error("", words), status=status, headers=JSON)
        told = str(await failure_of(open_model()))
        assert KEY not in told
        assert "a.csv" not in told
        assert told.endswith(".")
        assert told.count(". ") == 0, "one sentence"


# --- what is sent ---------------------------------------------------------------------------


async def test_egress_sees_the_bytes_that_the_server_gets_and_no_header(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    seen: list[bytes] = []
    model = open_model(egress=seen.append)
    asked = question("Grüße, \ud83d broken \N{GRINNING FACE}")
    for _ in range(2):
        loopback.will_answer(lines(*WHOLE))
        await reply_of(model, asked)
    later: list[bytes] = []
    model.watch_egress(later.append)
    loopback.will_answer(lines(*WHOLE))
    await reply_of(model, asked)
    assert seen + later == loopback.bodies
    assert KEY.encode() not in b"".join(seen + later)
    assert len(loopback.connections) == 1, "one connection serves all requests"


async def test_a_request_leaves_sampling_and_the_choice_of_tools_to_the_model(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    loopback.will_answer(lines(*WHOLE))
    await reply_of(open_model())
    sent = json.loads(loopback.bodies[0])
    assert sent.keys() == {
        "model", "max_tokens", "messages", "system", "stream", "cache_control",
    }  # fmt: skip
    assert sent["max_tokens"] == 8192


async def test_a_conversation_without_a_message_is_not_sent(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    with pytest.raises(ModelError, match="nothing to reply to"):
        await anext(aiter(open_model().stream(Segment("Be brief."))))
    assert loopback.bodies == []


async def test_a_reader_that_leaves_closes_the_stream(
    open_model: OpenModel, loopback: LoopbackServer
) -> None:
    loopback.will_answer(lines(*WHOLE[:4]), stall=True)
    stream = open_model().stream(question())
    assert await anext(aiter(stream)) == DraftText("Let me see.")
    async with asyncio.timeout(1):
        await stream.aclose()  # type: ignore[attr-defined]


def test_a_model_serves_one_event_loop_after_another(loopback: LoopbackServer) -> None:
    model = AnthropicModel("claude-sonnet-5-5", base_url=loopback.url, api_key=KEY)

    async def ask() -> str:
        loopback.will_answer(lines(*WHOLE))
        text = (await reply_of(model)).message.text
        await model.close()
        return text

    assert [asyncio.run(ask()) for _ in range(2)] == ["Let me see."] * 2
