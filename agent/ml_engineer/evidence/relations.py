"""Relations: which numbers belong together, so that computing one from the others says something.

What a sentence names together it may also compute with. What it doesn't name is let in only
where the figures themselves are related: the same quantity of another model, slice, split or
window; a share and its own n, or a count of the same rows; counts of the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ml_engineer.evidence.names import words_of
from ml_engineer.evidence.numbers import NumberToken
from ml_engineer.evidence.operands import COUNT, MONEY, Operand
from ml_engineer_tools.evidence import Subject

BESIDE = 64
"""Characters before a number, and twice those behind it, in which a word turns its meaning."""

_NEGATES = re.compile(
    r"\b(?:miss\w*|not|no|nothing|never|false|wrong\w*|fail\w*|rest|others?|without|remain\w*|lost"
    r"|los\w+|left|un\w{4,}|in(?:correct|valid)\w*|outside|error\w*|slip\w*|escap\w*|overlook\w*"
    r"|neither|nor|except|beyond|bad|only|complement|i\.e|got through|late)\b|n't\b",
    re.IGNORECASE,
)
_ALL_ONE = re.compile(
    r"\b(?:(?:call|say|predict|label|flag|guess|mark|answer|pass)\w* (?:that )?(?:everything"
    r"|everyone|everybody|all|every|nothing|none|nobody|no one"
    r"|[\"“‘']?\w+[\"”’']? (?:every time|for all|each time))|always|never|majority"
    r"|most frequent)\b",
    re.IGNORECASE,
)
"""Calling all rows the same, which is right as often as the class isn't the rare one."""
_BASE_RATE = re.compile(r"base_rate|prevalence|positive|share|rate")
_ALL = frozenset({"all", "overall", "total", "everyone", "everything"})
_ERRORS = frozenset({"mae", "rmse"})
_MIDDLES = frozenset({"mean", "median"})
_COMPARES = frozenset(
    {"difference", "difference in points", "ratio", "relative change", "percent",
     "share of the errors"}
)  # fmt: skip
_IS_RIGHT = re.compile(r"precision|recall|accuracy|hit|sensitivity|specificity|coverage")
_TELLS_CHANGE = re.compile(
    r"\b(?:more|less|fewer|\w{3,}er|better|worse|gain\w*|r[io]se\w*|f[ae]ll\w*|drop\w*|cut\w*|sav\w+"
    r"|improv\w*|reduc\w*|lost|los\w+|grew|grow\w*|change\w*|lift\w*|up|down|by|increas\w*|decreas\w*"
    r"|declin\w*|shr[aiu]nk\w*|plus|minus|beat\w*|margin|jump\w*|than|from)\b|[+−±]",
    re.IGNORECASE,
)
_TELLS_DIFFERENCE = re.compile(
    r"\b(?:by|pays?|paid|gains?|gained|loses?|lost|losing|costs?|saves?|saving|adds?|added|cuts?|up|down|rose"
    r"|f[ae]ll|buys?|drop(?:s|ped)?|short|worth|flatters?|leaves?|gap|difference|lead|margin"
    r"|distance|optimis\w+|advantage|penalty|loss|rise|improvement|reduction|increase|decrease)"
    r"(?: [\w-]+){0,3}(?: of| is| was)?(?: [a-z]+)? [+−-]?#"
    r"|# (?:[\w%/]+ ){0,2}(?:more|less|fewer|higher|lower|better|worse|above|below|over|under|ahead"
    r"|behind|short|faster|slower|sooner|later|earlier|longer|shorter|off|apart|cheaper|dearer|left"
    r"|to spare|too)\b",
    re.IGNORECASE,
)
_STATES_CHANGE = re.compile(
    r"(?:\b(?:r[io]ses?|risen|f[ae]ll(?:s|en)?|drop(?:s|ped)?|increased?s?|decreased?s?|gr[eo]ws?|grown"
    r"|improved?s?|gained|climb(?:s|ed)|shr[aiu]nk|reduced?s?|cut|lowered|raised?|went (?:up|down)"
    r"|beats?|wins|leads?|ahead|better|worse)(?: [\w,-]+){0,4}? by"
    r"|(?<!made )(?<!makes )(?<!make )(?<!adds )(?<!add )\b(?:up|down)(?: by)?"
    r"|\ban? (?:\w+ )?(?:gain|rise|drop|fall|increase|decrease|improvement|reduction) of)"
    r"(?: about| around| roughly| some| nearly| almost| only| just)? [$€£+−-]?\Z",
    re.IGNORECASE,
)
_IS_CHANGE = re.compile(
    r"(?:^|_)(?:bias|change|delta|diff|difference|gain|gap|growth|trend|lift|uplift|improvement|drop"
    r"|reduction|increase|decrease|saving|savings|effect|shift|cost|value|error|margin|importance)(?:_|$)"
)
_MORE = re.compile(
    r"\s?(?:more|less|fewer|higher|lower|larger|smaller|better|worse|faster|slower|cheaper|dearer"
    r"|longer|shorter|above|below|increase|decrease|rise|drop|decline|reduction|growth|off)\b",
    re.IGNORECASE,
)
_MUCH_LESS = re.compile(
    r"\s?(?:less|more|fewer) (?!than\b|of\b|or\b|often\b)[a-z]+|\s?(?:lower|higher) than\b"
)
_BY = re.compile(
    r"\b(?:(?<!off )(?<!wrong )by|(?<!make )(?<!makes )up|down|gain(?:s|ed)?"
    r"|a (?:rise|drop|fall|decline|cut|reduction|increase|decrease|gain|plus|minus) of)"
    r"\s(?:about |around |roughly |some |nearly |almost |over )?[+−-]?\Z",
    re.IGNORECASE,
)


_IS_RATIO = re.compile(
    r"\b(?:a factor of|ratios?(?: of| is| at)?)\s(?:about |around |roughly |only )?\Z",
    re.IGNORECASE,
)
_BY_OR_OF = r"(?: (?:by|of))?(?: about| around| roughly| nearly| almost| some)? [+]?\Z"
_WORDS_BY = r"(?:(?: [\w-]+){1,4} by)?"
_GOES_UP = re.compile(
    r"\b(?:jump(?:s|ed)?|r[io]ses?|risen|increase[sd]?|growth|grew|grows|grown|up)"
    + _WORDS_BY
    + _BY_OR_OF,
    re.I,
)
_GOES_DOWN = re.compile(
    r"\b(?:drop(?:s|ped)?|f[ae]lls?|fallen|decrease[sd]?|reduction|reduced|cuts?|down|shrinks?|shrank)"
    + _WORDS_BY
    + _BY_OR_OF,
    re.IGNORECASE,
)
_IS_MORE = re.compile(r"\s?(?:more|higher|larger|longer|bigger|dearer)\b", re.IGNORECASE)
_IS_LESS = re.compile(r"\s?(?:less|fewer|lower|smaller|shorter|cheaper)\b", re.IGNORECASE)
LOW_IS_GOOD = re.compile(
    r"(?:^|_)(?:mae|rmse|mse|mape|wape|smape|nmae|crps|error|errors|loss|wer|cer|brier|ece|latency"
    r"|false|missed?|cost|fpr|fnr|wait|delay)(?:_|$)"
)
"""Quantities of which less is better."""
_WORSE = re.compile(r"\s?worse\b", re.IGNORECASE)
_BETTER = re.compile(r"\s?better\b", re.IGNORECASE)
_GOES_WRONG = re.compile(
    r"\b(?:miss(?:ed|es)?|unnoticed|undetected|overlooked|escaped?|slip(?:s|ped)?|wrong(?:ly)?|false"
    r"|not|never)\b",
    re.IGNORECASE,
)
_SAVES = re.compile(
    r"\b(?:saves?|saved|saving|cuts?|cutting)\s"
    r"(?:about |around |roughly |some |nearly |almost |only )?\Z",
    re.IGNORECASE,
)
_FACTOR = re.compile(r"\ba factor of\s(?:about |around |roughly |only )?\Z", re.IGNORECASE)
_SHRINKS = re.compile(
    r"\b(?:f[ae]ll\w*|drop\w*|down|shr[aiu]nk\w*|cut\w*|reduc\w*|decreas\w*|less|lower|smaller|fewer"
    r"|scaled?|multipl\w*|correct\w*)\b",
    re.IGNORECASE,
)
_AFFIRMS = re.compile(
    r"\b(?:found|finds?|caught|catch(?:es)?|detect(?:s|ed)?|right|correct(?:ly)?|recogni[sz]e[sd]?"
    r"|identif(?:y|ies|ied)|hits?)\b",
    re.IGNORECASE,
)


def tells_change(token: NumberToken, text: str) -> bool:
    """Tell whether a percentage is said to be a change: `235 % more`, `down by 12 %`."""
    if not token.is_percent:
        return False
    before = text[max(0, token.start - 32) : token.start]
    return bool(_MORE.match(text, token.end) or _BY.search(before) or _SAVES.search(before))


def speaks_of_change(words: str) -> bool:
    """Tell whether words speak of a change: a rise, a gain, less."""
    return _TELLS_CHANGE.search(words) is not None


def goes_up(token: NumberToken, text: str) -> bool | None:
    """Return whether a change is told as going up (true) or down; None where words don't tell."""
    before = text[max(0, token.start - BESIDE // 2) : token.start]
    behind = text[token.end : token.end + BESIDE // 4]
    up = bool(_GOES_UP.search(before) or _IS_MORE.match(behind))
    down = bool(_GOES_DOWN.search(before) or _IS_LESS.match(behind))
    return None if up == down else up


def tells_worse(token: NumberToken, text: str) -> bool | None:
    """Return whether a change is told as worse (true) or better; None where it isn't."""
    if _WORSE.match(text, token.end):
        return True
    return False if _BETTER.match(text, token.end) else None


def tells_difference(token: NumberToken, text: str) -> bool:
    """Tell whether the words beside a number make it a difference: `loses 9.9 points`."""
    before = re.split(r"[\n;,:()\]]|\.\s", text[max(0, token.start - BESIDE) : token.start])[-1]
    after = re.split(r"[\n;,:()\[]|\.\s", text[token.end : token.end + BESIDE // 2])[0]
    return bool(_TELLS_DIFFERENCE.search(f"{before.rstrip()} # {after.lstrip()}"))


def states_change(token: NumberToken, text: str) -> bool:
    """Tell whether a number is said to be by how much something changed: `fell by 8`, `up 0.43`."""
    if token.unit == "times":
        # "It sends people up 203 times": how often.
        return False
    before = re.split(r"[\n;]|\.\s", text[max(0, token.start - BESIDE) : token.start])[-1]
    return _STATES_CHANGE.search(before) is not None


def is_so_much_less(token: NumberToken, text: str) -> bool:
    """Tell whether a percentage is by how much something is less or more: "31 % less error"."""
    return token.is_percent and _MUCH_LESS.match(text, token.end) is not None


def is_change(quantity: str) -> bool:
    """Tell whether a quantity is a change itself, or a difference."""
    return _IS_CHANGE.search(quantity) is not None


def tells_ratio(token: NumberToken, text: str) -> bool:
    """Tell whether a number is said to be a ratio: `a factor of 2.0`, `ratio 0.51`."""
    return _IS_RATIO.search(text, max(0, token.start - 24), token.start) is not None


def tells_factor(token: NumberToken, text: str) -> bool:
    """Tell whether a number is the factor by which something grew: not of what it was cut to."""
    before = text[max(0, token.start - BESIDE) : token.start]
    return bool(_FACTOR.search(before)) and not _SHRINKS.search(before)


def words_beside(token: NumberToken, text: str) -> str:
    """Return the words just around a number, on its line and in its sentence."""
    before = re.split(r"[\n;]|\.\s", text[max(0, token.start - BESIDE) : token.start])[-1]
    after = re.split(r"[\n;,]|\.\s", text[token.end : token.end + 3 * BESIDE // 4])[0]
    return before + after


def is_right(quantity: str) -> bool:
    """Tell whether a quantity is a share of what is right: precision, recall, accuracy."""
    return _IS_RIGHT.search(quantity) is not None


def goes_wrong(words: str) -> bool:
    """Tell whether words speak of what isn't found: missed, unnoticed, overlooked."""
    return _GOES_WRONG.search(words) is not None


def affirms(words: str) -> bool:
    """Tell whether words speak of what goes right: found, caught, correct."""
    return _AFFIRMS.search(words) is not None


def negates(words: str) -> bool:
    """Tell whether words speak of what is not: missed, false, the rest."""
    return _NEGATES.search(words) is not None


def related(formula: str, used: Sequence[Operand], sentence: str, beside: str) -> bool:
    """Tell whether operands may be computed with, by this formula, beside these words.

    Args:
        formula: how it was computed.
        used: from what.
        sentence: the sentence of the number.
        beside: the words just around it.
    """
    figures = [one for one in used if one.subject is not None]
    if "product" in formula and len(figures) > 1 and figures[0].conflicts(figures[1]):
        return False
    if any(one.is_bound for one in used) and not formula.startswith(("difference", "product")):
        return False
    if not _may_go_on(formula, used):
        return False
    if formula == "complement" and any(
        _IS_RIGHT.search(one.quantity) and one.shown is None for one in figures
    ):
        return negates(beside) or not affirms(beside)
    if not any(one.far for one in used):
        return True
    if formula == "relative change" and not _TELLS_CHANGE.search(sentence):
        return False
    if formula in _COMPARES:
        return len(figures) < 2 or _compares(figures[0], figures[1], sentence)
    if formula == "complement":
        return negates(beside) or (_ALL_ONE.search(beside) is not None and _is_base(figures))
    if formula == "share of both":
        return _same_rows(figures)
    if formula in ("sum", "mean"):
        alike = len({one.quantity for one in figures}) < 2
        return len(figures) < 2 or alike or _same_rows(figures)
    return _multiplies(formula, figures, beside)


def _is_base(figures: Sequence[Operand]) -> bool:
    return all(_BASE_RATE.search(one.quantity) and not is_right(one.quantity) for one in figures)


def _may_go_on(formula: str, used: Sequence[Operand]) -> bool:
    """Tell whether a formula may go on with what was computed itself, or with persons' numbers."""
    computed = [one for one in used if one.handles and one.subject is None]
    if formula in ("relative change", "complement") and computed:
        # A change of what is a difference already: 8.3 points, "or 135 % more" is its share.
        return False
    far = any(one.far for one in computed)
    if formula == "difference" and far and len(computed) < len(used):
        return False
    if formula == "sum" and not any(one.subject for one in used):
        return len({one.handles for one in used}) == 1
    mixed = any(len(one.handles) > 1 for one in computed) and len(computed) < len(used)
    return not mixed or formula in ("percent", "ratio", "product", "rest")


def _multiplies(formula: str, figures: Sequence[Operand], beside: str) -> bool:
    if not formula.startswith("product"):
        return True
    right = any(_IS_RIGHT.search(one.quantity) for one in figures)
    if formula == "product" and right and negates(beside):
        return False
    return len(figures) < 2 or _scales(figures)


def _compares(a: Operand, b: Operand, words: str) -> bool:
    """Tell whether two are of one quantity, or parts and wholes of the same rows."""
    if a.handles == b.handles:
        # So many of its own rows: 165 of the 644 reels.
        return a.dimension == COUNT and b.is_n and not a.is_n
    if a.is_n and b.is_n:
        one, other = a.subject, b.subject
        return bool(one and other and is_whole(one) != is_whole(other))
    if a.is_kin(b):
        both_shown = a.shown is not None and b.shown is not None
        return (
            differ_in(a, b) == (a.quantity == b.quantity)
            or differ_in(a, b) == 1
            or (both_shown and a.dimension == b.dimension)
        )
    if a.dimension == b.dimension and _is_scale_of(a, b):
        return True
    if (a if a.far else b).is_n is False and _is_named(a if a.far else b, words):
        return a.subject == b.subject
    return a.dimension == b.dimension == COUNT and not a.conflicts(b) and not (a.is_n and b.is_n)


def is_whole(subject: Subject) -> bool:
    """Tell whether a subject is all rows, not a slice of them."""
    return subject.slice is None or not _ALL.isdisjoint(words_of(subject.slice)[:1])


def _is_scale_of(a: Operand, b: Operand) -> bool:
    """Tell whether an error is put beside the target's mean, or two statistics of one column."""
    if a.subject is None or b.subject is None:
        return False
    quantities = {a.quantity, b.quantity}
    if quantities & _ERRORS and quantities & _MIDDLES:
        return a.subject.table == b.subject.table
    both = quantities <= _MIDDLES | {"min", "max"}
    return both and a.subject.column is not None and a.subject.column == b.subject.column


def are_statistics(a: Operand, b: Operand) -> bool:
    """Tell whether two are statistics of one table in like units: 17 calls, and 3.4 calls/day."""
    if a.subject is None or b.subject is None or a.subject.table != b.subject.table:
        return False
    return {a.quantity, b.quantity} <= _MIDDLES | {"min", "max"} and a.quantity != b.quantity


def _is_named(one: Operand, words: str) -> bool:
    """Tell whether a sentence names a quantity by a word of it: "five times the mean"."""
    said = set(words_of(words))
    return any(word in said for word in words_of(one.quantity.replace("_", " ")) if len(word) > 2)


def differ_in(a: Operand, b: Operand) -> int:
    """Return in how many fields the subjects of two differ."""
    if a.subject is None or b.subject is None:
        return 1
    return differences(a.subject, b.subject)


def differences(one: Subject, other: Subject) -> int:
    """Return in how many fields two subjects differ; all rows are no other slice than none.

    Nor is a split another one than none: people and rules are judged on whatever rows there are.
    """
    both_whole = is_whole(one) and is_whole(other)
    return sum(
        mine != its
        and not (both_whole and name == "slice")
        and not (name == "split" and None in (mine, its))
        for (name, mine), (_, its) in zip(one, other, strict=True)
    )


def _scales(figures: Sequence[Operand]) -> bool:
    """Tell whether a share, a price or a time is multiplied with a count of its own rows."""
    a, b = figures[0], figures[1]
    if a.handles == b.handles:
        return True
    if len(figures) > 2:
        return a.quantity == b.quantity
    counted = b if b.dimension == COUNT else a
    other = a if counted is b else b
    return (counted.dimension == COUNT and other.dimension != COUNT and not counted.is_n) or (
        MONEY in (a.dimension, b.dimension)
    )


def _same_rows(figures: Sequence[Operand]) -> bool:
    return (
        len({one.subject for one in figures}) == 1
        and len({one.dimension for one in figures}) == 1
        and not any(one.is_n for one in figures)
    )
