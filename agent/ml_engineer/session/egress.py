"""The egress log: every byte that was sent to a provider, kept so that a person can read it.

A conversation is sent again with every request, a little longer each time. The log keeps of each
request only what stands between the start and the end that it shares with the one before (the
messages grow in the middle of a body), and gives back the exact bytes.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

from ml_engineer.session.journal import errors_as_sentences, transaction
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
        self._last_id, self._last = 0, b""
        for id_, sent in self._rows():
            self._last_id, self._last = id_, sent.body

    def record(self, destination: str, body: bytes) -> None:
        """Write down a request body before it leaves.

        Raises:
            JournalError: it can't be written; then it must not leave.
        """
        with errors_as_sentences(), transaction(self._db):
            newest = self._db.execute(
                "SELECT max(id) FROM egress WHERE session = ?", (self._session,)
            ).fetchone()[0]
            # Another process may have sent something for this session since.
            before = self._last if (newest or 0) == self._last_id else b""
            row = self._insert(destination, before, body)
        self._last_id, self._last = row, body

    def sent(self) -> list[Sent]:
        """Return every request of the session, oldest first, byte for byte."""
        return [sent for _, sent in self._rows()]

    def _insert(self, destination: str, before: bytes, body: bytes) -> int:
        head = common_prefix(before, body)
        tail = common_prefix(before[head:][::-1], body[head:][::-1])
        middle = zlib.compress(body[head : len(body) - tail])
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        cursor = self._db.execute(
            "INSERT INTO egress (session, at, destination, head, tail, middle) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (self._session, at, destination, head, tail, middle),
        )
        return int(cursor.lastrowid or 0)

    def _rows(self) -> Iterator[tuple[int, Sent]]:
        with errors_as_sentences():
            rows = self._db.execute(
                "SELECT id, at, destination, head, tail, middle FROM egress WHERE session = ? "
                "ORDER BY id",
                (self._session,),
            ).fetchall()
        body = b""
        for id_, at, destination, head, tail, middle in rows:
            body = body[:head] + zlib.decompress(middle) + body[len(body) - tail :]
            yield id_, Sent(at=at, destination=destination, body=body)


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
