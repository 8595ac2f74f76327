"""Failures of reading: what an engine or a file library says, as one sentence for a person."""

from __future__ import annotations

import re
from pathlib import Path

from ml_engineer_tools.errors import BadInput, ToolError

DATA_FAILURES = ("IOException", "InvalidInputException", "ConversionException",
                 "SerializationException", "OutOfRangeException", "DataError")  # fmt: skip
"""DuckDB's errors whose cause is what a file holds; all others are ours."""

_NOISE = re.compile(
    r"^(?:reading the stream .*? failed: |[A-Z][A-Za-z ]*Error: |Invalid: |IOError: )+"
)
_NO_ROOM = re.compile(r"create directory|temp_directory|No space left|Read-only file system")
_QUOTED = re.compile(r"""(["'])[^"']*\1""")


def unreadable(path: str | Path, file_format: str, error: Exception) -> BadInput:
    """Return the sentence for a file that could not be read.

    Args:
        path: the file.
        file_format: what it was read as.
        error: what the library said.
    """
    reason = _reason(error)
    return BadInput(
        f"{path} can't be read as {file_format}: it is damaged, or cut, or not what its name "
        f"says; export or copy it again{f' (the reader said: {reason})' if reason else ''}."
    )


def as_told(error: Exception) -> ToolError | None:
    """Return what to tell a person of an engine's error amid a measurement; None for a defect.

    A Parquet file is read page by page, so that damage may show late.
    """
    module, kind = type(error).__module__, type(error).__name__
    if not module.startswith(("duckdb", "_duckdb")):
        return None
    if kind == "OutOfMemoryException":
        return ToolError(
            "The measurement needs more memory than it may use; set ML_ENGINEER_MEMORY to more, "
            "such as 4GB, or ask for fewer columns."
        )
    if kind == "IOException" and _NO_ROOM.search(str(error)):
        return ToolError(
            "The measurement needs more memory than it may use, and can't write below "
            ".ml-engineer/ what doesn't fit; make room there, or set ML_ENGINEER_MEMORY to more."
        )
    if kind in DATA_FAILURES:
        reason = _reason(error)
        return BadInput(
            "The table can't be read to its end: a file of it is damaged or has changed meanwhile; "
            f"export or copy it again{f' (the reader said: {reason})' if reason else ''}."
        )
    return None


def _reason(error: Exception) -> str:
    """Return the first line of what was said, cut to length.

    What stands in quotes is left out: it may be a cell.
    """
    lines = str(error).strip().splitlines()
    line = "".join(c if c.isprintable() else " " for c in lines[0]) if lines else ""
    line = _QUOTED.sub("...", _NOISE.sub("", line.split(" Detail:")[0]))
    return line[:160].rstrip(". ")
