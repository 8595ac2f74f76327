"""A correction of the column that was asked about: "i meant the temp column, not promo"."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["put_right"]

LONGEST_READ = 24
_SORRY = (
    r"^\W*(?:(?:sorry|no|nope|oh|oops|ups|wait|ah|hm+|actually|my (?:bad|mistake|fault)|well|and"
    r"|but|ok(?:ay)?|pardon|excuse me|apologies|not that(?: one)?|wrong (?:one|column)|typo)\b\W*)*"
)
_COLUMN = r"(?: (?:column|feature|variable|field|one))?"
_MEANT = (
    r"(?:i (?:actually |really |of course )?(?:mean|meant|wanted(?: to (?:say|ask(?: about)?))?"
    r"|was (?:asking|talking) about)|(?:it |that )?should (?:be|have been|read)|make (?:it|that)"
    r"|read|rather|correction:?)"
)
_NOT = r"(?:,? ?(?:not|instead of|rather than|and not)(?: the)? {other}{column})?"
THAT_ONE = re.compile(
    r"\b(?:(?:that|this|the) (?:one|column|feature|variable)|it|that|this)\b", re.IGNORECASE
)
ROLES = re.compile(
    r"\b(?:targets?|time|labels?|outcome|predict\w*|group|entity|id)\b", re.IGNORECASE
)
"""Words by which a correction tells what a column is: that is heard as such elsewhere."""


def put_right(text: str, before: str, columns: Sequence[str]) -> str:
    """Return a message as the question that it puts right; as it is where it is no correction.

    Args:
        text: the message.
        before: what the person said before it.
        columns: of the attached table.
    """
    said = " ".join(text.replace("\u2019", "'").split())
    if not columns or len(said.split()) > LONGEST_READ or ROLES.search(_unnamed(said, columns)):
        return text
    for name in sorted(columns, key=len, reverse=True):
        rest = _rest_of_correction(said, name, columns)
        if rest is None:
            continue
        if len(rest.split()) > 1:
            return THAT_ONE.sub(f"`{name}`", rest, count=1)
        return _with_other_column(before, name, columns) or text
    return text


def _unnamed(said: str, columns: Sequence[str]) -> str:
    for name in columns:
        said = re.sub(_spelled(name), " ", said, flags=re.IGNORECASE)
    return said


def _rest_of_correction(said: str, name: str, columns: Sequence[str]) -> str | None:
    """Return what follows a correction to a column; None if the message is none."""
    any_column = f"(?:{'|'.join(_spelled(one) for one in columns)}|that(?: one)?|this)"
    is_not = _NOT.format(other=any_column, column=_COLUMN)
    meant = rf"{_MEANT}(?: the)? {_spelled(name)}{_COLUMN}{is_not}"
    turned = rf"not(?: the)? {any_column}{_COLUMN},?(?: but)?(?: the)? {_spelled(name)}{_COLUMN}"
    found = re.match(rf"{_SORRY}(?:{meant}|{turned})(?P<rest>.*)$", said, re.IGNORECASE)
    apart = rf"(?:sorry|oops|no|wrong (?:one|column)|typo|correction)\W+(?:the )?{_spelled(name)}"
    found = found or re.match(
        rf"^\W*(?:oops|oh|sorry|no|ah)?\W*{apart}{_COLUMN}(?P<rest>\W*)$", said, re.IGNORECASE
    )
    return None if found is None else found["rest"].strip(" ,.;:!-\u2013\"'`")


def _with_other_column(before: str, name: str, columns: Sequence[str]) -> str | None:
    """Return the question before with another column in it; None if it named no single one."""
    named = [one for one in columns if re.search(_spelled(one), before, re.IGNORECASE)]
    if len(named) != 1 or named[0] == name:
        return None
    return re.sub(_spelled(named[0]), lambda _: f"`{name}`", before, flags=re.IGNORECASE)


def _spelled(name: str) -> str:
    words = r"[\s_-]".join(re.escape(part) for part in re.split(r"[\s_-]+", name) if part)
    return rf"(?<!\w)[`'\"]?{words}[`'\"]?(?!\w)"
