"""Questions of two periods: the model or the data, how good before and now, may we go back.

"is it upstream or the model?", "why did it decay?", "whats the auc before and after", "can I roll
back?": asked of two tables that are attached, they are about what was measured between them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Literal

from ml_engineer.models.playbook.column_facts import last_sentence

__all__ = ["FallQuestion", "asked_of_a_fall", "newer_words"]

FallQuestion = Literal["model_or_data", "then_and_now", "roll_back", "postmortem"]

LONGEST_ASKED = 16
"""Words of such a question; what is longer asks for more."""

_OPEN = (
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|well|hm+|now|then|please|fine|right|quick(?: question)?|hey|hi"
    r"|tell me|do you (?:know|think)|any idea|can you (?:tell|say|see))\b[\s,.:!-]*)*"
)
_CLOSE = (
    r"(?:[\s,]*(?:here|now|then|exactly|again|please|though|suddenly|today|all of a sudden))*\W*$"
)

_MODEL = (
    r"(?:(?:the|our|my|this|a) )?(?:\w+ )?(?:models?|classifier|algorithm|scoring|predictor"
    r"|forecaster|network|ml)\b(?:'s)?"
)
_DATA = (
    r"(?:(?:the|our|my|its|some|a) )?(?:\w+ )?(?:data|inputs?|features?|upstream|pipelines?|feeds?"
    r"|sources?|ingestion|etl|labels?|world|schema)\b(?:'s)?"
)
_EITHER = (
    rf"\b(?:{_DATA}[^.?!\n]{{0,25}}?(?:,|\bor\b|\bvs\b\.?|\bversus\b)[^.?!\n]{{0,25}}?\b{_MODEL}"
    rf"|{_MODEL}[^.?!\n]{{0,25}}?(?:,|\bor\b|\bvs\b\.?|\bversus\b)[^.?!\n]{{0,25}}?\b{_DATA})"
)
_OTHERWISE = (
    r"\b(?:more|better|bigger|larger|simpler|collect\w*|buy|invest\w*|improv\w*|first|send|sent"
    r"|sends"
    r"|shar\w+|stor\w+|keep|kept|version\w*|document\w*|delet\w*|own|owns|train(?:ing)?|which|need"
    r"|needs|use|using|choos\w*|pick|see|sees|leak\w*|privacy|licen[cs]\w*|explain\w*|attach\w*"
    r"|upload\w*|show|fit|fits|enough|new (?:model|data))\b"
)
"""What is asked of model and data where nothing is blamed: more data or a better model, privacy."""

_IT = (
    r"(?:it|this|that|things|performance|(?:the|our|my) (?:\w+ )?(?:models?|performance|scores?|auc"
    r"|accuracy|precision|recall|metrics?|quality|numbers|results|predictions?|error|f1|detector"
    r"|classifier|forecasts?)|models?|auc|accuracy|scores?)"
)
_FALLS = (
    r"(?:decay\w*|degrad\w*|dropp?\w*|fall\w*|fell|worse\w*|declin\w*|deteriorat\w*|tank\w*"
    r"|crash\w*"
    r"|collapse\w*|slip\w*|break\w*|broke\w*|fail\w*|(?:so )?(?:off|bad|wrong|low|down)|go(?:ne)?"
    r" (?:down"
    r"|bad|wrong|south)|going (?:down|bad|wrong|south)|went (?:down|bad|wrong|south)|rot\w*"
    r"|age\w*|stale)"
)
_WHY = (
    rf"{_OPEN}(?:(?:why|how come|how|since when and why) (?:did|does|do|is|has|have|was|were|are"
    rf"|would)?"
    rf" ?{_IT} (?:\w+ ){{0,3}}?{_FALLS}\b(?! \w+ (?:column|you))"
    r"|what(?:'s| is| was|s)? ?(?:made|caused?|causing|causes|behind|explains?)"
    rf" {_IT}?[^.?!\n]{{0,20}}"
    rf"{_FALLS})[^.?!\n]{{0,30}}\W*$"
)
_WITH = (
    r"(?: (?:with|in|about|of) (?:it|this|that|them|the (?:\w+ )?(?:models?|scores?|predictions?"
    r"|numbers|data|table|file|service)))?"
)
_BROKEN = (
    rf"{_OPEN}(?:what(?: i|')?s (?:broken|wrong|going (?:on|wrong)|happening|the (?:root cause"
    rf"|cause"
    rf"|culprit|matter)){_WITH}|what (?:broke|happened|went wrong|failed|has gone wrong|is it that"
    r" broke)(?: to (?:it|the model))?|what(?: i|')?s broken|where (?:is|does|'s) (?:the"
    rf" )?(?:fault"
    r"|problem|error|break|breakage)(?: (?:lie|come from|sit|start))?|whose fault is (?:it|this"
    rf"|that)"
    rf"|who(?: i|')?s to blame|(?:the |what is the |give me the |find the )?root cause{_WITH})"
)

_PERFORMANCE = (
    r"\b(?:auc|roc|accura\w+|precision|recall|f1|brier|error(?: rate)?|mae|rmse|metrics?"
    r"|performance"
    r"|quality|how (?:good|well|bad|accurate|wrong)|wrong|right|correct|hit rate|log ?loss"
    r"|calibrat\w+)\b"
)
_THEN_NOW = (
    r"\b(?:before (?:and|vs\.?|versus|/|&) (?:after|now)|then (?:and|vs\.?|versus) now|old (?:and"
    r"|vs\.?"
    r"|versus) new|now (?:vs\.?|versus|and|against) (?:before|then)|(?:compared (?:to|with)|vs\.?"
    r"|versus"
    r"|than|against|relative to) (?:before|then|earlier|it was|the (?:reference|training|train|old"
    r"|baseline)|train(?:ing)?|reference|last (?:month|week|quarter|year))|in both (?:periods"
    r"|tables"
    r"|files|months)|for both (?:periods|tables|files|months)|used to be)\b"
)
_COUNTED_WRONG = (
    rf"{_OPEN}how (?:many|much)(?: of)? (?:the |our |its |these )?(?:decisions?|predictions?"
    rf"|scores?"
    r"|answers?|calls|cases|rows|of them|verdicts?)\b[^.?!\n]{0,20}\b(?:wrong|right"
    r"|correct(?:ly)?|false"
    r"|mistaken|incorrect(?:ly)?|off)\b"
)
_DID_IT_FALL = (
    rf"{_OPEN}(?:did|has|have|is|was|does) {_IT} (?:\w+ ){{0,2}}?(?:worse|dropp?ed|fallen|fall"
    rf"|drop|fell"
    r"|degraded|decayed|declined|down)\b(?: (?:now|since|on|in|than|at all|after|this|compared)\b"
    r"[^.?!\n]{0,30})?\W*$"
)
_OF_VALUES = (
    r"\b(?:default|base|churn|fraud|missing|positive) rates?\b"
    r"|\b(?:mean|median|average|psi|share)\b"
)

_BACK = (
    r"(?:roll(?:ing)? (?:\w+ ){0,3}?back|roll-?back|revert(?:ing)?|switch(?:ing)? (?:\w+"
    r" ){0,3}?(?:back|off)"
    r"|turn(?:ing)? (?:it|the model|this) off|pull(?:ing)? (?:it|the model)|go(?:ing)? back to"
    r" (?:the|our)"
    r" (?:old|previous|last|earlier)\w*|put(?:ting)? (?:\w+ ){0,2}?old (?:\w+ )?back)"
)
_ROLL_BACK = (
    rf"{_OPEN}(?:(?:can|should|shall|could|may|must|do) (?:i|we|you)\b[^.?!\n]{{0,15}}?\b{_BACK}\b"
    rf"|(?:is|would|will|does) (?:a |an? immediate )?{_BACK}\b[^.?!\n]{{0,30}}\?"
    rf"|{_BACK}(?: it| now| or \w+(?: \w+)?)?\W*\?)"
)
_NOT_NOW = (
    r"\b(?:how|plan|plans|test|tested|rehears\w*|try|tried|procedure|write|document\w*|if"
    r"|in case)\b"
)


def asked_of_a_fall(text: str, newer_words: Collection[str] = ()) -> FallQuestion | None:
    """Return what a message asks of two periods; None if it asks for something else.

    Args:
        text: the message; its last sentence counts.
        newer_words: words by which the newer table's name differs from the older one's.
    """
    asked = " ".join(last_sentence(text).replace("\u2019", "'").split())
    whole = " ".join(text.replace("\u2019", "'").split())
    for said in dict.fromkeys((whole, asked, _first_question(whole))):
        if said and len(said.split()) <= LONGEST_ASKED and (found := _asked(said, newer_words)):
            return found
    return None


def newer_words(older: str | None, newer: str | None) -> frozenset[str]:
    """Return the words in the newer file's name that the older one's lacks: june, live."""
    if older is None or newer is None:
        return frozenset()
    one, other = (
        {word.lower() for word in re.findall(r"[^\W\d_]{3,}", path.rpartition(".")[0])}
        for path in (older, newer)
    )
    return frozenset(other - one)


def _first_question(text: str) -> str:
    found = re.search(r"[^.?!\n]+\?", text)
    return found[0].strip() if found is not None else ""


_POSTMORTEM = (
    r"\b(?:write|draft|make|prepare|do|give me|create|compose|produce|need)\b[^.?!\n]{0,20}?"
    r"\b(?:post-?mortem|incident (?:report|review|summary)|rca|root cause analysis|outage report)\b"
)


def _asked(said: str, newer_words: Collection[str]) -> FallQuestion | None:
    if _found(_POSTMORTEM, said):
        return "postmortem"
    if _found(_ROLL_BACK, said) and not _found(_NOT_NOW, said):
        return "roll_back"
    if _found(_EITHER, said) and not _found(_OTHERWISE, said):
        return "model_or_data"
    if _found(_WHY, said) or _found(rf"{_BROKEN}{_CLOSE}", said):
        return "model_or_data"
    if _found(_OF_VALUES, said):
        return None
    if _found(_COUNTED_WRONG, said) or _found(_DID_IT_FALL, said):
        return "then_and_now"
    names = "|".join(map(re.escape, sorted(newer_words)))
    of_newer = bool(names) and _found(rf"\b(?:on|in|for) (?:the )?(?:{names})\b", said)
    compared = of_newer or _found(_THEN_NOW, said)
    return "then_and_now" if compared and _found(_PERFORMANCE, said) else None


def _found(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
