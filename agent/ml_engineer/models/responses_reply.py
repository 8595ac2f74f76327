"""Events of OpenAI's Responses become a reply: pure assembly, without network or SDK.

`response.output_item.done` is what counts: the item that was announced before may be incomplete,
its encrypted reasoning in particular. A reply exists only after the terminal event.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from ml_engineer.conversation import (
    AssistantMessage,
    AssistantPart,
    Origin,
    Reasoning,
    StopReason,
    Text,
    ToolCall,
)
from ml_engineer.models.base import ModelError, ModelReply, Usage
from ml_engineer.models.failures import Failures
from ml_engineer.models.openai_errors import named_failure
from ml_engineer.models.responses_request import PROVIDER, Item

if TYPE_CHECKING:
    from openai.types.responses import Response, ResponseStreamEvent

FAILURES = Failures("OpenAI", "OPENAI_API_KEY")

STATUSES: dict[str, Literal["whole", "incomplete", "failed", "cut"]] = {
    "completed": "whole",
    "incomplete": "incomplete",
    "failed": "failed",
    "cancelled": "cut",
    "queued": "cut",
    "in_progress": "cut",
}
"""What a terminal response's status means; total over the SDK's `ResponseStatus`."""

INCOMPLETE: dict[str, StopReason] = {
    "max_output_tokens": "cut_by_length",
    "max_messages": "cut_by_length",
    "content_filter": "refused",
    "steered": "paused",
}
"""Why a response is incomplete; total over the SDK's `IncompleteDetails.reason`."""

OTHERWISE = "ask in other words, or use another model"

POLICIES = {
    "bio_policy": "it takes the request for one that could help to do biological harm; its filter "
    "may take harmless life science for that, too",
    "misalignment_policy_violation": "it takes what the model did for something that nobody asked "
    "it to do",
    "image_content_policy_violation": "it does not allow an image",
}
"""Codes of a failed response that are a refusal, in words."""


class ResponsesReader:
    """Collects the events of one stream; a reply exists only after its terminal event."""

    def __init__(self) -> None:
        self.finished = False
        self._items: dict[int, Item] = {}
        self._announced: set[int] = set()
        self._response: Response | None = None
        self._drafting: tuple[int, int] | None = None

    def receive(self, event: ResponseStreamEvent) -> str:
        """Take in one event and return the text that it adds to the draft, often none.

        Raises:
            ModelError: the provider reports a failure, or the event is not what the API promises
                (`cut`); the SDK does not check.
        """
        try:
            return self._take(event)
        except (AttributeError, KeyError, TypeError) as error:
            raise FAILURES.unreadable.error() from error

    def _take(self, event: ResponseStreamEvent) -> str:
        if event.type == "response.output_text.delta" or event.type == "response.refusal.delta":
            place = (event.output_index, event.content_index)
            # Texts are joined as paragraphs, in the draft as in `AssistantMessage.text`.
            separator = "\n\n" if self._drafting not in (None, place) else ""
            self._drafting = place
            return separator + event.delta
        if event.type == "response.output_item.added":
            self._announced.add(event.output_index)
        elif event.type == "response.output_item.done":
            self._items[event.output_index] = event.item.to_dict(mode="json")
        elif event.type == "error":
            failure = named_failure(FAILURES, event.code, None) or FAILURES.server
            raise failure.error()
        elif (
            event.type == "response.completed"
            or event.type == "response.incomplete"
            or event.type == "response.failed"
        ):
            self._response = event.response
            self.finished = True
        return ""

    def rest(self) -> str:
        """Nothing is held back from the draft."""
        return ""

    def reply(self) -> ModelReply:
        """The whole reply.

        Raises:
            ModelError: the stream ended early (`cut`), the provider says that the response
                failed, or it gives a status that this version does not know (`server`).
        """
        response = self._response
        if response is None or self._announced - self._items.keys():
            raise FAILURES.early_end.error()
        stop, detail = _stop(response)
        parts = [
            part
            for index in sorted(self._items)
            for part in _parts(self._items[index], stop)
        ]  # fmt: skip
        if stop == "answered":
            if any(isinstance(part, ToolCall) for part in parts):
                stop = "calls_tools"
            elif any(_refuses(item) for item in self._items.values()):
                stop = "refused"
        message = AssistantMessage(parts=tuple(parts), stop=stop, detail=detail)
        return ModelReply(message=message, usage=_usage(response))

    def reported(self) -> Usage:
        """What the provider has reported of its tokens so far."""
        return _usage(self._response)


def _stop(response: Response) -> tuple[StopReason, str | None]:
    """Why the reply ended, and what the provider says of it.

    Raises:
        ModelError: it is no reply.
    """
    meaning = STATUSES.get(response.status or "")
    if meaning == "whole":
        return "answered", None
    if meaning == "incomplete":
        reason = response.incomplete_details.reason if response.incomplete_details else None
        if reason is None:
            return "cut_by_length", None
        if reason in INCOMPLETE:
            stop = INCOMPLETE[reason]
            told = f"its content filter stopped the reply; {OTHERWISE}"
            return stop, told if stop == "refused" else None
    elif meaning == "failed":
        code = response.error.code if response.error is not None else None
        if code in POLICIES:
            return "refused", f"{code}: {POLICIES[code]}; {OTHERWISE}"
        raise (named_failure(FAILURES, code, None) or FAILURES.server).error()
    elif meaning == "cut":
        raise FAILURES.early_end.error()
    raise ModelError(
        "OpenAI ended its reply for a reason that this version of ML Engineer does not know; "
        "update ML Engineer.",
        kind="server",
    )


def _parts(item: Item, stop: StopReason) -> list[AssistantPart]:
    kind = item["type"]
    if kind == "message":
        origin = Origin(provider=PROVIDER, item=item)
        texts = [str(each.get("text") or each.get("refusal") or "") for each in item["content"]]
        return [Text(text=text, origin=origin) for text in texts if text]
    if kind == "function_call":
        # After other stops the last call may be incomplete, and none of them is run.
        if stop not in ("answered", "paused"):
            return []
        return [
            ToolCall(
                id=item["call_id"],
                name=item["name"],
                arguments=_arguments(item["arguments"]),
                origin=Origin(provider=PROVIDER, item=item),
            )
        ]
    # Reasoning, and any item that is not acted upon: it comes back unchanged.
    return [Reasoning(provider=PROVIDER, block=item)]


def _refuses(item: Item) -> bool:
    contents = item["content"] if item["type"] == "message" else []
    return any(each.get("type") == "refusal" for each in contents)


def _arguments(written: str) -> dict[str, Any]:
    """The call's arguments as a JSON object that can be sent back.

    Raises:
        ModelError: they are not a JSON object. The request is made again rather than the tool
            run with its defaults.
    """
    try:
        value = json.loads(written) if written.strip() else {}
        sendable = json.dumps(value, ensure_ascii=False, allow_nan=False)
        value = json.loads(sendable.encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ModelError(
            "OpenAI's model sent a tool call whose arguments are not a JSON object.",
            kind="cut",
            retryable=True,
        )
    return value


def _usage(response: Response | None) -> Usage:
    usage = response.usage if response is not None else None
    if usage is None:
        return Usage(requests=1, unreported=1)
    read = getattr(usage, "input_tokens_details", None)
    written = getattr(usage, "output_tokens_details", None)
    return Usage(
        requests=1,
        input_tokens=usage.input_tokens or 0,
        cached_input_tokens=getattr(read, "cached_tokens", 0) or 0,
        cache_written_tokens=getattr(read, "cache_write_tokens", 0) or 0,
        output_tokens=usage.output_tokens or 0,
        reasoning_tokens=getattr(written, "reasoning_tokens", 0) or 0,
    )
