"""Costs as multiples ("ten times worse") and as exchanges ("1 FP = 3 FN")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ml_engineer.models.playbook.cost_amounts import compiled, number_of
from ml_engineer.models.playbook.cost_errors import COSTLY, Error, Named, Sides, order_of, sides_of
from ml_engineer.models.playbook.cost_words import TIMES, WORD_NUMBERS

__all__ = ["exchanged", "factor_of", "multiple"]

EQUAL = (
    r"=|\bequals?\b|\b(?:is|are) worth\b|\bas \w+ as\b|\blike\b|\boutweighs?\b"
    r"|\bfor (?:each|every|one)?\b|\bthan\b|\bto\b|\bover\b|\bper\b|\bagainst\b"
)
PLAINLY_EQUAL = (
    r"=|\bequals?\b|\bworth\b|\blike\b|\bas (?:bad|much|dear|costly|expensive|heavy) as\b"
    r"|\boutweighs?\b|\bon (?:a )?par with\b|\bthe same as\b|\b(?:count|weigh|treat|valu|pric)\w*\b"
)
TRADED = (
    r"\b(?:rather|sooner|prefer|put up with|accept|tolerate|take|trade|stomach|live with"
    r"|swallow)\b"
)
BEARABLE = (
    r"^[^.?!]{0,30}\b(?:acceptable|fine|ok|okay|bearable|tolerable|fair|worth it|we can bear"
    r"|we accept|we can live with)\b"
)
MULTIPLE_OF = (
    r"^\W*(?:as|worse|more|dearer|costlier|cheap\w*|less|than|what|the|that|bigger|higher|greater"
    r"|lower|an?|of)\b"
)
NO_MULTIPLE = (
    r"^\W*(?:as (?:many|often|fast)|more (?:often|frequent\w*|data|rows)"
    r"|(?:a|per) (?:day|week|month|year))\b"
)
THAN_NOW = r"^\W*(?:(?:as much|more|less|lower|higher)(?:$|[\s.,;?!])|$|[.,;?!])"
CHEAPER = r"^\W*(?:as )?(?:cheap\w*|less|smaller|lower|milder)\b"
SHARE = (
    r"\b(?:(?P<half>half)(?: of| as|(?= what))"
    r"|(?<![\d./])1/(?P<fraction>\d{1,4}) (?:of|as)"
    r"|an? (?P<part>third|quarter|fifth|tenth|hundredth) (?:of|as))"
)
PARTS = {"third": "3", "quarter": "4", "fifth": "5", "tenth": "10", "hundredth": "100"}
EQUALLY = (
    r"\b(?:equally|just as) (?:bad|costly|dear|expensive)|\bcosts? the same\b"
    r"|\bas bad as each other\b"
)

FAR = 90
"""Characters between an error and a multiple of it."""


def exchanged(text: str, names: Sequence[Named]) -> Sides | None:
    """Read how many of one error are as bad as so many of the other."""
    counted = [(name, _count(text, name)) for name in names]
    for (one, n), (other, m) in pairwise(counted):
        between = text[one.end : other.start]
        joined = compiled(r"\b(?:and|or)\b").search(between)
        if one.error == other.error or joined or len(between) > 80 or "0" in (n, m):
            continue
        before = text[max(0, one.start - 60) : one.start]
        after = text[other.end : other.end + 50]
        bearable = compiled(TRADED).search(before) or compiled(BEARABLE).search(after)
        traded = bearable and compiled(EQUAL).search(between)
        equal = compiled(PLAINLY_EQUAL).search(between)
        if n and m and n != m and (equal or traded):
            return sides_of(one.error, m, n)
        if m and m != "1" and not n and (equal or _counted_as(text, one, between)):
            return sides_of(one.error, m, "1")  # "a false accusation weighs like 50 missed cases"
    return None


def _counted_as(text: str, one: Named, between: str) -> bool:
    """Tell whether an error is counted as so many of another: "we treat a miss as 15 of them"."""
    counted = compiled(r"\b(?:count|treat|weigh|valu|pric|regard|see|rate)\w*\b[^.?!]{0,20}$")
    before = counted.search(text[max(0, one.start - 40) : one.start]) is not None
    return before and compiled(r"\b(?:as|at)\b[^.?!]{0,15}$").search(between) is not None


def _count(text: str, name: Named) -> str:
    """Return the number that counts an error, before it or in its words; empty if there is none."""
    number = rf"\d+|{'|'.join(WORD_NUMBERS)}|each|every|per"
    before = compiled(
        rf"(?<![\w.,:$\u20ac\u00a3])(?P<n>{number})(?: (?!and\b|or\b|a\b|the\b)[\w-]+)?? $"
    ).search(text[max(0, name.start - 40) : name.start])
    match = before or compiled(rf"(?<!\w)(?P<n>{number})(?!\w)").search(text[name.start : name.end])
    if match is None:
        return ""
    return "1" if match["n"].lower() in ("each", "every", "per") else number_of(match["n"])


def multiple(text: str, names: Sequence[Named], about_costs: bool) -> Sides | None:
    """Read a multiple: the error before it is the dearer one, unless it is called the cheaper.

    A single error that would cost so many times more is held against what it costs now: that is
    for `supposing`.
    """
    both = len(order_of(names)) == 2
    if (both or "both" in text.lower()) and compiled(EQUALLY).search(text):
        return "1", "1"
    match = compiled(TIMES).search(text)
    share = compiled(SHARE).search(text) if match is None else None
    at = match or share
    if at is None or not (about_costs or both):
        return None
    sentence = max(text.rfind(mark, 0, at.start()) for mark in ".?!;\n") + 1
    subject = _subject(text, names, sentence, at)
    if subject is None:
        return None
    if share is not None:
        if not both:
            return None
        part = share["fraction"] or (share["part"] and PARTS[share["part"].lower()])
        factor, cheaper = part or "2", True
    else:
        tail = text[at.end() : at.end() + 40]
        if compiled(NO_MULTIPLE).search(tail):
            return None
        if not both and compiled(THAN_NOW).search(tail):
            return None
        costly = compiled(COSTLY).search(text[sentence : at.start()])
        if not costly and not compiled(MULTIPLE_OF).search(tail):
            return None
        factor, cheaper = factor_of(at), compiled(CHEAPER).search(tail) is not None
    return sides_of(subject, "1", factor) if cheaper else sides_of(subject, factor, "1")


def _subject(text: str, names: Sequence[Named], sentence: int, at: re.Match[str]) -> Error | None:
    """Return the error that a multiple is said of."""
    near = [name for name in names if 0 <= at.start() - name.end < FAR]
    before = [name for name in near if name.start >= sentence] or near[-1:]
    if before:
        compared = compiled(r"\b(?:compared|relative|against|versus|vs)\b")
        return before[0 if compared.search(text[sentence : at.start()]) else -1].error
    for name in names:
        if 0 <= name.start - at.end() < FAR:
            if compiled(r"^\W*\w+,? (?:to|if|when)\b(?!.*\bthan\b)").search(
                text[at.end() : name.end]
            ):
                return name.error  # "ten times worse to miss one"
            return "miss" if name.error == "alarm" else "alarm"
    return None


def factor_of(match: re.Match[str]) -> str:
    """Return how many times a match of `TIMES` says."""
    if match["twice"]:
        return "3" if match["twice"].lower() in ("thrice", "triple") else "2"
    return "10" if match["order"] else number_of(match["times"])
