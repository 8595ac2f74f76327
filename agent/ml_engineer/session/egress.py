"""The egress log: every byte that was sent to a provider, kept so that a person can read it.

A conversation is sent again with every request, a little longer each time. The log keeps of each
request only what stands between the start and the end that it shares with the one before (the
messages grow in the middle of a body), and gives back the exact bytes.
"""

from __future__ import annotations

import sqlite3
import zlib
from datetime import UTC, datetime

from ml_engineer_tools.evidence import Contract


class Sent(Contract):
    """One request as it was sent."""

    at: str
    destination: str
    body: bytes


class EgressLog:
    """What one session sent.

    Args:
        connection: the journal's database.
        session: id of the session.
    """

    def __init__(self, connection: sqlite3.Connection, session: str) -> None:
        self._db = connection
        self._session = session
        sent = self.sent()
        self._last = sent[-1].body if sent else b""

    def record(self, destination: str, body: bytes) -> None:
        """Write down a request body before it leaves."""
        head = common_prefix(self._last, body)
        tail = common_prefix(self._last[head:][::-1], body[head:][::-1])
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._db.execute(
            "INSERT INTO egress (session, at, destination, head, tail, middle) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                self._session,
                at,
                destination,
                head,
                tail,
                zlib.compress(body[head : len(body) - tail]),
            ),
        )
        self._last = body

    def sent(self) -> list[Sent]:
        """Return every request of the session, oldest first, byte for byte."""
        rows = self._db.execute(
            "SELECT at, destination, head, tail, middle FROM egress WHERE session = ? ORDER BY id",
            (self._session,),
        )
        requests: list[Sent] = []
        body = b""
        for at, destination, head, tail, middle in rows:
            body = body[:head] + zlib.decompress(middle) + body[len(body) - tail :]
            requests.append(Sent(at=at, destination=destination, body=body))
        return requests


def common_prefix(left: bytes, right: bytes) -> int:
    """Return how many bytes the two have in common at their start."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
