"""Where digits are no claim: code, names, dates, versions, list numbers, labels, `per 1,000`."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?:\s?[–-]\s?(?:[12]\d|3[01]|0?[1-9]))?"
_YEAR = r"(?:19|20)\d{2}\b"
DATE = re.compile(
    rf"""(?<![\w.,/-])(?=[\dA-S])(?:
      \d{{4}}-\d{{2}}(?:-\d{{2}})?(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?Z?)?(?![\d-])
    | (?:19|20)\d{{2}}/\d{{2}}(?![\d/]) | \d{{1,2}}[./]\d{{1,2}}[./](?:19|20)\d{{2}}(?!\d)
    | {_DAY}\.?\s(?:of\s)?{_MONTH}\b(?:\.?,?\s{_YEAR})?
    | {_MONTH}\.?\s{_DAY}\b(?!\s?%|[.,]?\d)(?:,?\s{_YEAR})?
    | (?:{_MONTH}\.?\s?[–-]\s?)?{_MONTH}\.?\s{_YEAR}
    | \d{{1,2}}:\d{{2}}:\d{{2}} | (?:[01]\d|2[0-3]):[0-5]\d(?!\d)
    )""",
    re.VERBOSE,
)
"""Dates, spans of dates and times of day, as one token each."""

VERSION = re.compile(r"(?<![\w.])v?\d+\.\d+\.\d+(?:\.\d+)*(?![\w.]*\d)")

_FENCE = re.compile(r"^(?P<mark>```|~~~)[ \t]*(?P<language>[\w+-]*)[^\n]*$", re.MULTILINE)
_INLINE_CODE = re.compile(r"`([^`\n]+)`")
_NUMERIC_CODE = re.compile(r"[\s\d.,%+−–eExkM$€£-]+")
_LINK = re.compile(r"\bhttps?://\S+|\bwww\.\S+")

CODE_FENCES = frozenset(
    {"python", "py", "pycon", "ipython", "sql", "bash", "sh", "shell", "zsh", "console",
     "powershell", "r", "julia", "java", "scala", "kotlin", "javascript", "js", "typescript", "ts",
     "c", "cpp", "go", "rust", "dockerfile", "makefile", "diff", "yaml", "yml", "toml", "ini"}
)  # fmt: skip
"""Languages of fenced blocks that hold code. Any other block is judged, results in JSON or CSV
included: a number doesn't escape by being set in a box."""

_LIST_NUMBER = re.compile(r"(?:^|\n)[ \t>*_#-]*\Z")
_SECTION = re.compile(r"(?:\A|\n)[ \t>]*(?:#{1,6} |\*\*|__)\s?\Z")
_SECTION_TITLE = re.compile(r"\.?\s[A-Z][^\n.\d]{2,60}(?:\*\*|__)?:?[ \t]*(?:\n|\Z)")
"""The number of a section, and its title on a line of its own: "**4.2 Discrimination**"."""
_LABEL_NOUNS = (
    "step|stage|phase|slide|section|chapter|figure|fig|table|option|point|number|item|line|version"
    "|release|fold|quarter|month|site|vendor|class|cluster|group|clause|python|level|tier|appendix"
    "|rule|question|part|sprint|run|experiment|batch|week|day|year|type|route|model|no|page"
)
_LABEL = re.compile(
    rf"\b(?:{_LABEL_NOUNS})(?P<plural>s?)\.?\s+#?"
    r"(?P<list>(?:\d{1,3}(?:\s?[–-]\s?|\s?(?:,|and|to|or)\s))*)\Z",
    re.IGNORECASE,
)
_LIST_GOES_ON = re.compile(r"\s?(?:[–-]\s?|,\s|and\s|to\s|or\s|&\s?)\d")
_TOP = re.compile(
    r"\b(?:(?<!ranks )(?<!ranked )(?:top|bottom|best|worst|best-scored|highest|lowest)|per|every)"
    r"[\s-]\Z",
    re.IGNORECASE,
)
COUNTED_LOOK = re.compile(r"\bE\d+ is (?:score|look) (?:\d{1,2} of )?\Z")
"""How the release gate counts the looks at a holdout: "E3 is score 1 of 2 on the holdout"."""
_PER = re.compile(r"\b(?:per|for every|out of every)\s\Z", re.IGNORECASE)
_OUT_OF = re.compile(
    r"(?<!\d )(?<!\d% )(?<!\d % )\b(?:out of|of every|in every|of each)\s\Z", re.IGNORECASE
)
"""What stands before a base that shares are counted on: "out of 100 alarms 59 are false"."""
_TIME_WORD = re.compile(
    r"(?:(?:^|\b(?:in|since|of|for|from|until|till|to|by|through|during|between|and|or|year|early"
    r"|late|mid|quarter|season|fiscal|spring|summer|autumn|fall|winter|the|cohort|vs\.?|versus|over|all|Q[1-4])|[–(/,|>*])"
    r"[\s`*]*|^|\n)\Z",
    re.IGNORECASE,
)
_COUNT_NOUN = re.compile(
    r"\s(?:rows?|columns?|records?|samples?|cases?|customers?|entities|patients?|users?|points?"
    r"|values?|levels?|duplicates?|features?|events?|items?|trees?|times|of\s)\b|\s?%",
    re.IGNORECASE,
)
_DECADE = re.compile(r"1[4-9]00|19\d0|20[0-4]0")
"""A century or decade before an s: the 1800s, the 1990s."""
_LINK_TO_WORD = re.compile(r"[A-Za-z][-@#]\Z|[@#]\Z")


def hidden_spans(text: str) -> list[tuple[int, int]]:
    """Return the stretches in which digits are names or code: fenced code, `names`, links."""
    spans = _code_fences(text)
    for match in _INLINE_CODE.finditer(text):
        if not _NUMERIC_CODE.fullmatch(match[1]):
            spans.append(match.span())
    spans += [match.span() for match in _LINK.finditer(text)]
    return spans


def is_structural(text: str, start: int, end: int) -> bool:
    """Tell whether the number at `start:end` orders, labels or names rather than claims."""
    before, after = text[max(0, start - 48) : start], text[end : end + 24]
    written = text[start:end]
    if (
        (_PER.search(before) and _is_base(written))
        or (_OUT_OF.search(before) and _is_natural(written))
        or _TOP.search(before)
        or _LINK_TO_WORD.search(before)
    ):
        return True
    if COUNTED_LOOK.search(before):
        return True
    if re.match(r"-folds?\b", after):
        return True
    if not written.isdigit():
        if _SECTION.search(before) and _SECTION_TITLE.match(text, end):
            return True
        return bool(re.search(r"\b(?:version|release|python|v)\s\Z", before, re.IGNORECASE))
    if _LIST_NUMBER.search(before) and re.match(r"[.)]\s", after):
        return True
    if _DECADE.fullmatch(written) and re.match(r"s\b", after):
        return True
    if len(written) == 4 and 1900 <= int(written) <= 2099:
        return not _COUNT_NOUN.match(after) and bool(_TIME_WORD.search(before))
    if len(written) <= 3 and (label := _LABEL.search(before)):
        if label["plural"] and not label["list"] and not _LIST_GOES_ON.match(after):
            return False
        return not re.match(r"\s(?:rows?|columns?|records?|levels?)\b", after)
    return False


def _is_base(written: str) -> bool:
    """Tell whether a number after "per" is a base: 1,000 or 12, not 7,695."""
    digits = re.sub(r"\D", "", written)
    return len(digits) <= 2 or len(digits.rstrip("0")) <= 1


def _is_natural(written: str) -> bool:
    """Tell whether a number is what people count shares on: 100, 1,000, 10,000."""
    return re.sub(r"[, ]", "", written) in ("100", "1000", "10000", "100000")


def _code_fences(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            opened = match
        elif match["mark"] == opened["mark"]:
            if opened["language"].lower() in CODE_FENCES:
                spans.append((opened.start(), match.end()))
            opened = None
    if opened is not None and opened["language"].lower() in CODE_FENCES:
        spans.append((opened.start(), len(text)))
    return spans
