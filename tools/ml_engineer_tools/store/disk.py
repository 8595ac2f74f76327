"""What SQLite's errors say of the disk: that it takes no more, which is no damage to a file."""

from __future__ import annotations

import sqlite3

NO_ROOM = {"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_TRUNCATE",
           "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_DIR_FSYNC"}  # fmt: skip
"""Names of errors by which a full disk, a quota or a limit on a file's size is told.

SQLite says "disk I/O error" of most of them (sqlite.org/rescode.html).
"""


def no_room(error: sqlite3.Error) -> str:
    """Return what keeps a file from growing; "" where the error says something else."""
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL" or "full" in str(error):
        return "the disk is full"
    return f"the disk is full or takes no more ({error})" if name in NO_ROOM else ""


def failing(error: sqlite3.Error) -> bool:
    """Tell whether the disk could not be read, or written; the file itself may be whole."""
    return str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_IOERR")
