"""What a message says of the form of the answer, apart from what it asks: "give numbers"."""

from __future__ import annotations

import re

__all__ = ["sentences_wished", "shortened", "without_form"]

_SO_MANY = r"(?:one|two|three|four|a|1|2|3|4|a couple of|a few|a single)"
_WISH = (
    r"(?:(?:please |just |and )*(?:give|show|tell)(?: (?:me|us))?(?: (?:the|your|some|real|actual"
    r"|exact))* (?:numbers?|figures?|evidence)"
    r"|(?:just |only )?(?:the )?(?:numbers?|figures?)(?: only)?|with (?:numbers|figures)"
    r"|(?:keep it |be |make it |a )?(?:short|brief|concise|quick)(?: (?:answer|version))?(?: only)?"
    rf"|(?:briefly|tl;?dr|yes or no|in (?:just |only |at most )?{_SO_MANY} (?:short )?(?:sentences?"
    rf"|lines?|words?)|(?:just |only |at most |max(?:imum)? )?{_SO_MANY} (?:short )?(?:sentences?"
    r"|lines?)(?: (?:max(?:imum)?|at most|only))?))"
)
FORM = re.compile(
    rf"(?P<said>.*?\w.*?(?:[,;:.?!\n]|\s-|\s\u2013|(?=\sin\s)))\s*{_WISH}"
    r"(?:[\s,]*(?:please|pls|plz|thanks|thx))?\W*$",
    re.IGNORECASE | re.DOTALL,
)
LEADING = re.compile(
    rf"^\W*(?:in (?:just |only |at most )?{_SO_MANY} (?:short )?(?:sentences?|lines?)"
    r"|(?:short|quick) (?:answer|question)|briefly|tl;?dr)(?: please| pls)?\s*[,:.-]\s*(?=\w)",
    re.IGNORECASE,
)
FEWEST_WORDS = 2
"""Words that are left of a message beside its form; fewer are the wish itself."""

COUNTED = re.compile(rf"\b(?P<many>{_SO_MANY}) (?:short )?(?:sentences?|lines?)\b", re.IGNORECASE)
BRIEF = re.compile(
    r"\b(?:short|brief|quick|concise) (?:answer|version|summary)\b|\bbriefly\b|\btl;?dr\b"
    r"|\b(?:keep it|be|make it) (?:short|brief|concise)\b|\byes or no\b",
    re.IGNORECASE,
)
NUMBERS = {"one": 1, "a": 1, "a single": 1, "1": 1, "two": 2, "2": 2, "a couple of": 2,
           "three": 3, "3": 3, "a few": 3, "four": 4, "4": 4}  # fmt: skip


def without_form(text: str) -> str:
    """Return a message without what it says of the form of the answer, where more is left."""
    asked = LEADING.sub("", text)
    found = FORM.fullmatch(asked)
    if found is not None and len(found["said"].split()) >= FEWEST_WORDS:
        said = found["said"].strip()
        return said.rstrip(" ,;:-\u2013") if not said.endswith(("?", "!", ".")) else said
    return asked


def sentences_wished(text: str) -> int | None:
    """Return in how many sentences an answer is wanted; None where nothing is said of it."""
    if without_form(text) == text:
        return None
    if (counted := COUNTED.search(text)) is not None:
        return NUMBERS.get(counted["many"].lower())
    return 2 if BRIEF.search(text) else None


SENTENCE_ENDS = re.compile(r"(?<=[.?!])(?:\*\*)? (?=[A-Z`*])")
"""Where a sentence ends; an abbreviation is followed by a small letter."""
REFUSALS = ("No:", "Still no")
"""How a refusal begins."""
NO_PROSE = re.compile(r"^(?:#+ |\||[-*] |\d+\. |Assumed reader|Written for)")


def shortened(text: str, most: int) -> str:
    """Return an answer as its first sentences of prose, with what it stands on.

    Args:
        text: the answer.
        most: how many sentences are wanted. A refusal stays whole: it owes the way to a yes.
    """
    if text.startswith(REFUSALS):
        return text
    said, mark, stands = text.partition("Stands on:")
    paragraphs = [" ".join(one.split()) for one in said.split("\n\n") if one.strip()]
    prose = [one for one in paragraphs if not NO_PROSE.match(one)]
    sentences = [one for part in prose for one in SENTENCE_ENDS.split(part) if one]
    if not sentences:
        return text
    told = " ".join(_closed(one) for one in sentences[:most])
    return f"{told}\n\n{mark}{stands.partition(chr(10))[0]}" if mark else told


def _closed(sentence: str) -> str:
    """Return a sentence with the bold in it ended where it began."""
    return f"{sentence}**" if sentence.count("**") % 2 else sentence
