"""Questions about a concept: what a term means or is for, whoever asks and whatever the data.

An answer to one is an explanation. It claims nothing about a table, and lets nothing go.
"""

from __future__ import annotations

import re

from ml_engineer.wording.statements import Reading

__all__ = ["explains_a_concept"]

TERM = (
    r"(?:(?:roc\s|pr\s)?auc|psi|over-?fitting|under-?fitting|leakage|drift|calibration|precision"
    r"|recall|specificity|f1|brier(?: score)?|r2|rmse|mae|mape|log\s?loss|lift|gain|accuracy"
    r"|cross[-\s]validation|hold-?outs?|(?:a\s|the\s)?(?:test|validation)\ssets?|baselines?|bagging"
    r"|boosting|regulari[sz]ation|early\sstopping|smote|shap|shadow\s(?:mode|deployment)"
    r"|canary(?: release)?|confidence\sintervals?|p[-\s]values?|conformal\sprediction"
    r"|online\slearning|concept\sdrift|permutation\simportance|embeddings?|statistical\spower)"
)
_KIND = r"an?\s+(?!good|better|bad|typical|reasonable|sensible|fair|realistic|safe)[\w\s/-]{2,40}?"
_SENSE = (
    r"(?:meant\s+by\s+|(?:the\s+)?(?:point|idea|purpose|meaning|use|reason)\s+(?:of|behind|for)\s+)"
)

ABOUT_A_CONCEPT = re.compile(
    rf"""(?:^|[.!?,:;]\s*)(?:(?:and|so|ok|but|sorry|remind\s+me|tell\s+me)\W+)?(?:
      what(?:\s+is|\s+are|s)?\s+{_SENSE}?(?:{_KIND}|{TERM})(?:\s+(?:good\s+)?for)?
      |what\s+(?:does|do)\s+(?:{_KIND}|(?:the\s+(?:word|term)\s+)?[\w-]+)\s+(?:mean|measure|do)
      |(?:explain|define)\s+(?:{_KIND}|{TERM})(?:\s+to\s+me)?
      |(?:is|are)\s+{TERM}\s+(?:just\s+|really\s+)?(?:the\s+same|like|a\s+kind|another\s+(?:word|name)
        |different)\b[\w\s/-]{{0,40}}
      |why\s+(?:(?:do|does|would)\s+(?:we|you|one|people|anyone|i)\s+)?(?:even\s+)?
        (?:need|use|want|have|bother\s+with)\s+(?:an?\s+)?{TERM}
      )\s*(?:,?\s*(?:again|exactly|actually|please|in\s+short|in\s+(?:ml|machine\s+learning)))*\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)

OF_ONES_OWN = re.compile(
    r"\b(?:i|we|our|ours|your|yours|us|my|mine|let us|go ahead)\b", re.IGNORECASE
)
"""Words that turn from the concept to the case at hand."""


def explains_a_concept(reading: Reading) -> bool:
    """Tell whether a concept was asked about, and the answer keeps to it."""
    return (
        ABOUT_A_CONCEPT.search(reading.asked) is not None
        and OF_ONES_OWN.search(reading.text) is None
    )
