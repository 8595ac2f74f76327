"""Conventions that an answer may name without measuring them: a closed list of phrases.

Everything else that is chosen rather than measured is a figure flagged as a convention, cited
like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ml_engineer.evidence.layout import Span
from ml_engineer.evidence.numbers import NumberToken


@dataclass(frozen=True, slots=True)
class Convention:
    """A number that means itself beside certain words.

    Attributes:
        name: what it is.
        values: the numbers.
        words: what stands near it, in the same sentence.
        near: how many characters away at most, on either side.
        reaches_back: how many characters before the sentence may speak of it.
        needs: what stands anywhere in the text.
    """

    name: str
    values: tuple[float, ...]
    words: re.Pattern[str]
    near: int = 40
    reaches_back: int = 0
    needs: re.Pattern[str] | None = None


FOUR_FIFTHS = "the four-fifths rule"

CONVENTIONS: tuple[Convention, ...] = (
    Convention(
        "the usual numbers of folds",
        (5.0, 10.0),
        re.compile(r"\b(?:split by|use|try|take|would|should|I'd)\b[^.;]{0,40}\b\w+ folds\b"),
    ),
    Convention(
        "ten events for each parameter",
        (10.0, 20.0),
        re.compile(
            r"\bevents per (?:parameter|variable|predictor|coefficient|feature)|\bEPV\b", re.I
        ),
        90,
    ),
    Convention(
        "the bands of PSI (0.1 some, 0.2 or 0.25 much)",
        (0.1, 0.2, 0.25),
        re.compile(
            r"\b(?:stable|moderate|minor|major|small|large|strong|slight|severe|significant|none|low"
            r"|high|watch|act|alarm|warning|investigate|shift\w*|drift\w*)[\s*_`]{0,4}[:(=]?\s?"
            r"(?:[<>≤≥]=?|(?:below|above|over|under|up to)|0\.1\d?\s?(?:[–-]|to))?"
            r"\s?0\.(?:10?|20?|25)\b"
            r"|\bbetween (?:[\w-]+ ){0,4}0\.10? and 0\.2[05]?\b"
            r"|(?:[<>≤≥]=?|\b0\.10?\s?[–-])\s?0\.(?:10?|20?|25)\)?[\s:=,]{1,3}"
            r"(?:is )?(?:stable|moderate|minor|major|significant|drift|no )",
            re.IGNORECASE,
        ),
        40,
        needs=re.compile(r"\bPSI\b|stability ind", re.IGNORECASE),
    ),
    Convention("weeks of a year", (52.0,), re.compile(r"\bweeks\b"), 8),
    Convention("days of a year", (365.0,), re.compile(r"\bdays\b"), 8),
    Convention("months of a year", (12.0,), re.compile(r"\bmonths\b"), 8),
    Convention(
        "what guessing between two classes costs in log loss (ln 2)",
        (0.693, 0.69),
        re.compile(r"\b(?:chance|coin|random|guess\w*|fifty|uninformed)\b|\bln ?2\b", re.I),
        90,
    ),
    Convention(
        "the customary bounds of Krippendorff's alpha (2004)",
        (0.667, 0.8),
        re.compile(r"Krippendorff|\bcustomary\b|\busual(?:ly)?\b|\btentative\b|\balpha\b", re.I),
        60,
    ),
    Convention(
        "the usual levels of an interval",
        (0.90, 0.95, 0.99),
        re.compile(
            r"\b(?:intervals?|CIs?|confidence|credible|bootstrap|Wilson|Clopper|Jeffreys)\b",
            re.IGNORECASE,
        ),
        24,
    ),
    Convention(
        "the default threshold",
        (0.5,),
        re.compile(
            r"\bdefault\b|\b(?:usual|standard|customary) (?:threshold|cut-?off|0\.50?\b)",
            re.IGNORECASE,
        ),
    ),
    Convention(
        "guessing between two classes",
        (0.5,),
        re.compile(
            r"\b(?:chance|coin|random|guess\w*|no better than)\b"
            r"|\bAUC\b.{0,60}\b(?:above|below|close to|near|over) 0\.50?\b"
            r"|\binterval\b.{0,60}\b(?:clear of|above|includes?|excludes?|contains?) 0\.50?\b",
            re.IGNORECASE,
        ),
        90,
    ),
    Convention(
        "the rule of thumb for PSI (0.1 some, 0.2 or 0.25 much)",
        (0.1, 0.2, 0.25),
        re.compile(
            r"\brules? of thumb\b"
            r"|\b(?:usual|common|customary|standard|conventional)"
            r" (?:limit|line|threshold|mark|rule|bands?|scale|(?:of )?0\.(?:1|2|25))\b"
            r"|\bgr[ae]y (?:zone|area)\b|\b(?:drift|PSI)[ -](?:limit|line|threshold)\b"
            r"|\b(?:limit|line|threshold) of 0\.(?:1|2|25)\b"
            r"|\b0\.(?:1|2|25) as (?:the|a) (?:limit|line)"
            r"|\bPSI\b(?:[^.\n]|\.(?=[\df])){0,60}\b0\.(?:1|2|25) (?:already |usually |often )?"
            r"(?:counts?|is (?:called|considered|taken|regarded|usual\w*)|would|marks?|means)\b"
            r"|\bPSI\b(?:[^.\n]|\.(?=[\df])|\.\s){0,60}"
            r"\b(?:above|below|over|under|exceeds?|crosses|beyond|past) (?:the )?0\.(?:1|2|25)\b",
            re.IGNORECASE,
        ),
        80,
        60,
    ),
    Convention(
        "the usual levels of significance",
        (0.01, 0.05),
        re.compile(
            r"α|\balpha\b|\bp\s?[<=>]|\bp[- ]values?\b|\ba p of\b"
            r"|\b[15] ?% level\b|\bsignifican(?:t|ce)\b",
            re.IGNORECASE,
        ),
        60,
    ),
    Convention(
        "the bands of kappa (Landis and Koch 1977)",
        (0.2, 0.21, 0.4, 0.41, 0.6, 0.61, 0.8, 0.81),
        re.compile(
            r"\b(?:substantial|moderate|fair|slight|almost perfect)\b|Landis|\busual reading\b",
            re.IGNORECASE,
        ),
        60,
    ),
    Convention(
        "what a perfect score or slope would be",
        (1.0,),
        re.compile(r"\b(?:perfect|ideal)(?:ly)?\b", re.IGNORECASE),
    ),
    Convention(
        FOUR_FIFTHS,
        (0.8, 1.25),
        re.compile(
            r"\bfour[ -]fifths\b|\bfairness\b|\bdisparate impact\b|\b80\s?% rule\b", re.IGNORECASE
        ),
    ),
)


def convention_of(text: str, token: NumberToken, sentence: Span) -> str | None:
    """Return the convention that a number names, or None."""
    for convention in CONVENTIONS:
        if not any(_is(token, value) for value in convention.values):
            continue
        if convention.needs is not None and not convention.needs.search(text):
            continue
        start = max(sentence[0] - convention.reaches_back, token.start - convention.near, 0)
        end = min(sentence[1], token.end + convention.near)
        if convention.words.search(text, start, end):
            return convention.name
    return None


def _is(token: NumberToken, value: float) -> bool:
    """Tell whether the number is exactly this: 0.5 is, 0.53 shown as 0.5 can't be told from it."""
    reading = token.readings[0]
    return reading.holds(value) and abs(token.value - value) < 1e-6
