"""The order of calls that run side by side: what they leave is written in the order of asking.

Evidence is numbered as it is written. Were that the order in which calls happen to end, the same
question on the same table would be answered with E1 and E2 changed about from run to run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A call's place in the queue."""

    before: Sequence[asyncio.Event]

    async def come(self) -> None:
        """Wait until every call that was asked for earlier has ended, well or not."""
        for ended in self.before:
            await ended.wait()


class Queue:
    """Calls that are under way, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._under_way: list[asyncio.Event] = []

    @contextmanager
    def place(self) -> Iterator[Place]:
        """Take the last place; leaving the block gives it up, whatever happened in it."""
        ended = asyncio.Event()
        place = Place(tuple(self._under_way))
        self._under_way.append(ended)
        try:
            yield place
        finally:
            self._under_way.remove(ended)
            ended.set()
