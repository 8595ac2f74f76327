"""The OpenAI Responses adapter: streams one reply for a segment; nothing is stored at OpenAI."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ml_engineer.conversation import Segment
from ml_engineer.models.base import ModelError
from ml_engineer.models.keys import usable_key
from ml_engineer.models.responses_reply import FAILURES, ResponsesReader
from ml_engineer.models.responses_request import ResponsesTranscript
from ml_engineer.models.wire import WireModel

if TYPE_CHECKING:
    import httpx2

KEY_VARIABLE = "OPENAI_API_KEY"

NOT_ENCRYPTED = re.compile(r"encrypted content is not supported", re.IGNORECASE)
"""What OpenAI says of a model that does not reason."""

NOT_STRICT = re.compile(r"invalid schema for function", re.IGNORECASE)
"""What it says of a tool that it can't compile strictly."""


class OpenAIResponsesModel(WireModel):
    """A model of OpenAI's Responses API.

    Args:
        model_id: the provider's id, such as `gpt-6.1-sol`.
        max_tokens: the longest reply in tokens, reasoning included.
        api_key: the key; read from `OPENAI_API_KEY` when None.
        base_url: another endpoint of the same API; the SDK's own choice when None.
        timeout_seconds: the longest silence within a stream.
        egress: is called with each request body, exactly as it is sent; headers never reach it.

    Raises:
        ModelError: there is no usable key (`authentication`).
    """

    package = "openai"
    modules = ("openai.resources.responses",)

    def __init__(
        self,
        model_id: str,
        *,
        max_tokens: int = 16_384,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout_seconds: float = 120.0,
        egress: Callable[[bytes], None] | None = None,
    ) -> None:
        super().__init__(timeout_seconds=timeout_seconds, egress=egress)
        self._model_id = model_id
        self._max_tokens = max_tokens
        self._key = usable_key("OpenAI", KEY_VARIABLE, api_key)
        self._base_url = base_url
        self._encrypted = True
        self._strict = True

    @property
    def name(self) -> str:
        """How a user asks for it: `openai:<id>`."""
        return f"openai:{self._model_id}"

    def _new_client(self, timeout: httpx2.Timeout, hooks: dict[str, list[Any]]) -> Any:
        import openai

        return openai.AsyncOpenAI(
            api_key=self._key,
            base_url=self._base_url,
            timeout=timeout,
            max_retries=0,
            http_client=openai.DefaultAsyncHttpxClient(timeout=timeout, event_hooks=hooks),
        )

    def _new_transcript(self, segment: Segment) -> ResponsesTranscript:
        return ResponsesTranscript(segment, strict=self._strict)

    def _new_reader(self, segment: Segment) -> ResponsesReader:
        return ResponsesReader()

    async def _open(self, client: Any, transcript: Any) -> Any:
        """Send the request: sampling and tool choice are left to the model.

        `store=False`: OpenAI keeps nothing, so reasoning comes back to us encrypted and is sent
        again. The cache key sends requests that begin alike to where that beginning is cached.
        """
        body: dict[str, Any] = {"input": transcript.messages}
        if transcript.instructions:
            body["instructions"] = transcript.instructions
        if transcript.tools:
            body["tools"] = transcript.tools
        return await client.responses.create(
            stream=True,
            model=self._model_id,
            max_output_tokens=self._max_tokens,
            store=False,
            include=["reasoning.encrypted_content"] if self._encrypted else [],
            prompt_cache_key=transcript.cache_key,
            extra_body=body,
        )

    def _failure(self, error: Exception, *, begun: bool) -> ModelError | None:
        from openai import BadRequestError

        from ml_engineer.models.openai_errors import as_model_error

        if isinstance(error, BadRequestError) and (without := self._eased(error.message)):
            return ModelError(
                f"OpenAI does not take {without} for this model; it is asked again without.",
                kind="bad_request",
                retryable=True,
            )
        return as_model_error(error, FAILURES, begun=begun)

    def _eased(self, words: str) -> str:
        """Ask for less from now on where the provider refuses it, and say what; "" if not so.

        Nothing of a conversation was accepted when this is said, so it may begin otherwise.
        """
        if self._encrypted and NOT_ENCRYPTED.search(words):
            self._encrypted = False
            return "encrypted reasoning"
        if self._strict and NOT_STRICT.search(words):
            self._strict = False
            self._transcripts.clear()
            return "strict tools"
        return ""
