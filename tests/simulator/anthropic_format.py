"""The simulated Messages format: rules of requests, events of replies."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

from tests.simulator.script import Refused, Scripted, check_seal, seal

STOPS = {"length": "max_tokens", "refused": "refusal", "paused": "pause_turn"}
FORBIDDEN = {"temperature", "top_p", "top_k", "tool_choice"}


def check(body: dict[str, Any]) -> None:
    """Refuse what the API would refuse.

    Raises:
        Refused: with the rule that is broken.
    """
    if FORBIDDEN & body.keys():
        raise Refused(f"{sorted(FORBIDDEN & body.keys())} are not accepted by this model")
    messages = body["messages"]
    roles = [message["role"] for message in messages]
    if not roles or roles[0] != "user" or any(a == b for a, b in itertools.pairwise(roles)):
        raise Refused("roles must alternate, beginning with user")
    history = flat(body)
    for place, (_, block) in enumerate(history):
        if block.get("type") == "thinking":
            check_seal(block.get("signature", ""), history, place)
        if block.get("type") == "text" and not block["text"]:
            raise Refused("text blocks must not be empty")
    check_calls(messages)
    check_tools(body.get("tools", []))


def check_calls(messages: list[dict[str, Any]]) -> None:
    """Hold calls and results to each other.

    Raises:
        Refused: one of them has no other.
    """
    waiting: list[str] = []
    for message in messages:
        blocks = message["content"]
        if message["role"] == "user":
            answered = [block["tool_use_id"] for block in blocks if block["type"] == "tool_result"]
            if answered != waiting:
                raise Refused("each tool_use needs its tool_result in the next message")
            waiting = []
        else:
            waiting = [block["id"] for block in blocks if block["type"] == "tool_use"]
            if blocks[-1]["type"] == "thinking":
                raise Refused("a message must not end in thinking")
            if not all(re.fullmatch(r"[a-zA-Z0-9_-]+", each) for each in waiting):
                raise Refused("tool_use ids are letters, digits, _ and -")
    if waiting:
        raise Refused("each tool_use needs its tool_result in the next message")


def check_tools(tools: list[dict[str, Any]]) -> None:
    """Hold strict tools to what is compiled of a schema, and to the bounds on all of them.

    Raises:
        Refused: a schema is not strict, or too much is strict.
    """
    optional = unions = 0
    strict = [tool for tool in tools if tool.get("strict")]
    for tool in strict:
        for schema in schemas(tool["input_schema"]):
            if schema.get("type") == "object":
                if schema.get("additionalProperties") is not False:
                    raise Refused("strict objects need additionalProperties: false")
                optional += len(schema["properties"]) - len(schema.get("required", []))
            if schema.keys() & {"minimum", "maximum", "minLength", "maxLength", "maxItems"}:
                raise Refused("strict schemas take no bounds")
            unions += "anyOf" in schema
    if len(strict) > 20 or optional > 24 or unions > 16:
        raise Refused("Schema is too complex for compilation")


def schemas(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The schema and all those within it."""
    within = [*schema.get("properties", {}).values(), *schema.get("anyOf", [])]
    within += [schema["items"]] if "items" in schema else []
    return [schema, *(each for inner in within for each in schemas(inner))]


def flat(body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """All that stands before a place in the conversation, block by block."""
    head = [
        ("head", {"system": body.get("system"), "tools": body.get("tools"), "model": body["model"]})
    ]
    said = [(m["role"], block) for m in body["messages"] for block in m["content"]]
    return head + said


def events(reply: Scripted, body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The events of a reply, by name."""
    read, cached, written, out, thought = reply.tokens
    usage = {
        "input_tokens": read - cached - written,
        "cache_creation_input_tokens": written,
        "cache_read_input_tokens": cached,
        "output_tokens": 1,
    }
    message = {
        "id": "msg_1", "type": "message", "role": "assistant", "content": [],
        "model": body["model"], "stop_reason": None, "stop_sequence": None, "usage": usage,
    }  # fmt: skip
    sent: list[dict[str, Any]] = [{"type": "message_start", "message": message}, {"type": "ping"}]
    blocks: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []
    if reply.thinking:
        deltas = [{"type": "thinking_delta", "thinking": p} for p in reply.pieces(reply.thinking)]
        history = flat(body)
        signature = seal(history, len(history))
        deltas.append({"type": "signature_delta", "signature": signature})
        blocks.append(({"type": "thinking", "thinking": "", "signature": ""}, deltas))
    if reply.text:
        deltas = [{"type": "text_delta", "text": piece} for piece in reply.pieces(reply.text)]
        blocks.append(({"type": "text", "text": ""}, deltas))
    for index, call in enumerate(reply.calls):
        start = {"type": "tool_use", "id": reply.call_id(index), "name": call.name, "input": {}}
        written_ = reply.pieces(call.text)
        blocks.append((start, [{"type": "input_json_delta", "partial_json": p} for p in written_]))
    for index, (start, deltas) in enumerate(blocks):
        sent.append({"type": "content_block_start", "index": index, "content_block": start})
        sent += [{"type": "content_block_delta", "index": index, "delta": d} for d in deltas]
        sent.append({"type": "content_block_stop", "index": index})
    reason = STOPS.get(reply.stop) or ("tool_use" if reply.calls else "end_turn")
    delta: dict[str, Any] = {"stop_reason": reason, "stop_sequence": None}
    if reply.stop == "refused":
        delta["stop_details"] = {"type": "refusal", "category": "frontier_llm", "explanation": None}
    details = {"thinking_tokens": thought}
    sent.append(
        {
            "type": "message_delta",
            "delta": delta,
            "usage": {"output_tokens": out, "output_tokens_details": details},
        }
    )
    sent.append({"type": "message_stop"})
    return [(event["type"], event) for event in sent]


def error(status: int, kind: str, message: str) -> bytes:
    """The body of a refusal."""
    kind = kind or {400: "invalid_request_error", 404: "not_found_error"}.get(status, "api_error")
    return json.dumps({"type": "error", "error": {"type": kind, "message": message}}).encode()
