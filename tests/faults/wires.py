"""How each provider writes a reply and a failure, as bytes: what the simulator sends."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from tests.faults.simulator import JSON, Send

from ml_engineer.models.base import ChatModel

Stop = Literal["answer", "calls", "length", "refusal", "context"]
Call = tuple[str, str, str]
"""The id, the name and the arguments of a call, these as the model wrote them."""


class Wire(Protocol):
    """A provider's format."""

    name: str

    def model(self, url: str, **options: Any) -> ChatModel:
        """Open a model that asks the simulator."""

    def reply(
        self, text: str = "", calls: Sequence[Call] = (), stop: Stop | None = None
    ) -> list[bytes]:
        """Write a whole reply, event by event."""

    def failure(
        self, status: int, kind: str, words: str = "no", headers: Mapping[str, str] = {}
    ) -> Send:
        """Write a refusal by status."""

    def overload(self) -> bytes:
        """Write the event by which a stream says that the provider is overloaded."""


class AnthropicWire:
    """Anthropic Messages."""

    name = "anthropic"
    stops: Mapping[Stop, str] = {
        "answer": "end_turn", "calls": "tool_use", "length": "max_tokens", "refusal": "refusal",
        "context": "model_context_window_exceeded",
    }  # fmt: skip

    def model(self, url: str, **options: Any) -> ChatModel:
        from ml_engineer.models.anthropic import AnthropicModel

        return AnthropicModel("claude-sonnet-5-5", base_url=url, api_key="sk-test", **options)

    def reply(
        self, text: str = "", calls: Sequence[Call] = (), stop: Stop | None = None
    ) -> list[bytes]:
        usage = {"input_tokens": 100, "output_tokens": 1}
        message: dict[str, Any] = {
            "id": "msg_1", "type": "message", "role": "assistant", "content": [], "usage": usage,
            "model": "claude-sonnet-5-5", "stop_reason": None, "stop_sequence": None,
        }  # fmt: skip
        events: list[dict[str, Any]] = [{"type": "message_start", "message": message}]
        blocks: list[tuple[dict[str, Any], dict[str, Any]]] = []
        if text:
            blocks.append(({"type": "text", "text": ""}, {"type": "text_delta", "text": text}))
        for id_, name, arguments in calls:
            start = {"type": "tool_use", "id": id_, "name": name, "input": {}}
            blocks.append((start, {"type": "input_json_delta", "partial_json": arguments}))
        for index, (start, delta) in enumerate(blocks):
            events += [
                {"type": "content_block_start", "index": index, "content_block": start},
                {"type": "content_block_delta", "index": index, "delta": delta},
                {"type": "content_block_stop", "index": index},
            ]
        named = self.stops[stop or ("calls" if calls else "answer")]
        details = {"type": "refusal", "category": "bio"} if stop == "refusal" else None
        events += [
            {
                "type": "message_delta",
                "delta": {"stop_reason": named, "stop_sequence": None, "stop_details": details},
                "usage": {"output_tokens": 20},
            },
            {"type": "message_stop"},
        ]
        return [self._event(event) for event in events]

    def failure(
        self, status: int, kind: str, words: str = "no", headers: Mapping[str, str] = {}
    ) -> Send:
        body = json.dumps({"type": "error", "error": {"type": kind, "message": words}}).encode()
        return Send([body], status=status, headers={**JSON, **headers})

    def overload(self) -> bytes:
        error = {"type": "overloaded_error", "message": "Overloaded"}
        return self._event({"type": "error", "error": error})

    def _event(self, event: dict[str, Any]) -> bytes:
        return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


CALL: Call = ("call_1", "profile", '{"data": "a.csv"}')


def calling(wire: Wire) -> list[bytes]:
    """The events of a reply that calls a tool."""
    return wire.reply("Let me see.", [CALL])


def answer(wire: Wire) -> Send:
    """A reply that answers."""
    return Send(wire.reply("It is a table."))


WIRES: tuple[Wire, ...] = (AnthropicWire(),)
