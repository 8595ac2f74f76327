"""Anthropic's stream events become a reply: pure assembly, without network or SDK.

A reply exists only after the terminal event. A stream may end cleanly without one, and what it
held by then (a tool's name without its arguments, for instance) is not to be acted upon.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ml_engineer.conversation import (
    AssistantMessage,
    AssistantPart,
    Reasoning,
    StopReason,
    Text,
    ToolCall,
)
from ml_engineer.models.anthropic_request import PROVIDER, Block
from ml_engineer.models.base import ModelError, ModelReply, Usage

if TYPE_CHECKING:
    from anthropic.types import RawContentBlockDeltaEvent, RawMessageStreamEvent

STOP_REASONS: dict[str, StopReason] = {
    "end_turn": "answered",
    "stop_sequence": "answered",
    "tool_use": "calls_tools",
    "max_tokens": "cut_by_length",
    "pause_turn": "paused",
    "refusal": "refused",
    "model_context_window_exceeded": "context_full",
}
"""Total over the SDK's `StopReason`; a test holds it to that."""

REFUSALS: dict[str, str] = {
    "cyber": "it takes the request for one that could help to attack computers; its filter may "
    "take harmless security work for that, too",
    "bio": "it takes the request for one that could help to do biological harm; its filter may "
    "take harmless life science for that, too",
    "frontier_llm": "it takes the request for help in building a competing language model; its "
    "filter may take harmless machine learning for that, too",
    "reasoning_extraction": "it takes the request for one to spell out its hidden reasoning",
    "general_harms": "it takes the request for a harmful one; its filter may be wrong",
}
"""The categories of a refusal in words. Total over the SDK's; a test holds it to that."""

WHOLE: frozenset[StopReason] = frozenset({"answered", "calls_tools", "paused"})
"""Stops after which a tool call is whole. After the others its last arguments may be missing."""


@dataclass(slots=True)
class _Block:
    """A content block while it is being received."""

    start: Block
    text: str = ""
    arguments: list[str] = field(default_factory=list)
    closed: bool = False


class ReplyReader:
    """Collects the events of one stream; a reply exists only after its terminal event."""

    def __init__(self) -> None:
        self.finished = False
        self._blocks: dict[int, _Block] = {}
        self._stop_reason: str | None = None
        self._detail: str | None = None
        self._tokens: dict[str, int] = {}
        self._drafted = False

    def receive(self, event: RawMessageStreamEvent) -> str:
        """Take in one event and return the text that it adds to the draft, often none.

        Raises:
            ModelError: the event is not what the API promises (`cut`); the SDK does not check.
        """
        try:
            return self._take(event)
        except (AttributeError, KeyError, TypeError) as error:
            raise _cut("Anthropic's reply holds a part that cannot be read") from error

    def _take(self, event: RawMessageStreamEvent) -> str:
        if event.type == "message_start":
            self._count(event.message.usage)
        elif event.type == "content_block_start":
            start = event.content_block.to_dict(mode="json")
            self._blocks[event.index] = _Block(start)
            if start["type"] == "text":
                # Texts are joined as paragraphs, in the draft as in `AssistantMessage.text`.
                return self._draft(str(start.get("text", "")), paragraph=True)
        elif event.type == "content_block_delta":
            return self._extend(event)
        elif event.type == "content_block_stop":
            self._blocks[event.index].closed = True
        elif event.type == "message_delta":
            self._count(event.usage)
            self._stop_reason = event.delta.stop_reason
            if (details := event.delta.stop_details) is not None:
                self._detail = refusal_in_words(details.category)
        elif event.type == "message_stop":
            self.finished = True
        return ""

    def rest(self) -> str:
        """Nothing is held back from the draft."""
        return ""

    def reply(self) -> ModelReply:
        """The whole reply.

        Raises:
            ModelError: the stream ended early (`cut`), a call is not JSON (`cut`), or the
                provider gave a stop reason that this version does not know (`server`).
        """
        if not self.finished or self._stop_reason is None:
            raise _cut("Anthropic's reply broke off before its end")
        if not all(block.closed for block in self._blocks.values()):
            raise _cut("Anthropic's reply ended within a part of it")
        stop = STOP_REASONS.get(self._stop_reason)
        if stop is None:
            raise ModelError(
                "Anthropic ended its reply for a reason that this version of ML Engineer "
                "does not know; update ML Engineer.",
                kind="server",
            )
        ordered = [self._blocks[index] for index in sorted(self._blocks)]
        parts = [part for block in ordered if (part := _part(block, stop)) is not None]
        if stop in {"answered", "calls_tools"}:
            calls = any(isinstance(part, ToolCall) for part in parts)
            stop = "calls_tools" if calls else "answered"
        return ModelReply(
            message=AssistantMessage(parts=tuple(parts), stop=stop, detail=self._detail),
            usage=self._usage(),
        )

    def reported(self) -> Usage:
        """What the provider has reported of its tokens so far."""
        return self._usage()

    def _extend(self, event: RawContentBlockDeltaEvent) -> str:
        block, delta = self._blocks[event.index], event.delta
        if delta.type == "text_delta":
            block.text += delta.text
            return self._draft(delta.text)
        if delta.type == "thinking_delta":
            block.text += delta.thinking
        elif delta.type == "signature_delta":
            block.start["signature"] = delta.signature
        elif delta.type == "input_json_delta":
            block.arguments.append(delta.partial_json)
        return ""

    def _draft(self, text: str, *, paragraph: bool = False) -> str:
        separator = "\n\n" if paragraph and self._drafted else ""
        self._drafted = self._drafted or bool(text)
        return separator + text

    def _count(self, usage: object) -> None:
        """Take over token counts; they are cumulative, so a later one replaces an earlier."""
        for name in (
            "input_tokens",
            "cache_creation_input_tokens",
            "cache_read_input_tokens",
            "output_tokens",
        ):
            count = getattr(usage, name, None)
            if isinstance(count, int):
                self._tokens[name] = count
        details = getattr(usage, "output_tokens_details", None)
        thought = getattr(details, "thinking_tokens", None)
        if isinstance(thought, int):
            self._tokens["thinking_tokens"] = thought

    def _usage(self) -> Usage:
        cached = self._tokens.get("cache_read_input_tokens", 0)
        written = self._tokens.get("cache_creation_input_tokens", 0)
        return Usage(
            requests=1,
            unreported=0 if self._tokens else 1,
            input_tokens=self._tokens.get("input_tokens", 0) + written + cached,
            cached_input_tokens=cached,
            cache_written_tokens=written,
            output_tokens=self._tokens.get("output_tokens", 0),
            reasoning_tokens=self._tokens.get("thinking_tokens", 0),
        )


def refusal_in_words(category: str | None) -> str:
    """Return why the provider declined, as a person should be told it."""
    if category is None:
        return "it names no category; ask in other words"
    words = REFUSALS.get(category, "a category that this version does not know")
    return f"category {category}: {words}; ask in other words, or use another model"


def _part(block: _Block, stop: StopReason) -> AssistantPart | None:
    kind = block.start["type"]
    if kind == "text":
        text = str(block.start.get("text", "")) + block.text
        return Text(text=text) if text else None
    if kind in {"thinking", "redacted_thinking"}:
        if block.text:
            block.start["thinking"] = str(block.start.get("thinking", "")) + block.text
        return Reasoning(provider=PROVIDER, block=block.start)
    if kind == "tool_use":
        if stop not in WHOLE:
            return None
        return ToolCall(id=block.start["id"], name=block.start["name"], arguments=_arguments(block))
    # A kind of block that is not acted upon, of a server's tool for instance, comes back unchanged.
    if block.arguments:
        block.start["input"] = _arguments(block)
    return Reasoning(provider=PROVIDER, block=block.start)


def _arguments(block: _Block) -> dict[str, Any]:
    """The call's arguments as a JSON object that can be sent back.

    Raises:
        ModelError: they are not a JSON object. The request is made again rather than the tool
            run with its defaults.
    """
    written = "".join(block.arguments)
    try:
        value = json.loads(written) if written.strip() else block.start.get("input") or {}
        # NaN, infinity and lone surrogates parse, but could not be sent back.
        sendable = json.dumps(value, ensure_ascii=False, allow_nan=False)
        value = json.loads(sendable.encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise _cut("Anthropic's model sent a tool call whose arguments are not a JSON object")
    return value


def _cut(what: str) -> ModelError:
    return ModelError(f"{what}.", kind="cut", retryable=True)
