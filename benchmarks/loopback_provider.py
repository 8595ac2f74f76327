"""A provider on loopback for benchmarks, in a process of its own: two formats, no waiting.

The model's name says what it does. `stamp`: it answers with the instant before its first byte (of
the clock that all processes share), in nanoseconds, as text. `calls-500`: it calls the tool `echo`
until 500 replies have been given, then answers. All requests are kept and given back.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import sys
import time
from multiprocessing.connection import Connection
from typing import Any

PAUSE = 0.02
"""Seconds between the first delta and the rest of a stamped reply."""


class LoopbackProvider:
    """Starts the server and knows its address."""

    def __init__(self) -> None:
        self._ours, theirs = multiprocessing.Pipe()
        # Spawned: a fork would inherit the threads of what is measured.
        self._process = multiprocessing.get_context("spawn").Process(
            target=_serve, args=(theirs,), daemon=True
        )
        self._process.start()
        self.url: str = self._ours.recv()

    def bodies(self) -> list[bytes]:
        """Give back what was sent since the last call."""
        self._ours.send("bodies")
        sent: list[bytes] = self._ours.recv()
        return sent

    def close(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.join()


def _serve(pipe: Connection) -> None:
    asyncio.run(_Server(pipe).run())


class _Server:
    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._bodies: list[bytes] = []

    async def run(self) -> None:
        server = await asyncio.start_server(self._handle, "127.0.0.1", 0)
        asyncio.get_running_loop().add_reader(self._pipe.fileno(), self._hand_out)
        self._pipe.send(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await server.serve_forever()

    def _hand_out(self) -> None:
        try:
            self._pipe.recv()
        except EOFError:  # whoever started this server has gone
            sys.exit()
        self._pipe.send(self._bodies)
        self._bodies = []

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
                body = await reader.readexactly(length)
                self._bodies.append(body)
                await self._answer(b"/responses" in head.split(b"\r\n")[0], body, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _answer(self, responses: bool, body: bytes, writer: asyncio.StreamWriter) -> None:
        request = json.loads(body)
        kind, _, turns = str(request["model"]).partition("-")
        said = request["input"] if responses else request["messages"]
        given = sum(_is_reply(message) for message in said)
        calls = kind == "calls" and given + 1 < int(turns)
        text = "Done."
        written = _responses if responses else _anthropic
        if not request.get("stream"):
            whole = json.dumps(_whole(given, calls=calls)).encode()
            writer.write(_head("application/json") + _chunk(whole) + b"0\r\n\r\n")
            await writer.drain()
            return
        if kind == "stamp":
            text = str(time.perf_counter_ns())
        events = written(given, text, calls=calls)
        first = b"".join(events[:-3])
        writer.write(_head("text/event-stream") + _chunk(first))
        await writer.drain()
        if kind == "stamp":
            await asyncio.sleep(PAUSE)
        writer.write(_chunk(b"".join(events[-3:])) + b"0\r\n\r\n")
        await writer.drain()


def _is_reply(message: dict[str, Any]) -> bool:
    return message.get("role") == "assistant" or message.get("type") == "function_call"


def _head(kind: str) -> bytes:
    return f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ntransfer-encoding: chunked\r\n\r\n".encode()


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def _event(data: dict[str, Any]) -> bytes:
    return f"event: {data['type']}\ndata: {json.dumps(data)}\n\n".encode()


def _message(content: list[dict[str, Any]], stop: str | None) -> dict[str, Any]:
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "content": content, "model": "m",
        "stop_reason": stop, "stop_sequence": None,
        "usage": {"input_tokens": 10, "output_tokens": 5},
    }  # fmt: skip


def _whole(given: int, *, calls: bool) -> dict[str, Any]:
    if calls:
        call = {"type": "tool_use", "id": f"c{given}", "name": "echo", "input": {"text": "hello"}}
        return _message([call], "tool_use")
    return _message([{"type": "text", "text": "Done."}], "end_turn")


def _anthropic(given: int, text: str, *, calls: bool) -> list[bytes]:
    start: dict[str, Any] = {"type": "text", "text": ""}
    delta: dict[str, Any] = {"type": "text_delta", "text": text}
    if calls:
        start = {"type": "tool_use", "id": f"c{given}", "name": "echo", "input": {}}
        delta = {"type": "input_json_delta", "partial_json": '{"text": "hello"}'}
    ends = {"stop_reason": "tool_use" if calls else "end_turn", "stop_sequence": None}
    return [
        _event(data)
        for data in (
            {"type": "message_start", "message": _message([], None)},
            {"type": "content_block_start", "index": 0, "content_block": start},
            {"type": "content_block_delta", "index": 0, "delta": delta},
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": ends, "usage": {"output_tokens": 5}},
            {"type": "message_stop"},
        )
    ]


def _responses(given: int, text: str, *, calls: bool) -> list[bytes]:
    response: dict[str, Any] = {
        "id": "resp_1", "object": "response", "created_at": 1, "model": "m", "error": None,
        "status": "in_progress", "incomplete_details": None, "output": [], "usage": None,
        "parallel_tool_calls": True, "tool_choice": "auto", "tools": [],
    }  # fmt: skip
    item: dict[str, Any] = {
        "id": "msg_1", "type": "message", "role": "assistant", "status": "completed",
        "content": [{"type": "output_text", "text": text, "annotations": []}],
    }  # fmt: skip
    part = {"type": "output_text", "text": "", "annotations": []}
    where = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    deltas: list[dict[str, Any]] = [
        {"type": "response.output_item.added", "output_index": 0, "item": item | {"content": []}},
        {"type": "response.content_part.added", "part": part, **where},
        {"type": "response.output_text.delta", "delta": text, "logprobs": [], **where},
        {"type": "response.output_text.done", "text": text, "logprobs": [], **where},
    ]
    if calls:
        arguments = '{"text": "hello"}'
        item = {
            "id": f"fc_{given}", "type": "function_call", "call_id": f"c{given}", "name": "echo",
            "arguments": arguments, "status": "completed",
        }  # fmt: skip
        named = {"item_id": item["id"], "output_index": 0}
        deltas = [
            {"type": "response.output_item.added", "output_index": 0,
             "item": item | {"arguments": ""}},
            {"type": "response.function_call_arguments.delta", "delta": arguments, **named},
            {"type": "response.function_call_arguments.done", "arguments": arguments,
             "name": "echo", **named},
        ]  # fmt: skip
    usage = {
        "input_tokens": 10, "output_tokens": 5, "total_tokens": 15,
        "input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {
            "reasoning_tokens": 0},
    }  # fmt: skip
    final = response | {"status": "completed", "output": [item], "usage": usage}
    sent = [
        {"type": "response.created", "response": response},
        *deltas,
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": final},
    ]
    return [_event(data | {"sequence_number": n}) for n, data in enumerate(sent)]
