"""A segment becomes an Anthropic Messages request: pure conversion, without network or SDK.

What was converted once is kept and never changed, so that the messages of each request begin
with those of the one before: prompt caches and reasoning blocks are bound to that prefix.
"""

from __future__ import annotations

from typing import Any

from ml_engineer.conversation import (
    AssistantMessage,
    AssistantPart,
    ContextMessage,
    GateMessage,
    Message,
    Reasoning,
    RecallMessage,
    Segment,
    Text,
    ToolCall,
    ToolMessage,
    ToolSpec,
    UserMessage,
)
from ml_engineer.models.strict_schema import anthropic_schemas
from ml_engineer.models.wording import encodable, user_text, wire_id

PROVIDER = "anthropic"
"""Whose reasoning blocks are sent back; those of another provider are left out."""

CACHE_BREAKPOINT = {"type": "ephemeral"}

Block = dict[str, Any]
"""A content block as the API's JSON has it (`anthropic.types.ContentBlockParam`)."""


class Transcript:
    """The wire form of one segment: each message is converted once, when it is first sent.

    Args:
        segment: whose system prompt and tools it begins with.
        strict: whether tools are strict, as far as the provider compiles them.

    Attributes:
        system: the system prompt as blocks; its cache breakpoint covers the tools before it.
        tools: the tool list.
        messages: the messages, roles alternating as the API wants it.
    """

    def __init__(self, segment: Segment, *, strict: bool = True) -> None:
        self.system: list[Block] = []
        if segment.system.strip():
            self.system.append(_text_block(segment.system) | {"cache_control": CACHE_BREAKPOINT})
        self.tools = tool_blocks(segment.tools, strict=strict)
        self.messages: list[dict[str, Any]] = []
        self._converted = 0

    def catch_up(self, segment: Segment) -> None:
        """Convert what was appended to the segment since the last call."""
        for index in range(self._converted, len(segment)):
            message = segment[index]
            role = "assistant" if isinstance(message, AssistantMessage) else "user"
            self._append(role, content_blocks(message))
        self._converted = len(segment)

    def _append(self, role: str, blocks: list[Block]) -> None:
        """Add blocks to the last message of the same role, or in a new message."""
        if not blocks:
            return
        if self.messages and self.messages[-1]["role"] == role:
            self.messages[-1]["content"].extend(blocks)
        else:
            self.messages.append({"role": role, "content": blocks})


def tool_blocks(tools: tuple[ToolSpec, ...], *, strict: bool = True) -> list[Block]:
    """The tools as the API's JSON has them (`anthropic.types.ToolParam`)."""
    schemas = anthropic_schemas(tools) if strict else [(tool.input_schema, False) for tool in tools]
    blocks: list[Block] = []
    for tool, (schema, is_strict) in zip(tools, schemas, strict=True):
        block: Block = {
            "name": tool.name,
            "description": tool.description,
            "input_schema": schema,
        }
        blocks.append(block | {"strict": True} if is_strict else block)
    return blocks


def content_blocks(message: Message) -> list[Block]:
    """The API's content blocks of one message; none for one without content."""
    match message:
        case UserMessage() | ContextMessage() | GateMessage() | RecallMessage():
            text = user_text(message)
            return [_text_block(text)] if text.strip() else []
        case ToolMessage(results=results):
            return [
                {
                    "type": "tool_result",
                    "tool_use_id": wire_id(result.call_id),
                    "content": encodable(result.content) or "(no output)",
                    "is_error": result.is_error,
                }
                for result in results
            ]
        case AssistantMessage(parts=parts, stop=stop):
            blocks = _assistant_blocks(parts)
            # The API refuses a reply that ends in reasoning; one that was cut may. A paused one
            # is sent again unchanged.
            while stop != "paused" and blocks and blocks[-1]["type"] not in ENDS:
                blocks.pop()
            return blocks


ENDS = {"text", "tool_use"}


def _assistant_blocks(parts: tuple[AssistantPart, ...]) -> list[Block]:
    blocks: list[Block] = []
    for part in parts:
        match part:
            case Text(text=text) if text.strip():
                blocks.append(_text_block(text))
            case Reasoning(provider=provider, block=block) if provider == PROVIDER:
                blocks.append(dict(block))
            case ToolCall(id=call_id, name=name, arguments=arguments):
                blocks.append(
                    {"type": "tool_use", "id": wire_id(call_id), "name": name, "input": arguments}
                )
    return blocks


def _text_block(text: str) -> Block:
    return {"type": "text", "text": encodable(text)}
