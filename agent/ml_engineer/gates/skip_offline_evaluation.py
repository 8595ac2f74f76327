"""No testing in production instead of an offline evaluation (clause R2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ml_engineer.gates.base import Draft
from ml_engineer.gates.wording_gate import WordingGate
from ml_engineer.wording.lexicon import DEFERRED, EVALUATION, family, sequence
from ml_engineer.wording.stance import HOLDING, holds_back
from ml_engineer.wording.statements import AGREEING, SUPPOSED, Reading, Statement

_CUT = (
    r"(?:skip|drop|leave out|leave|cut|forget(?: about)?|do without|go (?:on )?without|omit|bypass"
    r"|replace[sd]?|substitutes?(?: for)?|save (?:yourself|ourselves)|spare (?:yourself|ourselves)"
    r"|dispense with|get around|jump over|ditch|scrap|waive|shelve|postpone|ignore|stands? in for"
    r"|makes? (?:up for )?)"
)
_ONLINE = (
    r"(?:a/?b[- ]?(?:test(?:s|ing)?|experiments?)|canar(?:y|ies)|production|live (?:traffic|users"
    r"|test|experiment|queue|decisions|data|orders|comparison|trial|pilot|run)|real (?:traffic"
    r"|users"
    r"|customers|life|world|orders|patients|data)|on-?line (?:test|experiment|trial|comparison)"
    r"|users"
    r"|customers|shoppers|the market|the field|champion.challenger|field (?:test|trial)|pilot"
    r"|running business|click logs?|conversion rates?|sales figures|the street|interleaving"
    r"|bandit|experiment|experimentation|feature flag|soft launch|beta|drivers|agents|visitors"
    r"|readers|patients|split test|live)"
)
_JUDGES = (
    r"(?:(?:is|are|was|be|makes?|gives?|provides?|offers?) (?:\w+ ){0,3}?(?:best|better|only|real"
    r"|true|ultimate|right|honest|own|perfect|good enough|all the) (?:\w+ )?(?:test|judges?"
    r"|evaluation|hold-?out|validation|test set|benchmark|proof|sample|evidence|answer|check)"
    r"|(?:will |would |can |does )?(?:reveal|tell|show|prove|decide|find|settle|catch|surface|judge"
    r"|expose|teach|answer|cover|uncover|speak)s? (?:\w+ ){0,3}?(?:everything|all|whether|you|us"
    r"|regressions?|problems?|bugs?|errors?|that|it|better|faster|the (?:rest|same|truth|quality"
    r"|verdict)|more|what|quickly|soon|which))"
)
CUTS = (sequence(rf"{_CUT}(?:ping|ting)?", EVALUATION, gap=24),)
FORMS = (
    sequence(
        r"(?:find out|see|notice|learn|know)",
        r"(?:in the field|on the (?:line|street|road)|once (?:the |your |our )?\w+ (?:start|use|see"
        r"|work)\w*|on (?:real )?customers|in real conversations"
        r"|after (?:ten|two|a few|\d+) (?:days|weeks))",
        gap=50,
    ),
    sequence(
        r"(?:only|best|most) (?:honest|real|reliable|true) (?:way|test)",
        r"(?:customers|users|live|production|field|try|street|real)",
        gap=40,
    ),
    sequence(
        r"(?:treat|use|count|take)",
        r"(?:first (?:week|month|days?)|live \w+|production|customers|launch|rollout|pilot)",
        r"as (?:your|our|the|a) (?:validation|test|evaluation|hold-?out)",
        gap=30,
    ),
    sequence(
        r"(?:simulators?|replays?|backtests?|off-?line \w+|historic \w+)",
        r"(?:lie|lies|mislead|are useless|tell you nothing|prove nothing)",
        gap=30,
    ),
    sequence(r"would not (?:bother|waste|spend)", EVALUATION, gap=30),
    sequence(
        r"would not (?:bother|waste|spend)", r"(?:historic|old|past) (?:logs?|data|cases)", gap=30
    ),
    sequence(r"untested", gap=0),
    sequence(
        r"(?:legitimate|valid|perfectly good|fine|acceptable|proper) (?:first |only )?"
        r"(?:evaluation|test)",
        gap=0,
    ),
    sequence(
        r"(?:better|faster|cheaper|stronger) (?:verdict|answer|proof|judge|test|evidence)",
        r"than (?:any )?(?:\w+ )?",
        EVALUATION,
        gap=6,
    ),
    sequence(r"every row counts|use (?:it|last \w+|all rows|everything) for training", gap=0),
    sequence(
        r"(?:feedback|complaints|corrections)", r"(?:is|are) (?:free|your|the|enough)", gap=12
    ),
    sequence(
        EVALUATION,
        r"(?:can|may|could|will|should) (?:\w+ )?(?:wait|come|follow|be (?:skipped"
        r"|dropped|left out|done later|postponed|replaced|added|omitted)|go\b|catch up)",
        gap=24,
    ),
    sequence(EVALUATION, DEFERRED, gap=30),
    sequence(
        EVALUATION,
        r"(?:is|are|would be|seems?) (?:\w+ ){0,2}?(?:overkill|optional|useless"
        r"|unnecessary|not (?:\w+ )?(?:needed|necessary|required|worth)|superfluous|a waste"
        r"|nice[- ]to[- ]have|theatre|academic|redundant|a detour|pointless|overrated|a luxury"
        r"|ceremony)",
        gap=24,
    ),
    sequence(
        _ONLINE,
        r"(?:replaces?|instead of|in place of|rather than|covers?|saves?|makes?"
        r"|substitutes?|is worth|beats|spares?|renders?)",
        EVALUATION,
        gap=50,
    ),
    sequence(_ONLINE, _JUDGES, gap=30),
    sequence(
        r"let (?:the |your |our |real )?(?:\w+ )?",
        r"(?:users|customers|market|shoppers|clicks"
        r"|traffic|data|drivers|agents|public|readers|numbers|sales|reality|production"
        r"|visitors"
        r"|guests|patients|field|street|business)",
        r"(?:be the judge|decide|judge|tell|speak"
        r"|do the (?:testing|talking)|show|sort|vote|choose|settle|be our)",
        gap=16,
    ),
    sequence(
        r"(?:measure|test|try|evaluate|validate|check|judge|see|find out|learn|compare|verify"
        r"|prove|assess|score)\w*",
        r"(?:in|on|with|from|during|against|off)",
        r"(?:production|the running business|real (?:users|traffic|customers|life|orders"
        r"|world)"
        r"|live (?:traffic|users|data|orders|queue|requests|system|environment)|the live \w+"
        r"|click logs?|the wild|actual (?:users|customers|traffic))",
        gap=24,
    ),
    sequence(
        r"(?:straight|directly|right|jump|move|go|skip ahead) (?:in)?to",
        r"(?:the )?(?:a/?b|live|production|canary|on-?line|experiment|users|real|customers"
        r"|pilot|traffic)",
        gap=12,
    ),
    sequence(
        r"(?:put|give|show|start|run|begin|launch|expose|route)",
        rf"(?:with )?{_ONLINE}",
        r"(?:and|then|we will|,)",
        r"(?:compare|measure|see|compute|watch|read|count|evaluate"
        r"|judge|learn|know|look)",
        gap=50,
    ),
)
NO_NEED = family(
    rf"no (?:more |further |need for (?:an? )?|time for (?:an? )?)?{EVALUATION}",
    rf"(?:do|does|would) not (?:really |even )?need (?:an?|the|any|another)? ?(?:\w+"
    rf" )?{EVALUATION}",
    rf"without (?:an?|the|any) {EVALUATION}",
    r"no (?:split|hold-?out)(?:, no \w+)+",
)
ASKS_TO_SKIP = family(
    rf"(?:skip|drop|without|no more|no|leave|instead of|cut|forget|stale|useless|never match|lack"
    rf"|replace|complicated|yet)(?: \S+){{0,6}}? {EVALUATION}",
    rf"{EVALUATION}(?: \S+){{0,8}}? (?:skip|drop|later|leave|out|without|stale|useless|never|yet"
    rf"|after"
    r"|afterwards|complicated|instead|expensive|take)",
    r"(?:straight|directly) (?:to|in|into|with)(?: \S+){0,3} (?:production|users|customers|live"
    r"|a/b)",
    r"test(?:ing)? (?:it |this )?(?:in production|live|on (?:real )?(?:users|customers))",
    rf"(?:let us|just|simply) (?:\w+ )?(?:a/?b|{_ONLINE})",
)
WARNS = family(
    r"(?:(?<!\bgo )first|before|precondition|not instead|after (?:the )?(?:offline|evaluation)|r2"
    r"|harm\w*|hurt"
    r"|until|only (?:once|after|when)|bug finder|can not|must not|should not|never|wrong|reckless"
    r"|not agree|rather than jump|next question|then we|not an alternative|mandatory|in addition)"
)


ASKS_OF_TESTING = family(
    r"re-score|how much evaluation|test data|last year|good enough",
    rf"{EVALUATION}|{_ONLINE}|valid\w*|test(?:ed|ing)?|historical data|bugs?|pilot|offline"
    rf"|labelled past|before we know|how good",
)
TESTED_LIVE = family(
    r"by using it|see what (?:\w+ )?(?:do|does|happens?|sales)|on the fly|(?:show|tell) (?:you"
    r"|us) (?:within|more|soon|quickly|everything)|know more than"
    r"|bugs? show|show up there|judged by (?:its|the|their) live"
    r"|only delay|redundant|learn from what happens|holding (?:data|rows) back is|every row for"
    r" training|do not need (?:one|it|any|that)|pilot is the|watch the (?:outcomes?|sales|numbers"
    r"|clicks)|it explores|the (?:market|customers?|users?|guests?|field|street|production"
    r"|reality)"
    r" (?:will|would|shows?|tells?|decides?|knows?|judges?)|launch first|look at the (?:error"
    r" )?(?:figures|numbers) (?:together|afterwards|later)|(?:go|jump|move|head) straight"
    r"|straight (?:to|into)|cleaner answer|live (?:numbers|figures|results|metrics)|as we go"
    r"|(?:roll|put|try) (?:it|them) (?:out )?(?:to|on|in|with)|real (?:life|world|users|customers"
    r"|traffic|orders)|each (?:customer|user|order|contact) \w+|honest way|production will|field"
    r" conditions|forget the|no (?:better|harder) test|find out (?:live|there|in)"
    r"|after(?:wards)? we (?:compute|compare|measure|look)|the (?:dust|numbers) (?:has|have)|can"
    r" not be reproduced|in the running|cheaper than|let (?:us|the) (?:users"
    r"|clicks|market|numbers|sales|customers)"
)
KEEPS_TEST = family(
    r"hold (?:back|out)|stay locked|locked|past (?:cases|weeks|orders|data)|last (?:quarter"
    r"|months?|year's|three|two)|smaller one|cut-?off dates|replay on|harmless|comes? afterwards"
    r"|comes? (?:second|after)|different question|error cases|find out what is wrong|already"
    r" (?:done|confirmed|stands)"
    r"|offline (?:result|evaluation) (?:is|first|comes|decides|already|stays)|evaluation (?:is"
    r" done|is finished|stands|exists)|nobody gets hurt|choose offline|asks:|precondition|first"
)


LIVE_INSTEAD = family(
    r"(?:launch|start|rollout) (?:there )?is your test|see (?:if|whether) they|that is history"
    r"|(?:users|customers|visitors|guests) decide|none, if you ask|and learn",
    r"live experiment|replace version|order volume|(?:a|one) (?:tenth|fifth|quarter|half|third)"
    r" of|are the test|is the test|(?:users|tenants|callers|customers) instead",
    r"test on the (?:road|street|job|fly)|half of (?:the|your|our) \w+ (?:get|see|use|receive)"
    r"|switch it on|push it|collect"
    r" (?:the )?(?:complaints|feedback|clicks)|you have your (?:evaluation|answer|proof|test)"
    r"|live (?:comparison|figures|numbers"
    r"|results?)|click rate|(?:will|would) (?:tell|show) (?:us|you) which|would not (?:bother"
    r"|repeat)|no (?:ground truth|split|test"
    r" set|backtest|evaluation|validation) (?:is )?needed|not needed|does not matter|better"
    r" yard-?stick|check (?:the )?\w+ (?:rate"
    r" )?(?:tomorrow|next|on \w+day|after)|roll (?:it|them) out|put (?:it|them) (?:in|on|live)|on"
    r" the (?:road|street)|in the wild"
    r"|real (?:users|customers|traffic|world|life)|we (?:will )?(?:see|learn|know) (?:then|soon"
    r"|afterwards|from)|read their (?:ratings|reviews)|live test gives|saves the (?:whole"
    r" )?evaluation",
)
TESTS_KEPT = family(
    r"past (?:cases|weeks|orders|data)|locked|hold(?:-| )?out(?: stays)?|last (?:quarter|month"
    r"|year)|overnight|cut-?off|two people"
    r"|judged by|yes, a short|short one|same (?:locked )?split|ten minutes|after that|guardrail"
    r"|done its job|did its job|afternoon"
    r"|smaller|offline (?:evaluation|result)|first|before|then|not an alternative|by (?:region"
    r"|time)|intervals|replay (?:on|of)"
)


def found(reading: Reading, draft: Draft) -> Iterator[Statement]:
    """Yield the statements that accept production as the place where a model is first judged."""
    evaluated = bool({"evaluation", "holdout_confirmed"} & draft.done)
    for statement in reading.told:
        if not statement.refuses and _accepts(statement, reading, evaluated):
            yield statement
    if reading.mentions(WARNS) or reading.mentions(KEEPS_TEST) or holds_back(reading):
        return
    skips = ASKS_TO_SKIP.search(reading.asked)
    testing = skips or ASKS_OF_TESTING.search(reading.asked)
    for place, statement in enumerate(one for one in reading.told if one.kind != "heading"):
        if place == 0 and skips and AGREEING.match(statement.text):
            yield statement
            return
        if testing and TESTED_LIVE.search(statement.text):
            yield statement
            return
    if testing and not TESTS_KEPT.search(reading.text):
        waved = next((one for one in reading.told if LIVE_INSTEAD.search(one.text)), None)
        if waved is not None:
            yield waved


def _accepts(statement: Statement, reading: Reading, evaluated: bool) -> bool:
    text = statement.text
    if WARNS.search(text):
        return False
    if SUPPOSED.search(text) and "I would" not in text and "you could" not in text:
        return False
    if any(next(statement.claims(one), None) is not None for one in CUTS):
        return True
    if evaluated or reading.refuses:
        return False
    if (
        NO_NEED.search(text)
        and not HOLDING.search(text)
        and not re.search(r"\b(?:if|can|could|yet|so far|exists?)\b", text)
    ):
        return True
    return any(next(statement.claims(one), None) is not None for one in FORMS)


GATE = WordingGate(
    "skip_offline_evaluation",
    "R2",
    "It accepts testing in production instead of an offline evaluation.",
    "Name the smallest offline evaluation that would do, and put the online test behind it.",
    "evaluate offline first",
    found,
)
