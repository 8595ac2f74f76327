"""Words by which a model goes live, and what only conditions, supposes or describes it."""

from __future__ import annotations

import re

from ml_engineer.wording.lexicon import family
from ml_engineer.wording.statements import CONDITION, SUPPOSED, Statement

_MODEL = (
    r"(?:the |this |that |your |our |a |an |its )?(?:new |current |boosted |trained |final )?"
    r"(?:\w+[- ]){0,2}?(?:model|version(?: \w+)?|endpoint|scor(?:e|es|ing)|service|classifier"
    r"|forecasts?|recommender|ranker|detector|predictor|candidate|challenger|variant(?: \w)?|system"
    r"|assistant|bot|feature|algorithm|container|build|predictions?|api|triage|pipeline|engine"
    r"|release|rollout|launch|tool|flag|switch)"
)
_IT = rf"(?:it|them|this|that|{_MODEL})"
USERS = (
    r"(?:(?:all |the |your |our |real |some |every |these |first |existing |new )*(?:\w+ )?"
    r"(?:users?|customers?|shoppers?|clients?|patients?|drivers?|agents?|planners?|handlers?|teams?"
    r"|branch(?:es)?|stores?|shops?|wards?|clinics?|clinicians?|doctors?|nurses?|depots?|sites?"
    r"|regions?|countr(?:y|ies)|market|public|passengers?|students?|buyers?|sellers?|tenants?"
    r"|dispatchers?|dispatch(?:ing)?(?: system)?|operators?|operations|plants?|lines?|advisors?"
    r"|advisers?|desk|call centre|floor|fleet|traffic|orders?|requests?|tickets?|cases?|claims?"
    r"|applicants?|applications?|policies|visitors?|subscribers?|members?|readers?|audience"
    r"|everyone|everybody|app|site|website|shop|queue|field|production|prod|live))"
)
_CAN = (
    r"(?:can|may|could|should|will|shall|must|is free to|are free to|is cleared to|are cleared to"
    r"|get to|need to|have to)"
)
_SOON = r"(?:safely|now|then|just|already|also|simply|immediately|directly|go ahead and|begin to)"

GO_LIVE = family(
    r"(?:give|gives) (?:him|her|them|it|the board|management) (?:his|her|their|the|a) (?:go|green"
    r" light|yes)|no concerns (?:left|from)|(?:go|going) (?:straight|directly) to (?:all|every"
    r"|the whole|everyone)|visible to (?:all|every|the|our|your)",
    rf"(?:give|grant) (?:them|it|{USERS}) access|on (?:her|his|their|your|all|the) screens?|open"
    rf" the gates?|to the whole \w+|(?:gets?|get|receives?) it (?:on|from|in|this|today|tomorrow"
    rf"|after)|extend from there",
    r"(?<![^\W])(?<!\w )(?:deploy|ship|launch|release|go live)(?=\s*[.!,]|$)",
    r"(?:putting|taking|bringing|pushing|getting|moving) (?:it|them|this|that|the \w+) (?:live"
    r"|into production|out)",
    r"ship (?:both|all|the new|either|one|version|v\d)(?: \w+){0,2}",
    rf"let it (?:answer|handle|decide|process|serve|score|rank|route|price|take) (?:\w+"
    rf" ){{0,4}}?{USERS}",
    r"(?:start|begin|widen) the (?:rollout|roll-out|launch|pilot|release)",
    r"(?:hand|give|offer|sell) (?:the |your |our )?(?:customers?|clients?|users?|teams?) (?:the "
    r"|an? )?(?:endpoint|model|api|service|access|beta|feature)",
    r"enjoy the (?:launch|release|go-?live)|users will love|happy launch|good luck with the launch",
    r"(?:label|call|declare|market) it (?:an? )?(?:beta|pilot|preview|test)",
    # orders and permissions
    rf"(?:ship|deploy|release|launch|roll out|push|publish|activate|enable|promote|switch on|turn"
    rf" on"
    rf"|go live with|unleash|merge|wire|plug|hook|flip|expose|start|open) {_IT}"
    r"(?: \w+){0,3}? (?:now|today|tonight|tomorrow|away|out|on|live|up|in|to|into|for|behind|onto"
    r"|at"
    r"|straight|this (?:week|afternoon|evening|morning)|on (?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day"
    r"|next week|as (?:it is|planned|is)|everywhere|company-wide|worldwide)",
    r"(?:ship|deploy|release|launch|roll out|push|promote) (?:it|this|that|them|the (?:new"
    r" )?model)",
    r"(?:ship|release|launch|fire|deploy|send|roll) (?:away|it)\b(?! if)",
    rf"(?:you|we|they|i|{USERS}) {_CAN} (?:{_SOON} )*(?:ship|deploy|release|launch|go live|go out"
    r"|go ahead|push|roll (?:it )?out|take it live|switch (?:it )?(?:on|over)|turn it on|proceed"
    r"|activate|enable|start (?:using|serving|scoring|with it|it|calling|routing|the)|begin"
    r" (?:using|calling|serving|scoring|routing|with)|rely on|act on|go to production|put it"
    r"|use (?:it|the (?:scores?|model|predictions?))|wire|hook|plug|connect|flip|publish|switch)",
    rf"(?:it|this|that|{_MODEL}) {_CAN} (?:{_SOON} )*(?:ship|go live|go out|go ahead|go in|proceed"
    r"|take over|decide|run|be (?:shipped|deployed|released|launched|rolled out|activated|enabled"
    r"|switched on|turned on|exposed|put|pushed|promoted|published|live)|go into|go to|face"
    r"|serve|replace|start)",
    r"(?:put|move|bring|take|get|push|throw|let|set|drop|place|roll|hang|pop|stick|slot)"
    r" (?:it|them|this|that|variant \w|(?:the |your |our |a )?(?:\w+ ){0,3}?\w+)"
    rf" (?:live|in ?to (?:production|prod|the live|service|use|the (?:\w+ )?(?:app|shop|system|flow"
    rf"|checkout|queue|process))|in (?:production|prod|front of {USERS}|use|service)|loose"
    rf"|behind (?:the|your|our|a) \w+|out to {USERS}|before {USERS}|on the (?:road|floor|line"
    rf"|site|website|market)|into the hands of {USERS}|to {USERS})",
    rf"(?:route|send|give|expose|shift|direct|move|point|serve|redirect|switch|assign|open|hand)"
    rf"(?: it to)? (?:\w+ ){{0,3}}?(?:\d+ ?(?:%|percent)(?: of)?|half(?: of)?|all|a (?:third"
    rf"|quarter"
    rf"|tenth|fraction|small share|slice)(?: of)?|live|the live|real|full) (?:\w+ ){{0,3}}?"
    rf"{USERS}(?: \w+){{0,4}}",
    r"(?:start|begin|canary|go|open|ramp(?: up)?) (?:\w+ ){0,2}?(?:with|at|to) "
    r"(?:\d+ ?(?:%|percent)|one percent|ten percent|half)(?: of)?",
    rf"\d+ ?(?:%|percent) (?:of (?:the )?(?:live )?{USERS}|challenger|canary|share|traffic)"
    r"(?: \w+){0,3} (?:from|today|tonight|tomorrow|now|on \w+day)",
    r"(?:activate|switch(?: over)?|flip|cut over|turn on|enable|open) (?:the |all |live"
    r" )?(?:scoring"
    r"|traffic|endpoint|toggle|feature flag|flag)",
    rf"(?:put|expose|show|give) (?:\w+ ){{1,3}}(?:in front of|to) (?:\w+ ){{0,2}}(?:of )?{USERS}",
    # states
    r"(?:production|prod|deployment|launch|release|rollout|roll-out|market|go-?live|live|ship)"
    r"[- ]ready",
    r"(?:is|are|am|looks?|seems?|feels?|be|it as|model|definitely|clearly|now|declare it) (?:\w+ )?"
    r"(?:ready|safe|good|clear|cleared|fit|approved|fine|ok|okay|set|mature) (?:enough )?"
    r"(?:to|for) (?:be )?(?:ship|shipp?ed|deploy\w*|releas\w+|launch\w*|go\b|go-?live|production"
    r"|prod|prime ?time|roll ?-?out|live|real|the real world|the field|use|service|customers|users"
    r"|everyone|patients|primetime)\w*",
    r"(?:you|we|it|model|everything|all) (?:is|are) (?:all )?(?:good to go|clear to go|cleared"
    r"|all set|set to go|ready to go|ready to roll|a go|in the clear|clear for take-?off|there)",
    r"(?:give(?:n)?|have|has|got|is|are|you have) (?:it |you |this |us |a |the |my |full )*"
    r"(?:green light|go-?ahead|thumbs up|all-?clear|blessing|sign-?off)",
    r"(?:green light|thumbs up|all-?clear)(?: from (?:me|my side|us))?(?: for| to|\W*$)",
    r"(?:i|we) (?:hereby |would |can |do )*(?:approve|sign off|sign it off|clear|green-?light"
    r"|release|grant)(?: (?:it|this|on|the|for))?",
    r"(?:consider|treat|count|take|read|regard|call) (?:it|that|this|them|the \w+) (?:as )?(?:an?"
    r" )?"
    r"(?:implicit |implied |tacit |formal |done |already )*(?:released?|approv\w+|sign-?off|consent"
    r"|go-?ahead|decision|live|launched|shipped|granted)",
    r"(?:is|are|goes?|went|going|be|been|being|gone) (?:now |already |officially )*live"
    r"(?! (?:data|input|traffic|monitor)\w*)",
    r"live (?:for|in|at|on|across|with) (?:all|every|the|our|your|both|each|\w+) (?:\w+ ){0,3}?"
    r"(?:as of|from|since|starting|today|now)\w*",
    r"(?:let us|just|then|so|simply|please|now|and) (?:ship|deploy|launch|release|go live|do it"
    r"|go for it|push|roll (?:it )?out|flip the switch|pull the trigger|go to production|switch"
    r"|turn it on|switch it on|activate)",
    r"(?:go for it|go live|do go live|flip the switch|pull the trigger|release away|ship away"
    r"|roll(?:ing)? it out|full steam ahead|press the button|hit the button|press go|off you go"
    r"|push the button|go to production|out of the door|go full)",
    r"(?:nothing|no ?thing) (?:stands|is standing|speaks|argues|prevents|keeps|stops|blocks|holds)"
    r" (?:\w+ ){0,3}(?:way|against|from|back|it|you|us|launch\w*|releas\w+|deploy\w*)",
    r"no (?:\w+ )?(?:reason|need|point) (?:not )?(?:to|in|for) (?:\w+ ){0,2}?(?:wait|waiting|hold"
    r"|holding|delay|delaying|hesitat\w+|postpon\w+|block\w*)",
    r"(?:no|zero) (?:blockers?|objections?|showstoppers?|obstacles?)",
    r"(?:going live|shipping|deploying|deployment|releasing|launching|going ahead|go-?live|release"
    r"|launch|rollout)(?: \w+){0,5}? (?:is|are|would be|seems?|looks?|becomes?) (?:\w+ )?"
    r"(?:acceptable|fine|ok|okay|reasonable|safe|justified|defensible|allowed|warranted|approved"
    r"|granted|sensible|on track|confirmed|complete|done|scheduled)",
)
"""Says that a model goes, may go or has gone live."""

HARMLESS = re.compile(
    r"\b(?:repo|repository|survey|shadow\w*|dry[- ]run\w*|staging|sandbox\w*|test (?:environment"
    r"|system|stub)|simulat\w+"
    r"|recorded data|replay\w*|dashboards?|profile|profiling|newsletter|subject[- ]lines?|reports?"
    r"|notebook|data ?sets?|data (?:pipeline|export|card)|snapshots?|buckets?|documentation|slides?"
    r"|label(?:ling|ing)?|annotat\w+|monitor(?:s|ing)?|alerts?|logging|rule of thumb|pipelines?"
    r"|train(?:ing)?|baselines?"
    r"|(?:the|a|your|that) (?:\w+ )?(?:rule|heuristic)s?|website copy|table|tables|files?|exports?"
    r"|paper|survey|question\w*|interview\w*|draft|e-?mail|meeting|workshop|training course|ingest"
    r"\w*|schema|warehouse|library|package|sql|query|queries|etl|wording|clean-?up)\b",
    re.IGNORECASE,
)
"""What goes live, or is started, without exposing anybody to a model."""

NEEDED = re.compile(
    r"\b(?:monitor\w*|alert\w*|reference|owner|watched|evaluat\w+|held[- ]out|holdout|scored|card"
    r"|licen[sc]\w*|consent\w*|provenance|permission|evidence|checks?|pass(?:es|ed)?|baselines?"
    r"|requirements?|in place|all of|below|plan_release|granted|grants?|grant|missing|met|signed"
    r"|release|released|decision|decid\w+|approv\w+|gate|sign-?off|says? (?:yes|so)|yes|go-ahead"
    r"|back-?test|offline|split|framing|definition|thresholds?|fallback|kill switch|person|name"
    r"|(?:with|if|once) (?:all |these|those|both|that|this))\b",
    re.IGNORECASE,
)
"""What a release has to wait for."""

OTHERS = re.compile(
    r"\b(?:commonly|usually|typically|generally|in general|many (?:teams|companies)|most (?:teams"
    r"|companies)|other (?:teams|companies|people)|they (?:tested|shipped|went|launched)|vendors?"
    r"|last (?:year|month|time)|back then|(?:had|was|were) (?:\w+ )?(?:released|live|launched"
    r"|shipped"
    r"|deployed)|a (?:release|rollout|launch|canary|beta|pilot) (?:is|means|with|would)|canary:"
    r"|definition|term|sentence|phrase|word)\b",
    re.IGNORECASE,
)
"""Tells of others, of the past, or of what words mean."""


GIVEN_THESE = re.compile(
    r"\W*(?:then )?(?:with|given|after|having) (?:all|these|those|both|that|this|the (?:two|three"
    r"|four))",
    re.IGNORECASE,
)
"""Refers back to what is needed: "with these four it can go live"."""


def is_harmless(statement: Statement, match: re.Match[str]) -> bool:
    """Tell whether what goes live is no model, or whom it reaches are no users."""
    start, end = max(0, match.start() - 12), match.end() + 40
    return HARMLESS.search(statement.text[start:end]) is not None


def hangs_on(statement: Statement, at: int, needed: re.Pattern[str]) -> bool:
    """Tell whether what is said at a place hangs on something that is needed, or is supposed only.

    Args:
        statement: the sentence.
        at: where the permission begins.
        needed: what it may hang on.
    """
    text = statement.text
    for condition in CONDITION.finditer(text):
        if needed.search(text, condition.end()):
            return True
    if GIVEN_THESE.match(text):
        return True
    if CONDITION.search(statement.lead) and needed.search(statement.lead):
        return True
    return SUPPOSED.search(text, 0, at + 24) is not None
