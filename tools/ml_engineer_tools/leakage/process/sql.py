"""SQL that a script sends to an engine: which columns of its result hold values of later rows."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace

from ml_engineer_tools.leakage.process.facts import Influence, Made, Trait
from ml_engineer_tools.leakage.process.values import Value

_FOLLOWING = re.compile(r"\b(?!0\b)\w+\s+following\b", re.IGNORECASE)
_AHEAD = re.compile(r"^\s*lead\s*\(", re.IGNORECASE)
_BACK = re.compile(r"^\s*(?:lag|avg|sum|min|max|mean|stddev\w*)\s*\(", re.IGNORECASE)
_OVER = re.compile(r"\bover\s*(?:\(|(\w+))", re.IGNORECASE)
_NAMED = re.compile(r"\b(\w+)\s+as\s*\(\s*(?=partition\b|order\b|rows\b|range\b)", re.IGNORECASE)
_ALIAS = re.compile(r"^\s*(?:filter\s*\([^)]*\)\s*)?(?:as\s+)?[\"'`]?(\w+)", re.IGNORECASE)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def is_query(text: str) -> bool:
    """Tell whether a text asks for rows."""
    return bool(re.search(r"\bselect\b.*\bfrom\b", text, re.IGNORECASE | re.DOTALL))


def with_later_values(table: Value, query: str, line: int) -> Value:
    """Return the result of a query, told which of its columns look at rows behind their own.

    A window that reaches to rows that follow, or `lead`, holds values of later rows; a window
    that ends with or before the row makes of the order of rows what it is there for.
    """
    text = _COMMENT.sub(" ", query)
    windows = {m[1].casefold(): _within(text, m.end()) for m in _NAMED.finditer(text)}
    made, ordered = [], False
    for match in _OVER.finditer(text):
        if match[1] is not None:
            frame, end = windows.get(match[1].casefold(), ""), match.end()
        else:
            frame = _within(text, match.end())
            end = match.end() + len(frame) + 1
        called = _call_before(text, match.start())
        in_order = "order by" in " ".join(frame.casefold().split())
        ordered = ordered or (in_order and bool(_BACK.match(called)))
        alias = _ALIAS.match(text[end:])
        if alias is None:
            continue
        if _FOLLOWING.search(frame) or _AHEAD.match(called):
            made.append(Made(alias[1], frozenset(), True, line))
    lags = frozenset({Trait("lags", line, "SQL window")}) if ordered else frozenset()
    return replace(table, made=table.made | frozenset(made), traits=table.traits | lags)


def with_label_rates(table: Value, query: str, targets: Container[str], line: int) -> Value:
    """Return the result of a query, told which of its columns sum up the label.

    A part of the query that averages the label by group, for all rows alike, gives each row a
    value that its own label went into; so does a window without an order. Where rows are compared
    (a time before another) the label may be that of other rows only: nothing is said of it.
    """
    text = _COMMENT.sub(" ", query)
    made = []
    for match in _AVERAGE.finditer(text):
        call = text[match.start() : match.end() + len(_within(text, match.end())) + 1]
        names = set(re.findall(r"\b(?!(?:avg|sum|mean)\b)[A-Za-z_]\w*", call))
        label = next((name for name in sorted(names) if name in targets), None)
        alias = _ALIAS.match(text[match.start() + len(call) :])
        part = _part_around(text, match.start())
        if label is None or alias is None or part is None or alias[1] == label:
            continue
        if _BY_GROUP.search(part) and not _COMPARED.search(part):
            made.append(Made(alias[1], frozenset({label}), False, line))
    return replace(table, made=table.made | frozenset(made))


def with_whole_statistics(table: Value, query: str, line: int, site: int) -> Value:
    """Return the result of a query, told if its values are scaled by windows over all rows.

    So it is where a mean, a spread or an extreme `over ()` is subtracted or divided by.
    """
    text = _COMMENT.sub(" ", query)
    fits = set()
    for match in re.finditer(r"\bover\s*\(\s*\)", text, re.IGNORECASE):
        called = _call_before(text, match.start())
        before = text[: match.start() - len(called)] + called[: len(called) - len(called.lstrip())]
        scaling = _SCALING.search(called)
        if (
            scaling is not None
            and (before + called[: scaling.start()]).rstrip("( \n\t")[-1:] in "-/"
        ):
            fits.add(
                Influence("scaling", table.rows, line, f"{scaling[1].lower()}() over ()", site)
            )
    return replace(table, influences=table.influences | fits)


_SCALING = re.compile(
    r"(avg|mean|median|stddev\w*|stdev|var\w*|quantile\w*|min|max)\s*\((?:[^()]|\([^()]*\))*\)\s*$",
    re.IGNORECASE,
)


def with_sums_past_cutoff(table: Value, query: str, line: int) -> Value:
    """Return the result of a query, told which of its columns sum up what comes after a cut too.

    Where one part of a query looks for rows of a table from a moment on, as the outcome does, and
    another sums up all rows of the same table by group, these sums hold the outcome.
    """
    text = _COMMENT.sub(" ", query)
    parts = [_within(text, m.end()) for m in re.finditer(r"\(\s*(?=select\b)", text, re.IGNORECASE)]
    later = {name for part in parts if _FROM_A_MOMENT.search(part) for name in relations(part)}
    made = [
        Made(alias, frozenset(), True, line)
        for part in parts
        if _BY_GROUP.search(part) and not _COMPARED.search(part) and set(relations(part)) & later
        for alias in _SUM.findall(part)
    ]  # fmt: skip
    return replace(table, made=table.made | frozenset(made))


_FROM_A_MOMENT = re.compile(r"\bwhere\b.*>=?\s*(?:date|timestamp)?\s*(?:'\d{4}-|[:?@$%{])",
                            re.IGNORECASE | re.DOTALL)  # fmt: skip
_SUM = re.compile(r"\b(?:sum|count|avg|max)\s*\([^()]*\)\s+as\s+(\w+)", re.IGNORECASE)
_AVERAGE = re.compile(r"\b(?:avg|sum|mean)\s*\(", re.IGNORECASE)
_BY_GROUP = re.compile(r"\bgroup\s+by\b", re.IGNORECASE)
_COMPARED = re.compile(r"[<>]|\bwhere\b|\bbetween\b|\bhaving\b", re.IGNORECASE)
_RELATION = re.compile(r"\b(?:from|join)\s+([A-Za-z_]\w*)", re.IGNORECASE)
_CREATED = re.compile(
    r"^\s*create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?(?:view|table)\s+(\w+)\s+as\b",
    re.IGNORECASE,
)


def relations(query: str) -> tuple[str, ...]:
    """Return the names of tables and views that a query reads."""
    return tuple(dict.fromkeys(_RELATION.findall(_COMMENT.sub(" ", query))))


def created(query: str) -> str | None:
    """Return the name of the view or table that a query makes; None if it makes none."""
    match = _CREATED.match(_COMMENT.sub(" ", query))
    return match[1] if match else None


def _part_around(text: str, place: int) -> str | None:
    """Return the bracket around a place, as of a subquery; None if it stands in none."""
    depth = 0
    for start in range(place - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[start], 0)
        if depth < 0:
            return _within(text, start + 1)
    return None


def _within(text: str, start: int) -> str:
    """Return what stands between a bracket that was opened just before, and its end."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return text[start:place]
    return text[start:]


def _call_before(text: str, end: int) -> str:
    """Return the call that stands before a place, such as `avg(x)`."""
    depth, place = 0, end - 1
    while place >= 0 and (depth or text[place] not in ",\n(" or text[end - 1 : end] == "("):
        depth += {")": 1, "(": -1}.get(text[place], 0)
        if depth < 0:
            break
        place -= 1
    return text[place + 1 : end]
