"""The statements of an answer: each sentence with what denies, conditions or quotes it told apart.

A statement keeps its place in the draft, and its words without markup, citations and contractions.
What the answer quotes of a person is left out: to repeat a wish is not to grant it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ml_engineer.evidence.citations import CITATION
from ml_engineer.evidence.layout import BlockKind, Layout, Span
from ml_engineer.wording.lexicon import Words
from ml_engineer.wording.sentences import LIST_MARK, MARKUP, STANDS_ON, is_denied, spell_out

LONGEST_REPEATED = 9
"""A quotation of at most so many words is somebody else's; a longer one is drafted text."""

QUOTATION = re.compile(r"(?<!\w)[\"]([^\"\n]{1,400})[\"](?!\w)|\u00ab([^\u00bb\n]{1,400})\u00bb")
SHORT_FORMS = (
    (r"\b(it|that|there|here|what|who|he|she|this|everything|nothing|nobody|everyone|where)'s\b",
     r"\1 is"),
    (r"\b(you|we|they|there)'re\b", r"\1 are"),
    (r"\b(i|you|we|they)'ve\b", r"\1 have"),
    (r"\bi'm\b", "I am"),
    (r"\bneed(?:n't| not)\b", "do not need"),
)  # fmt: skip
TASK = re.compile(r"\[[x ]\]\s*", re.IGNORECASE)

CONDITION = re.compile(
    r"\b(?:if|once|as soon as|when|whenever|provided|providing|assuming|only (?:after|then|with|if)"
    r"|until|unless|before|after|needs?|requires?|depends?|presuppos\w+|subject to|as long as"
    r"|in case|should (?:the|it|you))\b",
    re.IGNORECASE,
)
"""Words that make what a sentence says hang on something."""

SUPPOSED = re.compile(
    r"\b(?:(?<!\bi )(?<!\bwe )(?:would|could)|might|hypothetically|suppose|imagine|in theory|were"
    r" (?:it|we|you|the)"
    r"|if (?:it|we|you|the \w+) (?:were|had|could|would|skipped|went|shipped))\b",
    re.IGNORECASE,
)

AGREEING = re.compile(
    r"^\W*(?:then |well,? |honestly,? |so |great!? |good question[.!,]? |ok(?:ay)?,? |alright,? )*"
    r"(?:yes|yep|yeah|sure|ok(?:ay)?|fine|of course|absolutely|certainly|definitely|agreed|deal"
    r"|go ahead|go for it|do it|sounds? (?:good|fine|reasonable|sensible)|no problem|no worries"
    r"|no objections?|alright|all right|by all means|happy to|gladly|works for me|understood"
    r"|point taken|you (?:can|may|are right|could)|i (?:would )?(?:agree|think so)|very well"
    r"|as you wish|if you insist|consider it done|makes sense|makes perfect sense"
    r"|that (?:is|works|would be) (?:fine|ok|okay|acceptable|alright|possible|good|a fair)"
    r"|fair (?:enough|point)|good (?:idea|call|plan|point)|great (?:idea|plan|call)|why not\b"
    r"|let us|it is (?:a )?(?:yes|fine|ok|okay|done)|perfectly (?:fine|ok)|with pleasure|granted"
    r"|approved|clear(?:ed)?|exactly|right|true|it can|they can|we can|i can live with)\b(?!-)",
    re.IGNORECASE,
)
"""How an answer begins that goes along with what was asked."""

REFUSING = re.compile(
    r"^\W*(?:and |but |so |still |sorry,? |well,? |again,? |unfortunately,? |honestly,? |then )*"
    r"(?:no\b(?! (?:problem|worries|doubt|objection|need|reason|one))|nope\b|never\b"
    r"|not (?:yet|before|until|without|like|as|for|now|by|from|with|a|an|the|in|on|instead|really"
    r"|quite|today|this|that|at|so|even|only|unless|while|under)\b"
    r"|(?:i|we|you) (?:can not|will not|must not|may not|do not (?!worry|need|see|have to)|refuse"
    r"|decline|should not|would (?:rather )?not|am not|are not|could not|advise against)"
    r"|i would (?:advise|hold|wait|stop|pause|rather|hesitate)"
    r"|(?:it|this|that|he|she|they) (?:can not|will not|must not|may not|should not|is not|are not"
    r"|does not|do not|would not)\b|neither\b|nothing (?:goes|ships)|wait\b|stop\b|hold\b"
    r"|i disagree|i have to disappoint|my answer (?:has not|stays|remains|is (?:still )?no)"
    r"|the answer (?:stays|remains|is (?:still )?no))",
    re.IGNORECASE,
)
"""How a sentence begins that says no."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, list item or table row of an answer.

    Attributes:
        text: its words: contractions opened, without markup, citations and short quotations.
        span: where it stands in the draft.
        kind: of which kind of block.
        lead: the sentence that introduces its list; empty outside of lists.
    """

    text: str
    span: Span
    kind: BlockKind = "paragraph"
    lead: str = ""

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip("\"') ").endswith("?")

    @property
    def refuses(self) -> bool:
        """Whether it begins by saying no."""
        return REFUSING.match(self.text) is not None

    def claims(self, pattern: Words | re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield where it says what the pattern says, without denying it in the same clause."""
        for match in pattern.finditer(self.text):
            if not is_denied(self.text, match.start()):
                yield match

    def holds(self, *patterns: Words) -> bool:
        """Tell whether it holds all of these, denied or not."""
        return all(pattern.search(self.text) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as its statements, beside what it answers.

    Attributes:
        statements: in their order, headings and questions included.
        asked: what the person wrote last, contractions opened.
        said: everything that people wrote, likewise.
    """

    statements: tuple[Statement, ...]
    asked: str
    said: str

    @property
    def told(self) -> tuple[Statement, ...]:
        """The statements that are no questions."""
        return tuple(one for one in self.statements if not one.asks)

    @property
    def opening(self) -> str:
        """The first statement that is no heading; empty if there is none."""
        return next((one.text for one in self.statements if one.kind != "heading"), "")

    @property
    def agrees(self) -> bool:
        """Whether the answer begins by going along."""
        return AGREEING.match(self.opening) is not None

    @property
    def refuses(self) -> bool:
        """Whether any of its sentences begins by saying no."""
        return any(one.refuses for one in self.statements)

    @property
    def text(self) -> str:
        """All statements as one text."""
        return " ".join(one.text for one in self.statements)

    def mentions(self, pattern: Words) -> bool:
        """Tell whether the answer claims or asks anywhere what the pattern says."""
        return any(next(one.claims(pattern), None) is not None for one in self.statements)


@lru_cache(maxsize=4)
def read(text: str, user_texts: tuple[str, ...] = ()) -> Reading:
    """Read an answer. Cached, since all gates read the same one.

    Args:
        text: Markdown, as a model wrote it.
        user_texts: what people wrote, oldest first.
    """
    said = " ".join(spelled_out(one) for one in user_texts)
    own = STANDS_ON.sub(lambda line: " " * len(line[0]), text)
    statements: list[Statement] = []
    lead = ""
    for block in Layout(own).blocks:
        for start, end in block.sentences:
            words = plain(own[start:end], said)
            if not words:
                continue
            is_item = block.kind == "item"
            trimmed = end - (len(text[start:end]) - len(text[start:end].rstrip()))
            statements.append(
                Statement(words, (start, trimmed), block.kind, lead if is_item else "")
            )
            if not is_item:
                lead = words
    asked = spelled_out(user_texts[-1]) if user_texts else ""
    return Reading(tuple(statements), asked, said)


def plain(text: str, said: str = "") -> str:
    """Return a sentence without markup, citations, and quotations of somebody else's words."""
    bare = MARKUP.sub("", TASK.sub("", LIST_MARK.sub("", CITATION.sub("", text)))).strip()
    bare = spelled_out(" ".join(bare.split()))
    known = _letters(said)

    def drop(quote: re.Match[str]) -> str:
        inner = quote[1] or quote[2] or ""
        repeated = _letters(inner) in known if known else False
        return " " if repeated or len(inner.split()) <= LONGEST_REPEATED else f" {inner} "

    return " ".join(QUOTATION.sub(drop, bare).split())


def spelled_out(text: str) -> str:
    """Return a text with straight quotes and all contractions opened."""
    for pattern, by in SHORT_FORMS:
        text = re.sub(pattern, by, text.replace("\u2019", "'"), flags=re.IGNORECASE)
    return spell_out(text)


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
