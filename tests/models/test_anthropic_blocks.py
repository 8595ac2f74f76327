"""Anthropic's blocks that are not acted upon, pauses, and tools that it can't compile strictly."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.models.prefix import assert_prefix_is_kept
from tests.simulator import Scripted, Simulator

from ml_engineer.conversation import (
    AssistantMessage,
    Reasoning,
    Segment,
    Text,
    ToolSpec,
    UserMessage,
)
from ml_engineer.models.anthropic import AnthropicModel
from ml_engineer.models.anthropic_request import content_blocks
from ml_engineer.models.base import Completed, ModelError, ModelReply

if TYPE_CHECKING:
    from tests.models.conftest import LoopbackServer

SEARCH = {"type": "server_tool_use", "id": "srv_1", "name": "web_search", "input": {"query": "ä"}}
FOUND = {"type": "web_search_tool_result", "tool_use_id": "srv_1", "content": []}
THOUGHT = {"type": "thinking", "thinking": "hm", "signature": "s"}
TOOL = ToolSpec(
    name="profile",
    description="Measure the columns of a table.",
    input_schema={"type": "object", "properties": {"data": {"type": "string"}}},
)


def question(*tools: ToolSpec) -> Segment:
    asked = Segment("Be brief.", tools)
    asked.append(UserMessage(text="What is new?"))
    return asked


async def reply_of(model: AnthropicModel, asked: Segment) -> ModelReply:
    events = [event async for event in model.stream(asked)]
    assert isinstance(events[-1], Completed)
    return events[-1].reply


def opaque(*blocks: dict[str, Any]) -> tuple[Reasoning, ...]:
    return tuple(Reasoning(provider="anthropic", block=block) for block in blocks)


async def test_a_paused_reply_is_sent_again_unchanged_and_goes_on() -> None:
    with Simulator([Scripted(thinking="Hm.", text="I look", stop="paused")]) as simulator:
        model = AnthropicModel("m", api_key="sk-test-key", base_url=simulator.url)
        asked = question()
        paused = (await reply_of(model, asked)).message
        assert paused.stop == "paused"
        asked.append(paused)
        simulator.will(Scripted(thinking="So.", text="It is new."), Scripted(text="Yes."))
        asked.append((await reply_of(model, asked)).message)
        asked.append(UserMessage(text="Sure?"))
        assert (await reply_of(model, asked)).message.text == "Yes."
        await model.close()
        assert simulator.refused == []
        assert_prefix_is_kept(simulator.bodies)
        sent = json.loads(simulator.bodies[1])["messages"][-1]
    assert sent["role"] == "assistant"
    assert [block["type"] for block in sent["content"]] == ["thinking", "text"]


def test_only_a_paused_reply_may_end_in_what_is_no_text_and_no_call() -> None:
    parts = (Text(text="I look."), *opaque(THOUGHT, SEARCH))
    paused = content_blocks(AssistantMessage(parts=parts, stop="paused"))
    assert paused[1:] == [THOUGHT, SEARCH]
    assert len(content_blocks(AssistantMessage(parts=parts, stop="cut_by_length"))) == 1


async def test_blocks_of_the_provider_s_own_tools_come_back_whole(loopback: LoopbackServer) -> None:
    written = json.dumps(SEARCH["input"])
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": {"usage": {"input_tokens": 1, "output_tokens": 1}}},
        {"type": "content_block_start", "index": 0, "content_block": SEARCH | {"input": {}}},
        *(
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "input_json_delta", "partial_json": piece},
            }
            for piece in (written[:5], written[5:])
        ),
        {"type": "content_block_stop", "index": 0},
        {"type": "content_block_start", "index": 1, "content_block": FOUND},
        {"type": "content_block_stop", "index": 1},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "pause_turn", "stop_sequence": None},
            "usage": {"output_tokens": 2},
        },
        {"type": "message_stop"},
    ]
    loopback.will_answer(
        b"".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n".encode() for e in events)
    )
    model = AnthropicModel("m", api_key="sk-test-key", base_url=loopback.url)
    message = (await reply_of(model, question())).message
    await model.close()
    assert message == AssistantMessage(parts=opaque(SEARCH, FOUND), stop="paused")


@pytest.mark.parametrize(
    "words",
    ["Schema is too complex for compilation. Try reducing", "compiled grammar is too large"],
)
async def test_tools_that_can_not_be_compiled_are_sent_plainly(words: str) -> None:
    refusal = Scripted(status=400, message=words)
    with Simulator([refusal, Scripted(text="Yes."), Scripted(text="No.")]) as simulator:
        model = AnthropicModel("m", api_key="sk-test-key", base_url=simulator.url)
        asked = question(TOOL)
        with pytest.raises(ModelError) as failure:
            await reply_of(model, asked)
        assert failure.value.retryable
        assert "sent plainly" in str(failure.value)
        await reply_of(model, asked)
        await reply_of(model, question(TOOL))
        await model.close()
        strict = [json.loads(body)["tools"][0].get("strict") for body in simulator.bodies]
    assert strict == [True, None, None]
