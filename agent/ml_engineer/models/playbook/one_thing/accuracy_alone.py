"""An accuracy told with pride, beside what always saying the commonest class gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ml_engineer.models.playbook.citing import cited, columns_in_words
from ml_engineer.models.playbook.one_thing.asking import NOTHING_TO_MEASURE, AskedOne, Stages, Theme
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    from ml_engineer.conversation import SessionFacts
    from ml_engineer.evidence.view import EvidenceView
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["THEME", "accuracy_claimed"]

LONGEST_READ = 30
_PERCENT = r"(?P<percent{n}>\d{{1,3}}(?:[.,]\d+)?) ?(?:%|percent|per cent|pct)"
_SHARE = r"(?P<share{n}>0?[.,]\d+)"
_N = f"(?:{_PERCENT}|{_SHARE})"
_GOOD = (
    r"(?:great|good|enough|nice|amazing|fine|excellent|awesome|perfect|high|impressive|decent|super"
    r"|wow|cool|fantastic|ok(?:ay)?|ready|better|best|worth|won|win|done|solid|strong|crazy|happy)"
)
CLAIMED = re.compile(
    rf"\b(?:accuracy|acc)\b[^.?!\d]{{0,25}}{_N.format(n=1)}"
    rf"|{_N.format(n=2)} (?:\w+ )?(?:accuracy|accurate|acc\b|correct|right|hit rate)"
    rf"|\b(?:right|correct|accurate)\b[^.?!\d]{{0,15}}{_N.format(n=3)}",
    re.IGNORECASE,
)
JUDGED = re.compile(rf"\b{_GOOD}\b|!", re.IGNORECASE)
ELSE = re.compile(
    r"\b(?:when|by (?:next|the end|\w+day)|until|date|how long|reach|promise|guarantee|target of"
    r"|goal"
    r"|dropped|fell|went|was|used to|yesterday|leak\w*|too good|suspicious|believe|train(?:ing)?"
    r" acc\w*)\b",
    re.IGNORECASE,
)


def accuracy_claimed(text: str) -> float | None:
    """Return the accuracy that a message shows with pride; None if it shows none.

    Args:
        text: the message.
    """
    if len(text.split()) > LONGEST_READ or ELSE.search(text) or not JUDGED.search(text):
        return None
    found = CLAIMED.search(text.replace("\u2019", "'"))
    if found is None:
        return None
    groups = found.groupdict()
    percent = next((groups[f"percent{n}"] for n in (1, 2, 3) if groups[f"percent{n}"]), None)
    share = next((groups[f"share{n}"] for n in (1, 2, 3) if groups[f"share{n}"]), None)
    value = float(str(percent or share).replace(",", ".")) / (100 if percent else 1)
    return value if 0 < value <= 1 else None


def _asked(heard: Heard, facts: SessionFacts, shown: Sequence[EvidenceView]) -> AskedOne | None:
    if facts.data is None or facts.target is None:
        return None
    claimed = accuracy_claimed(heard.text)
    return None if claimed is None else AskedOne("accuracy_alone", what=f"{claimed:.12g}")


def _stages(situation: Situation, asked: AskedOne) -> Stages:
    if situation.facts.target is None:
        return NOTHING_TO_MEASURE
    return (("profile_dataset",), ("read_evidence",))


def _reads(situation: Situation, asked: AskedOne) -> list[dict[str, Any]]:
    view = situation.views.get("profile_dataset")
    if view is None or not view.omitted:
        return []
    return [{"evidence": view.evidence, "quantity": "class_share"}]


def _told(past: Situation, asked: AskedOne) -> str:
    target = past.facts.target
    shares = [f for f in past.figures("profile_dataset", "class_share") if f.column == target]
    if not shares:
        return ""
    commonest = max(shares, key=lambda figure: float(figure.value))
    claimed, base = float(asked.what), float(commonest.value)
    always = f"who always says {quoted(str(commonest.slice))} is right in {cited(commonest)}"
    name = columns_in_words([str(target)])
    if claimed <= base + CLOSE:
        lead = (
            f"**No: {always} of the rows by the classes of {name} alone, so an accuracy like yours "
            "is what no model at all would reach.**"
        )
    else:
        lead = (
            f"**It is more than no model at all: {always} of the rows, and yours lies above it.** "
            "Whether the gain is great is for the cost of each kind of error to say."
        )
    return (
        f"{lead}\n\nAccuracy counts a missed rare case like a false alarm. Judge by how many of "
        f"the "
        "rare ones are found among the rows acted on (precision and recall at the number that you "
        "can act on), by average precision beside the share of positives, or by costs: tell me "
        "what "
        "a miss and a false alarm cost.\n\nStands on: S2, S6; P2, H1"
    )


CLOSE = 0.005
"""How far above the commonest class's share an accuracy still says nothing."""

THEME = Theme(asked=_asked, told=_told, stages=_stages, reads=_reads)
