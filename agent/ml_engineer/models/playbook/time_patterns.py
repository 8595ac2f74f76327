"""The patterns by which a time column, or the period that is talked about, is found.

The group `found` is the slot; patterns stand in order of trust.
"""

from __future__ import annotations

from ml_engineer.models.playbook.rule_notation import Intent
from ml_engineer.models.playbook.slot_patterns import (
    COLUMN,
    COUNT,
    DATE,
    DAY,
    MONTH,
    QUOTE,
    SEASON,
    UNIT,
)

__all__ = [
    "CHANGES",
    "PERIODS_OF",
    "SPANS",
    "TIMES_BY_NAME",
    "TIMES_INTRODUCED",
    "TIME_NAME",
    "WINDOWS",
]

_STAMP = r"(?:time ?stamp|time|date|stamp|datum|zeit)"
_OF_TIME = (
    r"(?:[^\W\d]\w*_(?:at|on|ts|date|time|timestamp|day|month|week|utc|year|am|opened|created|logged|received"
    r"|recorded|start)"
    r"|(?:dt|ts|date|time|month|week|year)_\w+|t_utc|timestamp|datetime|ts|mjd)"
)
TIMES_INTRODUCED = (
    rf"\b(?:time|date|timestamp) (?:column|col|axis|field)(?: is|:| =|=| called)* *{COLUMN}",
    rf"--time[ =]{COLUMN}",
    rf"{COLUMN} (?:is|as|=) (?:the |our )?{_STAMP}s?(?: column| col| axis)?\b",
    rf"\b{_STAMP} ?(?:is|=|:|sits in|stands in|is in|steht in|lives in) ?"
    rf"(?:(?:the )?(?:column |col ))?{QUOTE}(?!the\b|a\b|our\b|my\b|one\b"
    rf"|what\b|right\b|not\b|in\b){COLUMN}",
    rf"\b{_STAMP} (?:of \w+ )?(?:is |in )(?:col |column )?{COLUMN}",
    rf"\b(?:split|sorted|ordered|order|cut) (?:by|on|at) {QUOTE}(?P<found>(?:\w*(?:date|time"
    rf"|day|month|week|year|stamp|_at|_on|_ts|_opened|_created|_logged|_received|_start|_dt)|ts)\w*){QUOTE}",
    rf"\(time:? {COLUMN}\)",
)
"""Time columns that a phrase introduces."""

TIMES_BY_NAME = (rf"(?<![\w./-])(?P<found>(?!\w*(?:birth|next_|within)){_OF_TIME})(?!\w)(?!\.\w)",)

_STOPS = (
    r"(?:is|are|was|were|has|have|had|our|the model|it|its|it's|they|we|i|and|but|so|the|my|do|did"
    r"|does|can|could|why|what|when|should|would|there|everything|all|every|half|nothing|more|that"
    r"|without|with|because|only|already|this|to)"
)
_FEW = rf"(?:[^\W_][\w'\u2019-]*(?: (?!{_STOPS}\b)[^\s.,!?;:]+){{0,3}})"
_CLAUSE = r"(?:[^\s.,!?;:]+ ?){2,7}"
_THEN = (
    rf"(?:(?:the |our |my |about |around |mid-?|early |late )*(?:start|beginning|end|middle) of "
    rf"(?:the )?(?:{DATE}|\w+)|(?:about |around |mid-|early |late |last |this )*(?:{DATE})"
    rf"(?: \d{{4}})?|week \d+|(?:the|our|last|my) {_FEW}|(?:we|i|they|you|somebody|it) {_CLAUSE}"
    rf"|v ?\d\S*|[A-Z]\w+)"
)
_YEAR = r"(?:19|20)\d\d"
_WHEN = rf"(?:{DATE}|{_YEAR})"

SPANS = (
    rf"(?P<found>\b(?:q[1-4]|{MONTH}|{_YEAR})(?: \d{{4}})?"
    r"(?: ?(?:vs\.?|versus|and|to|against|-|\u2013) ?)"
    rf"(?:q[1-4]|{MONTH}|{_YEAR})(?: \d{{4}})?)",
)
"""A period from one date to another, whatever is asked about it."""

SINCE = (
    r"(?P<found>\b(?:ever )?(?:since|depuis|desde|seit) "
    r"(?!then|when|yesterday|today|sliced|before|\w*training|the (?:model|training|launch|release)"
    rf"|(?:we|it was|you) (?:last )?(?:trained|built|launched)){_THEN})"
)
"""From when on something is otherwise, but for the model's own training and launch."""

AFTER = (
    rf"(?P<found>\b(?:(?:until|till|after) (?:{DATE}|last \w+|week \d+)"
    rf"|from (?:{DAY}|{MONTH}|week \d+|(?:the )?(?:start|beginning) of (?:the )?\w+)"
    r"(?: on)?(?:wards?)?))",
    r"(?P<found>\bafter (?:the |our |last |we |they |a )(?:[^\s.,!?;:]+ ?){1,5})",
    r"(?P<found>\bbetween (?:the )?[^\W\d]\w* and (?:the )?[^\W\d]\w*(?: cohorts?)?)",
)
LATELY = (
    r"(?P<found>\b(?:in |over |during |for )?(?:the )?(?:last|past|previous|this) "
    r"(?:(?:few|two|three|four|five|six|\d+) )?(?:week|month|year|quarter|season|days|weeks|months"
    r"|quarters|years|spring|summer|autumn|winter|night|morning|weekend|\w+day|semester)\b)",
    rf"(?P<found>\b(?:{COUNT}) {UNIT} ago)",
    rf"(?P<found>\b(?:in|on|during|since|over) (?:the )?(?:{DAY}|{MONTH}(?: \d{{4}})?|{SEASON}"
    r"|week \d+"
    rf"|{_YEAR}|\d{{1,2}}(?:st|nd|rd|th)\b(?: of \w+)?)(?!s?\w))",
    rf"(?P<found>(?<![.\d])\b(?:\d{{1,2}}\.? {MONTH}|{MONTH} \d{{1,4}}\b))",
)
YEARS = (
    r"\b(?:without|w/o|only|drop|my|the|our|take|if|exclude|leave out|just) (?:the )?"
    rf"(?P<found>{_YEAR})\b",
    rf"(?P<found>\b{_YEAR}\b)(?= data| only| alone| was| were| rows| is)",
)
HISTORY = (rf"(?P<found>\b(?:{COUNT}) {UNIT} (?:of history|of data|history|ahead|in prod\w*))",)

PERIODS_OF: dict[Intent, tuple[str, ...]] = {
    "performance_dropped": (SINCE, *AFTER, *LATELY),
    "drift_question": (SINCE, *AFTER, *LATELY[:3]),
    "split_choice": (*YEARS, HISTORY[0]),
    "what_if": (*YEARS, LATELY[0]),
    "need_model": HISTORY,
    "more_data_or_better_model": (SINCE, *YEARS, *HISTORY),
    "provide_information": (SINCE, *LATELY[2:4]),
    "review_data": (SINCE,),
}
"""The periods that are part of what an intent asks."""

TIME_NAME = (
    r"(?:[^\W\d]\w*_(?:at|on|ts|date|time|timestamp|day|month|dt|utc|week|year|start|local|opened|created|logged"
    r"|received|recorded)|"
    r"(?:date|time|dt|ts|t)_(?!of_birth)\w+|ts)(?!\w)"
)

_SPAN = rf"(?:{DATE}|(?:last|this|next) \w+|\d{{4}}|week \d+|the \d+(?:st|nd|rd|th))"

_EVENT = r"(?:the|our|we|they|he|she|it|i|you|a|an|my|last|that)"

_ON = (
    r"(?: (?!(?:and|but|so|is|are|has|have|was|were|all|every|everything|everyone|we|our|i|my|"
    r"they|their|it|its|only|half|nothing|scores?|got|went)\b)[^\s.,;:!?()]+)"
)

CHANGES = (
    rf"(?P<found>\b(?:between|before and after|before/after)(?: the| our)?{_ON}{{1,2}}"
    rf"(?: and(?: the)?{_ON}{{1,2}})?)",
    rf"(?P<found>\b(?:ever )?since (?:about |around |roughly )?(?:(?:the )?(?:start|beginning|end|"
    rf"middle) of \w+|"
    rf"(?!then\b|before\b|\d+k?\b){_EVENT}{_ON}{{1,6}}|(?!then\b|before\b){_SPAN}|(?!then\b|"
    rf"before\b|when\b|sliced\b|training\b|\d+k\b)[^\W\d]\S*[^\W_]))",
    rf"(?P<found>\b(?:until|till|up to) (?:the )?(?:(?:start|end|middle) of \w+|{_SPAN}))",
    rf"(?P<found>\bafter (?:(?:the|our|a) {_ON.replace(' (?!', '(?!', 1)}{_ON}{{0,3}}|"
    rf"we{_ON}{{1,5}}|{_SPAN}))",
    rf"(?P<found>\bfrom (?:{_SPAN})(?: on\b)?)(?! to)",
    rf"(?P<found>\b(?:q[1-4]|{MONTH}|\d{{4}}|weekdays|last \w+|this \w+)(?: (?:vs\.?|versus|and|"
    rf"to|against) |-)(?:q[1-4]"
    rf"|{MONTH}|\d{{4}}|weekdays|last \w+|this \w+)(?: \d{{4}})?)",
    r"(?P<found>\b(?:last night|this morning|(?:this|last|past|previous) (?:\w+ )?(?:week|month|"
    r"year"
    r"|quarter|days|weeks|months|spring|summer|autumn|winter|season|\w+day)(?: and (?:this|last) "
    r"\w+)?))",
    rf"\b(?:in|on|over|during) (?:the )?(?P<found>week \d+|\d+ {MONTH}(?: \d{{4}})?|{MONTH}(?: "
    rf"\d{{4}})?|\d+(?:st|nd|rd|th)|{DAY}|"
    rf"(?:last|past) (?:\w+ )?(?:weeks|months|days|years))",
    rf"\b(?:in|over) (?P<found>{COUNT} (?:days|weeks|months))\b",
    r"\b(?:in|it was)[^.?!]{0,30} (?P<found>spring|summer|autumn|winter|the pilot)\b",
)
"""When something changed, or the periods that are compared."""

WINDOWS = (
    r"(?P<found>\b(?:\d{4}) ?(?:-|to|\u2013|until) ?\d{4})",
    rf"(?P<found>\b{COUNT} (?:years|months)(?: of)? (?:history|data))\b",
    r"(?P<found>\b(?:the )?(?:last|past|most recent) (?:\w+ )?(?:year|years|months|weeks|"
    r"quarter))\b",
    r"(?:\b(?:w/o|without|only|my|the|of|out|except|from|in) )(?P<found>(?:19|20)\d\d)\b(?!-)",
    r"(?P<found>\b(?:19|20)\d\d)\b (?:data|was|were)\b",
)
"""The stretch of time that the rows come from, or a part of it."""
