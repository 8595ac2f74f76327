"""The Anthropic Messages adapter: streams one reply for a segment, with prompt caching."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ml_engineer.conversation import Segment
from ml_engineer.models.anthropic_reply import ReplyReader
from ml_engineer.models.anthropic_request import CACHE_BREAKPOINT, Transcript
from ml_engineer.models.base import ModelError
from ml_engineer.models.keys import usable_key
from ml_engineer.models.wire import WireModel

if TYPE_CHECKING:
    import httpx2

KEY_VARIABLE = "ANTHROPIC_API_KEY"


class AnthropicModel(WireModel):
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

    package = "anthropic"
    modules = ("anthropic.resources.messages",)

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
        super().__init__(timeout_seconds=timeout_seconds, egress=egress)
        self._model_id = model_id
        self._max_tokens = max_tokens
        self._key = usable_key("Anthropic", KEY_VARIABLE, api_key)
        self._base_url = base_url
        self._strict = True

    @property
    def name(self) -> str:
        """How a user asks for it: `anthropic:<id>`."""
        return f"anthropic:{self._model_id}"

    def _new_client(self, timeout: httpx2.Timeout, hooks: dict[str, list[Any]]) -> Any:
        import anthropic

        return anthropic.AsyncAnthropic(
            api_key=self._key,
            base_url=self._base_url,
            timeout=timeout,
            max_retries=0,
            open_telemetry=False,
            http_client=anthropic.DefaultAsyncHttpxClient(timeout=timeout, event_hooks=hooks),
        )

    def _new_transcript(self, segment: Segment) -> Transcript:
        return Transcript(segment, strict=self._strict)

    def _new_reader(self, segment: Segment) -> ReplyReader:
        return ReplyReader()

    async def _open(self, client: Any, transcript: Any) -> Any:
        """Send the request: sampling and tool choice are left to the model.

        Newer models refuse both a temperature and a forced tool. The top-level `cache_control`
        marks the last block on the provider's side, so the messages themselves hold no marker
        that moves.
        """
        body: dict[str, Any] = {"messages": transcript.messages}
        if transcript.system:
            body["system"] = transcript.system
        if transcript.tools:
            body["tools"] = transcript.tools
        return await client.messages.create(
            stream=True,
            model=self._model_id,
            max_tokens=self._max_tokens,
            cache_control=CACHE_BREAKPOINT,
            messages=[],
            extra_body=body,
        )

    def _failure(self, error: Exception, *, begun: bool) -> ModelError | None:
        from ml_engineer.models.anthropic_errors import SCHEMAS_TOO_LARGE, as_model_error

        failure = as_model_error(error)
        if failure is not None and str(failure) == SCHEMAS_TOO_LARGE.message:
            if not self._strict:
                return ModelError(str(failure), kind="bad_request")
            # Nothing of this conversation was accepted yet, so it may begin with plain schemas.
            self._strict = False
            self._transcripts.clear()
        return failure
