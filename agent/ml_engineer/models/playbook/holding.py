"""Holding: a refusal stands when the same thing is asked again in other words, or more urgently.

It stands over questions about something else in between. What moves it is evidence on record;
facts that are only told are answered one by one (`told_facts`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from ml_engineer.models.playbook.pressing import presses
from ml_engineer.models.playbook.rule_notation import Intent
from ml_engineer.models.playbook.told_facts import tells_facts
from ml_engineer_prompts import STILL_NO, RefusalDetails, details_of

__all__ = [
    "OWN_WORK",
    "REFUSED",
    "RELEASE",
    "evidence_told",
    "held",
    "refused_before",
    "times_refused",
]

REFUSED: Mapping[str, Intent] = {
    "R1": "deploy_without_monitoring",
    "R2": "skip_offline_evaluation",
    "R3": "unknown_provenance",
    "R4": "promise_timeline",
}
"""The intents that are refused, by clause."""

RELEASE: Intent = "can_we_ship"
NOT_RELEASED = (
    r"(?:In terms of [^:]+: |For the service [^:]+: )?"
    r"(?:\*\*No, not (?:as it stands|yet)\b|Not yet decided: no evidence)"
)
"""How an answer begins that doesn't grant a release; pressed, it stands as a refusal does."""

CHANGED = "**That changes my answer"
"""How an answer begins that lets a refusal go."""

MOST_BETWEEN = 5
"""Answers to something else after which a refusal is no longer what a message presses against."""

LONGEST_PRESSING = 40
"""Words of a message that does little but press."""

_TOPICS: Mapping[Intent, str] = {
    "deploy_without_monitoring": r"live|deploy\w*|ship\w*|releas\w*|launch\w*|roll\w* ?out|switch"
    r"\w* (?:it )?on|turn\w* (?:it )?on|go ahead|without|monitor\w*|alert\w*|watch\w*|later",
    "skip_offline_evaluation": r"live|users?|customers?|production|prod|a/b|ab.?test|experiment|"
    r"skip\w*|evaluat\w*|offline|holdout|straight|traffic|later|directly",
    "unknown_provenance": r"train\w*|use|using|fit|data|table|licen[cs]\w*|scrap\w*|consent|legal|"
    r"source|reviews|later|go ahead",
    "promise_timeline": r"weeks?|months?|days?|quarter|dates?|deadline|how long|when|by \w+day|"
    r"by (?:the )?(?:end|summer|spring|autumn|fall|winter|christmas|january|february|march|april|"
    r"june|july|august|september|october|november|december)|guess\w*|estimat\w*|ballpark|sure|"
    r"confiden\w*|likel\w*|probab\w*|promise\w*|commit\w*|percent|roughly",
}
"""Words by which a message is still about what was refused."""

_PRESSING = (
    r"urgent\w*|asap|hurry|deadline|competitor\w*|boss|ceo|cto|vp|director|manager|board|investor\w*"
    r"|just|only|still|anyway|regardless|nevertheless|even so|come on|please|exception|this once"
    r"|small|pilot|few|already|trust me|promise|responsib\w*|sign off|signed off|decided|order\w*"
    r"|told|insist\w*|must|needs?|ha(?:ve|s) to|no time|tonight|today|now"
    r"|rough\w*|guess|ballpark|sure|compromise|half|meanwhile"
    r"|everyone|everybody|others|all the|ignore|forget|role|pretend|later|override"
)
"""Words that press: urgency, authority, others who do it, half a concession, another role."""

_EVIDENCE = (
    r"attached|here is|here's|see below|\w+\.(?:csv|parquet|pdf|md|ya?ml|json)|card is (?:signed|"
    r"accepted)|accepted the card|we (?:now )?have (?:the |a )?(?:licen[cs]e|consent|contract|"
    r"monitors?|alerts?|evaluation|holdout)|signed (?:contract|licen[cs]e|agreement)"
)
"""Words that bring something new; they are heard for what they say."""

_DEMANDS = (
    r"(?:so|then|now|please|just|and)(?: please| just| now)? (?:train|go|send|ship|deploy|release"
    r"|launch|roll|switch|test|fit|start)|go live|train on (?:it|them)|send it|go ahead|look again"
)
"""Words that ask for what was refused, as something is said to be there: the record decides."""

_ASIDE: frozenset[Intent] = frozenset(
    {"greeting_or_thanks", "out_of_scope", "provide_information", "review_data",
     "explain_for_audience", "leakage_question", "drift_question", "monitoring_plan"}
)  # fmt: skip
"""What a person may turn to after a refusal without asking for the same again."""


def held(
    text: str,
    intent: Intent,
    history: Sequence[tuple[str, str]],
    *,
    sure: bool = True,
) -> Intent:
    """Return the intent of a message, or the one that was refused and is asked for again.

    Args:
        text: the message.
        intent: what it was recognised as.
        history: the turns before it as (role, text), oldest first.
        sure: whether that is sure.
    """
    refused = refused_before(history)
    if refused is None or (intent in _TOPICS and _matches(_TOPICS[intent], text)):
        return intent
    if intent in _TOPICS and sure and intent != refused and not presses(text):
        return intent
    if refused != RELEASE and _matches(_EVIDENCE, text) and _matches(_DEMANDS, text):
        return refused
    if _presses_on(text, intent, sure=sure):
        return refused
    if refused == RELEASE or _matches(_EVIDENCE, text) or not _matches(_TOPICS[refused], text):
        return intent
    if not _just_refused(history):
        return intent
    pressed = _matches(_PRESSING, text)
    return (
        refused if pressed and (intent not in _ASIDE or not text.rstrip().endswith("?")) else intent
    )


def evidence_told(text: str, history: Sequence[tuple[str, str]]) -> str | None:
    """Return the clause of what was refused, if a message names facts that it could rest on."""
    refused = refused_before(history)
    clause = next((clause for clause, of in REFUSED.items() if of == refused), None)
    if clause is None or len(text.split()) > LONGEST_PRESSING:
        return None
    return clause if tells_facts(text, clause) else None


def _presses_on(text: str, intent: Intent, *, sure: bool) -> bool:
    if len(text.split()) > LONGEST_PRESSING or not presses(text):
        return False
    if text.rstrip().endswith("?") and sure and intent not in _LIKE_PRESSING:
        return False
    works = text.rstrip().endswith("?") or _matches(_WORK_WORDS, text)
    return not (sure and intent in OWN_WORK and works)


_LIKE_PRESSING: frozenset[Intent] = frozenset(
    {"can_we_ship", "production_by_date", "out_of_scope", "greeting_or_thanks",
     "provide_information", "needs_language_model", "explain_prediction"}
)  # fmt: skip
"""What a question that presses is easily taken for."""

OWN_WORK: frozenset[Intent] = frozenset(
    {"review_data", "leakage_question", "drift_question", "baseline_question", "metric_choice",
     "split_choice", "cost_threshold", "feature_availability", "need_model",
     "use_llm_or_deep_learning", "performance_dropped"}
)  # fmt: skip
"""Work that a person may turn to in words that press: "please just check the leakage"."""

_WORK_WORDS = (
    r"check|measure|look (?:at|for|into)|compare|profile|show|explain|split|score|run|evaluate"
    r"|review|analy[sz]e|find|list|draft"
)
"""Words that ask for work."""


def refused_before(history: Sequence[tuple[str, str]]) -> Intent | None:
    """Return what was refused last and still stands; None if nothing is, or it is long ago."""
    said = [text for role, text in history if role == "assistant"]
    for text in said[: -MOST_BETWEEN - 1 : -1]:
        if text.startswith(CHANGED):
            return None
        if (refused := _refused_by(text)) is not None:
            return refused
    return None


def _just_refused(history: Sequence[tuple[str, str]]) -> bool:
    said = [text for role, text in history if role == "assistant"]
    return bool(said) and _refused_by(said[-1]) is not None


def times_refused(history: Sequence[tuple[str, str]], intent: Intent) -> int:
    """Return how often the answers have refused an intent since it last was let go."""
    count = 0
    for role, text in reversed(history):
        if role != "assistant":
            continue
        if text.startswith(CHANGED):
            break
        count += _refused_by(text) == intent
    return count if refused_before(history) == intent else 0


def _refused_by(answer: str) -> Intent | None:
    first = answer.partition("\n")[0]
    if re.match(NOT_RELEASED, answer) or (answer.startswith(STILL_NO) and "(R1, R2)" in first):
        return RELEASE
    for clause, intent in REFUSED.items():
        verdict = details_of(clause, RefusalDetails).verdict
        if answer.startswith(verdict) or (answer.startswith(STILL_NO) and f"({clause})" in first):
            return intent
    return None


def _matches(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
