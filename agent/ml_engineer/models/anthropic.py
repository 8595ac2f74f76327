"""The Anthropic Messages adapter: streams one reply for a segment, with prompt caching.

The SDK takes over two seconds to import, so it is imported by the first request, in a thread.
It does not retry here: `models.retry` does, around the whole turn.
"""

from __future__ import annotations

import asyncio
import importlib
import os
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ml_engineer.conversation import Segment
from ml_engineer.models.anthropic_reply import ReplyReader
from ml_engineer.models.anthropic_request import CACHE_BREAKPOINT, Transcript
from ml_engineer.models.base import Completed, DraftText, ModelError

if TYPE_CHECKING:
    import httpx2
    from anthropic import AsyncAnthropic

KEY_VARIABLE = "ANTHROPIC_API_KEY"
DRAIN_SECONDS = 1.0


class AnthropicModel:
    """A model of Anthropic's Messages API.

    Args:
        model_id: the provider's id, such as `claude-sonnet-5-5`.
        max_tokens: the longest reply in tokens, reasoning included.
        api_key: the key; read from `ANTHROPIC_API_KEY` when None.
        base_url: another endpoint of the same API; the SDK's own choice when None.
        timeout_seconds: the longest silence within a stream, which the provider fills with pings.
        egress: is called with each request body, exactly as it is sent; headers never reach it.

    Raises:
        ModelError: there is no usable key (`authentication`).
    """

    def __init__(
        self,
        model_id: str,
        *,
        max_tokens: int = 8_192,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout_seconds: float = 120.0,
        egress: Callable[[bytes], None] | None = None,
    ) -> None:
        self._model_id = model_id
        self._max_tokens = max_tokens
        self._key = _usable_key(api_key)
        self._base_url = base_url
        self._timeout_seconds = timeout_seconds
        self._egress = egress
        self._client: AsyncAnthropic | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._transcripts: WeakKeyDictionary[Segment, Transcript] = WeakKeyDictionary()

    @property
    def name(self) -> str:
        """How a user asks for it: `anthropic:<id>`."""
        return f"anthropic:{self._model_id}"

    async def stream(self, segment: Segment) -> AsyncIterator[DraftText | Completed]:
        """Reply to the segment: the draft as it is written, then one `Completed`.

        Raises:
            ModelError: the provider failed; `retryable` says whether asking again may help. A
                stream that ends without its terminal event is `cut`, whatever it held.
        """
        transcript = self._transcript(segment)
        reader = ReplyReader()
        client = await self._connected()
        try:
            async with await client.messages.create(
                stream=True, **self._request(transcript)
            ) as events:
                while (event := await anext(events, None)) is not None:
                    if draft := reader.receive(event):
                        yield DraftText(draft)
                    if reader.finished:
                        await _drain(events)
                        break
        except Exception as error:
            from ml_engineer.models.anthropic_errors import as_model_error

            failure = as_model_error(error)
            if failure is None or failure is error:
                raise
            raise failure from error
        yield Completed(reader.reply())

    def watch_egress(self, egress: Callable[[bytes], None]) -> None:
        """Call this with each request body from now on, exactly as it is sent."""
        self._egress = egress

    async def close(self) -> None:
        """Give back connections; the next request opens new ones."""
        client, self._client = self._client, None
        # Connections of a loop that is gone cannot be closed from another one.
        if client is not None and self._loop is asyncio.get_running_loop():
            await client.close()

    def _transcript(self, segment: Segment) -> Transcript:
        transcript = self._transcripts.get(segment)
        if transcript is None:
            transcript = self._transcripts[segment] = Transcript(segment)
        transcript.catch_up(segment)
        if not transcript.messages:
            raise ModelError("There is nothing to reply to: no message yet.", kind="bad_request")
        return transcript

    def _request(self, transcript: Transcript) -> dict[str, Any]:
        """The request's parameters: sampling and tool choice are left to the model.

        Newer models refuse both a temperature and a forced tool. The top-level `cache_control`
        marks the last block on the provider's side, so the messages themselves hold no marker
        that moves.
        """
        request: dict[str, Any] = {
            "model": self._model_id,
            "max_tokens": self._max_tokens,
            "cache_control": CACHE_BREAKPOINT,
            "messages": transcript.messages,
        }
        if transcript.system:
            request["system"] = transcript.system
        if transcript.tools:
            request["tools"] = transcript.tools
        return request

    async def _connected(self) -> AsyncAnthropic:
        """The client of the running event loop; connections cannot be shared between loops."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            await asyncio.to_thread(_import_library)
        if self._client is None or self._loop is not loop:
            self._client, self._loop = self._new_client(), loop
        return self._client

    def _new_client(self) -> AsyncAnthropic:
        import anthropic
        import httpx2

        timeout = httpx2.Timeout(self._timeout_seconds, connect=10.0)
        hooks = {"request": [self._report]}
        return anthropic.AsyncAnthropic(
            api_key=self._key,
            base_url=self._base_url,
            timeout=timeout,
            max_retries=0,
            open_telemetry=False,
            http_client=anthropic.DefaultAsyncHttpxClient(timeout=timeout, event_hooks=hooks),
        )

    async def _report(self, request: httpx2.Request) -> None:
        if self._egress is not None:
            self._egress(await request.aread())


def _usable_key(given: str | None) -> str:
    key = (given if given is not None else os.environ.get(KEY_VARIABLE, "")).strip()
    if not key:
        raise ModelError(
            f"There is no key for Anthropic: set {KEY_VARIABLE}, or use the playbook.",
            kind="authentication",
        )
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ModelError(
            f"{KEY_VARIABLE} holds characters that no key has; set it again.",
            kind="authentication",
        )
    return key


def _import_library() -> None:
    try:
        importlib.import_module("anthropic")
        importlib.import_module("anthropic.resources.messages")
    except ImportError as error:
        raise ModelError(
            "The package anthropic is not installed; install ml-engineer anew.",
            kind="not_installed",
        ) from error


async def _drain(events: AsyncIterator[object]) -> None:
    """Read what follows the terminal event, so that the connection can be used again."""
    with suppress(Exception):
        async with asyncio.timeout(DRAIN_SECONDS):
            while await anext(events, None) is not None:
                pass
