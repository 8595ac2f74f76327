"""Request keys: when two requests ask for the same measurement of the same data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence

from pydantic import JsonValue

from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.recorder import versions

PATH_FIELDS = frozenset({"data", "test", "reference", "current", "code", "training", "serving"})
"""Fields of requests that hold the path of a table, or the paths of scripts."""


def request_key(
    tool: str,
    arguments: Mapping[str, JsonValue],
    fingerprints: Sequence[str],
    holdout: Holdout | None,
    *,
    paths: Collection[str] = PATH_FIELDS,
) -> str:
    """Return the key under which the answer to this request is kept.

    It is the same for a file that was moved or copied, and another one when a byte of the file,
    an argument, the line of the holdout, or the version of a library changes.

    Args:
        tool: the tool's name.
        arguments: the request's fields; those that are None don't count.
        fingerprints: content hashes of the tables, in the order of their fields.
        holdout: the line that was respected, where labels played a part.
        paths: the fields whose values the fingerprints stand for. If their number differs from
            that of the fingerprints, the paths themselves count too.
    """
    given = {name: value for name, value in arguments.items() if value not in (None, [])}
    named = [name for name in given if name in paths]
    if sum(_files_of(given[name]) for name in named) == len(fingerprints):
        given |= {name: ["a file"] * _files_of(given[name]) for name in named}
    parts = {
        "tool": tool,
        "arguments": given,
        "fingerprints": list(fingerprints),
        "holdout": holdout.model_dump(mode="json") if holdout else None,
        "versions": versions(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _files_of(value: JsonValue) -> int:
    return len(value) if isinstance(value, list) else 1
