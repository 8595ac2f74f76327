"""The Anthropic adapter over recorded traffic (`cassettes/`, written by `record_cassettes.py`)."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import AsyncIterator, Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from vcr.errors import CannotOverwriteExistingCassetteException

from ml_engineer.conversation import (
    AssistantMessage,
    ContextMessage,
    GateMessage,
    Reasoning,
    Segment,
    SessionFacts,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
)
from ml_engineer.models.anthropic import AnthropicModel
from ml_engineer.models.base import Completed, DraftText, ModelError, ModelReply
from ml_engineer.models.retry import Patience, Retrying, RetryPolicy, stream_with_retry

if TYPE_CHECKING:
    from tests.models.conftest import LoopbackServer, OpenCassette

CASSETTES = Path(__file__).parent / "cassettes"
RECORDED_FROM = os.environ.get("ML_ENGINEER_RECORD_FROM", "")
SYSTEM = "You are ML Engineer. Measure before you speak; cite each number."
TABLE = {"data": {"type": "string"}}
TOOLS = (
    ToolSpec(
        name="profile",
        description="Measure the columns of a table.",
        input_schema={"type": "object", "properties": TABLE, "required": ["data"]},
    ),
    ToolSpec(
        name="leakage",
        description="Look for columns that give the target away.",
        input_schema={"type": "object", "properties": TABLE | {"target": {"type": "string"}}},
    ),
)
LOANS = SessionFacts(
    audience="data_scientist",
    data="loans.csv",
    target="paid_back",
    columns=("id", "income", "paid_back", "écart\n</x>"),
)


OpenModel = Callable[..., AnthropicModel]


@pytest.fixture
async def open_model() -> AsyncIterator[OpenModel]:
    """Opens models that are asked where the cassettes are recorded from; closes them after."""
    opened: list[AnthropicModel] = []
    live = RECORDED_FROM == "live"
    where = {"base_url": RECORDED_FROM} if RECORDED_FROM and not live else {}
    recorded_with = os.environ.get("ML_ENGINEER_RECORD_ANTHROPIC_KEY", "")
    key = recorded_with if live else "sk-test-a-key-that-must-not-be-kept"

    def model(**options: Any) -> AnthropicModel:
        if live and not key:
            pytest.skip("ANTHROPIC_API_KEY is not set")
        opened.append(AnthropicModel("claude-sonnet-5-5", api_key=key, **(where | options)))
        return opened[-1]

    yield model
    for each in opened:
        await each.close()


def segment(*texts: str, tools: tuple[ToolSpec, ...] = ()) -> Segment:
    begun = Segment(SYSTEM, tools)
    for text in texts:
        begun.append(UserMessage(text=text))
    return begun


async def reply_of(model: AnthropicModel, asked: Segment) -> tuple[str, ModelReply]:
    """The draft and the reply; there is one reply, and it comes last."""
    events = [event async for event in model.stream(asked)]
    assert all(isinstance(event, DraftText) for event in events[:-1])
    assert isinstance(events[-1], Completed)
    return "".join(e.text for e in events if isinstance(e, DraftText)), events[-1].reply


def messages_sent(body: bytes) -> bytes:
    """The array of messages within a request body, byte for byte."""
    text = body.decode()
    start = text.index('"messages":') + len('"messages":')
    _, end = json.JSONDecoder().raw_decode(text, start)
    return text[start:end].encode()


# --- replies --------------------------------------------------------------------------------


@pytest.mark.vcr
async def test_text_is_drafted_as_it_comes_and_completed_once(open_model: OpenModel) -> None:
    model = open_model()
    draft, reply = await reply_of(model, segment("In one sentence: what is a holdout?"))

    assert reply.message.stop == "answered"
    assert draft.strip() == reply.message.text != ""
    assert reply.usage.requests == 1
    assert reply.usage.input_tokens > 0
    assert reply.usage.output_tokens > 0


@pytest.mark.scripted
@pytest.mark.vcr
async def test_text_and_two_parallel_calls_keep_their_order_and_the_reasoning(
    open_model: OpenModel,
) -> None:
    asked = segment("What is wrong with the AUC of loans.csv?", tools=TOOLS)
    _, reply = await reply_of(open_model(), asked)

    assert reply.message == AssistantMessage(
        parts=(
            Reasoning(
                provider="anthropic", block={"type": "redacted_thinking", "data": "b3BhcXVl"}
            ),
            Reasoning(
                provider="anthropic",
                block={
                    "type": "thinking",
                    "thinking": "The table and the target are known, "
                    "so both measurements can be made at once.",
                    "signature": "c2lnbmF0dXJl",
                },
            ),
            Text(text="I measure the columns and the leakage first."),
            ToolCall(id="toolu_profile", name="profile", arguments={"data": "loans.csv"}),
            ToolCall(
                id="toolu_leakage",
                name="leakage",
                arguments={"data": "loans.csv", "target": "paid_back"},
            ),
        ),
        stop="calls_tools",
    )


@pytest.mark.vcr
async def test_each_request_of_a_conversation_begins_with_the_one_before(
    open_model: OpenModel,
) -> None:
    """Calls, results, a gate, new facts and a new question: nothing sent is ever edited."""
    bodies: list[bytes] = []
    model = open_model(egress=bodies.append)
    talk = Segment(SYSTEM, TOOLS)
    talk.append(ContextMessage(facts=LOANS))
    talk.append(UserMessage(text="What is wrong with the AUC of loans.csv?"))

    _, calling = await reply_of(model, talk)
    assert calling.message.stop == "calls_tools"
    talk.append(calling.message)
    talk.append(
        ToolMessage(
            results=tuple(
                ToolResult(call_id=call.id, name=call.name, content="{}", is_error=index == 0)
                for index, call in enumerate(calling.message.calls)
            )
        )
    )
    for following in (
        (GateMessage(text="0.997 needs its interval."),),
        (
            ContextMessage(facts=LOANS.model_copy(update={"audience": "product_manager"})),
            UserMessage(text="Say it for a product manager."),
        ),
    ):
        _, answer = await reply_of(model, talk)
        talk.append(answer.message)
        for message in following:
            talk.append(message)
    await reply_of(model, talk)

    assert len(bodies) == 4
    requests = [json.loads(body) for body in bodies]
    for before, after in pairwise(bodies):
        assert messages_sent(after).startswith(messages_sent(before)[: -len("]")])
    for request in requests:
        assert request | {"messages": []} == requests[0] | {"messages": []}
        roles = [message["role"] for message in request["messages"]]
        assert roles == ["user", "assistant"] * (len(roles) // 2) + ["user"]
    assert b'"cache_control"' not in messages_sent(bodies[-1])
    assert requests[-1]["messages"][1]["content"][0]["type"] != "text", "reasoning comes back"


@pytest.mark.scripted
@pytest.mark.vcr
async def test_a_refusal_has_its_name(open_model: OpenModel) -> None:
    _, reply = await reply_of(open_model(), segment("Train a rival of yours for me."))
    assert reply.message.stop == "refused"


@pytest.mark.vcr
async def test_a_reply_cut_by_length_has_its_name(open_model: OpenModel) -> None:
    asked = segment("Explain gradient boosting at length.")
    _, reply = await reply_of(open_model(max_tokens=16), asked)
    assert reply.message.stop == "cut_by_length"


# --- failures -------------------------------------------------------------------------------


@pytest.mark.scripted
@pytest.mark.vcr
async def test_a_rate_limit_and_an_overload_are_waited_out(open_model: OpenModel) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    patience = Patience(RetryPolicy(sleep=sleep))
    stream = stream_with_retry(open_model(), segment("Are you there?"), patience)
    events = [event async for event in stream]

    failures = [event for event in events if isinstance(event, Retrying)]
    assert [(f.error.kind, f.attempt) for f in failures] == [("rate_limited", 1), ("overloaded", 2)]
    assert waits == [failure.wait for failure in failures]
    assert waits[0] == 7.0, "as the provider's Retry-After says"
    assert isinstance(events[-1], Completed)
    assert events[-1].reply.message.text == "Yes."


@pytest.mark.scripted
@pytest.mark.vcr
async def test_a_model_that_there_is_not_is_not_asked_for_again(open_model: OpenModel) -> None:
    with pytest.raises(ModelError, match="no model of this name") as failure:
        await reply_of(open_model(), segment("Use a model that there is not."))
    assert failure.value.kind == "unknown_model"
    assert not failure.value.retryable


# --- the cassettes themselves ---------------------------------------------------------------


async def test_a_request_with_another_body_is_not_answered_from_a_cassette(
    open_model: OpenModel, open_cassette: OpenCassette
) -> None:
    name = test_text_is_drafted_as_it_comes_and_completed_once.__name__
    model = open_model()
    with open_cassette(CASSETTES / "synthetic" / f"{name}.yaml", "none") as cassette:
        with pytest.raises(ModelError) as failure:
            await reply_of(model, segment("In one sentence: what is a cassette?"))
        assert cassette.play_count == 0
        await reply_of(model, segment("In one sentence: what is a holdout?"))
        assert cassette.all_played

    causes: list[BaseException] = [failure.value]
    while (cause := causes[-1].__cause__) is not None:
        causes.append(cause)
    assert isinstance(causes[-1], CannotOverwriteExistingCassetteException)


async def test_no_key_account_or_cookie_enters_a_cassette(
    open_model: OpenModel, loopback: LoopbackServer, open_cassette: OpenCassette, tmp_path: Path
) -> None:
    name = test_a_refusal_has_its_name.__name__
    recorded = yaml.safe_load((CASSETTES / "synthetic" / f"{name}.yaml").read_text())
    body = recorded["interactions"][0]["response"]["body"]["string"]
    loopback.will_answer(
        gzip.compress(body.encode()),
        headers={
            "content-type": "text/event-stream",
            "content-encoding": "gzip",
            "request-id": "req_secret",
            "anthropic-organization-id": "org_secret",
            "set-cookie": "session=secret",
        },
    )
    model = open_model(base_url=loopback.url)
    with open_cassette(tmp_path / "new.yaml", "once"):
        await reply_of(model, segment("Train a rival of yours for me."))

    kept = (tmp_path / "new.yaml").read_text()
    assert "secret" not in kept
    assert "sk-test" not in kept
    assert "event: message_stop" in kept, "the body is kept unpacked"
    assert "uri: https://api.anthropic.com/v1/messages" in kept
