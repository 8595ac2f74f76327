"""Which columns name or reach people, and which tell what people are protected by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import columns_in_words, with_handles
from ml_engineer.models.playbook.column_names import is_key
from ml_engineer.models.playbook.one_thing.asking import AskedOne, Stages, Theme

if TYPE_CHECKING:
    from ml_engineer.conversation import SessionFacts
    from ml_engineer.evidence.view import EvidenceView
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["THEME", "asks_for_personal_columns"]

LONGEST_ASKED = 24
_COLUMNS = r"(?:columns?|fields?|variables?|features?|attributes?|ones?|inputs?)"
_PERSONAL = (
    r"(?:personal(?:ly)?(?: |-)?(?:data|info(?:rmation)?|details?|identif\w+)?|pii|gdpr|dsgvo"
    r"|private (?:data|info\w*|details?)|privacy|identif(?:y|ies|iable|ying)|sensitive(?: data"
    r"|info\w*)?|data protection|confidential"
    r"|(?:names?|e-?mails?(?: addresses)?|phone numbers?|birth ?da(?:ys|tes?)|dates? of birth"
    r"|(?:street )?addresses|ibans?)(?: (?:and|or) [\w-]+)?)"
)
_TABLE = (
    r"(?:it|this|that|here|there|(?:the|my|our|this) (?:\w+ )?(?:data(?:set)?|table|file|csv|list"
    r"|sheet)|\S+\.csv)"
)
ASKED = re.compile(
    rf"\b(?:does|do|did|is|are|has|have)\b[^.?!]{{0,40}}\b(?:contains?|holds?|have|has|includes?"
    rf"|there|carr(?:y|ies)|store|in)\b[^.?!]{{0,30}}\b{_PERSONAL}\b"
    rf"|\b(?:which|what)\b[^.?!]{{0,15}}\b{_COLUMNS}\b[^.?!]{{0,40}}\b{_PERSONAL}\b"
    rf"|\b(?:which|what|any|list|name|show)(?: me)?(?: all)?(?: the)? (?:of the )?{_PERSONAL}"
    rf" (?:\w+ )?{_COLUMNS}?\b[^.?!]{{0,20}}\b(?:{_TABLE}|{_COLUMNS}|do we have|are there|is there)"
    rf"|\b(?:any|which|what) {_PERSONAL}\b[^.?!]{{0,20}}\bin {_TABLE}"
    rf"|\b(?:can|could) (?:somebody|someone|anybody|anyone|people|a person|persons|you|one)\b"
    rf"[^.?!]{{0,15}}\b(?:be )?identif(?:y|ied)\b"
    rf"|\bwhat (?:\w+ )?{_PERSONAL} (?:does|do|is|are)\b",
    re.IGNORECASE,
)
ELSE = re.compile(
    r"\b(?:allowed|legal\w*|lawful|permi\w+|may (?:i|we|you)|can (?:i|we|you) (?:use|train|keep"
    r"|share|show|send|drop)|consent|licen[cs]e|sent|send|third part\w+|leaves?|upload\w*|cloud"
    r"|how long|delet\w*|drop|remove|anonymi[sz]e|mask|hash|train\w*|fair\w*|bias\w*|leak\w*"
    r"|how many|missing|duplicate\w*|drift\w*|shap|sensitive to|safe|see my|matter\w*|important)\b",
    re.IGNORECASE,
)


def asks_for_personal_columns(text: str) -> bool:
    """Tell whether a message asks which personal data the table holds, and for nothing else."""
    if len(text.split()) > LONGEST_ASKED or ELSE.search(text):
        return False
    return ASKED.search(text) is not None


def _asked(heard: Heard, facts: SessionFacts, shown: Sequence[EvidenceView]) -> AskedOne | None:
    if facts.data is None or not asks_for_personal_columns(heard.text):
        return None
    return AskedOne("personal_columns")


def _stages(situation: Situation, asked: AskedOne) -> Stages:
    return (("profile_dataset",), ("read_evidence",))


def _reads(situation: Situation, asked: AskedOne) -> list[dict[str, str]]:
    view = situation.views.get("profile_dataset")
    told = {one.check for one in view.findings} if view is not None else set()
    if view is None or not view.omitted:
        return []
    wanted = ("personal_data", "sensitive_attribute")
    return [{"evidence": view.evidence, "quantity": one} for one in wanted if one not in told]


def _told(past: Situation, asked: AskedOne) -> str:
    view = past.views.get("profile_dataset")
    if view is None:
        return ""
    found = {one.check: one for one in reversed(past.findings("profile_dataset"))}
    personal, sensitive = found.get("personal_data"), found.get("sensitive_attribute")
    named = set(personal.columns) if personal is not None else set()
    parts = []
    if personal is not None:
        kept = personal.statement.split(". ")[0].rstrip(".") + "."
        lead = with_handles(personal.model_copy(update={"statement": kept}))
        parts.append(f"**Yes. {lead}**")
        if len(personal.columns) > len(re.findall(r"\(`[^)]*\)", kept)):
            parts.append(f"In all: {', '.join(columns_in_words([n]) for n in personal.columns)}.")
    else:
        parts.append("**No column was found that names or reaches a person.**")
    if sensitive is not None:
        statement = sensitive.statement.split(". ")[0].rstrip(".")
        beside = sensitive.model_copy(update={"statement": f"{statement}."})
        also = "Besides, " if personal is not None else "But "
        told = with_handles(beside)
        parts.append(f"{also}{told}")
    keys = [name for name in past.facts.columns if is_key(name) and name not in named]
    if keys:
        parts.append(
            f"{columns_in_words(keys)}: a key. Where it stands for a person it is personal data as "
            "well, under a pseudonym."
        )
    parts.append(
        "Judged by the values, as far as they are of a known kind; text that is written freely may "
        "name people besides. No value of these columns is shown, here or to a language model. "
        "Whether they may be used for this is for whoever answers for data protection with you.\n\n"
        f"All of it: `ml-engineer evidence show {view.evidence}`."
    )
    return "\n\n".join([*parts, "Stands on: S3; R3, P3"])


THEME = Theme(asked=_asked, told=_told, stages=_stages, reads=_reads)
