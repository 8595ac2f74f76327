"""The simulated Responses format: rules of requests, events of replies."""

from __future__ import annotations

import json
from typing import Any

from tests.simulator.anthropic_format import schemas
from tests.simulator.script import Refused, Scripted, check_seal, seal

FORBIDDEN = {"temperature", "top_p", "tool_choice", "previous_response_id"}


def check(body: dict[str, Any]) -> None:
    """Refuse what the API would refuse, and what would store something there.

    Raises:
        Refused: with the rule that is broken.
    """
    if FORBIDDEN & body.keys():
        raise Refused(f"{sorted(FORBIDDEN & body.keys())} are not accepted here")
    if body["store"] is not False or "reasoning.encrypted_content" not in body["include"]:
        raise Refused("nothing may be stored, and reasoning has to come back encrypted")
    items = body["input"]
    if not items:
        raise Refused("input must not be empty")
    check_reasoning(body)
    check_calls(items)
    for tool in body.get("tools", []):
        if tool["strict"]:
            check_strict(tool["parameters"])


def check_reasoning(body: dict[str, Any]) -> None:
    """Hold reasoning to what it was written after, and to the item that it led to.

    Raises:
        Refused: it stands elsewhere.
    """
    items, history = body["input"], flat(body)
    for place, item in enumerate(items):
        if item["type"] == "reasoning":
            check_seal(item["encrypted_content"], history, place + 1)
            if place + 1 == len(items) or items[place + 1]["type"] == "function_call_output":
                raise Refused("reasoning was provided without its required following item")


def check_calls(items: list[dict[str, Any]]) -> None:
    """Hold calls and outputs to each other.

    Raises:
        Refused: one of them has no other.
    """
    waiting: list[str] = []
    for item in items:
        if item["type"] == "function_call":
            if not isinstance(json.loads(item["arguments"]), dict):
                raise Refused("arguments must be a JSON object")
            waiting.append(item["call_id"])
        elif item["type"] == "function_call_output":
            if item["call_id"] not in waiting:
                raise Refused("no function call of this id")
            waiting.remove(item["call_id"])
        elif waiting and item.get("role") == "user":
            raise Refused("no output was found for a function call")
    if waiting:
        raise Refused("no output was found for a function call")


def check_strict(parameters: dict[str, Any]) -> None:
    """Hold a strict schema to its rules.

    Raises:
        Refused: a field may be left out, or a map is open.
    """
    for schema in schemas(parameters):
        if schema.get("type") == "object" and (
            schema.get("additionalProperties") is not False
            or sorted(schema["required"]) != sorted(schema["properties"])
        ):
            raise Refused("strict objects require every field and no others")
        if schema.keys() & {"default", "minLength", "maxLength", "$ref", "propertyNames"}:
            raise Refused("strict schemas take no such keyword")


def flat(body: dict[str, Any]) -> list[Any]:
    """All that stands before a place in the conversation, item by item."""
    return [[body["model"], body.get("instructions"), body.get("tools")], *body["input"]]


def events(reply: Scripted, body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The events of a reply, by name."""
    sent: list[dict[str, Any]] = []
    response: dict[str, Any] = {
        "id": "resp_1", "object": "response", "created_at": 1, "model": body["model"],
        "status": "in_progress", "error": None, "incomplete_details": None, "output": [],
        "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "usage": None,
    }  # fmt: skip
    sent.append({"type": "response.created", "response": response})
    sent.append({"type": "response.in_progress", "response": response})
    output = _items(reply, body)
    for index, item in enumerate(output):
        sent += _events_of_item(reply, item, index)
    read, cached, written, out, thought = reply.tokens
    usage = {
        "input_tokens": read,
        "input_tokens_details": {"cached_tokens": cached, "cache_write_tokens": written},
        "output_tokens": out,
        "output_tokens_details": {"reasoning_tokens": thought},
        "total_tokens": read + out,
    }
    reason = {"length": "max_output_tokens", "refused": "content_filter"}.get(reply.stop)
    status = "incomplete" if reason else "completed"
    final = response | {"status": status, "output": output, "usage": usage}
    if reason:
        final["incomplete_details"] = {"reason": reason}
    sent.append({"type": f"response.{status}", "response": final})
    return [(event["type"], event | {"sequence_number": n}) for n, event in enumerate(sent)]


def _items(reply: Scripted, body: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    if reply.thinking:
        history = flat(body)
        summary = [{"type": "summary_text", "text": reply.thinking}]
        content = seal(history, len(history))
        items.append(
            {"id": "rs_1", "type": "reasoning", "summary": summary, "encrypted_content": content}
        )
    if reply.text:
        content_ = [{"type": "output_text", "text": reply.text, "annotations": []}]
        phase = "commentary" if reply.calls else "final_answer"
        items.append(
            {
                "id": f"msg_{len(body['input'])}", "type": "message", "role": "assistant",
                "status": "completed", "content": content_, "phase": phase,
            }
        )  # fmt: skip
    for index, call in enumerate(reply.calls):
        items.append(
            {
                "id": f"fc_{index}", "type": "function_call", "status": "completed",
                "call_id": reply.call_id(index), "name": call.name, "arguments": call.text,
            }
        )  # fmt: skip
    return items


def _events_of_item(reply: Scripted, item: dict[str, Any], index: int) -> list[dict[str, Any]]:
    place = {"output_index": index, "item_id": item["id"]}
    begun = dict(item)
    deltas: list[dict[str, Any]] = []
    if item["type"] == "message":
        begun |= {"content": [], "status": "in_progress"}
        text = item["content"][0]["text"]
        deltas += [
            place | {"type": "response.output_text.delta", "content_index": 0, "delta": p,
                     "logprobs": []}
            for p in reply.pieces(text)
        ]  # fmt: skip
        deltas.append(
            place | {"type": "response.output_text.done", "content_index": 0, "text": text,
                     "logprobs": []}
        )  # fmt: skip
    elif item["type"] == "reasoning":
        # What is announced is not the whole, as the documentation warns.
        begun |= {"encrypted_content": item["encrypted_content"][:3], "summary": []}
    else:
        begun |= {"arguments": "", "status": "in_progress"}
        deltas += [
            place | {"type": "response.function_call_arguments.delta", "delta": p}
            for p in reply.pieces(item["arguments"])
        ]
        deltas.append(
            place
            | {
                "type": "response.function_call_arguments.done",
                "name": item["name"],
                "arguments": item["arguments"],
            }
        )
    return [
        {"type": "response.output_item.added", "output_index": index, "item": begun},
        *deltas,
        {"type": "response.output_item.done", "output_index": index, "item": item},
    ]


def error(status: int, kind: str, message: str) -> bytes:
    """The body of a refusal."""
    named = {"message": message, "type": kind or "invalid_request_error", "code": kind or None}
    return json.dumps({"error": named | {"param": None}}).encode()
