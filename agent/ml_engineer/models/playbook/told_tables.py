"""What a message tells of files and of predictions: which table is older, which column a score.

"val.csv was before, live.csv is after. p7 is what the model said, y7 is the truth."
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal

__all__ = ["Said", "newer_first", "said_in", "tells_of_tables"]

Said = Literal["score", "guess"]
"""What a model said of a row: a probability, or a class or number."""

_OLD = (
    r"(?:before|older|old|earlier|reference|baseline|training|train|validation|previous|past"
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


def newer_first(texts: Iterable[str], data: str | None, test: str | None) -> bool:
    """Tell whether the first table is the newer one, by what a person said of the files.

    Args:
        texts: what the person said, the newest first.
        data: path of the first table.
        test: path of the second one.
    """
    if data is None or test is None:
        return False
    for text in texts:
        first, second = _ages(text, data), _ages(text, test)
        if first or second:
            return (first or "new") == "new" and (second or "old") == "old"
    return False


def tells_of_tables(text: str, names: Sequence[str | None]) -> bool:
    """Tell whether a message says of an attached file whether it is the older or the newer one."""
    return any(name is not None and _ages(text, name) for name in names)


def _ages(text: str, path: str) -> Literal["old", "new", ""]:
    """Return how old a text says that a file is; "" if it doesn't."""
    file = re.split(r"[/\\]", path)[-1]
    stem = file.rpartition(".")[0] or file
    named = rf"(?<![\w.-])[`'\"]?(?:{re.escape(file)}|{re.escape(stem)})[`'\"]?(?![\w-])"
    marked = re.sub(named, "\u00a7", text, flags=re.IGNORECASE)
    # Names of other files hold words like "live" too.
    marked = re.sub(r"[\w./-]+\.(?:csv|tsv|parquet|jsonl?|feather|arrow)\b", "\u00b6", marked)
    ages: tuple[tuple[Literal["old", "new"], str], ...] = (("old", _OLD), ("new", _NEW))
    for age, words in ages:
        behind = rf"\u00a7(?: (?:file|table))?(?:{_IS}{_FILLER}|\s*\(){{1,2}}\s*{words}\b"
        ahead = rf"\b{words}{_KIND}(?:\s*[:=(]|\s+(?:is|was))\s*(?:in )?\u00a7"
        if _compiled(f"{behind}|{ahead}").search(marked):
            return age
    return ""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
