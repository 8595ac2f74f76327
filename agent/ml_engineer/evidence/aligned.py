"""Aligned tables: rows of a text whose columns are set apart by spaces, without bars.

    ```
                 median    p95
    lgbm_fraud       38    124  ms
    ```

They are read like tables with bars: a row is no part of the sentence of another, and a column is
what its heading says.
"""

from __future__ import annotations

import re

_GAP = re.compile(r"(?<=[^\s.!?:;,])[ \t]{2,}(?=\S)")
_INDENT = re.compile(r"[ \t]*")
_VALUE = re.compile(r"(?<![\w.])[-+−<>≈~$€£]{0,2}\.?\d")
_NO_ROW = re.compile(r"[|#>]|[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]")
FEWEST_ROWS = 2


def ruled(text: str) -> tuple[str, dict[int, bool]]:
    """Return a text with bars between the columns of aligned rows, as long as it was.

    Also, where each such row begins, and whether it is the heading of those below it.
    """
    if "  " not in text and "\t" not in text:
        return text, {}
    lines: list[tuple[int, str]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        lines.append((start, line))
        start += len(line)
    rows: dict[int, bool] = {}
    parts = dict(lines)
    index = 0
    while index < len(lines):
        run = index
        while run < len(lines) and _is_row(lines[run][1], heading=run == index):
            run += 1
        values = [line for _, line in lines[index:run] if _holds_values(line)]
        if run - index >= FEWEST_ROWS and values:
            indent = min(len(_indent(line)) for line in values)
            for at, line in lines[index:run]:
                rows[at] = at == lines[index][0] and not _holds_values(line)
                parts[at] = _with_bars(line, indent)
        index = max(run, index + 1)
    return "".join(parts.values()), rows


def _is_row(line: str, *, heading: bool) -> bool:
    if _NO_ROW.match(line) or "|" in line or not _GAP.search(line.rstrip()):
        return False
    return heading or _holds_values(line)


def _holds_values(line: str) -> bool:
    return any(_VALUE.match(field) for field in _GAP.split(line.strip())[1:])


def _indent(line: str) -> str:
    found = _INDENT.match(line)
    return found.group() if found else ""


def _with_bars(line: str, indent: int) -> str:
    """Return a line with a bar at the begin of each gap; a heading may lack its first column."""
    barred = _GAP.sub(lambda gap: "|" + gap.group()[1:], line)
    if len(_indent(line)) >= indent + 2:
        barred = barred[:indent] + "|" + barred[indent + 1 :]
    return barred
