"""A provider on loopback that fails as it is told to: over a real socket, at any byte.

It knows no wire format: what it sends is bytes, made by a `Wire`.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

EVENTS = {"content-type": "text/event-stream"}
JSON = {"content-type": "application/json"}


@dataclass(frozen=True)
class Send:
    """What one request is answered with.

    Attributes:
        chunks: the body, each sent by itself.
        status: None breaks the connection before a single byte.
        ends: whole, or by a reset, or in silence.
    """

    chunks: Sequence[bytes] = ()
    status: int | None = 200
    headers: dict[str, str] = field(default_factory=lambda: EVENTS)
    ends: Literal["whole", "reset", "stall"] = "whole"


class Simulator:
    """Answers each request with the next `Send` of its plan, and keeps what it was sent."""

    def __init__(self) -> None:
        self.plan: list[Send] = []
        self.bodies: list[bytes] = []
        self.url = ""
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Simulator:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
                self.bodies.append(await reader.readexactly(length))
                unplanned = Send([b"this request was not planned"], status=418, headers={})
                await self._answer(self.plan.pop(0) if self.plan else unplanned, writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _answer(self, send: Send, writer: asyncio.StreamWriter) -> None:
        if send.status is None:
            return self._reset(writer)
        headers = "".join(f"{name}: {value}\r\n" for name, value in send.headers.items())
        start = f"HTTP/1.1 {send.status} As told\r\n{headers}transfer-encoding: chunked\r\n\r\n"
        writer.write(start.encode())
        for chunk in send.chunks:
            writer.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
            await writer.drain()
        if send.ends == "whole":
            writer.write(b"0\r\n\r\n")
            await writer.drain()
        elif send.ends == "reset":
            await asyncio.sleep(0.02)  # a reset overtakes what was sent just before
            self._reset(writer)
        else:
            await asyncio.sleep(30)
        return None

    def _reset(self, writer: asyncio.StreamWriter) -> None:
        connection: socket.socket = writer.transport.get_extra_info("socket")
        # Linger of zero seconds: closing sends a reset instead of an end.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        raise ConnectionResetError
