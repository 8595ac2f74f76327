"""A segment becomes Chat Completions messages for a local server: pure conversion, no network.

What was converted once is kept and never changed, but that what nobody answered yet may be
extended: templates of local models want the roles to alternate.
"""

from __future__ import annotations

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
from ml_engineer.models.wording import encodable, result_text, user_text, wire_id

PROVIDER = "chat"
"""Whose reasoning is sent back; that of another provider is left out."""

WITHIN_TEXT = "content"
"""The field of reasoning that a server leaves within the text, between `<think>` marks."""

WireMessage = dict[str, Any]
"""A message as the format's JSON has it (`openai.types.chat.ChatCompletionMessageParam`)."""


class ChatTranscript:
    """The wire form of one segment: each message is converted once, when it is first sent.

    Attributes:
        system: the system prompt as a message, or nothing.
        tools: the tool list.
        messages: the messages after the system prompt.
    """

    def __init__(self, segment: Segment) -> None:
        self.system: list[WireMessage] = []
        if segment.system.strip():
            self.system.append({"role": "system", "content": encodable(segment.system)})
        self.tools = [tool_item(tool) for tool in segment.tools]
        self.messages: list[WireMessage] = []
        self._converted = 0

    def catch_up(self, segment: Segment) -> None:
        """Convert what was appended to the segment since the last call."""
        for index in range(self._converted, len(segment)):
            for message in wire_messages(segment[index]):
                self._append(message)
        self._converted = len(segment)

    def _append(self, message: WireMessage) -> None:
        last = self.messages[-1] if self.messages else None
        if last is not None and message["role"] == last["role"] == "user":
            last["content"] += "\n\n" + message["content"]
        else:
            self.messages.append(message)


def tool_item(tool: ToolSpec) -> WireMessage:
    """A tool as the format's JSON has it."""
    function = {
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.input_schema,
    }
    return {"type": "function", "function": function}


def wire_messages(message: Message) -> list[WireMessage]:
    """The format's messages of one message; none for one without content."""
    match message:
        case UserMessage() | ContextMessage() | GateMessage() | RecallMessage():
            text = user_text(message)
            return [_said(text)] if text.strip() else []
        case ToolMessage(results=results):
            return [
                {
                    "role": "tool",
                    "tool_call_id": wire_id(result.call_id),
                    "content": result_text(result),
                }
                for result in results
            ]
        case AssistantMessage():
            return _reply(message)


def _said(text: str) -> WireMessage:
    return {"role": "user", "content": text}


def _reply(message: AssistantMessage) -> list[WireMessage]:
    texts = [encodable(part.text) for part in message.parts if isinstance(part, Text)]
    calls = [_call(part) for part in message.parts if isinstance(part, ToolCall)]
    reply: WireMessage = {"role": "assistant", "content": "\n\n".join(texts)}
    if not calls and not reply["content"].strip():
        return []
    for part in message.parts:
        if isinstance(part, Reasoning) and part.provider == PROVIDER:
            field, thought = str(part.block["field"]), str(part.block["text"])
            reply[field] = thought + reply["content"] if field == WITHIN_TEXT else thought
    if calls:
        reply["tool_calls"] = calls
    return [reply]


def _call(call: ToolCall) -> WireMessage:
    written = json.dumps(call.arguments, ensure_ascii=False)
    function = {"name": call.name, "arguments": encodable(written)}
    return {"id": wire_id(call.id), "type": "function", "function": function}
