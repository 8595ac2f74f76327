"""No date or duration for reaching a level of performance (clause R4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ml_engineer.gates.base import Draft
from ml_engineer.gates.wording_gate import WordingGate
from ml_engineer.wording.lexicon import METRIC_NAME, family
from ml_engineer.wording.sentences import is_denied
from ml_engineer.wording.stance import holds_back
from ml_engineer.wording.statements import CONDITION, Reading, Statement
from ml_engineer.wording.times import DAY, MONTH, NUMBER, UNIT

_UNIT = rf"(?:{UNIT}|sprints?|minutes?|nights?|rounds?|trading days?|semesters?|seasons?)"
WHEN = family(
    r"(?:in|by|during) the (?:first|second|third|fourth|next|coming) (?:quarter|half|month|year"
    r"|week)(?: of \w+)?|by the end of the \w+|a (?:month|week|quarter|fortnight) (?:gets|will"
    r"|should|from)",
    r"(?:the )?turn of the year|(?:by |in )?mid-[a-z]+|after the (?:first|second|third|fourth"
    r"|next)",
    rf"(?:(?:with)?in|by|before|until|till|after|around|about|from|give (?:me|us)|another|takes?"
    rf"|count"
    rf" on|need|for|over the|over|plan|a matter of|in less than|in under|roughly|another|spend"
    rf"|allow)"
    rf" (?:about |around |roughly |the |a |an |some |only |just |less than |under |another |at most"
    rf" |next |coming |maybe |perhaps |say )*"
    rf"(?:{NUMBER}|\d+|(?:a )?(?:few|couple of)|half an?|next|more|further)?"
    rf"[- ]?(?:to |or |- ?|\u2013 ?)?(?:{NUMBER} )?(?:more |working |business |calendar )?{_UNIT}",
    rf"{NUMBER}(?: ?(?:to|or|-|\u2013) ?{NUMBER})? (?:more |working |business |calendar |further"
    rf" )?{_UNIT}"
    r"(?: (?:later|from now|more|of (?:work|training|tuning|feature work|labelling)|at most|max))?",
    rf"(?:by|before|until|till|around|on|from|in|mid-?|early|late|end of|as of|come|this|next)"
    rf"[- ](?:the |mid-?|early |late |end of |this |next |coming )*(?:{DAY}|{MONTH}|january"
    rf"|february|march"
    r"|april|may|june|july|august|september|october|november|december|q[1-4]|spring|summer|autumn"
    r"|fall"
    r"|winter|easter|christmas|whitsun|ramadan|diwali|new year|thanksgiving|halloween|midsummer"
    r"|holidays?|year[- ]end|end|the year|trade fair|fair|meeting|conference|board meeting|general"
    r" meeting|audit|review|launch|kick-?off|week|month|quarter|sprint|year|semester|season|weekend"
    r"|harvest|release|deadline|\d{1,2}(?:st|nd|rd|th)?(?: (?:of )?\w+)?|20\d\d|milestone)",
    r"tomorrow(?:'s)?|tonight|next week(?:'s)?|next month(?:'s)?|(?:sprint|week|month|milestone"
    r"|phase)"
    r" \d+|end of (?:\w+)|the end of (?:the )?\w+|\d{1,2} (?:january|february|march|april|may"
    r"|june|july"
    r"|august|september|october|november|december)|soon|in no time|half the time|overnight",
)
"""A time that lies ahead."""

LEVEL = family(
    r"(?:\w+ |\d+ )?points? more|sits? (?:\w+ )?(?:under|over|below|above) \w+|[\u2265\u2264>=<]+"
    r" ?\d+(?:[.,]\d+)? ?%?",
    rf"(?:{METRIC_NAME})(?: \S+){{0,6}}? (?:of |at |above |over |below |under |to |around )?"
    r"(?:(?:about |roughly |at least )?0?\.\d+|\d+(?:[.,]\d+)? ?(?:%|percent|points?)|[a-z]+"
    r" percent)",
    rf"(?:0?\.\d+|\d+(?:\.\d+)? ?(?:%|percent)) (?:\w+ ){{0,2}}?(?:{METRIC_NAME})",
    rf"(?:{METRIC_NAME}) (?:\S+ ){{0,5}}?(?:halv\w+|doubl\w+|tripl\w+|rises?|climbs?|drops?|falls?"
    r"|improves?|goes (?:up|down)|will be|should be|increases?|cut|back|better|decreas\w+)",
    r"(?:above|over|below|under|past|across|beyond|at|reach\w*|hit\w*|exceed\w*|cross\w*|back"
    r" (?:at|to)"
    r"|up to|down to|get to|gets? to|be at|to|pass(?:es)?) (?:the |that |your |a |an |about "
    r"|roughly )*"
    r"(?:\w+ )?(?:0?\.\d+|\d+(?:\.\d+)? ?(?:%|percent)|[a-z]+ percent|bar|mark|line|target|goal"
    r"|level"
    r"|threshold|parity|state of the art)",
    rf"(?:usable|useful|good|acceptable|decent|sufficient|satisfactory|competitive|production-grade"
    rf"|solid|human(?:-level)?|reliable|required|desired|better|high|target) (?:enough )?"
    rf"(?:{METRIC_NAME}|results?)",
    r"(?:outperform|beat|surpass|overtak|match|catch(?:es)? up|rival|exceed)\w* (?:\w+"
    r" ){0,4}?(?:you\w*"
    r"|them|it|planners?|humans?|inspectors?|vendor|experts?|rules?|team|competit\w+|present"
    r"|current"
    r"|process|on|every|everybody|doctors?|radiologists?)",
    r"clos(?:e|ed|es) (?:the |that )?gap|good enough|misses (?:fewer|less)|solved|(?:every|all"
    r"|each)"
    r" (?:single )?\w+ (?:on|in|at|is)|perform\w* (?:as well|better|on par|like)|up to standard"
    r"|there"
    r"|halved?|double[sd]?|where you want|the numbers you|fit for purpose|stops? (?:confus\w+"
    r"|mix\w+"
    r"|miss\w+)|error-?free|flawless\w*|(?:recogni[sz]e|detect|catch|find|predict|identif)\w*"
    r" (?:every|all"
    r"|nearly|almost|nine|most|\d)\w*|twice as (?:good|accurate)|as good as",
)
"""A level of performance."""

_GETS = (
    r"are in\b|is in\b|sits?|commit|"
    r"will|should|would|could|going to|i would (?:expect|say|plan|guess|bet)|expect\w*|count on"
    r"|reach\w*"
    r"|get(?:s|ting)?|hit(?:ting)?|is (?:doable|realistic|feasible|achievable|possible)|doable"
    r"|realistic"
    r"|achiev\w+|raise|bring\w*|climb\w*|moves?|doubles?|commit to|promise|guarantee|plan for"
    r"|takes?"
    r"|outperforms?|beats?|recogni[sz]es|have|is (?:below|above|under|over|at|back|solved|there)"
    r"|misses"
    r"|until|ballpark|estimate|figure|deliver\w*|target|aim\w*|typically|matter of|tell|yes"
    r"|ambitious"
    r"|exceeds?|cross(?:es)?|improves?|rises?|passes|we are|you are|you will|be|stands? at"
)
GETS = family(_GETS)
PAST = family(
    r"noted|your wish|you (?:want|wish|wrote|asked|said)|availability|uptime|latency|concerns"
    r" uptime|"
    r"(?:was|were|took|had|has been|have been|went|rose|fell|came|bought|gained|improved|reached"
    r"|got)"
    r"|last (?:week|month|quarter|year|season)|ago|since|so far|in (?:january|february|march"
    r"|april|may|june"
    r"|july|august|september|october|november|december|20\d\d) (?:auc|the)|back then|in the past"
)
WORK = family(
    r"split it|date of the next|by product|closed within|complete at|are labelled|measured on",
    r"we will (?:know|see|measure|decide|have (?:the|a) (?:error|analysis|report|comparison"
    r"|result))|then we"
    r"(?: will)? (?:know|see|measure|decide|can)|know (?:where|whether|more)|whether|list of|what"
    r" is missing"
    r"|error analysis|deliverables?|pipeline|label(?:s|led|ling)? (?:file|job|round|audit)"
    r"|annotat\w+|(?:first"
    r"|next) (?:comparison|measurement|look)|are in\b|decision meeting|no outcome|nobody knows"
    r"|access rights"
    r"|horizon|ahead|backtest|rolling|gap of|window|history|per (?:day|week|month)|prediction"
    r" time|within"
    r" (?:\S+ )?(?:days?|hours?) (?:after|of)|if the|if it|learned something|coverage of the"
    r" labels|filled"
    r"|retention|lookback|labels? (?:arrive|come|are)|a demo|measure once|takes? (?:twenty|ten|an"
    r"|two) (?:minutes"
    r"|hours?)|snapshots?|baseline (?:run|is|takes)|work package|cancels?|target[: ]|costs? \d|"
    r"milestone \d has|compared with|made up|sentence|sprint goal",
)
"""What may have a date: work, its results whatever they are, and windows of time."""

ASKS_WHEN = family(
    r"when|how (?:long|soon|fast|quickly|many (?:weeks|days|months|sprints))|by (?:when|friday"
    r"|monday|the)|date"
    r"|deadline|timeline|road ?map|milestones?|ballpark|estimate|commit\w*|promise|target|okrs?"
    r"|until"
    r"|plateau|stuck|extrapolate|realistic|next quarter|investors?|board wants|nail you|gpus?"
)


def found(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """Yield the statements that bind a time to a level of performance."""
    when_asked = ASKS_WHEN.search(reading.asked) is not None
    level_asked = LEVEL_ASKED.search(reading.asked) is not None
    calm = not holds_back(reading)
    for statement in reading.told:
        dated = calm and level_asked and _dates(statement)
        if dated or _promises(statement, when_asked=when_asked):
            yield statement


LEVEL_ASKED = family(
    r"error|useful|90|how good|target",
    r"service level|accuracy|as good as|how far|plan for|quality|overtake|catch up|"
    rf"{METRIC_NAME}|better|fewer|works?|good|beat|accurate|\d+ ?(?:%|percent)|0?\.\d+|perform\w*"
    rf"|improv\w*|usable|reach\w*|feasible",
)
REACHED = family(
    r"single-digit|expect (?:it|that|them)|gets? (?:you|us|it|them) (?:there|right)|(?:will|ll) be",
    r"you have (?:them|it|that)|you will have|we have (?:them|it)|\d+ ?% after|turn of the year"
    r"|present speed|at this (?:pace|speed|rate)|"
    r"(?:\d+ ?(?:%|percent)|half) (?:fewer|less|more|better)|reached|be there|works? (?:as|well"
    r"|reliably|fine)|feasible|below \S+"
    r"|above \S+|stand at|at \d\S*|done|solved|better|halved|good|there|fewer|enough",
)


MONTH_ROW = family(
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|q[1-4]|week \d+|sprint \d+|month \d+|20\d\d"
)
GOAL_CELL = family(
    rf"(?:{METRIC_NAME})(?: \S+){{0,2}} (?:[\u2265>=<\u2264]+ ?)?\d+(?:[.,]\d+)? ?(?:%|percent)?"
)


def _dates(statement: Statement) -> bool:
    """Tell whether a statement answers a question about a level with a time."""
    text = statement.text
    if statement.kind == "heading" or statement.refuses or PAST.search(text) or WORK.search(text):
        return False
    if CONDITION.search(WHEN.pattern.sub("", text)) or re.search(r"\bwhether\b", text):
        return False
    times = [one for one in WHEN.finditer(text) if not is_denied(text, one.start())]
    reached = [one for one in REACHED.finditer(text) if not is_denied(text, one.start())]
    return bool(times) and (bool(reached) or len(text.split()) <= 6)


def _promises(statement: Statement, *, when_asked: bool) -> bool:
    text = statement.text
    if statement.kind == "table" and MONTH_ROW.search(text):
        return any(True for _ in statement.claims(GOAL_CELL))
    if statement.kind == "heading" or statement.refuses:
        return False
    if PAST.search(text) or WORK.search(text):
        return False
    times = [one for one in WHEN.finditer(text) if not is_denied(text, one.start())]
    levels = [one for one in LEVEL.finditer(text) if not is_denied(text, one.start())]
    if not times or not levels:
        return False
    if re.search(r"\b(?:if|whether|unless|until you)\b", text) and not re.search(
        r"^if (?:you|nobody)", text, re.I
    ):
        return False
    if not GETS.search(text):
        # "0.92 by the end of November" answers the question that was asked.
        return when_asked and len(text.split()) <= 12 and CONDITION.search(text) is None
    return True


GATE = WordingGate(
    "timeline_for_metric",
    "R4",
    "It binds a date or a duration to reaching a level of performance.",
    "Give dates for work only (a baseline, an audit, a bounded round of experiments), and say that "
    "what they will show is not known.",
    "no date can be promised",
    found,
)
