"""What a message tells of files and of predictions: which table is older, which column a score.

"val.csv was before, live.csv is after. p7 is what the model said, y7 is the truth."
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal

__all__ = ["Said", "newer_told", "said_in", "tells_of_tables"]

Said = Literal["score", "guess"]
"""What a model said of a row: a probability, or a class or number."""

_OLD = (
    r"(?:before|older|old|earlier|reference|baseline|training|trained|train|validation|previous|past"
    r"|original|first|then|last (?:year|quarter|month|season|week)|when it was (?:fine|good|ok)"
    r"|the good (?:one|period|time)|vorher|avant|antes)"
)
_NEW = (
    r"(?:after(?:wards)?|newer|new|current|now|today|recent|latest|later|live|production|serving"
    r"|this"
    r" (?:year|quarter|month|season|week)|since (?:then|june|\w+)|the bad (?:one|period|time)"
    r"|nachher"
    r"|apr\u00e8s|despu\u00e9s|ahora)"
)
_IS = (
    r"(?:\s*(?:is|was|are|were|=|:|->|comes?|came|dates?|holds?|has|have|shows?|covers?|from)"
    r"(?![^\W\d]))"
)
_KIND = r"(?: (?:data|file|table|period|one|rows))?"
_FILLER = r"(?:\s+(?:the|from|our|data|rows|of|all|what|it|that|which|one|period|file|table|i|we))*"

_SCORE = (
    r"(?:(?:model(?:'s)? |predicted |risk )?(?:scores?|probabilit(?:y|ies)|proba|confidence|risk)"
    r"|model(?:'s)? output|predicted risk)"
)
_GUESS = (
    r"(?:(?:model(?:'s)? )?(?:predictions?|guess(?:es)?|forecasts?|estimates?)|predicted"
    r" (?:class|label|value|number|outcome|target)|what (?:the model|it) (?:said|predicted"
    r"|guessed))"
)
_SAID: tuple[tuple[Said, str], ...] = (("score", _SCORE), ("guess", _GUESS))
_HOLDS = (
    r"(?: (?:column|col|field))?(?:\s*(?:=|:|->)|,?\s+(?:is|are|was|holds?|contains?|has|have|gives"
    r"|means|stands for|would be))\s*(?:the |our |its |their |a |what is |called |named )*"
)


@lru_cache(maxsize=128)
def said_in(text: str, columns: tuple[str, ...]) -> Mapping[Said, str]:
    """Return the columns of which a message says that they hold what a model said.

    Args:
        text: the message.
        columns: of the attached table; nothing else is a column.
    """
    names = [name for name in columns if name and re.search(_name(name), text, re.IGNORECASE)]
    found: dict[Said, str] = {}
    for kind, words in _SAID:
        for name in names:
            told = rf"{_name(name)}{_HOLDS}{words}(?!\w)(?! (?:of|is|was|that)\b)"
            turned = rf"\b(?:the|our|its) {words}{_HOLDS}(?:in |the |column )*{_name(name)}"
            match = _compiled(f"{told}|{turned}").search(text)
            if match is not None and not _asked(text, match):
                found.setdefault(kind, name)
    return found


def _name(name: str) -> str:
    return rf"(?<!\w)[`'\"\u201c]?{re.escape(name)}[`'\"\u201d]?(?!\w)"


def _asked(text: str, match: re.Match[str]) -> bool:
    end = re.search(r"[.?!\n]|$", text[match.end() :])
    return end is not None and end[0] == "?"


def newer_told(
    texts: Iterable[str], data: str | None, test: str | None
) -> Literal["data", "test", ""]:
    """Return which table is the newer one by what a person said of the files; "" if nothing.

    Args:
        texts: what the person said, the newest first.
        data: path of the first table.
        test: path of the second one.
    """
    if data is None or test is None:
        return ""
    for text in texts:
        first, second = _ages(text, data), _ages(text, test)
        if (first or second) and first != second:
            is_newer = (first or "new") == "new" and (second or "old") == "old"
            return "data" if is_newer else "test"
        if _held_against(text, data, test):
            return "data"
        if _held_against(text, test, data):
            return "test"
    return ""


def tells_of_tables(text: str, names: Sequence[str | None]) -> bool:
    """Tell whether a message says of an attached file whether it is the older or the newer one."""
    return any(name is not None and _ages(text, name) for name in names)


_WAS_FINE = (
    r"\u00a7(?:'s scores)? (?:was|were|used to be|looked|worked|had been)"
    r" (?:still |all |just |quite )?(?:fine|good|ok(?:ay)?|healthy|right|normal|well|great|clean)\b"
)
"""How a table of a better time is told of."""


def _held_against(text: str, path: str, other: str) -> bool:
    """Tell whether a text says that a file is worse, or otherwise, than another: it came later."""
    said = _with_marked(_with_marked(text, path, "\u00a7"), other, "\u00b6")
    one, two = "\u00a7(?:'s)?", r"(?:in |on |to |with |the |from )*\u00b6"
    return (
        _compiled(
            rf"{one}[^.?!\n\u00b6]{{0,40}}\b{_WORSE}\b[^.?!\n\u00b6]{{0,30}}\b{_THAN}\b {two}"
            rf"|\b{_WORSE}\b[^.?!\n\u00b6]{{0,30}}\b(?:in|on|for|of|with)\b (?:the )?{one}"
            rf"[^.?!\n\u00b6]{{0,20}}\b{_THAN}\b {two}"
            rf"|\bfrom (?:the )?\u00b6[^.?!\n]{{0,20}}? to (?:the )?\u00a7"
        ).search(said)
        is not None
    )


_WORSE = (
    r"(?:off|wrong|weird|odd|strange|bad|broken|worse|worst|lower|higher|low|high|different(?:ly)?"
    r"|dropped|fell|down|up|drifted|shifted|moved|changed|differs?|behaves?|degraded|poor(?:er)?"
    r"|decayed|collapsed|crashed|garbage|nonsense|crazy|haywire|inflated|skewed)"
)
_THAN = (
    r"(?:vs\.?|versus|than|compared (?:to|with)|against|relative to|from (?:what|those|the ones)"
    r"|unlike|while|whereas|but not)"
)


def _with_marked(text: str, path: str, mark: str) -> str:
    """Return a text with a file's name, with its ending or without, as a mark."""
    file = re.split(r"[/\\]", path)[-1]
    stem = file.rpartition(".")[0] or file
    named = rf"(?<![\w.-])[`'\"]?(?:{re.escape(file)}|{re.escape(stem)})[`'\"]?(?![\w-])"
    return re.sub(named, mark, text, flags=re.IGNORECASE)


def _ages(text: str, path: str) -> Literal["old", "new", ""]:
    """Return how old a text says that a file is; "" if it doesn't."""
    marked = _with_marked(text, path, "\u00a7")
    # Names of other files hold words like "live" too.
    marked = re.sub(r"[\w./-]+\.(?:csv|tsv|parquet|jsonl?|feather|arrow)\b", "\u00b6", marked)
    ages: tuple[tuple[Literal["old", "new"], str], ...] = (("old", _OLD), ("new", _NEW))
    if _compiled(_WAS_FINE).search(marked):
        return "old"
    for age, words in ages:
        behind = rf"\u00a7(?: (?:file|table))?(?:{_IS}{_FILLER}|\s*\(){{1,2}}\s*{words}\b"
        ahead = rf"\b{words}{_KIND}(?:\s*[:=(]|\s+(?:is|was))\s*(?:in )?\u00a7"
        if _compiled(f"{behind}|{ahead}").search(marked):
            return age
    return ""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
