"""Plain questions about the model: what it leans on, where it does worst, what it reaches.

The baselines have measured it, or the evaluation of a model that exists. The answer leads with the
finding that says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from ml_engineer.models.playbook.citing import with_handles
from ml_engineer.models.playbook.column_facts import LONGEST_ASKED, last_sentence
from ml_engineer.models.playbook.serving_told import told_of_serving

if TYPE_CHECKING:
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["ModelFact", "asked_of_model", "asks_for_a_score", "told_of_model", "wholly_of_serving"]

ModelFact = Literal["importance", "slices", "serving", "calibration"]

_COLUMNS = r"(?:features?|columns?|variables?|inputs?|predictors?|fields?|factors?)"
_PEOPLE = (
    r"(?:for (?:whom|who|which \w+)|where|which (?:groups?|segments?|slices?|subgroups?"
    r"|customers|patients|rows|cases)|on (?:whom|which \w+)|who)"
)
_SIZE = (
    r"\b(?:how (?:big|large|heavy|small) (?:is|are|would|will) (?:it|they|the (?:\w+ )?models?|this"
    r" model)\b"
    r"|(?:model|file|artefact|artifact|memory) ?(?:size|footprint)\b|size of (?:the|a|this|each)"
    r" (?:\w+ )?models?\b|how (?:much|many) (?:memory|disk|space|ram|megabytes?|kilobytes?|mbs?"
    r"|kbs?|bytes)\b|(?:fit|fits|fitting|go|goes) (?:\w+ )?(?:into|in|on|within|under) (?:a |the )?"
    r"(?:\d+ ?[kmg]i?b\b|phone|device|edge|microcontroller|lambda|memory)"
    r"|\b\d+ ?(?:[kmg]i?b|kilobytes?|megabytes?)\b)"
)
ASKED: Mapping[ModelFact, str] = {
    "importance": (
        rf"\b(?:which|what)\b[^.?!]{{0,30}}\b{_COLUMNS}\b[^.?!]{{0,30}}\b(?:matters?|important"
        rf"|counts?|driv\w+|weighs?|strongest|lean\w*|rel(?:y|ies))\b"
        rf"|\b(?:which|what)\b[^.?!]{{0,20}}\b(?:most )?important {_COLUMNS}\b"
        rf"|\b{_COLUMNS} importances?\b|\b(?:top|best|strongest) (?:\d+ |two |three |five |ten )?"
        rf"{_COLUMNS}\b|\bwhat does (?:it|the model) (?:lean|rely) on\b"
    ),
    "slices": (
        rf"\b{_PEOPLE}\b[^.?!]{{0,40}}\b(?:worst|worse|fail\w*|bad(?:ly)?|weak\w*|poor\w*|struggl\w+"
        r"|wrong most)\b|\b(?:worst|weakest) (?:slices?|groups?|segments?|subgroups?)\b"
    ),
    "serving": (
        rf"{_SIZE}|"
        r"\bhow (?:fast|quick\w*|slow) (?:is|are|does|would|will|can) (?:it|this|that|the model"
        r"|they|a prediction|scoring|inference)\b"
        r"|\b(?:what(?:'s| is)|how high is) (?:the|its) (?:latency|throughput|p9[059]"
        r"|(?:response|inference|scoring) time)\b"
        r"|\bhow long does (?:it take to (?:score|predict)|(?:a |one )?(?:prediction|request"
        r"|scoring|inference)) "
        r"|\b(?:latency|p9[059]|throughput)\b[^.?!]{0,20}\b(?:of|for) (?:the |this |our )?model\b"
        r"|^\W*(?:\w+\W+){0,3}(?:latency|p9[059]|throughput|(?:response|inference|scoring) time)\b"
        r"(?:\W+\w+){0,6}\W*$"
        r"|\b(?:within|under|below|in|budget (?:is|of)|at most) \d+ ?(?:ms|milliseconds?)\b"
        r"|\bfast enough\b|\bhow many (?:ms|milliseconds|predictions (?:a|per) second)\b"
    ),
    "calibration": (
        r"\b(?:is|are|can (?:i|we)) (?:trust |believe |rely on )?(?:the |its |these |those |this )?"
        r"(?:predicted )?(?:probabilit(?:y|ies)|scores?|risks?) (?:\w+ )?(?:trustworthy|reliable"
        r"|calibrated|right|honest|true|believable|meaningful|to be trusted|taken)\b"
        r"|\b(?:can (?:i|we)|should (?:i|we)|do (?:i|we)) (?:trust|believe|rely on|use) (?:the|its"
        r"|these|those) (?:predicted )?(?:probabilit(?:y|ies)|risks?)\b"
        r"|\bis (?:it|the model|this) (?:well |badly )?calibrated\b"
        r"|\bhow (?:well |good )(?:is (?:it|the model) )?calibrated\b"
    ),
}
ASKS_ELSE = re.compile(
    r"\b(?:skip|live|ship|deploy\w*|release|monitor\w*|evaluat\w*|leak\w*|drift\w*|missing|dropped|fell|since|yesterday|last|production|known|available)\b",
    re.IGNORECASE,
)
TOLD_BY = ("evaluate_predictions", "train_baselines")
MOST_TOLD = 3
CHECKS: Mapping[ModelFact, Sequence[str]] = {
    "importance": ("importance",),
    "slices": ("weak_slice", "biased_slice", "hard_slice", "slices"),
    "serving": (),
    "calibration": ("calibration",),
}
"""Findings that answer it, the weightiest first."""

SCORE = re.compile(
    r"^\W*(?:(?:and|so|ok|but)\W+)?(?:what(?:'s| is|s| was)|how (?:high|good) is|tell me|give me)"
    r" (?:the|our|its|your)(?: best| current| honest)? (?:roc[- ]?auc|auc|accuracy|f1|r2|mae|rmse"
    r"|score|brier(?: score)?|average precision|precision|recall|log ?loss)\b(?P<rest>.{0,40})$",
    re.IGNORECASE,
)
ANOTHER = re.compile(
    r"\b(?:by|until|when|after|next|last|should|need|good enough)\b", re.IGNORECASE
)


def asked_of_model(text: str) -> ModelFact | None:
    """Return the one fact of the model that a message asks for; None if it asks for else."""
    last = last_sentence(text)
    if len(last.split()) > LONGEST_ASKED or "\n" in last or ASKS_ELSE.search(last):
        return None
    return next((fact for fact, words in ASKED.items() if re.search(words, last, re.I)), None)


def wholly_of_serving(text: str) -> bool:
    """Tell whether each sentence of a message is about serving: "p99? The budget is 20 ms."."""
    sentences = re.split(r"(?<=[.!?])\s+", text.strip())
    return all(re.search(ASKED["serving"], one, re.IGNORECASE) for one in sentences)


def asks_for_a_score(text: str) -> bool:
    """Tell whether it asks what the model reaches, in so many words."""
    found = SCORE.search(text.strip())
    return found is not None and ANOTHER.search(found["rest"]) is None


def told_of_model(situation: Situation) -> str:
    """Return what was found on what was asked; "" if nothing was asked or measured.

    Where the table holds a model's predictions it is that model's evaluation that tells.
    """
    asked = situation.model_fact
    if asked == "serving":
        return told_of_serving(situation)
    found = [one for tool in TOLD_BY for one in situation.findings(tool)]
    if asked is None or not found:
        return ""
    telling = [one for check in CHECKS[asked] for one in found if one.check == check]
    if not telling:
        lead = "**What was measured on this table says nothing on that.**"
    else:
        lines = "\n".join(f"- {with_handles(one)}" for one in telling[:MOST_TOLD])
        lead = f"**Measured here:**\n\n{lines}"
    question = next((one.question for one in telling if one.question), None)
    ask = f"\n\n## To ask the data's owner\n\n- {question}" if question else ""
    return f"{lead}{ask}\n\nStands on: S5, S6; H5"
