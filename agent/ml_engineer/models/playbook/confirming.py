"""Confirming: "confirm it on the holdout" drafts the one look, and tells who spends it and how.

Scoring the locked rows is a person's step: the playbook measures what can be measured without,
drafts the request, and says what to type.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["OFFERS_A_LOOK", "asks_to_confirm", "look_to_draft", "told_of_look"]

LONGEST_ASKED = 22
"""Words of such a wish; what is longer asks for more."""

OFFERS_A_LOOK = "confirm the chosen model once on the locked rows"
"""How a next step offers it."""

_LOCKED = (
    r"(?:(?:the |that |our |those |my )?(?:locked|held[- ]?(?:out|back)|unseen|untouched|reserved"
    r"|final)(?: \w+)? ?(?:rows?|sets?|data|part|split|test(?: set)?|ones)?|(?:the |our |that )?"
    r"hold-?out(?: (?:set|rows|data|part|sample))?)"
)
_SCORE = (
    r"(?:confirm|validate|verify|score|test|try|check|evaluate|judge|run|prove|measure|use|open"
    r"|unlock|look at|do)"
)
_WISH = (
    rf"\b{_SCORE}\b[^.?!]{{0,40}}?\b(?:on|with|against|by)? ?{_LOCKED}\b"
    rf"|\b(?:spend|take|use|have|make|do|want|need|request|draft)\b[^.?!]{{0,15}}"
    rf"\b(?:the|a|one|my|our) (?:\w+ )?look(?: (?:at|on) {_LOCKED})?\W*$"
    rf"|^\W*(?:(?:ok|now|then|please|and|so)\W+)*(?:the )?(?:final|last|holdout|hold-out)"
    r" (?:test|score|check|evaluation|look)(?: please| now)?\W*$"
    r"|^\W*(?:(?:ok|yes|now|then|please|and|so|let's|go ahead and)\W+)*confirm"
    r" (?:it|that|the model|this)(?: (?:now|then|please))?\W*$"
)
_ELSE = (
    r"\b(?:skip|without|instead|rather than|no need|not|never|don't|do we|should|why|what|how|when"
    r"|which|is it|was it|who|whether|if|leak\w*|enough|large|big|size|percent|%)\b"
)
"""Words of a question about holdouts, or of a wish to go without."""


def asks_to_confirm(text: str) -> bool:
    """Tell whether a message wants the chosen model scored on the locked rows."""
    said = " ".join(text.replace("\u2019", "'").split())
    polite = _compiled(r"^\W*(?:\w+\W+)?(?:can|could|would|will|may) (?:you|we|i)\b").match(said)
    if len(said.split()) > LONGEST_ASKED or ("?" in said and polite is None):
        return False
    return _compiled(_WISH).search(said) is not None and _compiled(_ELSE).search(said) is None


def look_to_draft(situation: Situation) -> dict[str, Any] | None:
    """Return what is to be drafted: a look for the model that the measuring recommends."""
    from ml_engineer.models.playbook.scoreboard import believed, read_scoreboards

    because = "A person asked for the chosen model to be confirmed on the locked rows."
    judged = situation.views.get("evaluate_predictions")
    if judged is not None:
        return {"evidence": judged.evidence, "because": because}
    view, boards = situation.views.get("train_baselines"), read_scoreboards(situation)
    best = believed(situation, boards[0]) if boards else None
    if view is None or best is None or best.model is None:
        return None
    return {"evidence": view.evidence, "model": best.model, "because": because}


def told_of_look(past: Situation, expected: str) -> str:
    """Return what was drafted, who spends it and how; or what has to be there before.

    Args:
        past: the situation with all that the conversation has shown.
        expected: what can be expected of a model; "" where nothing was measured.
    """
    facts, look = past.facts, past.look
    if facts.data is None:
        return (
            '**Which table? Name its file, and say "target is ...".** I measure on the other '
            "rows first; then one look at the locked ones is drafted.\n\nStands on: S6; R2"
        )
    if facts.target is None and past.predicted is None:
        return (
            '**Which column is to be predicted? Say "target is ...".** Without it there is nothing '
            "to confirm.\n\nStands on: S1, S6; R2"
        )
    if look is None:
        said = next((e.content for e in past.errors if e.name == "request_look"), "")
        reason = f" `{' '.join(said.replace('`', chr(39)).split())}`" if said else ""
        return f"**No look could be drafted.**{reason}\n\nStands on: S6; R2"
    what = look.record.request.what
    if look.accept_command is None:
        return (
            f"**That look was accepted already: {what}.** Its score is on record; ask for it, or "
            "see it by `ml-engineer look show`.\n\nStands on: S6; R2"
        )
    spent = (
        "It would be the first look at these rows."
        if look.looks == 0
        else "These rows were looked at before, so that the score is worth less: looks add up."
    )
    suspects = past.suspects
    before = (
        "\n\nSettle first whether the suspects are known in time: a look with the wrong columns is "
        "a look wasted."
        if suspects
        else ""
    )
    return (
        f"**The look is drafted: {what}. Only a person spends it:** type `{look.accept_command}`, "
        f"with your name. {spent}\n\n{expected}{before}\n\n"
        "After that the score on the locked rows is on record, and a release may stand on it.\n\n"
        "Stands on: S6; R2, P5"
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
