"""After a drop or a drift: whether to retrain, how often, and whether what moved matters."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from ml_engineer.models.playbook.citing import cited, columns_in_words, first_sentence
from ml_engineer_prompts.retraining import RETRAIN_AFTER, RETRAINING, STANDS_ON

if TYPE_CHECKING:
    from ml_engineer.evidence.view import ViewFinding
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["DropQuestion", "asked_after_a_drop", "told_after_a_drop"]

DropQuestion = Literal["retraining", "weight_of_drift", "size_of_drift"]

LONGEST_ASKED = 14
"""Words of such a question; what is longer asks for more."""

_OPEN = (
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|well|hm+|now|then|please|fine|right|alright|good|tell me"
    r"|would you say|do you think|is it|which means|that means)\b[\s,.!:-]*)*"
)
_ONE = r"(?:i|we|you|one|they|somebody)"
_RETRAIN = (
    r"(?:re-?train(?:ing|ed)?|re-?fit(?:ting|ted)?|train(?:ing|ed)? (?:it |them )?(?:anew|again))"
)
_MODEL = r"(?:it|them|that|this|the (?:\w+ )?models?|our (?:\w+ )?models?|a model|models?)"
RETRAIN = (
    rf"{_OPEN}(?:"
    rf"(?:(?:should|shall|do|must|can|could|would|will|may) {_ONE} (?:\w+ ){{0,3}}?)?"
    rf"(?:just |simply |time to |worth |better to |need to )*{_RETRAIN}(?: {_MODEL})?"
    rf"|(?:how (?:often|frequently|soon|long until)|when|at what point|in what rhythm|every how"
    rf" many"
    rf" \w+)\b[^.?!\n]{{0,30}}\b{_RETRAIN}(?: {_MODEL})?"
    rf"|(?:would|will|does|do|is|should|can)(?: a)? (?:{_MODEL} )?(?:be )?{_RETRAIN}(?: {_MODEL})?"
    rf"(?: be)?(?: (?:help\w*|enough|needed|necessary|fix|mend|solve|worth)(?: {_MODEL})?)+"
    rf"|(?:does|do|is|are) {_MODEL} (?:to be|need(?:s)?(?: to be)?|have to be|due for|has to be)"
    rf" {_RETRAIN}"
    r")(?:[\s,]*(?:then|now|again|please|anyway|regularly|at all|on (?:it|this|that|new|the new)"
    r"(?: data| rows| table)?|with (?:the )?(?:new|recent|more|fresh) (?:data|rows)|instead|or not"
    r"|every \w+|monthly|weekly|daily|in production))*\W*$"
)
WEIGHT = (
    rf"{_OPEN}(?:(?:does|do|did|will|would) (?:it|that|this|they|these|the (?:drift|move|shift|"
    rf"change)|§) (?:even |really |actually )?(?:matter|count|weigh (?:anything|much)|hurt|affect"
    rf"|change anything|make a difference)(?: (?:to|for|in)? ?(?:the|our|my|a) (?:model|score"
    rf"|predictions?|result))"
    rf"|does (?:the|our|my) model (?:even |really |actually )?(?:use|care about|rely on|lean on"
    rf"|depend on|need|look at) (?:it|that|this|them|those|these|§)"
    rf"|how much does (?:it|that|this|§) (?:matter|count|weigh)(?: (?:to|for) (?:the|our|my)"
    rf" model)?)\W*$"
)
SIZE = (
    rf"{_OPEN}(?:which|what) (?:columns?|features?|variables?|ones?|inputs?|fields?)(?: (?:was|is"
    rf"|were|are) (?:it|that|those|they))?(?: (?:has |have )?(?:moved|drifted|shifted|changed|did"
    rf"))?(?:,? (?:and )?(?:by )?how (?:much|far|strongly))?\W*$"
)


def asked_after_a_drop(text: str, *, drift_shown: bool) -> DropQuestion | None:
    """Return what a message asks of a drop or a drift; None if it asks for something else.

    Args:
        text: the message.
        drift_shown: whether a comparison of two tables was shown: then "it" may be what moved.
    """
    said = re.sub(r"`[^`\n]+`", "\u00a7", " ".join(text.replace("\u2019", "'").split()))
    if len(said.split()) > LONGEST_ASKED:
        return None
    if _compiled(RETRAIN).match(said):
        return "retraining"
    if drift_shown and _compiled(WEIGHT).match(said):
        return "weight_of_drift"
    if drift_shown and _compiled(SIZE).match(said):
        return "size_of_drift"
    return None


def told_after_a_drop(past: Situation) -> str:
    """Return the answer to a question after a drop, by what was measured; "" if none is asked."""
    if past.particular == "retraining":
        return _retraining(past)
    if past.particular == "weight_of_drift":
        return _weight(past)
    if past.particular == "size_of_drift":
        return _size(past)
    return ""


def _retraining(past: Situation) -> str:
    """Answer by what the fall comes from; where none was measured, by advice."""
    lead, found = _reason(past)
    how_often = _compiled(r"\b(?:how (?:often|frequently)|when|rhythm|every)\b").search(
        past.heard.text
    )
    advice = RETRAINING if how_often or not lead else ""
    cited_one = " ".join(first_sentence(one) for one in found)
    said = f"**{lead}** {cited_one}".rstrip() if lead else ""
    question = next((one.question for one in found if one.question), None)
    parts = [advice, said] if how_often else [said, advice]
    parts += [f"To ask first: {question}" if question else "", STANDS_ON]
    return "\n\n".join(part for part in parts if part)


def _reason(past: Situation) -> tuple[str, list[ViewFinding]]:
    """Return whether to retrain by what was measured, and the findings that say it."""
    judged = {one.check: one for one in past.findings("evaluate_predictions")}
    drop = judged.get("drop")
    if drop is not None:
        if drop.severity == "info":
            return RETRAIN_AFTER["no_fall"], [drop]
        for stage in ("schema", "scoring", "relation", "features", "prior"):
            found = judged.get(f"stage_{stage}")
            if found is not None and found.severity in ("high", "medium"):
                return RETRAIN_AFTER[stage], [found]
        return RETRAIN_AFTER["unexplained"], [drop]
    if "measure_drift" not in past.views:
        return "", []
    moved = past.findings("measure_drift", "high", "medium")
    if moved:
        known = past.facts.target is not None and past.facts.target in past.facts.test_columns
        return RETRAIN_AFTER["moved_unjudged" if known else "moved"], moved[:1]
    slight = [one for one in past.findings("measure_drift", "low") if "moved" in one.check]
    if slight:
        return RETRAIN_AFTER["slight"], slight[:1]
    return RETRAIN_AFTER["still"], []


def _weight(past: Situation) -> str:
    shares = list(past.figures("measure_drift", "importance_share"))
    if not shares:
        return (
            "**How much the model leans on what moved was not weighed:** that takes a target, and "
            "a model that beats chance on the earlier table.\n\nStands on: S8; P5"
        )
    told = "; ".join(
        f"{columns_in_words([str(one.column)])} carries {float(one.value):.1%} [{one.handle}] of "
        "the importance of all columns"
        for one in shares[:MOST_TOLD]
    )
    little = all(float(one.value) < LITTLE for one in shares)
    lead = (
        "Hardly: a model learns next to nothing from what moved."
        if little
        else "Yes: a model leans on what moved."
    )
    fallen = next((f for f in past.findings("evaluate_predictions") if f.check == "drop"), None)
    beside = f" {first_sentence(fallen)}" if fallen is not None else f" {UNJUDGED}"
    weighed = f"Of what a model learns from the earlier table, {told}."
    return f"**{lead}** {weighed}{beside}\n\nStands on: S8; P5"


LITTLE = 0.02
"""Share of all importance below which a column hardly matters."""

MOST_TOLD = 3
UNJUDGED = "What counts in the end is the score on recent rows, once their outcomes are known."


def _size(past: Situation) -> str:
    moved = [one for one in past.findings("measure_drift") if "moved" in one.check]
    if not moved:
        compared = next(past.figures("measure_drift", "compared_columns"), None)
        among = f" {cited(compared)} columns were compared." if compared is not None else ""
        return f"**None has moved, by effect and by evidence.**{among}\n\nStands on: S8; P5"
    lines = "\n".join(f"- {first_sentence(one)}" for one in moved[:MOST_TOLD])
    names = columns_in_words(dict.fromkeys(name for one in moved for name in one.columns))
    return f"**{names}.**\n\n{lines}\n\nStands on: S8; P5"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
