"""The egress log: every byte that was sent to a provider, kept so that a person can read it.

A conversation is sent again with every request, a little longer each time. The log keeps of each
request only what differs from the one before, and gives back the exact bytes.
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
        kept = common_prefix(self._last, body)
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._db.execute(
            "INSERT INTO egress (session, at, destination, kept, rest) VALUES (?, ?, ?, ?, ?)",
            (self._session, at, destination, kept, zlib.compress(body[kept:])),
        )
        self._last = body

    def sent(self) -> list[Sent]:
        """Return every request of the session, oldest first, byte for byte."""
        rows = self._db.execute(
            "SELECT at, destination, kept, rest FROM egress WHERE session = ? ORDER BY id",
            (self._session,),
        )
        requests: list[Sent] = []
        body = b""
        for at, destination, kept, rest in rows:
            body = body[:kept] + zlib.decompress(rest)
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
