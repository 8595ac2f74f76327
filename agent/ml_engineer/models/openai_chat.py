"""The Chat Completions adapter for local servers: Ollama, vLLM, llama.cpp and their like."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from ml_engineer.conversation import Segment
from ml_engineer.models.base import ModelError
from ml_engineer.models.chat_reply import ChatReader
from ml_engineer.models.chat_request import ChatTranscript
from ml_engineer.models.failures import Failure, Failures
from ml_engineer.models.keys import usable_key
from ml_engineer.models.live import is_loopback
from ml_engineer.models.wire import WireModel

if TYPE_CHECKING:
    import httpx2

KEY_VARIABLE = "ML_ENGINEER_CHAT_KEY"
"""A key of its own: those of providers are never sent to a local server."""

NO_KEY = "none"

KEPT_HEADERS = {
    "host", "accept", "accept-encoding", "connection", "content-type", "content-length",
    "user-agent", "authorization",
}  # fmt: skip
"""The SDK adds facts of this machine, and whatever the environment has for OpenAI."""


class OpenAIChatModel(WireModel):
    """A model that a local server offers in the format of OpenAI's Chat Completions.

    Args:
        url: where the server's API begins, such as `http://127.0.0.1:11434/v1`.
        model_id: the server's name of the model.
        api_key: the server's key if it wants one; read from `ML_ENGINEER_CHAT_KEY` when None.
        timeout_seconds: the longest silence, the reading of the prompt included.
        egress: is called with each request body, exactly as it is sent; headers never reach it.

    Raises:
        ModelError: the address is not one (`unknown_model`), or the key is none
            (`authentication`).
    """

    package = "openai"
    modules = ("openai.resources.chat.completions",)

    def __init__(
        self,
        url: str,
        model_id: str,
        *,
        api_key: str | None = None,
        timeout_seconds: float = 600.0,
        egress: Callable[[bytes], None] | None = None,
    ) -> None:
        super().__init__(timeout_seconds=timeout_seconds, egress=egress)
        self._url = server_url(url)
        self._model_id = model_id
        self._key = chat_key(api_key)
        self._failures = server_failures(self._url)

    @property
    def name(self) -> str:
        """How a user asks for it: `chat:<url>#<id>`."""
        return f"chat:{self._url}#{self._model_id}"

    def _new_client(self, timeout: httpx2.Timeout, hooks: dict[str, list[Any]]) -> Any:
        import openai

        hooks = hooks | {"request": [_without_other_headers, *hooks["request"]]}
        return openai.AsyncOpenAI(
            api_key=self._key,
            base_url=self._url,
            # Given here, because the SDK takes one from OPENAI_CUSTOM_HEADERS otherwise.
            default_headers={"Authorization": f"Bearer {self._key}"},
            timeout=timeout,
            max_retries=0,
            http_client=openai.DefaultAsyncHttpxClient(
                timeout=timeout,
                event_hooks=hooks,
                # A proxy of the network can't reach this machine's own servers.
                trust_env=not is_loopback(urlsplit(self._url).hostname or ""),
            ),
        )

    def _new_transcript(self, segment: Segment) -> ChatTranscript:
        return ChatTranscript(segment)

    def _new_reader(self, segment: Segment) -> ChatReader:
        return ChatReader(segment, self._failures)

    async def _open(self, client: Any, transcript: Any) -> Any:
        """Send the request: sampling, length and tool choice are left to model and server."""
        body: dict[str, Any] = {"messages": [*transcript.system, *transcript.messages]}
        if transcript.tools:
            body["tools"] = transcript.tools
        stream = await client.chat.completions.create(
            stream=True,
            model=self._model_id,
            stream_options={"include_usage": True},
            messages=[],
            extra_body=body,
        )
        if "json" in stream.response.headers.get("content-type", ""):
            return WholeReply(stream.response)
        return stream

    def _failure(self, error: Exception, *, begun: bool) -> ModelError | None:
        from ml_engineer.models.openai_errors import as_model_error

        return as_model_error(error, self._failures, begun=begun)


class WholeReply:
    """The reply of a server that does not stream, as a stream of one chunk."""

    def __init__(self, response: httpx2.Response) -> None:
        self._response = response
        self._read = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._response.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        if self._read:
            raise StopAsyncIteration
        self._read = True
        return json.loads(await self._response.aread())


def server_failures(url: str) -> Failures:
    """The failures of a local server: it may not run, or lack the model."""
    who = f"The model server at {url}"
    failures = Failures(who, KEY_VARIABLE)
    failures.unreachable = Failure(
        "unreachable", True, f"{who} could not be reached; is it running?"
    )
    failures.unknown_model = Failure(
        "unknown_model",
        False,
        f"{who} has no model of this name; `ml-engineer doctor --server {url}` lists those it has.",
    )
    failures.no_tools = Failure(
        "bad_request",
        False,
        f"{who} takes no tools with this model; choose another one, or start the server so that it "
        "does (llama.cpp: --jinja; vLLM: --enable-auto-tool-choice).",
    )
    return failures


def server_url(url: str) -> str:
    """The address of a server as it is asked and named: with `/v1` where it gives no path.

    Raises:
        ModelError: it is no http address, or holds a password or a query (`unknown_model`).
    """
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ModelError(
            "`chat:` needs the address of a server and a model's name, for instance "
            "`chat:http://127.0.0.1:11434/v1#qwen3`.",
            kind="unknown_model",
        )
    if parts.username or parts.password or parts.query:
        raise ModelError(
            f"The address of a `chat:` model must hold no key; put it into {KEY_VARIABLE}.",
            kind="unknown_model",
        )
    path = parts.path.rstrip("/") or "/v1"
    return f"{parts.scheme}://{parts.netloc}{path}"


def chat_key(given: str | None = None) -> str:
    """The key for a local server, a placeholder where it has none.

    Raises:
        ModelError: it holds what no key holds (`authentication`).
    """
    key = given if given is not None else os.environ.get(KEY_VARIABLE, "")
    return usable_key("the model server", KEY_VARIABLE, key) if key.strip() else NO_KEY


async def _without_other_headers(request: httpx2.Request) -> None:
    for name in [name for name in request.headers if name.lower() not in KEPT_HEADERS]:
        del request.headers[name]
