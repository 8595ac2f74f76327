"""On a drop in performance the data is checked before the model is blamed (clause Q2)."""

from __future__ import annotations

from collections.abc import Iterator

from ml_engineer.gates.base import Draft
from ml_engineer.gates.wording_gate import WordingGate
from ml_engineer.wording.lexicon import family
from ml_engineer.wording.sentences import is_denied
from ml_engineer.wording.statements import SUPPOSED, Reading, Statement

DROP = family(
    r"overshoots?|undershoots?|fewer \w+ than|less than|more \w+ than|poor|slipping|fluctuat\w+",
    r"finds nothing|\d+ ?% to \d+ ?%|obsolete|queue \d|"
    r"drop(?:s|ped|ping)?|fell|falls?|falling|worse|decreas\w+|declin\w+|collaps\w+|halved"
    r"|doubled|off\b|weird|wrong|odd|strange"
    r"|complain\w*|stupid|suddenly|sudden|bad|since (?:\w+day|last|the|monday|yesterday)|misses"
    r"|broke\w*|degrad\w+|lower|down|rejecting|everything"
    r" to|unstable|fine until|crash\w*|plummet\w*|tank(?:ed|ing)|slip\w*|deteriorat\w+|nonsense"
    r"|garbage|spik\w+|jump(?:ed|s)|error(?:s)? (?:up|rose"
    r"|doubled)|\u2192|->|recall is|went (?:up|down)|lost|rose|climb\w*|not as good|used to|no"
    r" longer|upstream|sensor or",
)
REMEDY = family(
    r"successor|throw it away|higher capacity",
    r"rebuild\w*|swap\w*|attention layer|refit\w*|"
    r"re-?train\w*|(?:new|fresh|better|bigger|deeper|different|second|separate|larger|another)"
    r" (?:model|network|one|version|fit|architecture|training|checkpoint"
    r"|hyperparameter \w+|classifier|forecast|algorithm)|replac(?:e|ed|ing|ement)(?! the sensor)"
    r"|re-?fit\w*|re-?build\w*|re-?tun\w+|hyperparameter\w*|tune\b"
    r"|switch to|upgrade|swap|fit a|train (?:a|it|on|from|again)|raise the learning rate"
    r"|more (?:epochs|layers|capacity|parameters|trees)|from scratch"
    r"|scrap (?:it|the model)|fine-?tun\w+|roll (?:back|the new)|has to go|start over|challenger"
    r"|re-?calibrat\w+|re-?learn\w*|refresh",
)
FAULT = family(
    r"(?:model|network|recommender|classifier|forecast(?:er)?|detector|boundary|checkpoint"
    r"|algorithm|architecture|weights|it|optimum|parameters) (?:has|is|was|have|are"
    r"|simply|just|never|no longer|must have|needs?|can not|forgets?|lost)(?: \w+){0,3}? ?(?:aged"
    r"|ag(?:e)?ing|stale|old|outdated|worn|forgot\w*|obsolete|tired|understood"
    r"|reached|outlived|decayed|drifted|degraded|expired|overfit\w*|limits?|weak|holds|past|fits?"
    r"|saturated|replacing|retraining|exhausted|behind|to blame|the culprit|forgets?|it)?"
    r"|(?:concept drift|mode collapse|model decay|model rot|natural (?:ageing|aging|decay)"
    r"|ag(?:e)?ing|catastrophic forgetting|staleness|stale model|wear)"
)
STRONG_FAULT = family(
    r"has become (?:outdated|obsolete|stale|old)|wear of|(?:network|model|it) forgot|typical wear",
    r"(?:is|are|must be|looks?) (?:probably |simply )?(?:obsolete|stale|dead)|natural age\w*|"
    r"(?:has|is|was|have|are|simply|just|never|no longer|must have|gone|be)(?: \w+){0,2} (?:aged"
    r"|ag(?:e)?ing|stale|old|outdated|worn(?: out)?|forgot\w*|obsolete|tired|understood"
    r"|outlived|decayed|degraded|overfit\w*|past its|saturated|exhausted|reached its limits"
    r"|months old|behind the times)|concept drift|mode collapse|model decay"
    r"|ageing|aging|catastrophic forgetting|outdated|stale|worn out|it forgets|no longer holds"
    r"|limits of|to blame|new one for the model|the model,? nearly always|had its day",
)
DATA_CHECK = family(
    r"labelled|data problem|broken|same column|null|by hand",
    r"inputs?|feeds?|schema|nulls?|null counts?|missing (?:rates?|values)|row counts?|ingestion"
    r"|format|units?|currency|request ids?|raw|tracking|which (?:stores?|stage|exactly|day)"
    r"|since when|price feed|data first|check\w*|trace\w*|look(?:ing)? at (?:the )?(?:data"
    r"|inputs?|feed|ten|fifty|labels|counts)|compar\w+|labels? (?:complete|delay|of)"
    r"|label delay|labels complete|upstream|counts?|exampl\w+|investigat\w+|diagnos\w+|data"
    r" quality|joins?|sensors?|delivery|logs?|pipeline|examples|drift report|verified|verify",
)
DISMISSED = family(
    r"(?:feeds?|sensors?|inputs?|data|pipelines?|upstream|labels?) (?:\w+ )?(?:is|are) (?:\w+"
    r" )?(?:rarely|hardly|never|seldom|unlikely|not|fine|ok|innocent|stable)"
    r"|(?:feeds?|sensors?|data|labels?|pipelines?) (?:hardly|rarely|seldom|never) \w+|i doubt"
    r"|without (?:any )?(?:check|looking)\w*|no need to (?:check|look)|only then see"
    r"|new \w+, new \w+|skip the (?:data|checks?)"
)


def found(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """Yield the statements that blame the model, where nobody has looked at the data."""
    if not DROP.search(reading.asked) or (reading.refuses and not DISMISSED.search(reading.text)):
        return
    dismissed = DISMISSED.search(reading.text) is not None
    checks = any(
        not is_denied(one.text, match.start())
        for one in reading.statements
        for match in DATA_CHECK.finditer(one.text)
    )
    if any(
        one.asks and not one.text.lower().startswith(("shall i", "do you want"))
        for one in reading.statements
    ):
        return
    if (checks or "drift" in draft.done) and not dismissed:
        return
    for statement in reading.told:
        text = statement.text
        if statement.kind == "heading" or (SUPPOSED.search(text) and "would" not in text):
            continue
        remedy = any(True for _ in statement.claims(REMEDY))
        fault = any(True for _ in statement.claims(STRONG_FAULT))
        if remedy or fault:
            yield statement


GATE = WordingGate(
    "blames_model_first",
    "Q2",
    "It blames or replaces the model before the data behind the drop was checked.",
    "Trace it first: row counts and schema, missing values and units, labels and their "
    "delay, then the model.",
    "data not checked first",
    found,
)
