"""Whether a column is balanced: the shares of its classes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ml_engineer.models.playbook.citing import columns_in_words
from ml_engineer.models.playbook.column_facts import spelled
from ml_engineer.models.playbook.one_thing.asking import AskedOne, Stages, Theme
from ml_engineer_tools.evidence import format_value
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    from ml_engineer.conversation import SessionFacts
    from ml_engineer.evidence.view import EvidenceView
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["THEME", "asks_for_balance"]

LONGEST_ASKED = 16
ASKED = re.compile(
    r"\b(?:is|are|how|isn't|aren't)\b[^.?!]{0,40}\b(?:im|un)?-?balanced?\b|\bclass(?:es)?"
    r" (?:im)?balance\b|\b(?:class|label|target) (?:distribution|shares?|ratio|proportions?)\b"
    r"|\b(?:im|un)balanced? (?:classes|target|labels?|data)\b|\bhow (?:skewed|lopsided|rare)"
    r" (?:is|are) (?:the )?(?:\u00a7|target|labels?|classes|positives?|outcome)"
    r"|\bhow many (?:positives?|ones|zeros and ones)\b"
    r"|\b(?:share|ratio|split|proportion) of (?:the )?(?:classes|positives?|ones|labels)\b"
    r"|\bpositives? (?:vs\.?|versus|to|and) negatives?\b",
    re.IGNORECASE,
)
ELSE = re.compile(
    r"\b(?:should|smote|oversampl\w*|undersampl\w*|fix|handle|deal|balanced accuracy|weights?"
    r"|metric|by|per|each|across|false|true|fair\w*|model|predict\w*|threshold|alert\w*|find|catch"
    r"|miss\w*"
    r"|leak\w*|problem|matter)\b",
    re.IGNORECASE,
)
EVEN, UNEVEN = 0.8, 0.4
"""The rarest class's share, as a part of an even share, from which on it is told as even, and up
to which it is told as uneven: conventions."""
MOST_TOLD = 6


def asks_for_balance(text: str, columns: Sequence[str], target: str | None) -> str | None:
    """Return the column whose balance a message asks for; None if it asks for else.

    Args:
        text: the message.
        columns: of the attached table.
        target: the column to be predicted, if it is known.
    """
    if len(text.split()) > LONGEST_ASKED:
        return None
    named = [name for name in columns if spelled(name).search(text)]
    rest = text
    for name in named:
        rest = spelled(name).sub("\u00a7", rest)
    if not ASKED.search(rest) or ELSE.search(rest) or len(named) > 1:
        return None
    return named[0] if named else target


def _asked(heard: Heard, facts: SessionFacts, shown: Sequence[EvidenceView]) -> AskedOne | None:
    column = asks_for_balance(heard.text, facts.columns, facts.target) if facts.data else None
    return None if column is None else AskedOne("class_balance", column=column)


def _stages(situation: Situation, asked: AskedOne) -> Stages:
    return (("profile_dataset",), ("read_evidence",))


def _arguments(asked: AskedOne) -> Mapping[str, Mapping[str, Any]]:
    return {"profile_dataset": {"target": asked.column}}


def _reads(situation: Situation, asked: AskedOne) -> list[dict[str, Any]]:
    view = situation.views.get("profile_dataset")
    if view is None or not view.omitted:
        return []
    return [{"evidence": view.evidence, "quantity": "class_share"}]


def _told(past: Situation, asked: AskedOne) -> str:
    view = past.views.get("profile_dataset")
    if view is None:
        return ""
    name = columns_in_words([asked.column or ""])
    shares = [f for f in view.figures if f.quantity == "class_share" and f.column == asked.column]
    if not shares:
        return (
            f"**{name} has no classes to weigh against each other:** it is a number, or has too "
            "many values to be one of a few classes. Its levels or its range I can tell.\n\n"
            "Stands on: S3; P3"
        )
    shares.sort(key=lambda figure: -float(figure.value))
    rarest = float(shares[-1].value) * len(shares)
    listed = ", ".join(
        f"{quoted(str(f.slice))} {format_value(f.value)} [{f.handle}]" for f in shares[:MOST_TOLD]
    )
    if rarest >= EVEN:
        verdict = f"**Yes, {name} is about balanced: {listed}.**"
        then = "Accuracy can be read as it is, beside the share of the larger class."
    elif rarest > UNEVEN:
        verdict = f"**Not quite: {listed}, of {name}.**"
        then = "Judge by the order of the rows (ROC AUC) or by costs rather than by accuracy."
    else:
        verdict = f"**No, {name} is unbalanced: {listed}.**"
        then = (
            "Who always says the commonest class is right that often, so accuracy says little: "
            "judge by average precision, by what is found among those acted on, or by costs."
        )
    return (
        f"{verdict} They are shares of the rows that may be explored; labels of the holdout stay "
        f"locked.\n\n{then} All of it: `ml-engineer evidence show {view.evidence}`.\n\n"
        "Stands on: S1, S3; P3"
    )


THEME = Theme(asked=_asked, told=_told, stages=_stages, arguments=_arguments, reads=_reads)
