"""Cassettes, a loopback server for what no simulator can be asked for, and no live requests."""

from __future__ import annotations

import json
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.models.scrubbing import scrub_request, scrub_response
from vcr import VCR

from ml_engineer.models.live import FORBIDDEN
from ml_engineer.models.live import VARIABLE as LIVE_REQUESTS

if TYPE_CHECKING:
    from vcr.cassette import Cassette

RECORDED_FROM = "ML_ENGINEER_RECORD_FROM"
"""Set by record_cassettes.py: the simulator's address, or `live`."""

PROVIDERS_VARIABLES = ("ANTHROPIC_", "OPENAI_", "ML_ENGINEER_CHAT_")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "scripted: only a simulator can be asked for this reply; not recorded live."
    )


# --- no live requests -----------------------------------------------------------------------


@pytest.fixture(autouse=True)
def no_live_requests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away keys, endpoints and proxies, and insist on a blocked network.

    The suite's switch forbids requests to providers; only a cassette may answer for one.
    """
    assert request.config.getoption("--block-network"), "model tests run with --block-network only"
    if request.node.get_closest_marker("vcr") or "open_cassette" in request.fixturenames:
        monkeypatch.delenv(LIVE_REQUESTS, raising=False)
    else:
        assert os.environ[LIVE_REQUESTS] == FORBIDDEN, "tests/conftest.py forbids live requests"
    if os.environ.get(RECORDED_FROM) == "live":
        return
    for name in list(os.environ):
        if name.startswith(("ANTHROPIC_", "OPENAI_", "ML_ENGINEER_CHAT_")) or name.lower().endswith(
            "_proxy"
        ):
            monkeypatch.delenv(name)


# --- cassettes ------------------------------------------------------------------------------


class ReadableBodies:
    """A cassette serializer: JSON bodies are kept parsed, so that a diff can be read."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        for interaction in cassette["interactions"]:
            body = interaction["request"]["body"]
            interaction["request"]["body"] = _parsed(body)
            assert written(interaction["request"]["body"]) == body, "no byte is lost by parsing"
            body = interaction["response"]["body"]
            body["string"] = _parsed(body["string"])
        return yaml.dump(cassette, Dumper=_Readable, allow_unicode=True, width=100, sort_keys=False)

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        cassette: dict[str, Any] = yaml.safe_load(text)
        for interaction in cassette["interactions"]:
            interaction["request"]["body"] = written(interaction["request"]["body"])
            body = interaction["response"]["body"]
            body["string"] = written(body["string"])
        return cassette


class _Readable(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and nothing by reference."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _as_block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Readable.add_representer(str, _as_block)


def _parsed(body: str) -> Any:
    try:
        return {"json": json.loads(body)}
    except ValueError:
        return body


def written(body: Any) -> Any:
    """A body as it went over the wire, byte for byte for those of the SDKs."""
    if isinstance(body, dict):
        return json.dumps(body["json"], ensure_ascii=False, separators=(",", ":"))
    return body


def pytest_recording_configure(config: pytest.Config, vcr: VCR) -> None:
    vcr.register_serializer("yaml", ReadableBodies)


@pytest.fixture
def vcr_config() -> dict[str, Any]:
    return {
        "serializer": "yaml",
        "match_on": ["method", "scheme", "host", "port", "path", "query", "body"],
        "decode_compressed_response": True,
        "before_record_request": scrub_request,
        "before_record_response": scrub_response,
    }


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    origin = "live" if os.environ.get(RECORDED_FROM) == "live" else "synthetic"
    return str(Path(__file__).parent / "cassettes" / origin)


OpenCassette = Callable[[Path, str], AbstractContextManager["Cassette"]]


@pytest.fixture
def open_cassette(vcr_config: dict[str, Any]) -> OpenCassette:
    """Opens a cassette by its path and record mode, with the settings of all others."""

    def opened(path: Path, record_mode: str) -> AbstractContextManager[Cassette]:
        recorder = VCR(record_mode=record_mode)
        recorder.register_serializer("yaml", ReadableBodies)
        cassette: AbstractContextManager[Cassette] = recorder.use_cassette(str(path), **vcr_config)
        return cassette

    return opened


@pytest.fixture(autouse=True)
def whole_cassette(vcr: Cassette | None, record_mode: str) -> Iterator[None]:
    """A recorded interaction that a test no longer makes fails the test."""
    yield
    if vcr is not None and record_mode == "none":
        assert_whole(vcr)


def assert_whole(cassette: Cassette) -> None:
    """Fail unless each recorded interaction was made again."""
    missing = len(cassette) - cassette.play_count
    assert cassette.all_played, f"{missing} recorded interactions were not made"


# --- a server on loopback -------------------------------------------------------------------


@dataclass
class Reply:
    """What the loopback server answers: a status, headers and a body, sent piece by piece.

    Attributes:
        reset: break the connection after the body instead of ending it.
        stall: keep silent after the body until the server closes.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "text/event-stream"})
    reset: bool = False
    stall: bool = False


class LoopbackServer:
    """A real HTTP server on loopback that answers each request with the next scripted reply."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.connections: set[tuple[str, int]] = set()
        self._closing = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()

    def will_answer(self, body: bytes = b"", **how: Any) -> None:
        """Script the next reply; see `Reply`."""
        self.replies.append(Reply(body, **how))

    def close(self) -> None:
        self._closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                server.bodies.append(self.rfile.read(int(self.headers["content-length"])))
                server.headers.append({n.lower(): value for n, value in self.headers.items()})
                server.connections.add(self.client_address)
                server._answer(self, server.replies.pop(0))

            def do_GET(self) -> None:
                server._answer(self, server.replies.pop(0))

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        return Handler

    def _answer(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"%x\r\n%b\r\n" % (len(reply.body), reply.body) if reply.body else b"")
        handler.wfile.flush()
        if reply.stall:
            self._closing.wait(5)
        if reply.reset:
            # Linger of zero seconds: closing sends a reset instead of an end.
            linger = struct.pack("ii", 1, 0)
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
        else:
            handler.wfile.write(b"0\r\n\r\n")


@pytest.fixture
def loopback() -> Iterator[LoopbackServer]:
    server = LoopbackServer()
    yield server
    server.close()
