"""The adapters on OpenAI's SDK over recorded traffic (`cassettes/`, by `record_cassettes.py`).

The chat cassettes stand for a local server; live ones come from where ML_ENGINEER_RECORD_CHAT says.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from tests.models.prefix import assert_prefix_is_kept
from tests.models.test_anthropic import LOANS, SYSTEM, TOOLS, reply_of, segment

from ml_engineer.conversation import (
    ContextMessage,
    GateMessage,
    Reasoning,
    Segment,
    ToolMessage,
    ToolResult,
    UserMessage,
)
from ml_engineer.models.base import Completed, ModelError
from ml_engineer.models.openai_chat import OpenAIChatModel
from ml_engineer.models.openai_responses import OpenAIResponsesModel
from ml_engineer.models.retry import Retrying, stream_with_retry

RECORDED_FROM = os.environ.get("ML_ENGINEER_RECORD_FROM", "")
LIVE = RECORDED_FROM == "live"
KEY = "sk-test-a-key-that-must-not-be-kept"

OpenModel = Callable[..., Any]


@pytest.fixture(params=["openai", "chat"])
async def open_model(request: pytest.FixtureRequest) -> AsyncIterator[OpenModel]:
    """Opens models that are asked where the cassettes are recorded from; closes them after."""
    opened: list[Any] = []

    def openai(**options: Any) -> OpenAIResponsesModel:
        key = os.environ.get("ML_ENGINEER_RECORD_OPENAI_KEY", "") if LIVE else KEY
        if LIVE and not key:
            pytest.skip("OPENAI_API_KEY is not set")
        url = f"{RECORDED_FROM}/v1" if RECORDED_FROM and not LIVE else None
        return OpenAIResponsesModel("gpt-6.1-sol", api_key=key, base_url=url, **options)

    def chat(**options: Any) -> OpenAIChatModel:
        options.pop("max_tokens", None)
        url, _, name = os.environ.get("ML_ENGINEER_RECORD_CHAT", "").rpartition("#")
        if LIVE and not url:
            pytest.skip("ML_ENGINEER_RECORD_CHAT names no <url>#<id>")
        if not LIVE:
            url, name = f"{RECORDED_FROM or 'http://127.0.0.1:11434'}/v1", "qwen3"
        return OpenAIChatModel(url, name, api_key=None if LIVE else KEY, **options)

    def model(**options: Any) -> Any:
        opened.append({"openai": openai, "chat": chat}[request.param](**options))
        return opened[-1]

    yield model
    for each in opened:
        await each.close()


@pytest.mark.vcr
async def test_text_is_drafted_and_completed(open_model: OpenModel) -> None:
    draft, reply = await reply_of(open_model(), segment("In one sentence: what is a holdout?"))
    assert reply.message.stop == "answered"
    assert draft.strip() == reply.message.text != ""
    assert reply.usage.input_tokens > 0
    assert reply.usage.output_tokens > 0


@pytest.mark.scripted
@pytest.mark.vcr
async def test_two_parallel_calls_keep_their_order_and_the_reasoning(open_model: OpenModel) -> None:
    asked = segment("What is wrong with the AUC of loans.csv?", tools=TOOLS)
    _, reply = await reply_of(open_model(), asked)
    assert [(call.name, call.id, call.arguments) for call in reply.message.calls] == [
        ("profile", "toolu_profile", {"data": "loans.csv"}),
        ("leakage", "toolu_leakage", {"data": "loans.csv", "target": "paid_back"}),
    ]
    assert reply.message.text == "I measure the columns and the leakage first."
    assert isinstance(reply.message.parts[0], Reasoning)


@pytest.mark.vcr
async def test_each_request_begins_with_the_one_before(open_model: OpenModel) -> None:
    """Calls, results, a gate, new facts and a new question: nothing sent is ever edited."""
    bodies: list[bytes] = []
    model = open_model(egress=bodies.append)
    talk = Segment(SYSTEM, TOOLS)
    talk.append(ContextMessage(facts=LOANS))
    talk.append(UserMessage(text="What is wrong with the AUC of loans.csv?"))
    _, calling = await reply_of(model, talk)
    assert calling.message.stop == "calls_tools"
    talk.append(calling.message)
    results = [
        ToolResult(call_id=call.id, name=call.name, content="{}", is_error=index == 0)
        for index, call in enumerate(calling.message.calls)
    ]
    talk.append(ToolMessage(results=tuple(results)))
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
    assert_prefix_is_kept(bodies)


@pytest.mark.vcr
async def test_a_reply_cut_by_length_has_its_name(
    open_model: OpenModel, request: pytest.FixtureRequest
) -> None:
    if LIVE and "chat" in request.node.name:
        pytest.skip("the length of a local reply is left to the server")
    asked = segment("Explain gradient boosting at length.")
    _, reply = await reply_of(open_model(max_tokens=16), asked)
    assert reply.message.stop == "cut_by_length"


@pytest.mark.scripted
@pytest.mark.vcr
async def test_a_rate_limit_and_an_overload_are_waited_out(open_model: OpenModel) -> None:
    model, asked = open_model(), segment("Are you there?")
    kinds: list[str] = []
    for _ in range(2):
        with pytest.raises(ModelError) as failure:
            await reply_of(model, asked)
        kinds.append(failure.value.kind)
        assert failure.value.retryable
    assert kinds == ["rate_limited", "overloaded"]
    events = [event async for event in stream_with_retry(model, asked)]
    assert not [event for event in events if isinstance(event, Retrying)]
    assert isinstance(events[-1], Completed)
    assert events[-1].reply.message.text == "Yes."


@pytest.mark.scripted
@pytest.mark.vcr
async def test_a_model_that_there_is_not_is_not_asked_for_again(open_model: OpenModel) -> None:
    with pytest.raises(ModelError, match="no model of this name") as failure:
        await reply_of(open_model(), segment("Use a model that there is not."))
    assert (failure.value.kind, failure.value.retryable) == ("unknown_model", False)
