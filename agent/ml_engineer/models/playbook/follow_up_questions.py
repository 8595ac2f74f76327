"""Plain follow-ups that leave no doubt beside a table: "what error do you get?", "is it good?".

As `short_questions`, they are read by their form, with names of columns written as `§3§`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ml_engineer.models.playbook.rule_notation import Intent

__all__ = ["follow_up_question"]

LONGEST_READ = 16
"""Words of a message that is read so."""

_LEAD = (
    r"^\W*(?:(?:and|so|ok(?:ay)?|then|well|but|hm+|now|please|also|right|hey|hi|tell me|yes|no"
    r"|may i"
    r" ask|if i may ask|can you (?:tell me|say)|your last answer was \w+)\b\W*)*"
)
_SCORE = (
    r"(?:errors?|scores?|accuracy|auc|mae|rmse|r2|f1|results?|performance|quality|precision|recall)"
)
_IT = r"(?:it|this|that|the (?:model|score|result|auc|accuracy|thing)|0?[.,]\d+|\d+ ?(?:%|percent))"
_GOOD = (
    r"(?:good|bad|ok(?:ay)?|decent|fine|poor|terrible|awful|shit|crap|rubbish|useless|usable|useful"
    r"|acceptable|enough|great|weak|strong|low|high|any good|worth anything)"
)

SHAPES: Sequence[tuple[Intent, str]] = (
    (
        "baseline_question",
        rf"(?:what|which|how (?:large|big|small|high|low)(?: an?| is the)?) {_SCORE} (?:do|did|does"
        rf"|can|would|will|are|is) (?:you|we|i|it|the model)\b",
    ),
    (
        "baseline_question",
        r"how (?:far off|wrong|precise|exact|close|bad|far from the truth) (?:is|are|was|would)"
        r" (?:it|they|this|that|the (?:model|predictions?|forecasts?|estimates?))\b",
    ),
    ("baseline_question", rf"(?:is|are) {_IT} (?:\w+ )?{_GOOD}(?: enough)?\W*(?:or not|then)?\W*$"),
    ("baseline_question", r"(?:is it |is that )?(?:good enough|worth it|any good)\W*$"),
    ("baseline_question", rf"{_IT} is (?:\w+ )?{_GOOD}(?:,? (?:right|isn't it|no|or|or not))\W*$"),
    (
        "baseline_question",
        r"(?:does|do) (?:the|this|our|your) models? (?:suck|work|perform|do (?:well|anything)|help"
        r"|learn anything)\b[^.?!]{0,20}\W*$",
    ),
    (
        "cost_threshold",
        r"(?:what|how much) (?:does|do|would|will|could|can) (?:it|this|that|the model|we|i|a"
        r" model)"
        r" (?:save|earn|bring|gain|cost)\b",
    ),
    (
        "more_data_or_better_model",
        r"(?:should|shall|must|could|can) (?:i|we|one) (?:buy|get|collect|add|gather|join|purchase"
        r"|label) (?:[\w-]+ ){0,3}(?:data|rows|features|columns|sources?|labels|records)\b",
    ),
    (
        "feature_availability",
        r"(?:whether|should|must|may|can|shall|ought|is it ok(?:ay)?|do (?:i|we)"
        r" have)\b[^.?!]{0,20}"
        r"\u00a7\d+\u00a7[^.?!]{0,20}\b(?:excluded?|exclude|dropped?|drop|left out|leave out"
        r"|removed?|used?|kept?|keep|stay|allowed|included?)\b[^.?!]{0,15}\W*$",
    ),
)  # fmt: skip


def follow_up_question(text: str) -> Intent | None:
    """Return what a plain follow-up asks for by its form; None if its form does not tell.

    Args:
        text: the message, with names of columns as `§3§`.
    """
    said = " ".join(text.replace("\u2019", "'").split())
    if len(said.split()) > LONGEST_READ:
        return None
    sentences = re.split(r"(?<=[.!?])\s+", said)
    questions = [one for one in sentences if one.endswith("?")]
    asked = questions[0] if len(questions) == 1 else sentences[-1]
    return next(
        (intent for intent, shape in SHAPES if _compiled(rf"{_LEAD}(?:{shape})").search(asked)),
        None,
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
