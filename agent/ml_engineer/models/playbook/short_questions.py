"""Short questions that leave no doubt where a table is attached: "which model should we use?".

The classifier weighs a message of few words with little to go by; these say by their form what
they ask for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ml_engineer.models.playbook.rule_notation import Intent

__all__ = ["short_question"]

LONGEST_SHORT = 14
"""Words of a message that is read so."""

_LEAD = r"^\W*(?:(?:and|so|ok(?:ay)?|then|well|but|hm+|now|please|also|right|hey|hi)\b\W*)*"
_ONE = r"(?:i|we|you|one)"
_MODEL = r"(?:models?|algorithms?|classifiers?|regressors?|methods?|approach|one|technique)"

SHAPES: Sequence[tuple[Intent, str]] = (
    (
        "baseline_question",
        rf"(?:which|what|wich) (?:kind of |type of )?{_MODEL} (?:sh?ou?l?d|do|would|can|could|shall"
        rf"|to|is (?:the )?best|wins?|works? best|is better|performs?)\b",
    ),
    ("baseline_question", r"(?:what(?:'s| is) |whats )?(?:the )?best (?:model|algorithm)\b"),
    (
        "baseline_question",
        r"(?:is|are) (?:it|this|that|the (?:model|score|result|auc))s? (?:any |really |actually )?"
        r"(?:good|decent|usable|worth (?:it|anything)|better than (?:guessing|chance|nothing))"
        r"(?: enough)?(?: (?:or not|though|at all|then))?\W*$",
    ),
    (
        "baseline_question",
        r"how (?:good|well|accurate|reliable) (?:is|does|would|will|can) (?:it|this|that|the model"
        r"|a model)\b",
    ),
    (
        "metric_choice",
        r"(?:which|what) (?:is the (?:right|best) |evaluation )?metrics?\b(?! (?:was|is this|did))",
    ),
    (
        "split_choice",
        rf"how (?:do|should|would|shall|can|to|must) ?{_ONE}? ?(?:best )?(?:split|divide|partition"
        r"|cut|validate|cross.?validate)\b",
    ),
    (
        "more_data_or_better_model",
        r"(?:would|will|does|do|is|are|wou?ld|wud|what about|wat about|need|get|if i (?:get|had)"
        r"|(?:is|are) it worth (?:getting|collecting)|should (?:i|we) (?:get|collect))"
        r" (?:\w+ )?(?:more|additional|extra) (?:data|rows|samples|examples|labels|cases)\b",
    ),
    (
        "more_data_or_better_model",
        r"(?:is|are) (?:\d[\d,. ]*k? )?(?:this |that |these )?(?:rows|data|samples|examples|cases"
        r"|much data|many rows)? ?(?:enough|sufficient)\W*$",
    ),
    (
        "use_llm_or_deep_learning",
        r"(?:why not|what about|how about|what if (?:i|we) (?:use|try|take)|if (?:i|we) use"
        r"|(?:should|can|could) (?:i|we) (?:use|try)|would) (?:an? |some )?(?:deep learning"
        r"|neural net\w*|llms?|chat ?gpt|gpt\S*|transformers?|bert|a large language model"
        r"|deep net\w*)\b",
    ),
)  # fmt: skip


def short_question(text: str) -> Intent | None:
    """Return what a short question asks for by its form; None if its form does not tell."""
    said = text.replace("\u2019", "'").strip()
    if len(said.split()) > LONGEST_SHORT or "\n" in said:
        return None
    return next(
        (
            intent
            for intent, shape in SHAPES
            if re.search(rf"{_LEAD}(?:{shape})", said, re.IGNORECASE)
        ),
        None,
    )
