"""How each provider writes a reply and a failure, as bytes: what the simulator sends."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from tests.faults.simulator import JSON, Send
from tests.simulator import Call as SimulatedCall
from tests.simulator import Scripted, chat_format, responses_format
from tests.simulator.script import Stop as SimulatedStop

from ml_engineer.models.base import ChatModel
from ml_engineer.usage import Usage

Stop = Literal["answer", "calls", "length", "refusal", "context"]
Call = tuple[str, str, str]
"""The id, the name and the arguments of a call, these as the model wrote them."""


GARBAGE = (b": a comment\n\n", b"no colon here\n", b"colour: green\n\n", b"\n\n\n", b"retry: 5\n\n")


class Wire(Protocol):
    """A provider's format.

    Attributes:
        name: of the format.
        declined: words by which a person is told why the provider declined.
        garbage: lines that its SDK passes over.
        mends: whether a call that can't be read is an error result, not asked for again.
    """

    name: str
    declined: str
    garbage: Sequence[bytes]
    mends: bool

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

    def quota(self) -> Send:
        """Write the refusal of an account whose quota is used up; waiting does not help."""

    def overload(self) -> bytes:
        """Write the event by which a stream says that the provider is overloaded."""

    def broken(self) -> tuple[Send, Usage]:
        """Write a reply that breaks off, and what was reported of it by then."""


class AnthropicWire:
    """Anthropic Messages."""

    name = "anthropic"
    declined = "biological harm"
    garbage: Sequence[bytes] = GARBAGE
    mends = False
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

    def quota(self) -> Send:
        words = "You have reached your specified API usage limits: credit balance too low."
        return self.failure(400, "invalid_request_error", words)

    def overload(self) -> bytes:
        error = {"type": "overloaded_error", "message": "Overloaded"}
        return self._event({"type": "error", "error": error})

    def broken(self) -> tuple[Send, Usage]:
        took = Usage(failed=1, input_tokens=100, output_tokens=1)
        return Send(calling(self)[:3], ends="reset"), took

    def _event(self, event: dict[str, Any]) -> bytes:
        return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


class ResponsesWire:
    """OpenAI Responses. Its SDK takes a line of its own that says `retry` for an event."""

    name = "openai"
    declined = "biological harm"
    garbage: Sequence[bytes] = GARBAGE[:-1]
    mends = False

    def model(self, url: str, **options: Any) -> ChatModel:
        from ml_engineer.models.openai_responses import OpenAIResponsesModel

        return OpenAIResponsesModel("m", base_url=f"{url}/v1", api_key="sk-test", **options)

    def reply(
        self, text: str = "", calls: Sequence[Call] = (), stop: Stop | None = None
    ) -> list[bytes]:
        body = {"model": "m", "input": []}
        events = [event for _, event in responses_format.events(scripted(text, calls, stop), body)]
        if stop == "context":
            events[-1] = _error_event("context_length_exceeded")
        elif stop == "refusal":
            error = {"code": "bio_policy", "message": "no"}
            failed = events[-1]["response"] | {"status": "failed", "error": error}
            events[-1] = {"type": "response.failed", "response": failed, "sequence_number": 9}
        return [_line(event) for event in events]

    def failure(
        self, status: int, kind: str, words: str = "no", headers: Mapping[str, str] = {}
    ) -> Send:
        return openai_failure(status, kind, words, headers)

    def quota(self) -> Send:
        words = "You exceeded your current quota; add credit."
        return self.failure(429, "insufficient_quota", words, {"retry-after": "1"})

    def overload(self) -> bytes:
        return _line(_error_event("server_is_overloaded"))

    def broken(self) -> tuple[Send, Usage]:
        events, last = calling(self)[:-1], calling(self)[-1]
        response = json.loads(last.removeprefix(b"data: "))["response"]
        error = {"code": "server_error", "message": "no"}
        failed = response | {"status": "failed", "error": error}
        last = _line({"type": "response.failed", "response": failed, "sequence_number": 9})
        return Send([*events, last]), TOOK.model_copy(update={"cache_written_tokens": 30})


class ChatWire:
    """Chat Completions of a local server."""

    name = "chat"
    declined = "content filter"
    garbage: Sequence[bytes] = GARBAGE[:-1]
    mends = True

    def model(self, url: str, **options: Any) -> ChatModel:
        from ml_engineer.models.openai_chat import OpenAIChatModel

        return OpenAIChatModel(f"{url}/v1", "m", **options)

    def reply(
        self, text: str = "", calls: Sequence[Call] = (), stop: Stop | None = None
    ) -> list[bytes]:
        chunks = [
            chunk for _, chunk in chat_format.events(scripted(text, calls, stop), {"model": "m"})
        ]
        if stop == "context":
            chunks[-1] = _chat_error("context_length_exceeded")
        return [_line(chunk) for chunk in chunks]

    def failure(
        self, status: int, kind: str, words: str = "no", headers: Mapping[str, str] = {}
    ) -> Send:
        return openai_failure(status, kind, words, headers)

    def quota(self) -> Send:
        words = "You exceeded your current quota; add credit."
        return self.failure(429, "insufficient_quota", words, {"retry-after": "1"})

    def overload(self) -> bytes:
        return _line(_chat_error("server_is_overloaded"))

    def broken(self) -> tuple[Send, Usage]:
        """A server that counts as it goes, as vLLM can."""
        events = chat_format.events(
            scripted("Let me see.", [CALL], None),
            {"model": "m", "stream_options": {"include_usage": True}},
        )
        counts = events[-1][1]["usage"]
        chunks = [_line(chunk | {"usage": counts}) for _, chunk in events[:2]]
        return Send(chunks, ends="reset"), TOOK


def scripted(text: str, calls: Sequence[Call], stop: Stop | None) -> Scripted:
    """A reply as the simulator of formats is told it, each text and call in one piece."""
    told = tuple(SimulatedCall(name, id=id_, written=written) for id_, name, written in calls)
    stops: dict[Stop | None, SimulatedStop] = {"length": "length", "refusal": "refused"}
    return Scripted(text=text, calls=told, stop=stops.get(stop, "whole"), piece=1_000_000)


def openai_failure(status: int, kind: str, words: str, headers: Mapping[str, str]) -> Send:
    """A refusal by status, with the code that OpenAI gives for an account without credit."""
    code = "insufficient_quota" if "credit" in words else None
    body = json.dumps({"error": {"type": kind, "code": code, "message": words}}).encode()
    return Send([body], status=status, headers={**JSON, **headers})


def _error_event(code: str) -> dict[str, Any]:
    return {"type": "error", "code": code, "message": "no", "param": None, "sequence_number": 9}


def _chat_error(code: str) -> dict[str, Any]:
    return {"error": {"message": "no", "type": "server_error", "code": code}}


def _line(event: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(event)}\n\n".encode()


TOOK = Usage(
    failed=1, input_tokens=100, cached_input_tokens=60, output_tokens=20, reasoning_tokens=8
)
"""What the simulator of formats counts of each reply; Chat Completions has no writes to a cache."""

CALL: Call = ("call_1", "profile", '{"data": "a.csv"}')


def calling(wire: Wire) -> list[bytes]:
    """The events of a reply that calls a tool."""
    return wire.reply("Let me see.", [CALL])


def answer(wire: Wire) -> Send:
    """A reply that answers."""
    return Send(wire.reply("It is a table."))


WIRES: tuple[Wire, ...] = (AnthropicWire(), ResponsesWire(), ChatWire())
