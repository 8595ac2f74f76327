"""Asides: questions about the answer before, about dates of work, origin, learning, or a language.

They are recognised before the intent counts, by rules that read the whole message, and never where
the message may be a wish that is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ml_engineer.conversation import SessionFacts
from ml_engineer.models.playbook.another_matter import turns_to_another_matter
from ml_engineer.models.playbook.asking_back import asked_back, column_asked_about
from ml_engineer.models.playbook.clarifying import none_meant
from ml_engineer.models.playbook.dates_of_work import asks_measurement_by, dated_work
from ml_engineer.models.playbook.gibberish import is_gibberish
from ml_engineer.models.playbook.giving_in import (
    asks_for_the_way,
    asks_to_look_again,
    demands,
)
from ml_engineer.models.playbook.holding import (
    LONGEST_PRESSING,
    REFUSED,
    RELEASE,
    evidence_told,
    refused_before,
)
from ml_engineer.models.playbook.memory import Heard
from ml_engineer.models.playbook.other_languages import foreign
from ml_engineer.models.playbook.privacy import asks_for_privacy
from ml_engineer.models.playbook.record_questions import (
    OF_WHAT_WAS_SAID,
    AskedOfRecord,
    asked_of_record,
)
from ml_engineer.models.playbook.told_facts import files_told, tells_facts

__all__ = ["Aside", "Kind", "aside_of"]

Kind = Literal[
    AskedOfRecord,
    "unread",
    "gibberish",
    "why",
    "so_what",
    "path",
    "evidence",
    "noted",
    "work",
    "measurement",
    "learns",
    "origin",
    "privacy",
    "none_meant",
]


@dataclass(frozen=True, slots=True)
class Aside:
    """What a message asks beside the work.

    Attributes:
        kind: what it is.
        about: the language, the kind of work, the column, or the clause that it is about.
    """

    kind: Kind
    about: str = ""


def aside_of(heard: Heard, facts: SessionFacts) -> Aside | None:
    """Return the aside that the newest message is; None if it is none."""
    text = heard.text
    if (unread := _unread(text, facts)) is not None:
        return unread
    answered = any(role == "assistant" for role, _ in heard.before)
    if answered and (replies := _replying(heard)) is not None:
        return replies
    if (about := _of_the_conversation(heard, facts, answered=answered)) is not None:
        return about
    refused = refused_before(heard.before)
    elsewhere = refused != REFUSED["R3"] or turns_to_another_matter(text, refused)
    if asks_for_privacy(text) and elsewhere:
        return Aside("privacy")
    intents = {heard.asked.intent, *heard.asked.options}
    wished = intents & set(REFUSED.values()) - {"promise_timeline"}
    if wished:
        return None
    if _found(_LEARNS, text) and not _found(_TEACHES, text):
        return Aside("learns", "feedback" if _found(r"feedback|users?|clicks?", text) else "")
    if (work := dated_work(text)) is not None:
        return Aside("work", work)
    if facts.data is None and asks_measurement_by(text):
        return Aside("measurement")
    if _found(_ORIGIN, text):
        return Aside("origin")
    if clause := evidence_told(text, heard.before):
        refused = refused_before(heard.before)
        return Aside("evidence", clause) if heard.asked.intent != refused else None
    told = heard.asked.intent in _TELLING or not heard.asked.sure
    if told and len(text.split()) <= LONGEST_PRESSING and tells_facts(text, "R3", files=False):
        return Aside("noted", "R3")
    return None


def _unread(text: str, facts: SessionFacts) -> Aside | None:
    """Return the aside of a message that can't be read: no words, or those of another language."""
    if is_gibberish(text, facts.columns):
        return Aside("gibberish")
    language = foreign(text, facts.columns)
    return None if language is None else Aside("unread", language)


def _of_the_conversation(heard: Heard, facts: SessionFacts, *, answered: bool) -> Aside | None:
    """Return the aside that is about what was said or measured before; None if it is none."""
    text = heard.text
    of_record = asked_of_record(text)
    if of_record is not None and (answered or of_record not in OF_WHAT_WAS_SAID):
        return Aside(of_record)
    if refused_before(heard.before) == RELEASE and asks_to_look_again(text):
        return None  # the release is decided anew
    if answered and (asked := asked_back(text)) is not None:
        return Aside(asked)
    if answered and (column := column_asked_about(text, facts.columns)) is not None:
        return Aside("why", column)
    return None


def _replying(heard: Heard) -> Aside | None:
    """Return the aside of who takes none of the readings, or gives in to a refusal."""
    if none_meant(heard.text, heard.before):
        return Aside("none_meant")
    refused = refused_before(heard.before)
    return _yielding(heard) if refused is not None else None


def _yielding(heard: Heard) -> Aside | None:
    """Return the aside of who gives in to a refusal, asks for another look, or shows a file."""
    refused = refused_before(heard.before)
    if asks_for_the_way(heard.text) or (refused != RELEASE and asks_to_look_again(heard.text)):
        return Aside("path")
    clause = next((clause for clause, intent in REFUSED.items() if intent == refused), None)
    if clause is not None and files_told(heard.text) and not demands(heard.text):
        return Aside("evidence", clause)
    return None


_TELLING = ("provide_information", "out_of_scope", "needs_language_model")
"""Intents of a message that tells where data comes from and asks for nothing."""


_SELF = (
    r"(?:(?:all )?by (?:itself|themselves)|on (?:its|their) own|itself|themselves|over time|with"
    r" time"
    r"|automatic\w*|from (?:the )?(?:feedback|users?|usage|its mistakes|mistakes|experience|clicks"
    r"|corrections|new data|live data|production)|with (?:use|usage|every|each|more use|experience)"
    r"|as (?:it (?:goes|runs|sees|gets)|we go|time passes|people use|users|more)|the (?:more"
    r"|longer)"
    r"|once (?:it(?:'s| is)|we(?:'re| are)) (?:live|deployed|in production|running|out)|in"
    r" production"
    r"|continuous\w*|constantly|eventually|sooner or later|day by day|every (?:day|night|week)"
    r"|after (?:a while|launch|go-?live)|when (?:it(?:'s| is)) live|in the wild|while (?:it"
    r" )?run\w*)"
)
_LEARNER = r"(?:models?|system|ai|algorithm|it|machine|ml|they|thing|network|engine|software)"
_GROWS = (
    r"(?:learns?|learning|improv(?:e|es|ing)|(?:get|gets|getting|become|becomes|grow|grows)"
    r" (?:\w+ )?(?:better|smarter|more accurate|wiser|sharper)|adapts?|adapting|adjusts?|evolves?"
    r"|(?:corrects?|updates?|retrains?|fix(?:es)?|optimi[sz]es?|teach(?:es)?|trains?|heals?|tunes?))"
)
_LEARNS = (
    rf"\b{_LEARNER}\b[^.?!\n]{{0,40}}\b{_GROWS}\b[^.?!\n]{{0,40}}\b{_SELF}\b"
    rf"|\b{_SELF}\b[^.?!\n]{{0,20}}\b{_LEARNER}\b[^.?!\n]{{0,25}}\b{_GROWS}\b"
    r"|\bself-?(?:learning|improving|correcting|healing|training|optimi[sz]ing|updating)\b"
)
_TEACHES = (
    r"\b(?:let (?:the|it)|online learning|what is|how (?:do|can|could|should|would|does) (?:we|i"
    r"|you|one) |worse|degrad"
    r"\w*|decay\w*|drift\w*|scheduled|pipeline)\b"
)
_THIS = r"(?:this|the|that|these|those|our|your|my|all this)"
_DATA = r"(?:data(?: ?sets?)?|tables?|files?|csv|rows|records|labels?|training data|sample)"
_ORIGIN = (
    rf"\bwhere (?:did|does|do|is|are|was|were|have|has) (?:you |we |they )?(?:get |obtain )?{_THIS}"
    rf" (?:\w+ )?{_DATA}\b[^.?!\n]{{0,30}}?(?:\b(?:come|comes|came|from|originate\w*|obtained"
    rf"|sourced"
    rf"|collected|gathered|taken)\b|\W*$)"
    rf"|^\W*(?:\w+\W+){{0,3}}who (?:has |had )?(?:collected|gathered|owns?|provided|labell?ed"
    rf"|recorded|annotated|made|"
    rf"compiled|supplied) {_THIS} (?:\w+ )?{_DATA}\b"
    rf"|\b(?:what|who) (?:is|was|are) (?:the |your )?(?:sources?|origins?|provenance|lineage"
    rf"|owners?) of"
    rf" {_THIS} (?:\w+ )?{_DATA}\b|\bwhat(?:'s| is) (?:its|the) provenance\b"
    rf"|\bhow (?:was|were|is|are) {_THIS} (?:\w+ )?{_DATA} (?:collected|gathered|obtained|sampled"
    rf"|made"
    rf"|recorded|labell?ed|selected)\b"
    rf"|\b(?:are|am|is) (?:we|i|it) (?:even |really |legally )?(?:allowed|permitted|entitled)(?:"
    rf" to)?"
    rf" (?:use|train on|have)? ?{_THIS} (?:\w+ )?{_DATA}\b"
    rf"|\b(?:what|which|under what) licen[cs]e (?:is|does|has|covers) {_THIS} (?:\w+ )?{_DATA}\b"
)


def _found(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text.replace("\u2019", "'")) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
