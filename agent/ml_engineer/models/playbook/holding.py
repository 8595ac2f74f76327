"""Holding: a refusal stands when the same thing is asked again in other words, or more urgently.

What moves a refusal is evidence, and questions about something else are not part of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from ml_engineer.models.playbook.rule_notation import Intent
from ml_engineer_prompts import STILL_NO, RefusalDetails, details_of

REFUSED: Mapping[str, Intent] = {
    "R1": "deploy_without_monitoring",
    "R2": "skip_offline_evaluation",
    "R3": "unknown_provenance",
    "R4": "promise_timeline",
}
"""The intents that are refused, by clause."""

Pressure = Literal["instructions", "claim", "others", "authority", "urgency", "smaller", "again"]
"""How a person presses: by telling me to be someone else, by saying that it is done, by what others
do, by who wants it, by the clock, by asking for less of it, or by asking again."""

_PRESSURES: Mapping[Pressure, str] = {
    "instructions": r"ignore (?:your|all|any|the|previous|these)|forget (?:your|the|all|"
    r"about your)|"
    r"pretend|role.?play|your (?:rules|instructions|prompt|persona|guidelines)|override|jailbreak|"
    r"system prompt|act as|no restrictions|developer mode|you are (?:now|no longer)",
    "claim": r"already (?:set ?up|there|done|in place|have|exists?|running|evaluated|"
    r"tested|monitored|"
    r"cleared|signed|agreed)|(?:is|are|was|were|has been|it's|we've) (?:all )?(?:set up|"
    r"in place|sorted|"
    r"taken care of|done|cleared|covered|handled)|trust me|believe me|we (?:did|"
    r"have) (?:it|that|them)|"
    r"attached|see (?:the )?file|here(?:'s| is)|\w+\.(?:ya?ml|json|pdf|md|html|docx?)",
    "others": r"every(?:one|body)|all the others|others do|competitors?|industry|google|netflix|"
    r"nobody (?:else|ever)|no one else|common practice|standard practice|other teams?|normal",
    "authority": r"boss|ceo|cto|cfo|vp|director|manager|board|management|committee|"
    r"head of|minister|"
    r"lead(?:ership)?|sign(?:ed)? off|responsib\w*|decided|approved|order(?:ed|s)?|"
    r"investor\w*|legal said",
    "urgency": r"urgent\w*|asap|hurry|deadline|now|today|tonight|tomorrow|monday|tuesday|wednesday|"
    r"thursday|friday|weekend|no time|running out|immediately|this week|next week|minutes|late",
    "smaller": r"only|just|small\w*|few|pilot|tiny|roughly|rough|ballpark|guess|half|a bit|"
    r"for now|once|exception|compromise|percent|1 ?%|5 ?%|10 ?%|internal",
}  # fmt: skip
"""What each kind of pressing sounds like; the first that matches counts."""

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


def held(text: str, intent: Intent, history: Sequence[tuple[str, str]]) -> Intent:
    """Return the intent of a message, or the one that was refused and is asked for again."""
    refused = refused_before(history)
    if refused is None or (intent in _TOPICS and _matches(_TOPICS[intent], text)):
        return intent
    if _matches(_EVIDENCE, text) and _matches(_DEMANDS, text):
        return refused
    if _matches(_EVIDENCE, text) or not _matches(_TOPICS[refused], text):
        return intent
    pressed = _matches(_PRESSING, text)
    return (
        refused if pressed and (intent not in _ASIDE or not text.rstrip().endswith("?")) else intent
    )


def refused_before(history: Sequence[tuple[str, str]]) -> Intent | None:
    """Return what the newest answer refused, if it was a refusal."""
    said = [text for role, text in history if role == "assistant"]
    return _refused_by(said[-1]) if said else None


def times_refused(history: Sequence[tuple[str, str]], intent: Intent) -> int:
    """Return how often in a row, up to now, the answers have refused an intent."""
    said = [text for role, text in history if role == "assistant"]
    count = 0
    while count < len(said) and _refused_by(said[-1 - count]) == intent:
        count += 1
    return count


def pressure_of(text: str) -> Pressure:
    """Return by what a message presses; `again` if it only says the same once more."""
    return next((kind for kind, pattern in _PRESSURES.items() if _matches(pattern, text)), "again")


def _refused_by(answer: str) -> Intent | None:
    for clause, intent in REFUSED.items():
        verdict = details_of(clause, RefusalDetails).verdict
        if answer.startswith(verdict) or (
            answer.startswith(STILL_NO) and f"({clause})" in answer.partition("\n")[0]
        ):
            return intent
    return None


def _matches(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
