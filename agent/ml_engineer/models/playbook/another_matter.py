"""Another matter: after a refusal somebody turns to a question of something else.

A refusal stays while it is pressed, in whatever words. A question that names another matter (its
rows, its columns, where they are kept), and no word of what was refused, presses nothing: it is
read for itself, without what was said before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from ml_engineer.models.playbook.pressing import presses
from ml_engineer.models.playbook.rule_notation import Intent

__all__ = ["turns_to_another_matter"]

LONGEST = 30
"""Words of such a question; what is longer may hold anything."""

_ASKS = (
    r"\?\s*$|\?|^\W*(?:(?:and|so|but|ok(?:ay)?|fine|well|then|hm+|alright|right|good|please)\W+)*"
    r"(?:what|whats|which|how|why|who|where|when|is|are|does|do|did|can|could|show|tell me|list)\b"
)

_REFUSED_WORDS: Mapping[Intent, str] = {
    "promise_timeline": (
        r"weeks?|months?|days?|years?|quarters?|dates?|deadlines?|how (?:long|soon|fast|quick\w*)"
        r"|when|by|until|till|soon(?:er)?|guess\w*|estimat\w*|ballpark|rough\w*|promis\w*"
        r"|commit\w*|guarantee\w*|spring|summer|autumn|fall|winter|christmas|q[1-4]|end of|reach\w*"
        r"|get (?:it |us |there|to|up)|timeline|time|schedule|sprints?|tomorrow|next|plan|ready"
        r"|finish\w*|done|instead|aim|target of|hit"
    ),
    "unknown_provenance": (
        r"train\w*|use|used|using|fit|learn\w*|licen[cs]\w*|scrap\w*|crawl\w*|consent\w*|legal\w*"
        r"|permission\w*|source\w*|lawyers?|public\w*|half|part|prototype|allow\w*|gdpr|copyright"
        r"|provenance|owners?|owned|terms|anonymi[sz]\w*|anyway|fine|ok to|go ahead|get|without"
        r"|buy|bought|vendor|rights?|sure|say yes|model"
    ),
    "deploy_without_monitoring": (
        r"live|deploy\w*|ship\w*|releas\w*|launch\w*|roll\w*|switch\w*|turn\w*|go|without"
        r"|monitor\w*|alert\w*|watch\w*|later|days?|weeks?|hours?|small\w*|pilot|users?|traffic"
        r"|prod\w*|start|canary|shadow|skip\w*|set ?up|enough|need\w*|why|worst"
    ),
    "skip_offline_evaluation": (
        r"live|users?|customers?|prod\w*|a/?b|experiment\w*|skip\w*|evaluat\w*|offline"
        r"|hold-?out\w*|straight|traffic|later|directly|test\w*|launch\w*|ship\w*|releas\w*|go"
        r"|deploy\w*|roll\w*|canary|shadow|pilot|small\w*|backtest\w*|valid\w*|enough|need\w*|why"
    ),
}
"""Words by which a question is still about what was refused."""

_PRESSES = (
    r"boss|ceo|cto|cfo|vp|director|manager|board|please|pls|come on|everyone|everybody|nobody|just"
    r"|only|exception|once|trust|promise|(?<!you )told (?:me|us)|anyway|still|seriously"
    r"|urgent\w*|asap|must|insist\w*|ignore|rules"
)

_MATTERS = (
    r"rows?|columns?|features?|variables?|fields?|cells?|values?|customers?|patients?|cases"
    r"|calls?|called|flag\w*|precision|recall|accuracy|auc|error(?: rate)?|base rate|rates?|share"
    r"|percent"
    r"|\d+ ?%|average|mean|median|missing|empty|duplicates?|outliers?|moved|drift\w*|shift\w*"
    r"|leak\w*|costs?|expensive|third part\w+|machine|computer|laptop|cloud|servers?|internet"
    r"|phone home|upload\w*|send|sends|sent|stored?|keep|kept|delete\w*|see (?:our|my|the) data"
    r"|who sees|churn\w*|frauds?|defaults?|segments?|groups?|slices?|importan\w+|matters? most"
    r"|predictors?|correlat\w*|distribution|psi|threshold|calibrat\w*|baseline|split|metrics?"
    r"|balanced|gender|women|men|biased?|fair\w*|personal data|data quality|clean"
)
"""What a question may be about instead."""


def turns_to_another_matter(text: str, refused: Intent | None, columns: Sequence[str] = ()) -> bool:
    """Tell whether a question after a refusal is about something else.

    Args:
        text: the message.
        refused: what was refused and still stands; None if nothing does.
        columns: of the attached table; naming one is another matter.
    """
    if refused is None or refused not in _REFUSED_WORDS:
        return False
    said = " ".join(text.replace("\u2019", "'").split())
    if len(said.split()) > LONGEST or not _found(_ASKS, said) or presses(said):
        return False
    named = [name for name in columns if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said)]
    for name in named:
        said = said.replace(name, " ")
    if _found(rf"\b(?:{_REFUSED_WORDS[refused]}|{_PRESSES})\b", said):
        return False
    return bool(named) or _found(rf"(?<!\w)(?:{_MATTERS})(?!\w)", said)


def _found(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
