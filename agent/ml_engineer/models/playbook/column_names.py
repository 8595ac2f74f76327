"""What the name of a column tells by its shape: `sold_at` is a time, `pump_no` a key.

The shapes are plain strings; whoever uses them compiles them.
"""

from __future__ import annotations

import re
from functools import cache

from ml_engineer.models.playbook.group_patterns import UNITS

__all__ = ["EVENT_TIME", "IDENTIFIER", "KEY_SHAPE", "TIME_SHAPE", "is_key", "is_time", "is_unit"]

EVENT_TIME = (
    r"(?:[^\W\d]\w*_(?:ts|at|timestamp|stamp|datetime|utc|dttm)|(?:ts|t)_\w+|time ?stamp|stamp|ts"
    r"|utc|datetime|mjd)"
)
"""The moment of an event, which is known when it happens."""

TIME_SHAPE = (
    rf"(?:{EVENT_TIME}|[^\W\d]\w*_(?:on|date|time|day|month|week|year|season|dt|local|start|began"
    r"|hour|opened|created|logged|received|recorded|am|pm)|(?:dt|date|time|month|week|year|day|when|went|since)_\w+"
    r"|date|day|week|month|year|season|hour|datum|time)"
)
"""Names of a time column."""

IDENTIFIER = (
    r"(?:id|uid|uuid|guid|pid|vin|imei|imo|mmsi|iban|sku|ean|isbn|ssn|mac|serial|pseudonym|username"
    r"|handle|msisdn)"
)
"""Identifiers that have a name of their own."""

KEY_SHAPE = (
    rf"(?:[^\W\d]\w*_(?:id|ids|no|nr|num|uid|uuid|ref|tag|hash|hashed|serial|sn|key|pid)"
    rf"|(?:id|uid)_\w+|{IDENTIFIER})"
)
"""Names of a key."""

NAMED_UNIT = rf"(?:{UNITS})"


def is_time(name: str) -> bool:
    """Tell whether a name is that of a time column."""
    return _whole(TIME_SHAPE, name) and not _whole(r"\w*(?:birth|next_|within)\w*", name)


def is_key(name: str) -> bool:
    """Tell whether a name is that of a key: `card_id`, `branch_code`, `mmsi`."""
    if _whole(KEY_SHAPE, name):
        return True
    unit, _, last = name.rpartition("_")
    return last in ("code", "name") and is_unit(unit.rpartition("_")[2])


def is_unit(word: str) -> bool:
    """Tell whether a word is the singular of what rows belong to: "ward", "vessel"."""
    plural = word.endswith("s") and not word.endswith(("ss", "us"))
    return not plural and _whole(NAMED_UNIT, word)


@cache
def _whole(pattern: str, word: str) -> bool:
    return re.fullmatch(pattern, word, re.IGNORECASE) is not None
