"""Chunks of a Chat Completions stream become a reply: pure assembly, without network or SDK.

Local servers differ in what they leave out and where they put reasoning. What they mean is taken
over; a stream that ends before it said why it ended is no reply, whatever it held.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ml_engineer.conversation import (
    AssistantMessage,
    AssistantPart,
    Reasoning,
    Segment,
    StopReason,
    Text,
    ToolCall,
)
from ml_engineer.models.base import ModelError, ModelReply, Usage
from ml_engineer.models.call_repair import Unreadable, read_calls, read_objects
from ml_engineer.models.chat_request import PROVIDER, WITHIN_TEXT
from ml_engineer.models.failures import Failures
from ml_engineer.models.textual_calls import MARKS, find_calls

FINISH_REASONS: dict[str, StopReason] = {
    "stop": "answered",
    "tool_calls": "answered",
    "function_call": "answered",
    "length": "cut_by_length",
    "content_filter": "refused",
}
"""Total over the SDK's `Choice.finish_reason`. Whether tools are called is told by the calls."""

THOUGHTS = ("reasoning_content", "reasoning", "thinking")
"""Fields in which vLLM, llama.cpp and Ollama send reasoning."""

MOST_CHARACTERS = 200_000
"""Where a local model that does not end is cut off; they have no bound of their own."""

OPENS, CLOSES = "<think>", "</think>"
HOLDS = ("{", "[", "<", "`")
"""A text that begins like this may be a call, and is drafted only when it turns out not to be."""


@dataclass(slots=True)
class _Call:
    """A call while it is being received."""

    index: int | None
    id: str = ""
    name: str = ""
    written: str = ""


class ChatReader:
    """Collects the chunks of one stream; a reply exists only once it was said why it ended.

    Args:
        segment: what is replied to; its tools are those that can be meant.
        failures: of the server.
    """

    def __init__(self, segment: Segment, failures: Failures) -> None:
        self.finished = False
        self._tools = segment.tools
        self._place = len(segment)
        self._failures = failures
        self._text = ""
        self._thought: dict[str, str] = {}
        self._calls: list[_Call] = []
        self._reason: str | None = None
        self._refused = False
        self._usage: dict[str, Any] = {}
        self._drafted = ""
        self._message: AssistantMessage | None = None

    def receive(self, event: Any) -> str:
        """Take in one chunk and return the text that it adds to the draft, often none.

        Raises:
            ModelError: the chunk is not what the format promises (`cut`).
        """
        try:
            return self._take(event if isinstance(event, dict) else event.to_dict(mode="python"))
        except (AttributeError, KeyError, TypeError, IndexError) as error:
            raise self._failures.unreadable.error() from error

    def _take(self, chunk: dict[str, Any]) -> str:
        if isinstance(usage := chunk.get("usage"), dict):
            self._usage = usage
        for choice in (chunk.get("choices") or [])[:1]:
            delta = choice.get("delta") or choice.get("message") or {}
            for field in THOUGHTS:
                if isinstance(thought := delta.get(field), str) and thought:
                    self._thought[field] = self._thought.get(field, "") + thought
                    break
            self._text += _words(delta.get("content"))
            if isinstance(refusal := delta.get("refusal"), str) and refusal:
                self._text += refusal
                self._refused = True
            for fragment in delta.get("tool_calls") or []:
                self._add(fragment)
            if isinstance(old := delta.get("function_call"), dict):
                self._add({"index": 0, "function": old})
            if choice.get("finish_reason"):
                self._reason = str(choice["finish_reason"])
                self.finished = True
        if len(self._text) > MOST_CHARACTERS and not self.finished:
            self._reason, self.finished = "length", True
        return self._draft()

    def _add(self, fragment: dict[str, Any]) -> None:
        """Take in a piece of a call, of a new one where the server forgot to count on."""
        function = fragment.get("function") or {}
        index, id_ = fragment.get("index"), fragment.get("id") or ""
        name, written = function.get("name") or "", function.get("arguments")
        if isinstance(written, dict):
            written = json.dumps(written)
        call = next((each for each in reversed(self._calls) if each.index == index), None)
        if (
            call is None
            or (id_ and call.id and id_ != call.id)
            or (name and call.name and call.written and _whole(call.written))
        ):
            call = _Call(index)
            self._calls.append(call)
        call.id = call.id or id_
        if name != call.name:
            call.name += name
        call.written += written or ""

    def _draft(self) -> str:
        """What can be shown of the text so far: no reasoning, and nothing that may be a call."""
        if self._calls:
            return ""
        text = self._text[len(self._within()) :]
        if self._text.lstrip().startswith(OPENS) and not self._within():
            return ""
        if not text.strip() or OPENS.startswith(text.strip()) or text.lstrip().startswith(HOLDS):
            return ""
        news = text[len(self._drafted) : _shown(text)]
        self._drafted += news
        return news

    def _within(self) -> str:
        """The reasoning at the beginning of the text, its marks included; "" for none.

        Some templates begin it in the prompt, so that only its end stands in the reply.
        """
        end = self._text.find(CLOSES)
        if end < 0:
            open_ended = self.finished and self._text.lstrip().startswith(OPENS)
            return self._text if open_ended else ""
        end += len(CLOSES)
        return self._text[: end + len(self._text[end:]) - len(self._text[end:].lstrip())]

    def rest(self) -> str:
        """Return text that was held back from the draft and turned out to be no call."""
        if self._message is None:
            return ""
        text = next((part.text for part in self._message.parts if isinstance(part, Text)), "")
        drafted = self._drafted.rstrip()
        if text.startswith(drafted):
            return text[len(self._drafted) :]
        # What was drafted turned out to be reasoning.
        return f"\n\n{text}" if text else ""

    def reply(self) -> ModelReply:
        """The whole reply.

        Raises:
            ModelError: the stream ended early (`cut`), or for a reason that this version does not
                know (`server`).
        """
        if self._reason is None:
            raise self._failures.early_end.error()
        stop = FINISH_REASONS.get(self._reason)
        if stop is None:
            raise ModelError(
                f"{self._failures.who} ended its reply for a reason that this version of "
                "ML Engineer does not know; update ML Engineer.",
                kind="server",
            )
        if self._refused:
            stop = "refused"
        self._message = self._assembled(stop)
        return ModelReply(message=self._message, usage=self._used())

    def _assembled(self, stop: StopReason) -> AssistantMessage:
        within = self._within()
        thoughts = dict(self._thought) | ({WITHIN_TEXT: within} if within else {})
        text, calls = self._text[len(within) :], list[ToolCall]()
        if stop == "answered":
            # After other stops the last call may be incomplete, and none of them is run.
            calls = [call for each in self._calls for call in self._read(each)]
            if not calls:
                found = find_calls(text, self._tools)
                text, calls = found.text, found.calls
            stop = "calls_tools" if calls else "answered"
        parts: list[AssistantPart] = [
            Reasoning(provider=PROVIDER, block={"field": field, "text": thought})
            for field, thought in thoughts.items()
        ]
        if text.strip():
            parts.append(Text(text=text))
        parts += [
            call if call.id else call.model_copy(update={"id": self._new_id(number)})
            for number, call in enumerate(calls)
        ]
        filtered = stop == "refused" and not self._refused
        detail = "its content filter stopped the reply" if filtered else None
        return AssistantMessage(parts=tuple(parts), stop=stop, detail=detail)

    def _read(self, call: _Call) -> list[ToolCall]:
        if not call.name and not call.written.strip():
            return []
        calls = read_calls(call.name, call.written, self._tools)
        if len(calls) == 1 and call.id:
            return [calls[0].model_copy(update={"id": call.id})]
        return calls

    def _new_id(self, number: int) -> str:
        """An id for a call that came without: nine letters and digits, as Mistral's want it."""
        return f"c{self._place % 100_000:05d}{number % 1_000:03d}"

    def reported(self) -> Usage:
        """What the provider has reported of its tokens so far."""
        return self._used()

    def _used(self) -> Usage:
        read = self._usage.get("prompt_tokens_details") or {}
        written = self._usage.get("completion_tokens_details") or {}
        return Usage(
            requests=1,
            unreported=0 if self._usage else 1,
            input_tokens=self._usage.get("prompt_tokens") or 0,
            cached_input_tokens=read.get("cached_tokens") or 0,
            output_tokens=self._usage.get("completion_tokens") or 0,
            reasoning_tokens=written.get("reasoning_tokens") or 0,
        )


def _words(content: Any) -> str:
    """The text of a delta's content, which some servers send as a list of parts."""
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _whole(written: str) -> bool:
    try:
        read_objects(written)
    except Unreadable:
        return False
    return True


def _shown(text: str) -> int:
    """Up to where a text can be shown: not beyond what is, or may become, the mark of a call."""
    found = [place for mark in MARKS if (place := text.find(mark)) >= 0]
    if found:
        return min(found)
    longest = max(map(len, MARKS)) - 1
    for start in range(max(0, len(text) - longest), len(text)):
        if any(mark.startswith(text[start:]) for mark in MARKS):
            return start
    return len(text)
