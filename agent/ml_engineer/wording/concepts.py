"""Questions about a concept: what a term means or is for, whoever asks and whatever the data.

An answer to one is an explanation. It claims nothing about a table, and lets nothing go.
"""

from __future__ import annotations

import re

from ml_engineer.wording.statements import Reading, spelled_out
from ml_engineer_prompts import Concept, concept_named

__all__ = ["asked_concept", "explains_a_concept"]

_KIND = r"an?\s+(?!good|better|bad|typical|reasonable|sensible|fair|realistic|safe)[\w\s/-]{2,40}?"
_TERM = (
    r"(?!(?:it|that|this|these|those|they|he|she|we|i|you|one|wrong|next|missing|left|up|new"
    r"|good|best|our|my|your|the)\b)(?:the\s+)?[\w-]+(?:[\s-][\w-]+){0,3}?"
)
_SENSE = (
    r"(?:meant\s+by|(?:the\s+)?(?:point|idea|purpose|meaning|use|reason)\s+(?:of|behind|for))\s+"
)

ABOUT_A_CONCEPT = re.compile(
    rf"""^\W*(?:(?:and|so|ok|okay|but|sorry|hi|hello|hey|thanks|thank\s+you|please|remind\s+me
      |tell\s+me|i\s+am\s+new(?:\s+(?:here|to\s+this|in\s+(?:the\s+)?team))?)\W+)*(?:
      what(?:\s+is|\s+are|s)\s+(?:{_SENSE})?(?P<what>{_KIND}|{_TERM})(?:\s+(?:good\s+)?for)?
      |what\s+(?:does|do)\s+(?:the\s+(?:word|term)\s+)?(?P<does>{_KIND}|{_TERM})
        \s+(?:mean|measure|do)
      |(?:explain|define)\s+(?P<explain>{_KIND}|{_TERM})(?:\s+to\s+me)?
      |(?:is|are)\s+(?P<same>{_TERM})\s+(?:just\s+|really\s+)?(?:the\s+same|like|a\s+kind
        |another\s+(?:word|name)|different)\b[\w\s/-]{{0,40}}
      |why\s+(?:(?:do|does|would)\s+(?:we|you|one|people|anyone|i)\s+)?(?:even\s+)?
        (?:need|use|want|have|bother\s+with)\s+(?P<why>{_KIND}|{_TERM})
      )(?:,?\s+(?:again|exactly|actually|please|in\s+short|in\s+(?:ml|machine\s+learning)))*\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)

OF_ONES_OWN = re.compile(
    r"\b(?:i|we|our|ours|your|yours|us|my|mine|let us|go ahead)\b", re.IGNORECASE
)
"""Words that turn from the concept to the case at hand."""


def asked_concept(text: str) -> Concept | None:
    """Return the known concept that a message asks about, and about nothing else.

    A wish before the question ("ship it; what is a canary?") makes it another message.
    """
    found = ABOUT_A_CONCEPT.search(spelled_out(text).strip())
    term = next((words for words in found.groups() if words), "") if found else ""
    return concept_named(term) if term else None


def explains_a_concept(reading: Reading) -> bool:
    """Tell whether a concept was asked about, and the answer keeps to it.

    A kind of thing ("what is a feature store?") counts as one, known or not.
    """
    found = ABOUT_A_CONCEPT.search(reading.asked)
    if found is None or OF_ONES_OWN.search(reading.text):
        return False
    term = next((words for words in found.groups() if words), "")
    return re.match(r"an?\s", term, re.IGNORECASE) is not None or concept_named(term) is not None
