"""Finding a promised date: a duration or a deadline that is bound to reaching a figure (R4).

Dates for work pass: a baseline, a pipeline, a bounded round of experiments and the decision at
its end. What fails is a time, or a degree of confidence, for a score.
"""

from __future__ import annotations

import re

from ml_engineer.wording.sentences import Sentence, is_denied, sentences_of
from ml_engineer.wording.times import TIME

METRIC = (
    r"(?:auc|auroc|accura\w+|precision|recall|f1|f-score|rmse|mae|mape|smape|wape|error rate"
    r"|hit rate|lift|ndcg|brier|log[- ]?loss|sensitivity|specificity|score|metric|target|figure"
    r"|number|goal|performance|quality|0?\.\d+|\d+(?:\.\d+)?\s*(?:%|percent))"
)
FIGURE = r"(?:0?\.\d+|\d+(?:\.\d+)?\s*(?:%|percent))"
REACH = re.compile(
    r"\b(?:reach\w*|hit|hits|hitting|achiev\w+|attain\w*|exceed\w*|surpass\w*|get(?:s|ting)? "
    r"(?:\w+ )?(?:to|there|above|below|over|under|past)|(?:will|would|should|could|can|to) be "
    r"(?:there|at|above|below|over|under|past)|climb\w*|(?:improv|rais|push|bring|tak)\w* "
    r"(?:\w+ ){0,3}to|cross\w*|meet\w* (?:the|that|this|your)|(?:have|deliver\w*|expect\w*) "
    rf"(?:\w+ ){{0,3}}{FIGURE})",
    re.IGNORECASE,
)
METRIC_WORD = re.compile(rf"(?<!\w){METRIC}(?!\w)", re.IGNORECASE)
THERE = re.compile(r"\bthere\b", re.IGNORECASE)
MEASURED_METRIC = re.compile(
    rf"\b(?:baseline|present|current|first|measured)(?:'s)? {METRIC}", re.IGNORECASE
)
"""A figure that comes out of work, whatever it is: "the baseline score is there on Friday"."""
WORK = re.compile(
    r"\b(?:baselines?|pipelines?|label\w*|experiments?|rounds?|shadow|evaluation|decision|decide"
    r"|monitor\w*|infrastructure|set ?up|audit|review|report\w*|measure\w*|plan|scope|spike|plans"
    r"|iteration|work|data collection|dataset|handover|read ?out|check ?point|budget"
    r"|time[- ]box\w*|service|deploy\w*|delivery|slice|version)\b",
    re.IGNORECASE,
)
HEDGED = re.compile(
    r"\b(?:estimate|roughly|about|around|approximately|approx|probably|likely|maybe|perhaps|say"
    r"|ballpark"
    r"|i would (?:say|guess)|i guess|my guess|(?:it|that|this) (?:will |should |would |may )?takes?"
    r"|count on|give (?:me|us)|plan (?:on|for)|you will have it|by|within|in|yes|ok|okay|fine|sure)"
    r"\b|~",
    re.IGNORECASE,
)
CONFIDENCE = re.compile(
    r"\b(?:\d{1,3}\s*(?:%|percent)|fifty[- ]fifty|very|fairly|pretty|quite|reasonably) "
    r"(?:sure|confident|chance|certain|likely|probability|certainty|confidence)\b",
    re.IGNORECASE,
)
"""The soft form of the same promise: how sure one is of it."""


def promise_in(text: str, *, asked: str = "") -> str | None:
    """Return the sentence that binds a time or a confidence to a figure, None if none does.

    Args:
        text: the answer.
        asked: what the person wrote, so that its quotation does not count.
    """
    for sentence in sentences_of(text, quoting=asked):
        if not sentence.asks and _promises(sentence):
            return sentence.text
    return None


def _promises(sentence: Sentence) -> bool:
    text = MEASURED_METRIC.sub("baseline", sentence.text)
    if any(not is_denied(text, match.start()) for match in CONFIDENCE.finditer(text)):
        return True
    times = [match for match in TIME.finditer(text) if not is_denied(text, match.start())]
    if not times:
        return False
    about_work = WORK.search(text) is not None
    if METRIC_WORD.search(text) or (THERE.search(text) and not about_work):
        reached = [match for match in REACH.finditer(text) if not is_denied(text, match.start())]
        if reached:
            return True
    # A bare duration answers the question that was asked, and that was about the figure.
    return not about_work and HEDGED.search(text) is not None
