"""A segment becomes the input of an OpenAI response: pure conversion, without network or SDK.

What was converted once is kept and never changed, so that the items of each request begin with
those of the one before. What OpenAI wrote goes back item by item as it came: reasoning is
encrypted and bound to its place, and messages carry a phase that the model needs again.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ml_engineer.conversation import (
    AssistantMessage,
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
from ml_engineer.models.strict_schema import openai_parameters
from ml_engineer.models.wording import encodable, result_text, user_text, wire_id

PROVIDER = "openai"
"""Whose items are sent back as they came; reasoning of another provider is left out."""

Item = dict[str, Any]
"""An input item as the API's JSON has it (`openai.types.responses.ResponseInputItemParam`)."""


class ResponsesTranscript:
    """The wire form of one segment: each message is converted once, when it is first sent.

    Args:
        segment: whose system prompt and tools it begins with.
        strict: whether tools are strict where their schemas can be.

    Attributes:
        instructions: the system prompt.
        tools: the tool list, strict where the schema can be.
        messages: the input items.
        cache_key: the same for every conversation that begins with these instructions and tools.
    """

    def __init__(self, segment: Segment, *, strict: bool = True) -> None:
        self.instructions = encodable(segment.system) if segment.system.strip() else ""
        self.tools = [tool_item(tool, strict=strict) for tool in segment.tools]
        self.messages: list[Item] = []
        begins = json.dumps([self.instructions, self.tools]).encode()
        self.cache_key = f"ml-engineer-{hashlib.sha256(begins).hexdigest()[:16]}"
        self._converted = 0

    def catch_up(self, segment: Segment) -> None:
        """Convert what was appended to the segment since the last call."""
        for index in range(self._converted, len(segment)):
            self.messages.extend(input_items(segment[index]))
        self._converted = len(segment)


def tool_item(tool: ToolSpec, *, strict: bool = True) -> Item:
    """A tool as the API's JSON has it (`openai.types.responses.FunctionToolParam`)."""
    parameters, strict = openai_parameters(tool) if strict else (tool.input_schema, False)
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": parameters,
        "strict": strict,
    }


def input_items(message: Message) -> list[Item]:
    """The API's input items of one message; none for one without content."""
    match message:
        case UserMessage() | ContextMessage() | GateMessage() | RecallMessage():
            text = user_text(message)
            return [_said(text)] if text.strip() else []
        case ToolMessage(results=results):
            return [
                {
                    "type": "function_call_output",
                    "call_id": wire_id(result.call_id),
                    "output": result_text(result),
                }
                for result in results
            ]
        case AssistantMessage():
            return _reply_items(message)


def _said(text: str) -> Item:
    return {
        "type": "message",
        "role": "user",
        "content": [{"type": "input_text", "text": encodable(text)}],
    }


def _reply_items(message: AssistantMessage) -> list[Item]:
    items: list[Item] = []
    for part in message.parts:
        match part:
            case Reasoning(provider=provider, block=block):
                if provider == PROVIDER:
                    items.append(dict(block))
            case Text(origin=origin) | ToolCall(origin=origin) if (
                origin is not None and origin.provider == PROVIDER
            ):
                # Texts of one message share its item.
                if not (items and items[-1] == origin.item and isinstance(part, Text)):
                    items.append(_with_id(origin.item, part))
            case Text(text=text) if text.strip():
                items.append({"type": "message", "role": "assistant", "content": encodable(text)})
            case ToolCall(id=call_id, name=name, arguments=arguments):
                items.append(
                    {
                        "type": "function_call",
                        "call_id": wire_id(call_id),
                        "name": name,
                        "arguments": json.dumps(arguments, ensure_ascii=False),
                    }
                )
    # The API refuses reasoning that nothing follows; a reply that was cut may end in it.
    while items and items[-1].get("type") == "reasoning":
        items.pop()
    return items


def _with_id(item: Item, part: Text | ToolCall) -> Item:
    """The item, its call under the id by which its result is known here."""
    if isinstance(part, ToolCall) and item.get("call_id") != wire_id(part.id):
        return item | {"call_id": wire_id(part.id)}
    return dict(item)
