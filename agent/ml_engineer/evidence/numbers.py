"""Numbers in prose: where they stand, what they may mean, and how exactly they were written.

The token is the number alone: sign, currency, digits, separators, exponent, `%` or `percent`,
`k`/`M`/`million`, `x`. Units stand outside it; "three out of ten" is one token; the ends of a
range are two. Not extracted: citations, digits inside names (`F1`, `p95`), ordinals, code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ml_engineer.evidence.citations import CITATION
from ml_engineer.evidence.number_context import (
    COUNTED_LOOK,
    DATE,
    VERSION,
    hidden_spans,
    is_structural,
)

Kind = Literal["number", "structural", "date", "word"]
"""A claim; a label, base or list number; a date or time; a claim in words ("seven", "twice")."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_UNITS = ("ms|µs|us|ns|s|sec|min|h|hrs?|d|GB|MB|kB|TB|MW|GW|kW|kWh|MWh|pp|pts?|bps|km|kg|m|px|y|yr"
          "|rows|cols")  # fmt: skip
NUMBER = re.compile(
    rf"""
    (?P<sign>(?<![\w)\]%.,])[+\-−])?
    (?P<currency>[$€£¥]\s?)?
    (?P<body>
        (?:(?<![\w.])[1-9]\d{{0,2}}(?P<group>[,\u00a0\u2009\u202f\x20])\d{{3}}(?:(?P=group)\d{{3}})*(?![\d])|\d+)
        (?:\.\d+)?
      | (?<![\w.])\.\d+
    )
    (?P<exponent>[eE][+\-−]?\d+
      | \s?[×x·*]\s?10(?:\^\{{?[+\-−]?\d+\}}?|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))?
    (?P<scale>[kKMB](?![A-Za-z])|bn\b|\s?(?:thousand|million|billion)\b)?
    (?P<suffix>\s?%(?![A-Za-z])|\s?per\s?cent\b(?!age)|\s?pct\b|[x×](?![\w]))?
    (?P<unit>(?:{_UNITS})\b)?
    """,
    re.VERBOSE,
)
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}

WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "thousand": 1000, "a hundred": 100, "a thousand": 1000,
}  # fmt: skip
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_WORD = rf"(?:{_TENS})[\s-](?:{_ONES})|" + "|".join(sorted(WORDS, key=len, reverse=True))
_COUNT = rf"(?:\d+|{_WORD})"
OUT_OF = re.compile(
    rf"(?<![\w.,-])(?P<part>{_COUNT})(?:\s(?:times?|cases?|people|person))?\s"
    rf"(?P<of>out\sof|of|in)(?:\severy)?\s(?P<whole>{_COUNT})(?![\w.,]*\d)(?!\s?%)\b",
    re.IGNORECASE,
)
ONE_IN = re.compile(
    rf"\bone(?!\s(?:more|less|fewer|of)\b)(?:\s[a-z]+){{1,3}}?\sin\s(?:every\s)?(?P<whole>{_COUNT})"
    r"(?=\s?[,.;:)\[]\D|\s(?:is|are|was|were|has|takes?|goes|fails?|gets?|ends?|needs?)\b)",
    re.IGNORECASE,
)
"""One of so many, with what is counted between: "one match in 145 is wrong"."""
_FRACTIONS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
              "ninth": 9, "tenth": 10, "twelfth": 12, "twentieth": 20}  # fmt: skip
FRACTION = re.compile(
    r"\b(?:(?P<part>an?|one|two|three|four)[\s-](?P<whole>thirds?|quarters?|fifths?)\b"
    rf"|(?P<parts>an?|{_ONES})[\s-](?P<small>(?:six|seven|eigh|nin|ten|twelf)ths?|twentieths?)"
    r"(?=\s?[.,;:)\[\n]|\s?\Z|\s(?:of|less|more|fewer|as|the|higher|lower|better|smaller|larger"
    r"|cheaper|faster|slower)\b))",
    re.IGNORECASE,
)
"""A small one only where no noun follows: "a sixth of the rows", not "a sixth column"."""
WORD_SCALE = re.compile(
    rf"\b(?P<count>{_WORD})\s(?P<scale>thousand|million|billion)\b", re.IGNORECASE
)
WORD_PERCENT = re.compile(
    rf"(?<![\w-])(?P<count>{_WORD})\s(?:per\s?cent\b(?!age)|pct\b)", re.IGNORECASE
)
AND_A_HALF = re.compile(rf"(?<![\w-])(?P<count>{_WORD})\sand\sa\shalf(?![\w-])", re.IGNORECASE)
PLAIN_WORD = re.compile(
    rf"(?<![\w-])(?P<word>{'|'.join(word for word in WORDS if ' ' not in word and word != 'one')}"
    r"|half|halves?|halved|halving|twice|doubled?|doubling|tripled?|trebled?|quadrupled?|dozen)(?![\w-])",
    re.IGNORECASE,
)
_LOOSE_WORDS = {"half": (0.45, 0.55), "halve": (0.45, 0.55), "halves": (0.45, 0.55),
                "halved": (0.45, 0.55), "halving": (0.45, 0.55), "dozen": (11.5, 12.5),
                "doubling": (1.75, 2.25), "twice": (1.75, 2.25), "double": (1.75, 2.25),
                "doubled": (1.75, 2.25), "triple": (2.6, 3.4), "tripled": (2.6, 3.4),
                "treble": (2.6, 3.4), "trebled": (2.6, 3.4), "quadruple": (3.5, 4.5),
                "quadrupled": (3.5, 4.5)}  # fmt: skip
_MULTIPLE = re.compile(
    r"\stimes\s(?:the|as|more|less|higher|lower|larger|bigger|smaller|better|worse|faster|slower|longer"
    r"|what|that|its|their|our|your)\b",
    re.IGNORECASE,
)
"""Behind "seventeen", it makes a claim: "seventeen times the latency", not "looked three times"."""
_HEDGE = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|approx\.?|circa|nearly|almost|some|over|under"
    r"|more than|less than|at least|up to|close to|≈)\s|[~≈]\s?)\Z",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\s?(?:percentage[\s-]points?|points?\b|pp\b|pts\b|p\.p\.)", re.IGNORECASE)
_UNIT_AFTER = re.compile(r"[\s-]?(?P<unit>[A-Za-zµ%]+|[€£$¥](?!\d))")
_CURRENCY_BEFORE = re.compile(r"\b(EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|JPY|CAD|AUD|INR)\s?\Z")
LONGEST_NUMBER = 40
"""Longer runs of digits are keys or noise, not measurements."""
_SLACK = 1e-9
"""Relative room for binary rounding when a value lies on the edge of what was displayed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a number may mean: any value from `low` to `high` would be displayed so.

    `of_percent`: only a figure whose unit is percent can hold it.
    """

    low: float
    high: float
    of_percent: bool = False

    def holds(self, value: float) -> bool:
        """Tell whether a value would be displayed like this."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A number as it stands in a text.

    Attributes:
        text: its characters.
        start: where it begins.
        end: where it ends.
        kind: whether it claims anything.
        readings: what it may mean, the likeliest first; none for a date.
        sign: -1 or 1 if a sign was written, else 0.
        is_percent: written with `%` or `percent`, or followed by `points`.
        is_multiple: written with `x`, or followed by `times`.
        unit: the word that follows, if any.
        per: on how many it is counted: 1,000 where "per thousand" stands behind it.
    """

    text: str
    start: int
    end: int
    kind: Kind
    readings: tuple[Reading, ...] = ()
    sign: int = 0
    is_percent: bool = False
    is_multiple: bool = False
    unit: str | None = None
    per: float = 1.0

    @property
    def value(self) -> float:
        """The middle of the likeliest reading."""
        return (self.readings[0].low + self.readings[0].high) / 2

    def as_share(self) -> NumberToken:
        """Return the token read as a percentage: the cell of a column whose header says `%`."""
        plain = self.readings[0]
        share = _reading(plain.low / 100, plain.high / 100)
        return NumberToken(
            self.text, self.start, self.end, self.kind, (plain, share), self.sign, True,
            self.is_multiple, self.unit,
        )  # fmt: skip

    def as_rate(self, base: float) -> NumberToken:
        """Return the token read as so many of a base: "8.3 per thousand" is a share, too."""
        plain = self.readings[0]
        share = _reading(plain.low / base, plain.high / base)
        return replace(self, readings=(plain, share), per=base)


def extract_numbers(text: str) -> list[NumberToken]:
    """Return the numbers of a text in its order; see the module for what a token is."""
    text = text.replace("\x00", " ")
    masked = list(text)
    for start, end in [*hidden_spans(text), *(match.span() for match in CITATION.finditer(text))]:
        masked[start:end] = "\x00" * (end - start)
    tokens: list[NumberToken] = []
    finders = (
        _dates,
        _out_of,
        _one_in,
        _halves,
        _fractions,
        _scaled_words,
        _word_percents,
        _digits,
        _plain_words,
    )
    for find in finders:
        for token in find("".join(masked)):
            tokens.append(token)
            masked[token.start : token.end] = "\x00" * (token.end - token.start)
    return sorted(tokens, key=lambda token: token.start)


def _dates(text: str) -> Iterator[NumberToken]:
    for pattern in (DATE, VERSION):
        for match in pattern.finditer(text):
            kind: Kind = "date" if pattern is DATE else "structural"
            yield NumberToken(match.group(), match.start(), match.end(), kind)


def _out_of(text: str) -> Iterator[NumberToken]:
    for match in OUT_OF.finditer(text):
        part, whole = _count(match["part"]), _count(match["whole"])
        in_words = match["of"].lower() == "in" and not re.search(r"\d", match.group())
        natural = whole in (10, 100, 1000) or part == 1 or "out" in match["of"].lower() or in_words
        if whole < 2 or part > whole or not natural or whole > 1000:
            continue
        if part == 1:
            reading = _reading(1 / (whole + 0.5), 1 / (whole - 0.5))
        else:
            reading = _reading((part - 0.5) / whole, (part + 0.5) / whole)
        looks = COUNTED_LOOK.search(text[max(0, match.start() - 24) : match.start()])
        base = part == 1 and whole in (100, 1000)
        kind: Kind = "structural" if base or looks else "number"
        yield NumberToken(match.group(), match.start(), match.end(), kind, (reading,))


def _one_in(text: str) -> Iterator[NumberToken]:
    for match in ONE_IN.finditer(text):
        whole = _count(match["whole"])
        if whole > 1:
            reading = _reading(1 / (whole + 0.5), 1 / (whole - 0.5))
            yield NumberToken(match.group(), match.start(), match.end(), "number", (reading,))


def _fractions(text: str) -> Iterator[NumberToken]:
    for match in FRACTION.finditer(text):
        told, whole = match["part"] or match["parts"], match["whole"] or match["small"]
        part = WORDS.get(told.lower(), 1)
        value = part / _FRACTIONS[whole.lower().rstrip("s")]
        # People say "a third" of 35 % and "two thirds" of 68 %: a fraction in words is coarse.
        room = min(0.025, 0.15 * value)
        reading = _reading(value - room, value + room)
        yield NumberToken(match.group(), match.start(), match.end(), "word", (reading,))


def _scaled_words(text: str) -> Iterator[NumberToken]:
    for match in WORD_SCALE.finditer(text):
        scale = _SCALES[match["scale"].lower()]
        count = _count(match["count"])
        reading = _reading((count - 0.5) * scale, (count + 0.5) * scale)
        yield NumberToken(match.group(), match.start(), match.end(), "number", (reading,))


def _halves(text: str) -> Iterator[NumberToken]:
    for match in AND_A_HALF.finditer(text):
        value = _count(match["count"]) + 0.5
        reading = _reading(value - 0.25, value + 0.25)
        yield NumberToken(match.group(), match.start(), match.end(), "word", (reading,))


def _word_percents(text: str) -> Iterator[NumberToken]:
    for match in WORD_PERCENT.finditer(text):
        count = _count(match["count"])
        low, high = count - 0.5, count + 0.5
        readings = (_reading(low / 100, high / 100), Reading(low, high, of_percent=True))
        yield NumberToken(
            match.group(), match.start(), match.end(), "number", readings, is_percent=True
        )


def _plain_words(text: str) -> Iterator[NumberToken]:
    for match in PLAIN_WORD.finditer(text):
        word = match["word"].lower()
        low, high = _LOOSE_WORDS.get(word) or (_count(word) - 0.5, _count(word) + 0.5)
        times = _MULTIPLE.match(text, match.end()) is not None
        yield NumberToken(
            match.group(), match.start(), match.end(), "number" if times else "word",
            (_reading(low, high),),
            is_multiple=times
            or (word in _LOOSE_WORDS and not word.startswith(("hal", "dozen"))),
        )  # fmt: skip


def _digits(text: str) -> Iterator[NumberToken]:
    for match in NUMBER.finditer(text):
        start, end = match.span()
        if match["unit"]:
            end = match.start("unit")
        if _inside_name(text, match, end) or end - start > LONGEST_NUMBER:
            continue
        kind: Kind = "structural" if is_structural(text, start, end) else "number"
        yield _token(text, match, start, end, kind)


def _token(text: str, match: re.Match[str], start: int, end: int, kind: Kind) -> NumberToken:
    sign = {"+": 1, "-": -1, "−": -1}.get(match["sign"] or "", 0)
    value, half = _parse(match)
    hedged = _HEDGE.search(text[max(0, start - 16) : start]) is not None
    if hedged:
        half = max(half, _rounded_place(match["body"]) * _factor(match) / 2)
    value *= -1 if sign < 0 else 1
    plain = _reading(value - half, value + half)
    suffix = (match["suffix"] or "").strip()
    percent = suffix not in ("", "x", "×")
    after = _UNIT_AFTER.match(text, end)
    unit = match["unit"] or (after["unit"] if after else None)
    if not percent and (code := _CURRENCY_BEFORE.search(text, max(0, start - 4), start)):
        unit = code[1]
    points = not percent and _POINTS.match(text, end) is not None
    share = _reading((value - half) / 100, (value + half) / 100)
    readings: tuple[Reading, ...] = (plain,)
    if percent:
        readings = (share, Reading(plain.low, plain.high, of_percent=True))
    elif points:
        readings = (share, plain)
    return NumberToken(
        text[start:end], start, end, kind, readings, sign, percent or points,
        suffix in ("x", "×") or unit == "times", unit,
    )  # fmt: skip


def _inside_name(text: str, match: re.Match[str], end: int) -> bool:
    """Tell whether the digits are part of a name, an ordinal or a path."""
    start = match.start()
    before = text[start - 1] if start else " "
    after = "" if match["unit"] else text[end : end + 1]
    if before.isalnum() or before in "_\\" or after == "_" or after.isalpha():
        return True
    if before == "." and start > 1 and text[start - 2].isalnum():
        return True
    return before == "/" and start > 1 and (text[start - 2].isalpha() or text[start - 2] in "./~")


def _parse(match: re.Match[str]) -> tuple[float, float]:
    """Return the value of a match without its sign, and half a unit of its last digit."""
    body = match["body"].replace(match["group"], "") if match["group"] else match["body"]
    decimals = len(_claimed(body).partition(".")[2])
    factor = _factor(match)
    return float(body) * factor, 0.5 * 10.0**-decimals * factor


def _claimed(body: str) -> str:
    """Return a number without the zeros at its end that claim nothing: 0.8700 says 0.87.

    Two significant digits stay: 0.90 is more than 0.9.
    """
    while "." in body and body.endswith("0") and len(body.replace(".", "").lstrip("0")) > 2:
        body = body[:-1]
    return body


def _factor(match: re.Match[str]) -> float:
    factor = _SCALES.get((match["scale"] or "").strip().lower(), 1.0)
    written = (match["exponent"] or "").translate(_SUPERSCRIPTS).replace("−", "-")
    if written:
        power = re.search(r"[+-]?\d+$", written.replace("10^", "").strip("{}").rstrip("}"))
        text = power.group() if power else "0"
        if "10" in written and "^" not in written and written[0] not in "eE":
            text = written.partition("10")[2]
        factor *= 10.0 ** max(-250, min(250, int(text)))
    return factor


def _rounded_place(body: str) -> float:
    """Return the place to which a whole number looks rounded: 45,000 to thousands, 30 to tens."""
    digits = re.sub(r"\D", "", body)
    if "." in body or not digits.strip("0"):
        return 0.0
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


def _reading(low: float, high: float) -> Reading:
    slack = _SLACK * max(abs(low), abs(high))
    return Reading(low - slack, high + slack)


def _count(written: str) -> int:
    """Return what a count in digits or words says: `17`, `seventeen`, `seventy-one`."""
    if written.isdigit():
        return int(written)
    if (whole := WORDS.get(" ".join(written.lower().split()))) is not None:
        return whole
    return sum(WORDS[word] for word in re.split(r"[\s-]", written.lower()))
