"""Decimal commas: a text that writes 12,7 and 8.640 is read as 12.7 and 8,640.

Most of Europe writes so. A single number can't tell ("1,234" is either), so the whole text does.
"""

from __future__ import annotations

import re

_COMMA = re.compile(
    r"(?<![\w.,\[({])(?:(?:[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d*),\d{1,2}|0,\d+)(?!\w|[.,]\d)"
)
"""A number that can only have a decimal comma; `[0,1]` and `1,2,3` are lists."""
_POINT = re.compile(r"(?<![\w.,])(?:\d+\.(?:\d{1,2}|\d{4,})|0\.\d+)(?![\w.]|,\d)")
"""A number that can only have a decimal point."""
_NUMERAL = re.compile(r"(?<![\w.,])(?:[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)(?!\w|[.,]\d)")
_SWAPPED = str.maketrans(".,", ",.")


def writes_decimal_commas(text: str) -> bool:
    """Tell whether a text separates decimals by a comma: nothing in it says otherwise."""
    return _COMMA.search(text) is not None and _POINT.search(text) is None


def with_decimal_points(text: str, *, likely: bool = False) -> str:
    """Return a text of the same length whose numbers have a decimal point.

    Text that doesn't write decimal commas comes back as it is.

    Args:
        text: as it was written.
        likely: whether it is in a language that has decimal commas, so that 8.640 has none.
    """
    if not (writes_decimal_commas(text) or (likely and _POINT.search(text) is None)):
        return text
    return _NUMERAL.sub(lambda found: found.group().translate(_SWAPPED), text)
