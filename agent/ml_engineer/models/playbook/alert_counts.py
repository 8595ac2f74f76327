"""How often it acts: alerts per 1,000 cases and a day, and how often the outcome happens."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from ml_engineer.models.playbook.citing import cited, columns_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ml_engineer.evidence.view import ViewFigure
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["CountQuestion", "asked_count", "told_count"]

CountQuestion = Literal["alerts", "base_rate"]

LONGEST_ASKED = 16
"""Words of such a question; what is longer asks for more."""

_ACTS = (
    r"(?:alerts?|alarms?|flags?|notifications?|warnings?|hits|calls|interventions?|blocks?|cases"
    r" (?:to|for) (?:review|check|handle)|manual (?:checks|reviews)|tickets)"
)
_UNIT = r"(?:a|an|per|each|every|in a|/) ?(?:day|week|month|hour|year|shift|1,?000|thousand|100)"
ALERTS = (
    rf"\bhow (?:many|often)\b[^.?!]{{0,30}}\b{_ACTS}\b(?! (?:are|is) (?:there|in)\b)"
    rf"|\b{_ACTS} {_UNIT}\b"
    r"|\bhow (?:many|often)\b[^.?!]{0,40}\b(?:would|will|does|do|is|are|should) (?:it|that|this"
    r"|we|i"
    r"|they|the (?:model|threshold)) (?:flag|block|alert|call|act|fire|raise|stop|check|review|ring"
    r"|go off)\w*\b"
)
BASE_RATE = (
    r"\b(?:the|our|my|its|this) base ?rates?\b|^\W*base ?rate\W*$"
    r"|\b(?:the|our|my|its) (?:prevalence|positive rate|class (?:balance|distribution|imbalance)"
    r"|target rate)\b"
    r"|\bhow (?:rare|frequent|common|often|imbalanced|unbalanced|skewed) (?:is|are|does) (?:it|this"
    r"|that|the (?:target|outcome|event|positives?|rare class|classes))\b(?: happen)?"
)
OF_ANOTHER_KIND = (
    r"\b(?:mean|means|meaning|definition|explain|in general|concept|matter|important|monitor\w*"
    r"|drift"
    r"|normal|usual|too many|should we (?:set|have|define)|skip|ship|deploy\w*|live)\b"
)
"""Words that ask what a term means, or how to watch a model."""

VOLUME = (
    r"(?P<count>\d[\d,.' ]*\d|\d)(?P<k> ?k\b| ?thousand\b| ?m\b| ?million\b)?(?: [\w-]+){0,2}?"
    r" (?:a|per|each|every) (?P<unit>day|week|month|hour|year)\b"
)


def asked_count(text: str) -> CountQuestion | None:
    """Return what a message wants counted; None if it asks for something else."""
    said = " ".join(text.replace("\u2019", "'").split())
    if len(said.split()) > LONGEST_ASKED or _compiled(OF_ANOTHER_KIND).search(said):
        return None
    asks = said.endswith("?") or _compiled(r"^(?:\W|and |so |then |ok )*(?:how|what)").match(said)
    if asks and _compiled(ALERTS).search(said):
        return "alerts"
    return "base_rate" if _compiled(BASE_RATE).search(said) else None


def told_count(situation: Situation) -> str:
    """Return what was asked to be counted, cited, or what is missing for it."""
    if situation.particular == "base_rate":
        return _base_rate(situation)
    return _alerts(situation) if situation.particular == "alerts" else ""


def _base_rate(situation: Situation) -> str:
    """Return how often the rarer outcome happens, by the exploration rows."""
    target = situation.facts.target
    if target is None:
        return _needs_target(situation)
    name = columns_in_words([target])
    shares = [one for one in situation.figures("profile_dataset", "class_share") if one.slice]
    if not shares:
        mean = next(
            (f for f in situation.figures("profile_dataset", "mean") if f.column == target), None
        )
        told = f" Its mean is {cited(mean)}." if mean is not None else ""
        return f"**{name} has no classes, so no base rate.**{told}\n\nStands on: S3; P3"
    rarest = min(shares, key=lambda share: float(share.value))
    outcome = columns_in_words([str(rarest.slice)])
    return (
        f"**{outcome} of {name} has {_percent(rarest)} of the rows.** A model that never says it"
        f" is "
        "right in all the others: that is the bar for accuracy, and why accuracy says little where "
        "this is small.\n\nStands on: S3, S6; P4"
    )


def _alerts(situation: Situation) -> str:
    """Return on how many of 1,000 cases it acts, and of a day where the volume was told."""
    if situation.facts.target is None and situation.predicted is None:
        return _needs_target(situation)
    acting = _of_the_threshold(situation, "selection_rate")
    if acting is None:
        return (
            "**That hangs on the threshold, and the threshold on the costs: what does a false "
            'alarm cost, and what does a miss cost?** A ratio is enough ("a miss costs ten times '
            'a false alarm"); then I count the cases it acts on.\n\nStands on: S6, S1; P2'
        )
    threshold = next(iter(_figures(situation, "cost_optimal_threshold")), None)
    precision = _of_the_threshold(situation, "precision")
    at = f" At the threshold of {cited(threshold)}," if threshold is not None else ""
    lead = f"**About {1000 * float(acting.value):.0f} of 1,000 cases [{acting.handle}].**"
    told = f"{at} it acts on {_percent(acting)} of the rows"
    told += f", and is right in {_percent(precision)} of these." if precision else "."
    volume = _volume(situation)
    if volume is None:
        day = "How many cases are there a day? Times that share, it is the number of alerts."
    else:
        count, unit = volume
        day = (
            f"At {count:,} a {unit}, as you wrote, that share makes about "
            f"{count * float(acting.value):,.0f} a {unit} [{acting.handle}]."
        )
    return f"{lead}{told if at else f' Here {told.strip()}'}\n\n{day}\n\nStands on: S6, S1; P2"


def _of_the_threshold(situation: Situation, quantity: str) -> ViewFigure | None:
    """Return a figure of the decisions by the threshold that was chosen for its cost."""
    found = _figures(situation, quantity)
    chosen = [one for one in found if "cost_optimal" in (one.model or "")]
    whole = [one for one in found if one.slice is None and one.column is None]
    return next(iter(chosen or whole), None)


def _figures(situation: Situation, quantity: str) -> Sequence[ViewFigure]:
    return [
        figure
        for tool in ("evaluate_predictions", "train_baselines")
        for figure in situation.figures(tool, quantity)
    ]


def _volume(situation: Situation) -> tuple[int, str] | None:
    """Return how many cases there are in a stretch of time, as the newest message says it."""
    said = [text for role, text in situation.heard.before if role == "user"]
    for text in (situation.heard.text, *reversed(said)):
        found = _compiled(VOLUME).search(text)
        if found is None:
            continue
        scale = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
        digits = re.sub(r"[,' ]|\.(?=\d{3}\b)", "", found["count"])
        try:
            count = float(digits) * scale.get((found["k"] or "").strip().lower(), 1)
        except ValueError:
            continue
        return round(count), found["unit"].lower()
    return None


def _needs_target(situation: Situation) -> str:
    proposed = (f for f in situation.figures("profile_dataset", "proposed_target") if f.value == 1)
    likely = next((figure.column for figure in proposed if figure.column), None)
    said = [text for role, text in situation.heard.before if role == "user"]
    spoken = _spoken_of([*said, situation.heard.text], situation.facts.columns)
    guess = (
        f" By your words it may be {columns_in_words([spoken])}."
        if spoken
        else f" By the table it may be {columns_in_words([likely])}."
        if likely
        else ""
    )
    return (
        f"**That needs the target: which column is to be predicted?**{guess} Say "
        '"target is ...", and I count it.\n\nStands on: S1, S3; P2'
    )


def _spoken_of(said: Sequence[str], columns: Sequence[str]) -> str | None:
    """Return the one column that messages speak of by a word of its name; None if none or more."""
    words = {word for text in said for word in re.findall(r"[^\W\d_]{4,}", text.lower())}
    named = [name for name in columns if words & set(re.findall(r"[^\W\d_]{4,}", name.lower()))]
    return named[0] if len(named) == 1 else None


def _percent(share: ViewFigure) -> str:
    return f"{float(share.value):.1%} [{share.handle}]"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
