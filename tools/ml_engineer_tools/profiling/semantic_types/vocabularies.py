"""Vocabularies: words of scales, booleans, countries and currencies, in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterable


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text that are parted by blanks."""
    return frozenset(text.split())


def _scale(text: str) -> tuple[frozenset[str], ...]:
    """Read a scale: steps by commas, spellings of a step by bars."""
    return tuple(frozenset(w.strip() for w in step.split("|")) for step in text.split(","))


SCALES: tuple[tuple[frozenset[str], ...], ...] = tuple(
    _scale(text)
    for text in (
        "xxs, xs|extra small|x-small, s|small, m|medium|med|mid, l|large|big, "
        "xl|extra large|x-large, xxl|2xl, xxxl|3xl",
        "tiny, small, medium|regular|normal|average, large|big, huge|giant",
        "none, very low|lowest, low|lo, medium|moderate|mid|med|normal|average, high|hi, "
        "very high|highest, extreme|critical",
        "none, minor|trivial, mild|slight, moderate|major, severe|serious, critical|extreme|fatal",
        "info|informational, low, medium, high, critical",
        "debug, info, warning|warn, error, critical|fatal",
        "never, rarely|seldom, sometimes|occasionally, often|frequently|usually, always",
        "strongly disagree|totally disagree, disagree|somewhat disagree, neutral|neither agree nor "
        "disagree|undecided, agree|somewhat agree, strongly agree|totally agree",
        "very dissatisfied|very unsatisfied, dissatisfied|unsatisfied, neutral, satisfied, "
        "very satisfied",
        "terrible|very poor|awful|very bad, poor|bad, fair|average|ok|okay, good|very good, "
        "excellent|great, ideal|outstanding|premium",
        "poor, fair, good, very good, premium, ideal",
        "worst, bad, neutral, good, best",
        "po, fa, ta, gd, ex",
        "first|1st, second|2nd, third|3rd, fourth|4th, fifth|5th, sixth|6th",
        "bronze, silver, gold, platinum, diamond",
        "free, basic|starter, standard|plus, premium|pro, enterprise",
        "beginner|novice, elementary, intermediate, advanced, expert",
        "intern|trainee, junior, mid|middle|mid-level, senior, lead|principal|staff, director, vp, "
        "executive",
        "cold|cool, mild|warm, hot",
        "slow, medium|normal, fast",
        "young|child, adult|middle-aged|middle aged, old|senior|elderly",
        "night, morning, noon|midday, afternoon, evening",
        "no schooling|none, preschool|kindergarten, 1st-4th, primary|primary school|elementary|"
        "primary education, 5th-6th, 7th-8th, 9th, 10th, 11th, 12th, secondary|secondary school|"
        "high school|hs-grad|highschool|some high school|middle school|lower secondary|"
        "upper secondary|high school diploma|ged, some-college|some college|vocational|college|"
        "associate|associates|associate degree|assoc-voc|assoc-acdm|associate's degree, "
        "tertiary|bachelor|bachelors|bachelor's|university|undergraduate|bachelor's degree|"
        "bachelor degree|graduate|basic|graduation, master|masters|master's|2n cycle|"
        "master's degree|master degree|prof-school|postgraduate|graduate school|"
        "graduate degree, doctorate|phd|ph.d.|doctoral|doctor",
        "jan|january, feb|february, mar|march, apr|april, may, jun|june, jul|july, aug|august, "
        "sep|sept|september, oct|october, nov|november, dec|december",
        "mon|monday|mo, tue|tues|tuesday|tu, wed|wednesday|we, thu|thur|thurs|thursday|th, "
        "fri|friday|fr, sat|saturday|sa, sun|sunday|su",
        "a+, a, a-, b+, b, b-, c+, c, c-, d+, d, d-, e, f",
        "aaa, aa+, aa, aa-, a+, a, a-, bbb+, bbb, bbb-, bb+, bb, bb-, b+, b, b-, ccc, cc, c, d",
        "q1, q2, q3, q4",
        "i, ii, iii, iv, v, vi",
        "stage 0, stage i|stage 1, stage ii|stage 2, stage iii|stage 3, stage iv|stage 4",
        "negative, neutral, positive",
        "decrease|down|decreasing, stable|same|flat|unchanged, increase|up|increasing",
    )
)
"""Scales of steps in order: words whose order is known to everyone. A convention."""

BOOLEAN_WORDS = (
    frozenset({"true", "t", "yes", "y", "1", "on", "ja", "oui", "si", "sí", "x", "wahr", "vrai"}),
    frozenset({"false", "f", "no", "n", "0", "off", "nein", "non", "falsch", "faux"}),
)
"""Spellings of true and of false."""

COUNTRIES = word_set(
    "ad ae af ag al am ao ar at au az ba bb bd be bf bg bh bi bj bn bo br bs bt bw by bz ca cd cf "
    "cg ch ci cl cm cn co cr cu cv cy cz de dj dk dm do dz ec ee eg er es et fi fj fm fr ga gb gd "
    "ge gh gm gn gq gr gt gw gy hk hn hr ht hu id ie il in iq ir is it jm jo jp ke kg kh ki km kn "
    "kp kr kw kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mr mt mu mv mw "
    "mx my mz na ne ng ni nl no np nr nz om pa pe pg ph pk pl pr ps pt pw py qa ro rs ru rw sa sb "
    "sc sd se sg si sk sl sm sn so sr ss st sv sy sz td tg th tj tl tm tn to tr tt tv tw tz ua ug "
    "uk us uy uz va vc ve vn vu ws ye za zm zw usa gbr deu fra ita esp prt nld bel che aut dnk "
    "swe nor fin isl irl pol cze svk hun rou bgr grc tur rus ukr chn jpn kor ind idn mys sgp tha "
    "vnm phl aus nzl can mex bra arg chl col per egy zaf nga ken isr sau are"
)
"""ISO 3166-1 codes of two letters, and the common ones of three."""

CURRENCIES = word_set(
    "usd eur gbp jpy chf cad aud nzd cny hkd sgd sek nok dkk pln czk huf ron bgn try rub inr idr "
    "myr thb php krw brl mxn ars clp cop pen zar ngn kes egp ils aed sar uah vnd twd btc eth"
)
"""ISO 4217 codes that are common."""

_BOUND = r"[$€£]?\d[\d.,]*\s*[k%]?"
_BAND = re.compile(
    r"(?:(?:under|over|above|below|up to|less than|more than|ab|bis|[<>≤≥]=?)\s*" + _BOUND
    + "|" + _BOUND + r"\s*(?:-|–|—|to|bis)\s*" + _BOUND
    + "|" + _BOUND + r"\s*(?:\+|plus|and over|or more|and above|and older|or older)"
    r"|[\[(]-?\d[\d.,]*\s*[,;]\s*-?\d[\d.,]*[\])])(?:\s*(?:years?|yrs?|y))?",
    re.IGNORECASE,
)  # fmt: skip
_NUMBERED = re.compile(
    r"(?:(?:level|grade|stage|class|tier|phase|step|year|rank)[ _-]?"
    r"(?:[0-9]{1,2}|[a-g]|i{1,3}|iv|v)|[0-9]{1,2}(?:st|nd|rd|th)(?:[ _-]\w+)?)"
)
_NEITHER = frozenset({"other", "others", "unknown", "n/a", "not applicable", "none"})


def on_one_scale(levels: Iterable[str]) -> bool:
    """Tell whether levels are steps of one scale, bands of numbers, or numbered steps.

    A level that stands outside any order ("other") is allowed; three steps are needed, or two
    that are neither next to nothing nor letters alone.
    """
    words = {level.strip().casefold().replace("_", " ") for level in levels} - _NEITHER
    if len(words) < 2:
        return False
    if all(_BAND.fullmatch(word) for word in words):
        return True
    if len(words) > 2 and all(_NUMBERED.fullmatch(word) for word in words):
        return True
    return any(_steps(words, scale) for scale in SCALES)


def _steps(words: set[str], scale: tuple[frozenset[str], ...]) -> bool:
    known = frozenset().union(*scale)
    spelled = {word if word in known else word.replace("-", " ") for word in words}
    if not spelled <= known:
        return False
    steps = sum(bool(step & spelled) for step in scale)
    letters = all(len(word) < 3 for word in spelled)
    if steps == len(spelled) == 2:
        return not letters
    # Any four letters are grades; three may be anything but sizes.
    return steps >= (4 if letters and scale is not SCALES[0] else 3)
