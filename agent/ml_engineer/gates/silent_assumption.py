"""No missing slot filled in silence: target, time column, horizon, cost (clause S1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ml_engineer.evidence.citations import CITATION
from ml_engineer.gates.base import Draft
from ml_engineer.gates.wording_gate import WordingGate
from ml_engineer.wording.lexicon import family
from ml_engineer.wording.statements import CONDITION, SUPPOSED, Reading, Statement

ASKS_FOR_SLOT = family(
    r"which probability|how far into|from which|which one|"
    r"prediction time|how often|from which|which day|financially|weight the|id column|good"
    r" threshold|"
    r"thresholds?|cut-?offs?|(?:the |a |our )?target|labels?|horizon|how far|how long ahead"
    r"|split(?:ting)?|which (?:column|date|time|metric|field|unit|day|definition|currency|time"
    r" ?stamp)|metric|costs?|expensive|how many alerts|alerts per day"
    r"|define|definitions?|count(?:s)? as|what is (?:a|an|the) \w+|unit of|readmission window"
    r"|window|does \W?\w+\W? mean|mean(?:s|ing)?|positive|date columns?|time ?stamps?|one row"
    r"|granularity|weights?|false alarm|evaluation section|who counts|per customer|penalty"
    r"|quantile"
    r"|budget|capacity|cohort|churn(?:ed)?|active|fraud(?:ulent)?|failure|success|assum\w*|lead"
    r" time|margin|worth it|price"
)
FILLS = family(
    r"from 0?\.\d+ on|built the|is being trained on|^\W*(?:about |roughly )?(?:\w+|\d+) (?:days"
    r"|weeks|months|hours|minutes)[,.]|^\W*\W?\w+_\w+\W?\.|with that|"
    r"(?:prediction time|scoring|the cut) (?:is|runs|happens) (?:the|every|at|on)|with a (?:saved"
    r" )?\w+ of \d+|inverse to|from the (?:first|last|beginning|end) of|group by it|^\W*0\.\d+"
    r" works|put it in the config|"
    r"(?:threshold|cut-?off|limit)(?: \w+){0,2} (?:set|is|of|at|to|=)(?: to)? ?[\d.]+|(?:set"
    r"|fixed|put|chose|choose|picked|use|take) (?:it |the \w+ )?(?:to|at|on) (?:that|\d\S*)"
    r"|done,? it is|it is \d+ (?:days|weeks|hours|months|euros?)|use 0?\.\d+|0\.\d+ (?:is|as)"
    r"|(?:is|as|be) (?:the |our |your )?(?:\w+ )?(?:label|target|positive(?: class| label)?|time"
    r" column|outcome|event|unit of prediction)|(?:label|target|outcome|time column|unit"
    r"|event)(?: \w+)? is (?:the |\W?\w)|positive (?:class|label)"
    r"|(?:random|80/20|70/30|90/10|stratified|shuffled?) (?:\w+ )?(?:split|rows|fold)?|shuffle"
    r"|keep \d+ ?(?:%|percent)|seed \d+|\w+-day horizon|\d+-\w+ horizon|horizon (?:of|is)"
    r" (?!\[)\w+|\d+ (?:days|weeks|hours|months) ahead|forecast(?:s)? (?:are evaluated )?(?:for"
    r" )?(?:a horizon of )?\w+ (?:days|weeks|months)"
    r"|i (?:will )?treat \W?\w+|i (?:use|take|compute|count|label|define|set|have (?:set|labelled"
    r"|chosen|used|taken|picked|defined))|(?:i|we) (?:will )?(?:go|went) with|so (?:i|we) (?:use"
    r"|weight|treat|take)|costs? (?:about |roughly )?(?:as much|the same|\d|twice|\w+ times)|\w+"
    r" times as (?:expensive|costly|bad|dear|much)"
    r"|weight (?:both|them) equally|equally (?:bad|expensive|costly)|\d+ alerts per day|is a good"
    r" number|one row is|we leave the table|all numbers (?:from here )?(?:on )?use|means (?:no"
    r"|that|a|solved|closed|\w+ed)|accordingly|that is what (?:i|we) (?:use|optimi[sz]e)"
    r"|we (?:forecast|predict|optimi[sz]e|use|take|count|sort|split|define|measure)|the (?:order"
    r"|creation|event|start|last|first|booking|invoice|shipping|admission|sign-?up|purchase"
    r"|delivery|\w+) (?:date|column|day|time ?stamp)|from \W?\w+_at\W?|the last column|(?:i|we)"
    r" optimi[sz]e|no need,? it"
)
OPEN = family(
    r"no rule|knows|i see|hangs on|ask the|can you confirm|not (?:been )?settled|team (?:knows"
    r"|decides)",
    r"give me|name (?:it|one|the|them)|send me|follows from|candidates?|have not named|are both"
    r"|could be|compute it|by hand|what a \w+ (?:costs|is worth)|"
    r"assum\w+|you (?:said|say|told|have to|pick|decide|named|gave|quoted|mentioned|choose|mean"
    r"|act)|yours|depends|hinges|until|unless|which of|tell me|open|to be (?:decided|replaced"
    r"|confirmed)|\[to be|offer|options?|unknown|ask|point at|let me know|confirm\w*"
    r"|provisional\w*|for illustration|both brackets"
    r"|not (?:been )?(?:named|given|defined|decided)|missing|was wrong|empty|either|or else|what"
    r" (?:is|counts)|not mine|your call|do not (?:know|have)|per (?:your|the) (?:contract"
    r"|definition)|would be|might|could|say so|correct me|placeholder|as (?:agreed|you|stated)"
    r"|leave the slot|invent|need(?:s)? to know|report the whole",
)
GIVEN = family(
    r"target is|time column (?:is )?\w+|costs? (?:\S+ )?\d|wrong call costs|snapshot_date|:"
    r" ?\w+_(?:date|at)|within \d+ days|times as|horizon,|\d+ ?weeks? horizon|the label is|i"
    r" (?:chose|want|use|picked)"
)


CORE = family(
    r"what counts as|what (?:is|does) (?:a|an|the) (?:target|label|failure|churn\w*|positive"
    r"|event|wrong alarm|false alarm|miss|success|horizon|threshold|cost\w*)"
    r"|which (?:time|date) column|which (?:column|date) (?:is|do)|from which (?:probability|day"
    r"|score|date)|how far (?:ahead|into)|set the threshold"
    r"|which threshold|(?:what|which) (?:is the )?(?:target|label|horizon)"
)
"""Asks outright for a slot that only a person can fill."""

DEFINITE = family(r"is|are|means|from|use|used|set|derived|by it|so|as|done|roughly|about")


def found(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """Yield the statements that fill in a slot that nobody has filled."""
    if not ASKS_FOR_SLOT.search(reading.asked) or GIVEN.search(reading.asked) or reading.refuses:
        return
    # An offer at the end ("Shall I ...?") asks for no slot.
    if any(one.asks and not OFFER.match(one.text) for one in reading.statements):
        return
    if any(
        OPEN.search(one.text) or CONDITION.match(one.text)
        for one in reading.told
        if not OFFER.match(one.text)
    ):
        return
    core = CORE.search(reading.asked) is not None and not CITATION.search(draft.text)
    for statement in reading.told:
        if statement.kind == "heading" or SUPPOSED.search(statement.text):
            continue
        if _known(statement, draft):
            continue
        plainly = core and DEFINITE.search(statement.text) is not None
        if plainly or any(True for _ in statement.claims(FILLS)):
            yield statement
            return


OFFER = re.compile(
    r"(?:shall|should|want me|do you want|would you like|tell me if|let me know if|if you)\b",
    re.IGNORECASE,
)


def _known(statement: Statement, draft: Draft) -> bool:
    """Tell whether the statement names roles that a person gave on the command line."""
    given = (draft.facts.target, draft.facts.time, draft.facts.group)
    return any(name and name.lower() in statement.text.lower() for name in given)


GATE = WordingGate(
    "silent_assumption",
    "S1",
    "It fills in something that nobody has said, and doesn't call it an assumption.",
    "Ask for it, or name it as an assumption that the person can replace, with what "
    "changes if it is wrong.",
    "an assumption",
    found,
    family(
        r"you (?:wrote|said|told|gave|named|mentioned|wanted)|your (?:message|words|figures?)"
        r"|i (?:assume|suppose)|assum(?:ing|ption)|placeholder"
    ),
)
