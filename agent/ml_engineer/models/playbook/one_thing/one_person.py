"""A wish for what the table says of a single person, or of a single row: it is not shown here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.one_thing.asking import AskedOne, Theme

if TYPE_CHECKING:
    from ml_engineer.conversation import SessionFacts
    from ml_engineer.evidence.view import EvidenceView
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["THEME", "asks_for_one_person"]

LONGEST_ASKED = 18

_PERSON = (
    r"(?:customer|client|patient|user|applicant|employee|member|passenger|person|individual"
    r"|student|borrower|candidate|subscriber|policy ?holder|guest|driver|case|account)"
)
_PART = r"[A-Z][a-z\u00c0-\u024f'-]+"
_NAME = (
    rf"(?:(?:Mr|Mrs|Ms|Dr|Frau|Herr)\.? )?{_PART}(?: [A-Z]\.)?"
    rf" (?:van |von |de |da |di |der )*{_PART}"
)
_OF = (
    r"(?i:records?|rows?|entr(?:y|ies)|data|details?|files?|profiles?|info(?:rmation)?|everything"
    r"|all|anything|something|e-?mails?(?: address)?|address|phone(?: number)?|salary|income|age"
    r"|birth ?da(?:y|te)|date of birth|name|scores?|predictions?|decision|status|results?|values?)"
)
CUED_NAME = (
    rf"(?i:\b{_OF} (?:we have |you have |there is )?(?:of|for|on|about|from)) (?P<a>{_NAME})"
    rf"|(?i:\b(?:about|on|up|find|for|show(?: me)?|is|was|did|does|has|will|with)) (?P<b>{_NAME})"
    rf"(?!(?i: (?:split|test|curve|interval|correction|score|method|forest|regression)))"
    rf"|\b(?P<c>{_NAME})['\u2019]s? (?i:{_OF})"
)
"""A name of two capitalised words, with what makes it the name of a person in the table."""

NO_PERSON = re.compile(
    r"\b(?:Random|Forest|Logistic|Linear|Regression|Gradient|Boosting|Deep|Machine|Learning|Neural"
    r"|Support|Vector|Naive|Bayes|Cross|Validation|Black|Friday|New|York|United|States|South|North"
    r"|East|West|Data|Science|Big|Time|Series|Cox|Kaplan|Mann|Kolmogorov|Chi|Average|Precision"
    r"|Monday|Tuesday|Wednesday|Thursday|Saturday|Sunday|January|February|March|April|June|July"
    r"|August|September|October|November|December|Isolation|Feature|Store|Light|Google|Cloud|Azure"
    r"|Amazon|Apache|Spark|Platt|Brier|Score|Shapley|Act|Hugging|Face|Open|Chat|Model|Brown|Holt)\b"
)
LOWER_NAME = re.compile(
    r"\b(?:record|entry|row|file|details|profile|data) (?:of|for|on) (?P<first>[a-z]{3,})"
    r" (?P<last>[a-z]{3,})\W*$",
    re.IGNORECASE,
)
NO_FIRST_NAME = re.compile(
    r"the|all|any|each|every|this|that|these|those|our|your|my|their|its|one|both|last|next|past"
    r"|new|old|two|three|which|what|training|test|live|older|newer|holdout|more|less|good|bad"
)
NUMBERED = re.compile(
    rf"\b(?:what|show|tell|give|look|find|read|get|fetch|print|pull|open|is|does|do|did|has|list"
    rf"|who)\b"
    rf"[^.?!]{{0,40}}\b{_PERSON}(?: (?:no\.?|number|id|nr\.?))? ?#?(?P<n>\d+|[A-Z]{{1,4}}-?\d+)\b",
    re.IGNORECASE,
)
PLACED = re.compile(
    r"\b(?:e-?mail(?: address)?|phone(?: number)?|name|address|salary|income|birth ?da(?:y|te)"
    r"|date of birth|age|record|row|entry|details|id|score|gender|iban) of (?:the |a |an )?(?:first"
    r"|last|second|third|next|oldest|youngest|richest|poorest|top|random|\d+(?:st|nd|rd|th))"
    rf" (?:{_PERSON}s?|one|row|record|entry|line)\b"
    rf"|\b(?:which|what) (?:single |individual )?{_PERSON} (?:has|had|earns?|earned|paid|owes?|is"
    r"|was) (?:the )?(?:\w+ )?(?:most|least|highest|lowest|largest|smallest|oldest|youngest|richest"
    r"|poorest|first|last)\b"
    rf"|\bwho (?:is|was|are|earns|has) (?:the )?(?:\w+ )?(?:oldest|youngest|richest|poorest|highest"
    rf"|lowest|first|last)(?: (?:paid|{_PERSON}s?|one|in (?:it|there|the \w+)|income|salary|age"
    r"|score|row))*\W*$"
    rf"|\bis (?:there )?(?:somebody|someone|anybody|a person|an? {_PERSON}) (?:called|named)\b"
    r"|\b(?:list|show|print|give(?: me| us)?|export|send(?: me| us)?)\b[^.?!]{0,15}\b(?:all"
    r"|the)? ?(?:e-?mails?(?: addresses)?|phone numbers|names|birth ?dates|addresses|ibans?)"
    rf"(?: of| for| and)\b[^.?!]{{0,30}}\b(?:{_PERSON}s|people|persons|everyone|everybody|them)\b",
    re.IGNORECASE,
)


def asks_for_one_person(text: str, columns: Sequence[str] = ()) -> bool:
    """Tell whether a message wants what the table says of one person.

    Args:
        text: the message.
        columns: of the attached table; their names are no names of people.
    """
    said = " ".join(text.replace("\u2019", "'").split())
    if len(said.split()) > LONGEST_ASKED:
        return False
    if NUMBERED.search(said) or PLACED.search(said):
        return True
    if (found := LOWER_NAME.search(said)) is not None:
        words = {found["first"].casefold(), found["last"].casefold()}
        if not any(NO_FIRST_NAME.fullmatch(word) for word in words) and not _of_columns(
            words, columns
        ):
            return True
    for found in re.finditer(CUED_NAME, said):
        name = next(group for group in found.groups() if group)
        known = _of_columns({word.casefold() for word in name.split()}, columns)
        if not NO_PERSON.search(name) and not known:
            return True
    return False


def _of_columns(words: set[str], columns: Sequence[str]) -> bool:
    """Tell whether words make up the name of a column."""
    return any(words <= set(re.split(r"[\W_]+", name.casefold())) for name in columns)


def _asked(heard: Heard, facts: SessionFacts, shown: Sequence[EvidenceView]) -> AskedOne | None:
    if facts.data is None or not asks_for_one_person(heard.text, facts.columns):
        return None
    return AskedOne("one_person")


def _told(past: Situation, asked: AskedOne) -> str:
    return (
        "**I don't show what the table says of a single person, nor whether somebody is in it.** "
        "What is said here may be sent on, and a record is somebody's. Whoever answers for the "
        "table looks it up where it is kept, for a reason that they could give that person.\n\n"
        "What I can tell is what many rows have in common: counts, shares, ranges and means, by "
        'group too ("approval by gender").\n\nStands on: P3; R3'
    )


THEME = Theme(asked=_asked, told=_told)
