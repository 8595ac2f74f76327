"""What was sent is sent again byte for byte: caches of providers and their reasoning need it."""

from __future__ import annotations

import json
from itertools import pairwise

CONVERSATIONS = ("messages", "input")
"""The field of a request's body that holds the conversation, by format."""

OPEN_ENDS = ("]", "]}]", '"}]', '"}]}]')
"""Where the end of a request may go on: after the last message, or within it."""


def conversation(body: bytes) -> tuple[bytes, bytes]:
    """The conversation within a request body byte for byte, and all the rest of the body."""
    text = body.decode()
    for field in CONVERSATIONS:
        if (start := text.find(f'"{field}":[')) >= 0:
            start += len(field) + 3
            _, end = json.JSONDecoder().raw_decode(text, start)
            return text[start:end].encode(), (text[:start] + text[end:]).encode()
    raise AssertionError("the body holds no conversation")


def assert_prefix_is_kept(bodies: list[bytes]) -> None:
    """Each request of a conversation begins with the one before, and its head is the same."""
    for before, after in pairwise(bodies):
        said, head = conversation(before)
        says, same = conversation(after)
        assert same == head, "system prompt, tools and parameters never change"
        begins = [
            said.removesuffix(end.encode()) for end in OPEN_ENDS if said.endswith(end.encode())
        ]
        assert says.startswith(tuple(begins)), "what was sent is never edited"
