"""Questions about me and the record: who I am, how long it is kept, which clauses I applied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.one_thing.asking import AskedOne, Theme
from ml_engineer_prompts import load_clauses

if TYPE_CHECKING:
    from ml_engineer.conversation import SessionFacts
    from ml_engineer.evidence.view import EvidenceView
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["THEME", "asked_of_itself"]

LONGEST_ASKED = 20
_KEPT = (
    r"(?:all (?:this|that|of (?:this|it))|this|that|it|everything|(?:my|our|the|this|your) (?:\w+"
    r" )?"
    r"(?:data|conversations?|chats?|sessions?|history|record|results|evidence|messages|log|logs"
    r"|questions|answers))"
)
WAYS: Sequence[tuple[str, str]] = (
    (
        "retention",
        rf"\bhow long (?:is|are|do you|will|does|would|you)\b[^.?!]{{0,30}}\b(?:kept|keep|stored?"
        rf"|stay"
        rf"|retain(?:ed)?|remember(?:ed)?|saved?)\b|\b(?:how (?:do|can|could|would|to)|can|could"
        rf"|may)"
        rf" ?(?:i|we|you)? ?(?:please )?(?:delete|erase|wipe|remove|purge|forget|get rid of|clear)"
        rf" {_KEPT}\b|\bhow (?:is|are|can) {_KEPT} (?:be )?(?:deleted|erased|removed|wiped)\b"
        rf"|\b(?:delete|erase|forget|wipe|purge) {_KEPT}\b|\bretention (?:period|time|policy)\b"
        rf"|\bwhere (?:is|are|do you) (?:{_KEPT} )?(?:kept|keep|stored?|saved?)(?: {_KEPT})?\b"
        r"|\b(?:right to erasure|right to be forgotten)\b",
    ),
    (
        "clauses",
        r"\b(?:which|what) (?:clauses?|rules?|principles?|policies)\b[^.?!]{0,30}\b(?:appl(?:y|ied)"
        r"|used?|follow(?:ed)?|go(?:ing)? by|relied|rest|stand)\b|\blist (?:the |all )?clauses\b"
        r"|\b(?:clauses?|rules?) (?:have you|did you|you(?:'ve| have)?) (?:appl(?:y|ied)|used?)\b",
    ),
    (
        "who",
        r"^\W*(?:(?:hi|hello|hey|ok(?:ay)?|so|and|but|wait|sorry)\W+)*(?:who|what) (?:exactly |the"
        r" hell )?"
        r"(?:are|r) (?:you|u)(?: exactly| anyway| really| then)?\W*$"
        r"|\bare (?:you|u) (?:an? )?(?:real )?(?:person|human|bot|robot|ai|a\.i\.|llm|chat ?gpt"
        r"|gpt\S*"
        r"|claude|language model|machine|somebody|people)\b|\bwho am i (?:talking|speaking"
        r"|chatting) "
        r"(?:to|with)\b|\b(?:introduce yourself|what(?:'s| is) your name|who made you"
        r"|what (?:kind|sort) of (?:\w+ )?are you|which model are you|am i talking to an? \w+)\b",
    ),
)  # fmt: skip
ELSE = re.compile(
    r"\b(?:rows? (?:be )?deleted|delete (?:the )?(?:column|rows|duplicates|outliers)|third"
    r" part\w+)\b",
    re.IGNORECASE,
)
MOST_CLAUSES = 12


def asked_of_itself(text: str) -> str | None:
    """Return what a message asks about me or the record; None if it asks for else."""
    said = " ".join(text.replace("\u2019", "'").split())
    if len(said.split()) > LONGEST_ASKED or ELSE.search(said):
        return None
    return next((kind for kind, way in WAYS if re.search(way, said, re.IGNORECASE)), None)


def _asked(heard: Heard, facts: SessionFacts, shown: Sequence[EvidenceView]) -> AskedOne | None:
    kind = asked_of_itself(heard.text)
    return None if kind is None else AskedOne("of_itself", what=kind)


def _told(past: Situation, asked: AskedOne) -> str:
    if asked.what == "retention":
        return RETENTION
    return WHO if asked.what == "who" else _clauses(past)


def _clauses(past: Situation) -> str:
    """Return the clauses on which the answers so far stand, the most often used first."""
    counted: dict[str, int] = {}
    known = load_clauses()
    answers = [text for role, text in past.heard.before if role == "assistant"]
    for text in answers:
        for line in re.findall(r"^Stands on: (.*)$", text, re.MULTILINE):
            for clause in dict.fromkeys(re.findall(r"\b[A-Z]\d\b", line)):
                if clause in known:
                    counted[clause] = counted.get(clause, 0) + 1
    if not counted:
        return (
            "**None so far: no answer was given.** Each answer of mine ends with the clauses that "
            "it stands on.\n\nStands on: S1; P2"
        )
    ordered = sorted(counted, key=lambda clause: (-counted[clause], clause))
    lines = "\n".join(f"- `{clause}` {known[clause].title}" for clause in ordered[:MOST_CLAUSES])
    rest = len(ordered) - MOST_CLAUSES
    more = "\n- and others of less use" if rest > 0 else ""
    return (
        f"**These, the most often used first:**\n\n{lines}{more}\n\nThey stand at the end of each "
        f"answer of mine, behind \u201cStands on\u201d.\n\nStands on: {', '.join(ordered[:4])}"
    )


WHO = (
    "**I am a senior ML engineer made of rules: the playbook, which runs on this computer and is "
    "no "
    "language model and no person.** I look at a table with tools that measure (profile, leakage, "
    "baselines, drift, evaluation), and answer from what they found, each number with its handle. "
    "What rules can't read I ask about; with `--model` a language model takes my place, over the "
    "same tools and the same refusals.\n\nStands on: S1; P2, H2"
)
RETENTION = (
    "**Until you delete it: nothing here expires by itself, and all of it lies on this computer, "
    "in "
    "the folder `.ml-engineer/` of the directory you work in.** A conversation: `ml-engineer "
    "sessions "
    "list` names it, `ml-engineer sessions delete SESSION --yes` deletes it for good. What was "
    "measured (counts, scores, evidence) stays for other conversations; to delete that as well, "
    "remove the folder `.ml-engineer/` itself, by which data cards, looks and releases go, too. "
    "Your "
    "tables are never copied out of where they lie, except a frame that a program hands over, "
    "which "
    "is "
    "kept in that folder.\n\nHow long it may be kept is for whoever answers for data protection "
    "with "
    "you.\n\nStands on: S3; R3, P3"
)

THEME = Theme(asked=_asked, told=_told)
