"""The simulated Chat Completions format of a local server: rules of requests, chunks of replies."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from tests.simulator.responses_format import error as error
from tests.simulator.script import Refused, Scripted

FORBIDDEN = {"temperature", "top_p", "tool_choice", "max_tokens"}


def check(body: dict[str, Any]) -> None:
    """Refuse what templates of local models refuse.

    Raises:
        Refused: with the rule that is broken.
    """
    if FORBIDDEN & body.keys():
        raise Refused(f"{sorted(FORBIDDEN & body.keys())} are left to the server")
    messages = body["messages"]
    roles = [message["role"] for message in messages]
    if not all(isinstance(message["content"], str) for message in messages):
        raise Refused("content must be a string")
    if "system" in roles[1:]:
        raise Refused("the system prompt stands at the beginning")
    if any(a == b and a in {"user", "assistant"} for a, b in pairwise(roles)):
        raise Refused("conversation roles must alternate")
    if not roles or roles[-1] not in {"user", "tool"}:
        raise Refused("there is nothing to reply to")
    check_calls(messages)


def check_calls(messages: list[dict[str, Any]]) -> None:
    """Hold calls and results to each other.

    Raises:
        Refused: one of them has no other.
    """
    waiting: list[str] = []
    for message in messages:
        if message["role"] == "tool":
            if message["tool_call_id"] not in waiting:
                raise Refused("a tool message needs its call")
            waiting.remove(message["tool_call_id"])
        elif waiting:
            raise Refused("a call needs its tool message")
        for call in message.get("tool_calls", []):
            if not isinstance(json.loads(call["function"]["arguments"]), dict):
                raise Refused("arguments must be a JSON object")
            waiting.append(call["id"])
    if waiting:
        raise Refused("a call needs its tool message")


def events(reply: Scripted, body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The chunks of a reply; they have no names."""
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"reasoning_content": piece} for piece in reply.pieces(reply.thinking)]
    deltas += [{"content": piece} for piece in reply.pieces(reply.text)]
    for index, call in enumerate(reply.calls):
        start = {"name": call.name, "arguments": ""}
        begun = {"index": index, "id": reply.call_id(index), "type": "function", "function": start}
        deltas.append({"tool_calls": [begun]})
        deltas += [
            {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}
            for piece in reply.pieces(call.text)
        ]
    reason = {"length": "length", "refused": "content_filter"}.get(reply.stop)
    reason = reason or ("tool_calls" if reply.calls else "stop")
    chunks = [_chunk(body, [{"index": 0, "delta": d, "finish_reason": None}]) for d in deltas]
    chunks.append(_chunk(body, [{"index": 0, "delta": {}, "finish_reason": reason}]))
    if body.get("stream_options", {}).get("include_usage"):
        read, cached, _, out, thought = reply.tokens
        usage = {
            "prompt_tokens": read,
            "completion_tokens": out,
            "total_tokens": read + out,
            "prompt_tokens_details": {"cached_tokens": cached},
            "completion_tokens_details": {"reasoning_tokens": thought},
        }
        chunks.append(_chunk(body, []) | {"usage": usage})
    return [("", chunk) for chunk in chunks]


def _chunk(body: dict[str, Any], choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1,
        "model": body["model"], "choices": choices,
    }  # fmt: skip
