"""What the adapters of language models share: clients, connections, egress, the way of a stream.

The SDKs take over a second to import, so they are imported by the first request, in a thread.
They do not retry here: `models.retry` does, around the whole turn.
"""

from __future__ import annotations

import asyncio
import importlib
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

from ml_engineer.conversation import Segment
from ml_engineer.models.base import Completed, DraftText, ModelError, ModelReply
from ml_engineer.models.live import check_live
from ml_engineer.usage import NOT_SENT, Usage

if TYPE_CHECKING:
    import httpx2

DRAIN_SECONDS = 1.0
CONNECT_SECONDS = 10.0


class WireTranscript(Protocol):
    """The wire form of one segment: each message is converted once and then kept."""

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The messages as they are sent."""

    def catch_up(self, segment: Segment) -> None:
        """Convert what was appended since the last call."""


class Reader(Protocol):
    """Collects the events of one stream; a reply exists only after its terminal event."""

    finished: bool

    def receive(self, event: Any) -> str:
        """Take in one event and return the text that it adds to the draft, often none."""

    def rest(self) -> str:
        """Return text that was held back from the draft until the reply was whole."""

    def reply(self) -> ModelReply:
        """The whole reply."""

    def reported(self) -> Usage:
        """What the provider has reported of its tokens so far."""


class NotSent(Exception):
    """A request was stopped before it left; the SDKs take this for a lost connection."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


class WireModel(ABC):
    """A language model behind an HTTP API and its SDK.

    Args:
        timeout_seconds: the longest silence within a stream.
        egress: is called with each request body, exactly as it is sent; headers never reach it.
    """

    package: str
    """The SDK's import name."""

    modules: tuple[str, ...]
    """What of the SDK is imported in a thread before the first request."""

    def __init__(
        self, *, timeout_seconds: float = 120.0, egress: Callable[[bytes], None] | None = None
    ) -> None:
        self._timeout_seconds = timeout_seconds
        self._egress = egress
        self._client: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._transcripts: WeakKeyDictionary[Segment, WireTranscript] = WeakKeyDictionary()

    @property
    @abstractmethod
    def name(self) -> str:
        """How a user asks for it."""

    @abstractmethod
    def _new_client(self, timeout: httpx2.Timeout, hooks: dict[str, list[Any]]) -> Any:
        """A client of the SDK that does not retry."""

    @abstractmethod
    def _new_transcript(self, segment: Segment) -> WireTranscript:
        """The wire form of a segment, nothing converted yet."""

    @abstractmethod
    def _new_reader(self, segment: Segment) -> Reader:
        """A reader for the reply to the segment."""

    @abstractmethod
    async def _open(self, client: Any, transcript: WireTranscript) -> Any:
        """Send the request and return the SDK's stream of events.

        The conversation goes in as `extra_body`: what is given by name is walked through by the
        SDKs value by value, which changes nothing here and costs most in long conversations.
        """

    @abstractmethod
    def _failure(self, error: Exception, *, begun: bool) -> ModelError | None:
        """The `ModelError` of what the SDK or its transport raised; None if it is neither's.

        Args:
            error: what was raised.
            begun: whether the stream had begun when it was raised.
        """

    async def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
        """Reply to the segment: the draft as it is written, then one `Completed`.

        Raises:
            ModelError: the provider failed; `retryable` says whether asking again may help. A
                stream that ends without its terminal event is `cut`, whatever it held.
        """
        transcript = self._transcript(segment)
        reader = self._new_reader(segment)
        client = await self._connected()
        begun = False
        try:
            async with await self._open(client, transcript) as events:
                begun = True
                while (event := await anext(events, None)) is not None:
                    if draft := reader.receive(event):
                        yield DraftText(draft)
                    if reader.finished:
                        await _drain(events, reader)
                        break
        except Exception as error:
            if (stopped := _not_sent(error)) is not None:
                raise stopped from None
            failure = self._failure(error, begun=begun)
            if failure is None:
                raise
            failure.usage = reader.reported().of_failed()
            if failure is error:
                raise
            raise failure from error
        try:
            reply = _whole_reply(reader)
        except ModelError as error:
            error.usage = reader.reported().of_failed()
            raise
        if held := reader.rest():
            yield DraftText(held)
        yield Completed(reply)

    def watch_egress(self, egress: Callable[[bytes], None]) -> None:
        """Call this with each request body from now on, exactly as it is sent."""
        self._egress = egress

    async def close(self) -> None:
        """Give back connections; the next request opens new ones."""
        client, self._client = self._client, None
        # Connections of a loop that is gone cannot be closed from another one.
        if client is not None and self._loop is asyncio.get_running_loop():
            await client.close()

    def _transcript(self, segment: Segment) -> WireTranscript:
        transcript = self._transcripts.get(segment)
        if transcript is None:
            transcript = self._transcripts[segment] = self._new_transcript(segment)
        transcript.catch_up(segment)
        if not len(segment) or not transcript.messages:
            raise ModelError(
                "There is nothing to reply to: no message yet.", kind="bad_request", usage=NOT_SENT
            )
        return transcript

    async def _connected(self) -> Any:
        """The client of the running event loop; connections cannot be shared between loops."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            await asyncio.to_thread(self._import_library)
        if self._client is None or self._loop is not loop:
            import httpx2

            timeout = httpx2.Timeout(self._timeout_seconds, connect=CONNECT_SECONDS)
            hooks = {"request": [self._before_sending]}
            self._client, self._loop = self._new_client(timeout, hooks), loop
        return self._client

    def _import_library(self) -> None:
        try:
            for module in (self.package, *self.modules):
                importlib.import_module(module)
        except ImportError as error:
            raise ModelError(
                f"The package {self.package} is not installed; install ml-engineer anew.",
                kind="not_installed",
                usage=NOT_SENT,
            ) from error

    async def _before_sending(self, request: httpx2.Request) -> None:
        """Write a request down before it leaves; what can't be written down does not leave."""
        try:
            check_live(request.url.host)
            if self._egress is not None:
                self._egress(await request.aread())
        except Exception as error:
            raise NotSent(error) from error


def _whole_reply(reader: Reader) -> ModelReply:
    reply = reader.reply()
    if reply.message.stop == "answered" and not reply.message.text:
        raise ModelError("The model's reply is empty.", kind="cut", retryable=True)
    return reply


def _not_sent(error: BaseException | None) -> Exception | None:
    """Why the request was stopped here, if it was."""
    while error is not None:
        if isinstance(error, NotSent):
            return error.reason
        error = error.__cause__ or error.__context__
    return None


async def _drain(events: AsyncIterator[object], reader: Reader) -> None:
    """Read what follows the terminal event: usage, and so that the connection serves again."""
    with suppress(Exception):
        async with asyncio.timeout(DRAIN_SECONDS):
            while (event := await anext(events, None)) is not None:
                reader.receive(event)
