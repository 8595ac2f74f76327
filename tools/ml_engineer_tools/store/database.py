"""The database file: opening it safely, and short transactions on it.

Several processes may hold it open. A transaction either commits whole or leaves nothing, also when
the process is killed in the middle of it.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from pydantic import ValidationError

from ml_engineer_tools.errors import StoreError
from ml_engineer_tools.store.disk import failing, no_room
from ml_engineer_tools.store.schema import APPLICATION_ID, VERSION, migrate

BUSY_SECONDS = 10.0
"""How long a transaction waits for another process; one takes a few milliseconds."""


class Database:
    """One connection to the store's file; threads take turns on it.

    Args:
        path: the file, which is there unless `create` is given.
        create: make the file and its tables when they are missing.

    Raises:
        StoreError: the file is not readable, not a store, or of a newer version.
    """

    def __init__(self, path: Path, *, create: bool) -> None:
        self.path = path
        self._lock = RLock()
        mode = "rwc" if create else "rw"
        with self._errors_as_sentences():
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
        try:
            with self._errors_as_sentences():
                self.empty = self._prepare(create=create)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for reading: all statements inside see the same state."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for writing: commits at the end, rolls back on any exception."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock, self._errors_as_sentences():
            connection = self._connection
            connection.execute(begin)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _prepare(self, *, create: bool) -> bool:
        """Check whose file it is and bring it up to date; tell whether it has no tables yet."""
        version = self._version()
        if version == 0 and not create:
            return True
        if version < VERSION:
            self._write_ahead()
            with self.writing() as connection:
                migrate(connection, self._version())
        self._connection.execute("PRAGMA foreign_keys = ON")
        return False

    def _version(self) -> int:
        version = int(self._pragma("user_version"))
        if version > VERSION:
            raise StoreError(
                f"{self.path} was written by a newer ml-engineer (store version {version}, this "
                f"one knows {VERSION}); update ml-engineer."
            )
        tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        ours = self._pragma("application_id") == APPLICATION_ID
        if tables and not (ours and version):
            raise StoreError(
                f"{self.path} is the database of another program; move it away and try again."
            )
        return version if tables else 0

    def _pragma(self, name: str) -> int:
        return int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])

    def _write_ahead(self) -> None:
        """Switch to WAL. SQLite does not wait for other processes here, so we do."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL").fetchone()
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            else:
                return

    @contextmanager
    def _errors_as_sentences(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise  # a defect of ours, not a state of the file
        except sqlite3.DatabaseError as error:
            if reason := no_room(error):
                told = f"{self.path} can't be written: {reason}; make room on it."
                raise StoreError(told) from error
            if failing(error):
                told = f"The disk of {self.path} can't be read or written ({error})."
                raise StoreError(f"{told} Nothing was changed; try again.") from error
            raise StoreError(_sentence(self.path, str(error))) from error
        except (ValidationError, json.JSONDecodeError) as error:
            raise StoreError(_sentence(self.path, "a row of it does not read")) from error


def _sentence(path: Path, reason: str) -> str:
    if "locked" in reason:
        return f"{path} is held by another process; try again when it has finished."
    if "readonly" in reason or "unable to open" in reason:
        return f"{path} can't be written; make the file and its folder writable."
    return f"{path} is damaged ({reason}); move it away and measure again."
