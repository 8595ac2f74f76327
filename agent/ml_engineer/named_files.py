"""Files that a person names in a message: naming one grants it, if it is a table in reach."""

from __future__ import annotations

import re

__all__ = ["tables_named"]

TABLE = re.compile(
    r"(?<![\w./\\~-])(?P<name>(?:[\w-][\w.-]*/)*[\w-]+(?:\.[\w-]+)*"
    r"\.(?:csv|tsv|parquet|arrow|feather|jsonl|ndjson)(?:\.(?:gz|zst|bz2))?)(?![\w/])",
    re.IGNORECASE,
)

MOST = 4
"""Files of one message that are looked at."""


def tables_named(text: str) -> tuple[str, ...]:
    """Return the names of tables in a text, in their order, each once; relative paths only."""
    found = (match["name"] for match in TABLE.finditer(text[:10_000]))
    return tuple(dict.fromkeys(found))[:MOST]
