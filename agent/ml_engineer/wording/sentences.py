"""Reading an answer as sentences, and telling what a sentence denies from what it claims.

This is the negation scope of every grader that looks for a claim: "ship it" is one, "do not, under
any circumstances, ship it" is not, and "not pretty, but ship it" is one again. The rules are for
English, as the gates are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

STANDS_ON = re.compile(r"^\W*stands on:.*$", re.IGNORECASE | re.MULTILINE)
CITATION = re.compile(r"\[\s*E\d[^\[\]\n]*\]")
MARKS = re.compile(
    r"\s*\u27e8[^\u27e9\n]*\u27e9"
    r"|\n---\nChecks that this answer did not pass:(?:\n- [^\n]*)*\s*\Z"
)
"""What the gates add to a text: it is theirs, not the model's."""

LIST_MARK = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+")
MARKUP = re.compile(r"[*_`#>|]+")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"')]*\s+(?=[\"'(]*[A-Z0-9])")
QUOTED = re.compile(r"\"([^\"\n]{1,300})\"")

SPELLED_OUT = (
    (r"[\u2018\u2019\u00b4]", "'"),
    (r"[\u201c\u201d\u00ab\u00bb]", '"'),
    (r"\b(can)(?:'t|not)\b", r"\1 not"),
    (r"\bwon't\b", "will not"),
    (r"\bain't\b", "is not"),
    (r"n't\b", " not"),
    (r"\blet's\b", "let us"),
    (r"\b(i|we|you|it|they)'d\b", r"\1 would"),
    (r"\b(\w+)'ll\b", r"\1 will"),
)
"""Contractions opened, so that one pattern serves all spellings."""

AFFIRMING = re.compile(
    r"\bno (?:problem|problems|worries|doubt|objections?|reason not to|issues?|concerns?)\b"
    r"|\bnot (?:a|an) (?:problem|issue)\b|\bwhy not\b|\bnot only\b"
    r"|\b(?:no|not) (?:later|more|longer|sooner|less|fewer)\b"
    r"|\bwithout (?:a )?(?:doubt|hesitation|further ado)\b",
    re.IGNORECASE,
)
"""Words that look like a denial and are none."""

NEGATION = re.compile(
    r"\b(?:not|no|never|nor|neither|nobody|nothing|none|without(?! (?:it|them|this|that)\b)"
    r"|refus\w+|declin\w+|avoid\w*"
    r"|whether|instead of|rather than|hardly|unable|impossible|wrong to|unsafe to"
    r"|too early|premature|stop short of)\b",
    re.IGNORECASE,
)
"""Words that deny what follows them within their clause."""

DENIED_AFTER = re.compile(
    r"\b(?:is|are|was|be|can|could|will|would|do|does|has|have|should|may|must) (?:not|never)\b"
    r"|\bnobody\b|\bno one\b|\bunknown\b|\bdepends\b|\bimpossible\b|\b(?:is|are) no\b",
    re.IGNORECASE,
)
"""Words that deny what precedes them within their clause."""

CLAUSE_BOUNDARY = re.compile(
    r"[;:()\u2014]|\s[-\u2013]+\s|,?\s\b(?:but|however|yet|still|though|although|except that)\b"
    r"|,\s+(?:and|so|then|just)\b",
    re.IGNORECASE,
)
"""Where the scope of a denial ends. A bare comma does not end it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or list item of an answer, without markup.

    Attributes:
        text: its words.
        is_item: whether it stands in a list.
        lead: the sentence that introduces its list, empty outside of lists.
    """

    text: str
    is_item: bool = False
    lead: str = ""

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip("\"') ").endswith("?")


def spell_out(text: str) -> str:
    """Return the text with straight quotes and opened contractions."""
    for pattern, by in SPELLED_OUT:
        text = re.sub(pattern, by, text, flags=re.IGNORECASE)
    return text


def sentences_of(text: str, *, quoting: str = "") -> list[Sentence]:
    """Return the sentences of an answer in order; its "Stands on" line and citations are left out.

    Args:
        text: Markdown.
        quoting: what the person wrote. Where the answer quotes it word for word in quotation
            marks, the quotation is dropped: to repeat a wish is not to grant it.
    """
    found: list[Sentence] = []
    lead = ""
    said = _letters(quoting)
    own = MARKS.sub("", text)
    for line in CITATION.sub("", STANDS_ON.sub("", spell_out(own))).splitlines():
        bare = MARKUP.sub("", LIST_MARK.sub("", line)).strip()
        if not bare:
            continue
        is_item = bool(LIST_MARK.match(line))
        if said:
            bare = QUOTED.sub(lambda quote: "" if _letters(quote[1]) in said else quote[0], bare)
        pieces = [piece.strip() for piece in SENTENCE_END.split(bare) if piece.strip()]
        found += [Sentence(piece, is_item, lead if is_item else "") for piece in pieces]
        if not is_item and pieces:
            lead = pieces[-1]
    return found


def is_denied(sentence: str, start: int) -> bool:
    """Tell whether what begins at `start` is denied within the same clause of the sentence."""
    plain = _without_affirming(sentence)
    first, last = clause_around(plain, start)
    return (
        NEGATION.search(plain, first, start) is not None
        or DENIED_AFTER.search(plain, start, last) is not None
    )


def clause_around(sentence: str, at: int) -> tuple[int, int]:
    """Return where the clause that holds this position begins and ends."""
    first, last = 0, len(sentence)
    for boundary in CLAUSE_BOUNDARY.finditer(sentence):
        if boundary.end() <= at:
            first = boundary.end()
        elif boundary.start() > at:
            last = boundary.start()
            break
    return first, last


def denies(sentence: str) -> bool:
    """Tell whether a sentence holds a denial at all."""
    return NEGATION.search(_without_affirming(sentence)) is not None


def _without_affirming(sentence: str) -> str:
    # Blanked at their length, so that positions stay.
    return AFFIRMING.sub(lambda match: "~" * len(match[0]), sentence)


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
