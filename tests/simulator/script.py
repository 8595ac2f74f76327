"""What the simulator is told to reply, the same for all formats."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Stop = Literal["whole", "length", "refused", "paused"]


@dataclass(frozen=True)
class Call:
    """A tool call.

    Attributes:
        written: the arguments as the model writes them, instead of `arguments` as JSON.
    """

    name: str
    arguments: dict[str, Any] | None = None
    id: str = ""
    written: str | None = None

    @property
    def text(self) -> str:
        """The arguments as text."""
        if self.written is not None:
            return self.written
        return json.dumps(self.arguments or {}, ensure_ascii=False)


@dataclass(frozen=True)
class Scripted:
    """One reply.

    Attributes:
        piece: characters of each delta.
        tokens: read, read from the cache, written to it, written out, of those reasoning.
        status: an HTTP status instead of a reply, with `error` as its type.
    """

    text: str = ""
    thinking: str = ""
    calls: tuple[Call, ...] = ()
    stop: Stop = "whole"
    piece: int = 5
    tokens: tuple[int, int, int, int, int] = (100, 60, 30, 20, 8)
    status: int = 200
    error: str = ""
    message: str = "simulated"

    def pieces(self, text: str) -> list[str]:
        """A text in the pieces that are sent."""
        return [text[start : start + self.piece] for start in range(0, len(text), self.piece)]

    def call_id(self, index: int) -> str:
        """The id of a call, made up where the script gives none."""
        return self.calls[index].id or f"call_{index}_{self.calls[index].name}"


class Refused(Exception):
    """The request breaks a rule of the format; the message says which."""


def seal(history: Sequence[Any], length: int) -> str:
    """A seal that only the same beginning of the history opens again."""
    held = json.dumps(list(history[:length]), sort_keys=True, ensure_ascii=False)
    return f"{length}:{hashlib.sha256(held.encode()).hexdigest()[:32]}"


def check_seal(written: str, history: Sequence[Any], place: int) -> None:
    """Hold reasoning to the beginning that it was written after.

    Raises:
        Refused: that beginning has changed since, or the seal itself.
    """
    length = written.partition(":")[0]
    if not length.isdigit() or int(length) > place or seal(history, int(length)) != written:
        raise Refused("reasoning is bound to what came before it, which has changed")
