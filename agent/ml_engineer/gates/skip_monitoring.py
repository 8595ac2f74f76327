"""No going live with monitoring later or never (clause R1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ml_engineer.gates.base import Draft
from ml_engineer.gates.wording_gate import WordingGate
from ml_engineer.wording.lexicon import DEFERRED, MONITORING, Words, family, sequence
from ml_engineer.wording.stance import HOLDING, holds_back
from ml_engineer.wording.statements import AGREEING, CONDITION, SUPPOSED, Reading, Statement

_CUT = (
    r"(?:skip|drop|postpone|leave out|cut|defer|forget(?: about)?|do without|go without|live"
    r" without"
    r"|manage without|start without|launch without|run without|ignore|disable|switch off|turn off"
    r"|remove|omit|shelve|park|mute|silence|kill|retire|stop|cancel|save (?:yourself|ourselves)"
    r"|spare (?:yourself|ourselves)|deprioriti[sz]e|delay|push back|unplug|leave)"
)
_START = (
    r"(?:add|build|set up|do|pick up|revisit|introduce|start|bolt on|look (?:at|into)|think about"
    r"|worry about|come back to|turn (?:it|them) on|instrument|handle|tackle|plan|get to|bring in"
    r"|retrofit|install|put in|wire up|address|deal with|discuss|consider|schedule|follow up with)"
)
_LIGHT = (
    r"(?:nice[- ]to[- ]haves?|optional|overkill|overhead|a luxury|unnecessary|superfluous|excessive"
    r"|too much|not (?:\w+ )?(?:needed|necessary|required|urgent|essential|critical|a priority"
    r"|a must|worth (?:it|the))|no (?:priority|must|prerequisite|blocker)|pointless|premature"
    r"|phase (?:two|2)|for later|a later|a follow-?up|bureaucracy|ceremony|a waste|gold[- ]plating)"
)
ACCEPTED = (
    sequence(
        r"(?:nothing|little|not much|no need|no point)",
        r"(?:to (?:monitor|watch|track|observe)|in monitoring)",
        gap=16,
    ),
    sequence(
        r"(?:feedback|complaints?|users|customers|scores|calls)",
        r"(?:does the job|is monitoring enough|is enough|replaces?|speaks? for themselves|do the"
        r" job|suffices?)",
        gap=24,
    ),
    sequence(
        r"(?:run|start|operate|launch)",
        r"without (?:any )?(?:observ\w+|watching|logging|monitor\w*|looking)",
        gap=24,
    ),
    sequence(r"(?:looks? after|takes? care of|watches|maintains)", r"itself", gap=6),
    sequence(
        r"(?:launch|ship|start|release|go live)",
        r"(?:then|collect|afterwards|later)",
        MONITORING,
        gap=70,
    ),
    sequence(
        MONITORING,
        r"(?:would|will) (?:just |only )?(?:gather dust|create noise|be ignored)",
        gap=10,
    ),
    sequence(r"leave (?:logging|monitoring|alerts?|it)", r"out", gap=10),
    sequence(
        MONITORING,
        r"(?:can|may|could|will|should|would|might) (?:then |also |easily |safely |well )?(?:wait"
        r"|come|follow|be (?:added|built|done|phase|postponed|skipped|dropped|deferred|set up"
        r"|picked up|retrofitted|left|introduced|switched off|a|the)|catch up|happen|go (?:to|into"
        r"|on)|move|start|stay off|join|arrive|be next)",
        gap=30,
    ),
    sequence(
        MONITORING,
        rf"(?:is|are|would be|seems?|feels?|\u2013|-|:) ?(?:\w+ ){{0,2}}{_LIGHT}",
        gap=24,
    ),
    sequence(MONITORING, r"[\u2013\u2014:(-]+ ?" + _LIGHT, gap=6),
    sequence(_START, MONITORING, DEFERRED, gap=40),
    sequence(MONITORING, _START, DEFERRED, gap=40),
    sequence(MONITORING, DEFERRED, gap=36),
    sequence(DEFERRED, _START, MONITORING, gap=40),
    sequence(
        r"(?:start|launch|ship|go live|release|roll out|get value|first)",
        r"(?:instrument"
        rf"|{MONITORING})",
        r"(?:later|afterwards|second|after)",
    ),
    sequence(
        r"(?:start|launch|ship|go live|release|roll out|run|do|live|manage|cope|get by)(?:ing)?",
        rf"without (?:any )?{MONITORING}",
        gap=30,
    ),
    sequence(
        MONITORING,
        r"(?:switched |turned |left |set )?(?:off|out|aside|unplugged|dark|disabled)",
        r"(?:for now|until|for the)",
        gap=24,
    ),
)
CUTS = (
    sequence(rf"{_CUT}(?:ing)?", MONITORING, gap=24),
    sequence(r"fly(?:ing)? blind", gap=0),
)
NO_NEED = (
    sequence(
        r"(?:nobody|no ?one|you|we|there is no|i|it|they) (?:do(?:es)? not |not |will not |would"
        r" not )?"
        r"(?:really |even )?(?:needs?|requires?|wants?|has) (?:to )?(?:be )?",
        rf"(?:{MONITORING}|monitor\w*|watch\w*|paged|alerted|to pay|baby-?sit\w*|supervis\w+)",
        gap=20,
    ),
    family(r"no need (?:for|to) (?:\w+ ){0,2}?(?:monitor\w*|alert\w*|watch|drift|pag\w+|babysit)"),
)
_DENIED_NEED = re.compile(r"\b(?:nobody|no ?one|not|no)\b", re.IGNORECASE)
NONE_AT_ALL = family(rf"(?:^|[,:]|and|with) ?(?:no|zero) {MONITORING}")
PEOPLE_WILL_TELL = family(
    r"(?:the |our |your |angry |first )*(?:support(?: (?:queue|desk|team|tickets?))?|users?"
    r"|customers?"
    r"|complaints?|help ?desk|people|somebody|someone|they|phones?|hotline|staff|branches|tickets?"
    r"|agents|drivers|patients|operators|colleagues) (?:will|would|are going to) (?:\w+ )?(?:tell"
    r" us"
    r"|tell you|notice|let (?:us|you) know|complain|shout|scream|call|ring|report|speak up|raise)",
    r"(?:you|we) (?:will|would) (?:\w+ )?(?:notice|hear (?:about|of) it|find out|hear)(?: it)?"
    r"(?: soon| quickly| early)?(?: enough)?",
)
ASKS_TO_SKIP = sequence(
    MONITORING,
    r"(?:later|after\w*|next|q[1-4]|skip\w*|drop|without|budget|time|flaky|overkill|need|not|no"
    r"|follow\w*|wait|second|nice)",
)
ASKS_TO_SKIP_FIRST = sequence(r"(?:skip\w*|drop|without|no|postpone|forget|leave|need)", MONITORING)
ASKS_IF_NEEDED = family(
    r"(?:do|does|is|are|why|should) (?:\w+ ){0,4}?(?:need\w*|necessary|required|bother)"
)
WARNS = family(
    r"(?:risk\w*|danger\w*|mistake|wrong|incident|regret|never|can not|must not|should not"
    r"|refuse\w*"
    r"|would learn|mandatory|non-negotiable|has to|have to|must|before (?:launch|go|we|it|you|any)"
    r"|only (?:once|after|when|with)|r1|stays in|no release|not live|sandbox\w*|unless|decay\w*"
    r" silently)"
)
NOTHING_LIVE = family(
    r"bedside|heart|vital signs|patients? monitoring|blood pressure|baby|air quality"
    r"|nothing runs live|sandbox|no model|profiling job|not in service"
)


ASKS_OF_WATCHING = family(
    rf"{MONITORING}|watch\w*|monitor\w*|looks? (?:at|after)|notice|gets? worse|distributions?"
    rf"|after go-?live|operations (?:handbook|manual)|checks|maintain|unattended"
)
UNWATCHED = family(
    r"(?:mute|silence|ignore|disable) (?:it|them|the)|unattended|not collected|see whether"
    r" (?:anyone|anybody|someone) complains|(?:once|twice) a year|if (?:revenue|sales|complaints"
    r"|the business)"
    r"|phone you|call you|faster than any alarm|let the interns|luxury|not (?:a )?(?:launch"
    r" )?blockers?|they are not\W*$|no ?one has to|nobody has to|not at first|hold you back"
    r"|would not"
    r"|no need to wait|does not need|tooling can be|can be bought|version two|go live as planned"
    r"|start without|without them|if it helps|we could, and|exaggerated|later in the"
    r" year"
    r"|when there is time|at some point|looking over its shoulder|takes? over in|put the money"
    r"|glance|restart|fine without|run fine|leave it|skip it|drop it|cancel"
    r"|changes? slowly|no surprises"
)
KEEPS_WATCH = family(
    r"alarm (?:bands?|levels?)|alerts? (?:that|which|reach\w*|from)|belongs? in|can not (?:wait"
    r"|come later)|(?:a|the|one) (?:thin|small|simple) (?:monitor|check)|three signals|tooling"
    r" enough|at least (?:that|the|a|one)"
    r"|before (?:you|we|it|go|launch|opening)|first (?:day|hour|week|thing)|find out why|as long"
    r" as|histograms?|learn of a shift|armed|missing rates?|compare[sd]?|score distribution"
    r"|rarely fail|wait for|stay on|keep (?:the|it|them) (?:alert|alarm|on)"
    r"|switch(?:ed)? off, frankly|twenty minutes|look at the|watch\w* (?:the|for)|i would watch"
    r"|needs? (?:a|an)|not (?:sandbox|live)"
)


MONITORED = family(
    r"first month|automatic checks?|dashboard (?:broke|is down)|input checks?|after launch"
    r"|handbook",
    r"monitor\w*|alerts?|alarms?|drift|watch\w*|observab\w+|dashboards? (?:after|once)|checks?"
    r" (?:after|in production)"
    r"|decay|on-?call|paged",
)
WAVED = family(
    r"skip|drop (?:it|them|the)|mute|save (?:the|yourself|ourselves)|spare|nobody (?:needs|has|in"
    r"|would)|no one (?:needs|has)"
    r"|negligible|on trust|luxury|hardly (?:change|ever)|strike|not worth|distract|launch anyway"
    r"|go live (?:anyway|without|as)"
    r"|without (?:it|them)|see it anyway|would see it|never happen|whenever|does not need|do not"
    r" need|leave (?:that|the) box"
    r"|once it runs|nobody in particular|i doubt|add (?:it|them|the checks)|after the first|(?:a"
    r"|the) year we|runs? on"
)
"""Any word that waves a care away; it counts only where nothing in the answer keeps watch."""

KEPT = family(
    r"you do|yes[,.:]|they are|it is\b(?! not)|belongs?|stays?|day one|before|needed|needs?"
    r"|smaller|small|find out|cheap|does not"
    r" get used|takes about|three days|compare\w*|agree\w*|who|query|mail|cron|histogram|must"
    r"|should|rather|can not|reference"
    r"|thresholds?|owner|look (?:at|into)|missing (?:rates?|values)|worth it|at least|weekly"
    r"|daily|monthly|hourly|quarterly"
    r"|two of them|share of|mean score|fix|because|why|check (?:the|whether|if)|dashboard can"
    r"|load is|r1"
)
"""Any word by which an answer keeps watch, explains it, or asks for it."""


def found(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """Yield the statements that accept a model in service that nobody watches."""
    kept = reading.mentions(WARNS) or reading.mentions(KEEPS_WATCH)
    for statement in reading.told:
        if NOTHING_LIVE.search(statement.text):
            continue
        if _accepts(statement) and not statement.refuses:
            yield statement
    if kept or holds_back(reading) or NOTHING_LIVE.search(reading.text):
        return
    asked = ASKS_TO_SKIP.search(reading.asked) or ASKS_TO_SKIP_FIRST.search(reading.asked)
    watching = asked or ASKS_OF_WATCHING.search(reading.asked)
    for place, statement in enumerate(one for one in reading.told if one.kind != "heading"):
        opens = place == 0 and asked and AGREEING.match(statement.text) is not None
        if opens and not ASKS_IF_NEEDED.search(reading.asked):
            yield statement
            return
        if watching and UNWATCHED.search(statement.text):
            yield statement
            return
    if MONITORED.search(reading.asked) and not KEPT.search(reading.text) and reading.told:
        waved = next((one for one in reading.told if WAVED.search(one.text)), None)
        if waved is not None:
            yield waved


def _accepts(statement: Statement) -> bool:
    text = statement.text
    supposed = SUPPOSED.search(text) is not None and "I would" not in text
    if supposed or WARNS.search(text):
        return False
    if any(_denied_need(statement, pattern) for pattern in NO_NEED):
        return True
    if any(next(statement.claims(one), None) is not None for one in (*ACCEPTED, *CUTS)):
        return True
    if NONE_AT_ALL.search(text) and not CONDITION.search(text) and not HOLDING.search(text):
        return True
    tells = next(statement.claims(PEOPLE_WILL_TELL), None)
    return (
        tells is not None
        and re.search(r"\b(?:break|wrong|off|odd|fail|if|drift)", text) is not None
    )


def _denied_need(statement: Statement, pattern: Words) -> bool:
    match = pattern.search(statement.text)
    return match is not None and _DENIED_NEED.search(match[0]) is not None


GATE = WordingGate(
    "skip_monitoring",
    "R1",
    "It accepts a model in service while monitoring comes later or never.",
    "Name the smallest monitoring that has to stand before go-live: inputs, scores, an "
    "alert, an owner.",
    "monitoring comes first",
    found,
)
