"""The simulator's HTTP server: it answers each request with the next scripted reply."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from typing import Any, Self

from tests.simulator import anthropic_format, chat_format, responses_format
from tests.simulator.script import Refused, Scripted

FORMATS: dict[str, ModuleType] = {
    "/v1/messages": anthropic_format,
    "/v1/responses": responses_format,
    "/v1/chat/completions": chat_format,
}

Writer = Callable[[dict[str, Any]], Scripted]


class Simulator:
    """Serves scripted replies on loopback, in the format of the path that is asked.

    Args:
        replies: in their order; or a function that writes each from the request's body.
        split: bytes of each piece that is sent; small ones cut through characters and lines.
        models: what `GET /v1/models` lists.

    Attributes:
        url: where it serves, without `/v1`.
        bodies: each request's body, byte for byte.
        headers: each request's headers, their names in small letters.
    """

    def __init__(
        self,
        replies: Iterable[Scripted] | Writer = (),
        *,
        split: int = 1_000_000,
        models: tuple[str, ...] = ("simulated",),
    ) -> None:
        self._writer = replies if callable(replies) else None
        self._replies = [] if callable(replies) else list(replies)
        self.split = split
        self.models = models
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.refused: list[str] = []
        self.sent_at: list[tuple[float, float]] = []
        """When the first byte of each reply was sent, by the clock and by this process's own."""
        self.lenient = False
        """Whether requests are held to no rules, which takes time in long conversations."""
        self._stalling = threading.Event()
        self.stall_after: int | None = None
        """Events after which a reply falls silent until the simulator is closed."""
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()

    def will(self, *replies: Scripted) -> None:
        """Script what is replied next."""
        self._replies.extend(replies)

    def close(self) -> None:
        """Stop serving."""
        self._stalling.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def answer(self, handler: BaseHTTPRequestHandler, written: bytes) -> None:
        """Answer one request."""
        self.bodies.append(written)
        self.headers.append({name.lower(): value for name, value in handler.headers.items()})
        format_ = FORMATS.get(handler.path)
        if format_ is None:
            return _whole(handler, 404, b'{"error": {"message": "no such path"}}')
        body = json.loads(written)
        try:
            if not self.lenient:
                format_.check(body)
        except Refused as rule:
            self.refused.append(str(rule))
            return _whole(handler, 400, format_.error(400, "", str(rule)))
        try:
            reply = self._writer(body) if self._writer else self._replies.pop(0)
        except Exception as error:  # of the script: the test is to fail by it, not to wait
            self.refused.append(f"the script failed: {error!r}")
            return _whole(handler, 400, format_.error(400, "", "the script failed"))
        if reply.status != 200:
            refusal = format_.error(reply.status, reply.error, reply.message)
            return _whole(handler, reply.status, refusal)
        return self._stream(handler, format_.events(reply, body), ends=format_ is chat_format)

    def _stream(
        self,
        handler: BaseHTTPRequestHandler,
        events: list[tuple[str, dict[str, Any]]],
        *,
        ends: bool,
    ) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        sent = events if self.stall_after is None else events[: self.stall_after]
        stream = b"".join(_line(name, event) for name, event in sent)
        if ends and sent is events:
            stream += b"data: [DONE]\n\n"
        self.sent_at.append((time.perf_counter(), time.process_time()))
        try:
            for start in range(0, len(stream), self.split):
                piece = stream[start : start + self.split]
                handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                handler.wfile.flush()
            if sent is not events:
                self._stalling.wait(10)
            handler.wfile.write(b"0\r\n\r\n")
        except OSError:
            handler.close_connection = True


def _line(name: str, event: dict[str, Any]) -> bytes:
    # Characters are sent as themselves, so that a cut through their bytes is one.
    data = f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
    return (f"event: {name}\n{data}" if name else data).encode()


def _whole(handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    handler.send_response(status)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _handler(simulator: Simulator) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            simulator.answer(self, self.rfile.read(int(self.headers["content-length"])))

        def do_GET(self) -> None:
            if self.path != "/v1/models":
                return _whole(self, 404, b"not found")
            simulator.headers.append({k.lower(): v for k, v in self.headers.items()})
            listed = [{"id": name, "object": "model"} for name in simulator.models]
            return _whole(self, 200, json.dumps({"object": "list", "data": listed}).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    return Handler
