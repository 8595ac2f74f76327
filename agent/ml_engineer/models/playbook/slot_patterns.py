"""The patterns by which slots are found: regular expressions whose group `found` is the slot.

They are plain strings; `slots` compiles them when they are first used. Patterns of one slot stand
in order of trust: the first that matches wins.
"""

from __future__ import annotations

__all__ = [
    "AUDIENCES",
    "AUDIENCES_OF_WORDING",
    "COUNT",
    "DATE",
    "DAY",
    "FILES",
    "GROUPS",
    "INTRODUCED_TIMES",
    "METRICS",
    "NOT_NAMES",
    "PERIODS",
    "TARGETS",
    "TARGETS_IN_WORDS",
    "TIMES",
    "UNIT",
]

QUOTE = "[`'\"\u2018\u2019\u201c\u201d]?"
COLUMN = rf"(?<!\w){QUOTE}(?P<found>[^\W\d]\w*){QUOTE}"
"""A single word that may be a column, quoted or not."""

NAMED = rf"(?<!\w){QUOTE}(?P<found>[^\W\d]\w*_\w+){QUOTE}"
"""A word that can only be a name: it has an underscore."""

DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight(?:'s \w+)?|today|"
    r"(?:the )?weekend|asap)"
)
MONTH = (
    r"(?:(?:january|february|april|june|july|august|september|october|november|december)\b|"
    r"march\b(?! into)|may(?= \d|$|[.,!?])|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b)"
)
SEASON = (
    r"(?:christmas|easter|xmas|summer|autumn|winter|spring|black friday|new year|thanksgiving|"
    r"ramadan|year[- ]end|q[1-4]\b|eo[dwmyq]\b)"
)
UNIT = (
    r"(?:(?:working |business )?days?|weeks?|months?|sprints?|quarters?|years?|hours?"
    r"|minutes?|fortnights?)"
)
COUNT = r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half a|a few)"
DATE = (
    rf"(?:(?:the )?(?:end|start|beginning|middle) of (?:the |this |next )?(?:\w+ )?"
    rf"(?:{UNIT}|{MONTH}|{SEASON})|"
    rf"(?:the )?(?:end|start|beginning|middle) of (?:{MONTH}|\w+)|"
    rf"(?:next|this|coming) (?:{UNIT}|{DAY}|{MONTH}|{SEASON})|{DAY}|"
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}|{MONTH} \d{{1,2}}(?:st|nd|rd"
    rf"|th)?|{MONTH}|"
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}})?|the \d{{1,2}}(?:st|nd|rd|th)"
    rf"|{SEASON}|release \d[\d.]*|v\d[\d.]*)"
)

TARGETS = (
    rf"\b(?:target|label|outcome)(?: column| variable)?(?:'s)?(?: is| =| are|:|="
    rf"| called| named)+ *{COLUMN}",
    rf"--target[ =]+{COLUMN}",
    rf"\btarget +{COLUMN}",
    rf"\b(?:label|target|outcome|col|column)(?:'s| is|:)?(?: in)? {NAMED}",
    rf"{NAMED} is what (?:i|we)",
    rf"{COLUMN} is (?:the|our|my) (?:target|label|outcome)",
    rf"{NAMED}(?: column)? (?:is|as) (?:the |our |my )?(?:target|label|outcome)",
    rf"\bpredict(?:s|ing)? {NAMED}",
    rf"\b(?:label|target)(?:led|ed)? (?:in|by) (?:the )?(?:column )?{NAMED}",
    rf"{QUOTE}(?P<found>(?:is|has|was|will)_\w+){QUOTE} column",
)

TARGETS_IN_WORDS = (
    r"\b(?:predicts?|predicting|forecast(?:ing)?|detect(?:ing)?|classif(?:y|ying)"
    r"|estimat(?:e|ing)|"
    r"anticipat(?:e|ing)|find(?: out)?|know|tells?(?: us| me)?|says?|guess(?:ing)?|rank)\s+"
    r"(?P<found>(?:which|whether|who(?:'ll)?|how many|if|when) (?:[^\s.?!,;]+ ?){2,9})",
    r"\b(?:classification|prediction|regression|detection|forecast|estimation) of (?:the )?"
    r"(?P<found>[^\W\d]+(?: [^\W\d]+){0,1}(?: which (?:[^\s.?!,;]+ ?){1,4})?)",
    r"\b(?:predict|forecast|detect|estimate)(?:ing|s)? (?:the |our |a |an )?"
    r"(?P<found>(?!from\b|for\b|vs\b|was\b|that\b|is\b|with\b|of\b|something\b)[^\W\d][\w-]*"
    r"(?: (?!from\b|for\b|with\b|on\b|in\b|by\b|of\b|per\b|at\b|using\b|so\b|and\b"
    r"|or\b|please\b|but\b)[^\W\d][\w-]*){0,2})",
    r"\b(?:classifier|predictor|detector|forecast|estimator|model) (?:for|of) (?:the |our )?"
    r"(?P<found>[^\W\d][\w-]*(?: (?!from\b|for\b|with\b|on\b|in\b|by\b|please\b|plz\b)"
    r"[^\W\d][\w-]*){0,2})",
    r"(?P<found>\b(?:which|whether|how many|how long|how much) (?:[^\s.?!,;]+ ?){2,6})",
    r"\b(?P<found>demand|sales|price|load|churn|yield|revenue|traffic|energy|no-show|fraud) "
    r"(?:forecast|prediction|model|detection|regression)\b",
)

INTRODUCED_TIMES = 3
"""The first of `TIMES` need a phrase; the others know a time column by its name."""

TIMES = (
    rf"\b(?:time|date|timestamp) column(?: is|:| =|=| called)* *{COLUMN}",
    rf"--time[ =]{COLUMN}",
    rf"\b(?:split|sorted|ordered|order) (?:by|on) {QUOTE}(?P<found>(?:\w*(?:date|time"
    rf"|day|month|week|year|_at|_on|_ts)|ts)\w*){QUOTE}",
    r"(?P<found>\b[^\W\d]\w*_(?:at|on|ts|date|time|timestamp|day|month)\b)",
    r"\b(?P<found>(?:date|time)_\w+|timestamp|ts)\b",
)

PERIODS = (
    rf"(?P<found>\b(?:q[1-4]|{MONTH}|\d{{4}})(?: (?:vs\.?|versus|and|to) |-)(?:q[1-4]"
    rf"|{MONTH}|\d{{4}})(?: \d{{4}})?)",
    rf"(?P<found>\b(?:ever )?since (?:the )?(?:{DATE}|last \w+|[^\s.,!?;]+"
    rf"(?: [^\s.,!?;]+){{0,2}}))",
    rf"(?P<found>\b(?:until|after|before) (?:{DATE}|last \w+))",
    rf"(?P<found>\b(?!an? )(?<!horizon ){COUNT} {UNIT}(?: of history| in prod\w*| ago"
    rf"| history)?)",
    r"(?P<found>\bhalf a year|\b(?:last|past|previous) (?:\w+ )?(?:week|month|year"
    r"|quarter|days|weeks|months|spring|summer|autumn|winter|\w+day))",
    r"(?P<found>\b(?:every|each) (?:\w+ )?(?:day|week|month|morning|night|\w+day)(?: this \w+)?)",
    rf"(?P<found>\b(?:on|in|every|over) (?:the )?(?:{DAY}|{MONTH}|{SEASON}))",
)

GROUPS = (
    rf"\bgroup(?:ed|s|ing)?(?: column)?(?: by| is|:| =|=| on| per) *{COLUMN}",
    rf"--group[ =]{COLUMN}",
    rf"\bgroup(?:ed)? k-?fold (?:by|on|per) {COLUMN}",
    rf"\bone row (?:per|for each) {COLUMN}",
    rf"\bsplit (?:by|per|on) {NAMED}",
    r"\b(?P<found>[^\W\d]\w*_(?:id|no|nr|number|key|code))\b",
    r"\bsame (?:\d+ )?(?P<found>[^\W\d]+s?)(?= all| is| are| in| appear| can| may| show| over)",
    r"\b(?:by|per|for each) (?P<found>customer|patient|machine|user|store|shop|device"
    r"|driver|site|"
    r"household|branch|hospital|account|vehicle|sensor|farm|product|region|plant"
    r"|clinic|school)s?\b",
    r"\b(?:customers|users|patients) of one (?P<found>[^\W\d]+)",
)

METRICS = (
    r"(?:pr|roc)[- ]?auc|au(?:ro|pr)?c|f[- ]?(?:1|2|beta)(?:[- ]score)?|accuracy"
    r"|precision|recall|"
    r"rmsl?e|mae|w?s?mape|mase|mse|r2|r\u00b2|log[- ]?loss|brier(?: score)?"
    r"|calibration|ndcg|mrr|gini|"
    r"mcc|kappa|sensitivity|specificity|psi|false (?:positives|negatives)(?= by| before| until)|"
    r"hit rate|pinball(?: loss)?|crps|iou|dice|bleu|lift|top-\d+ accuracy|average precision"
)

FILES = (
    r"(?:csv|tsv|parquet|feather|arrow|json|jsonl|ndjson|xlsx?|ods|txt|html?|md|pdf"
    r"|pkl|pickle|joblib|onnx|"
    r"zip|gz|tar|ipynb|ya?ml|db|sqlite|duckdb|orc|avro|h5|hdf5|log|xml|py|sql|npz?|pt)"
)

AUDIENCE_NOUN = (
    r"(?:(?:the|my|our|an?|his|her) )?(?:(?!which\b|who\b|that\b)[\w-]+ ){0,2}?"
    r"(?:boss|manager|ceo|cfo|coo|cto|vp|director|board|chief|management|leadership|executives?|"
    r"stakeholders?|customers|clients?|lawyers?|compliance|regulators?|auditors?"
    r"|colleagues?|mum|mom|"
    r"dad|grandm\w+|wife|husband|nurses?|doctors?|physicians?|farmers?|sales(?: \w+)?|marketing|"
    r"finance|investors?|journalists?|press|teachers?|students?|kids?|child(?:ren)?"
    r"|council|committee|"
    r"patients?|product (?:manager|owner)|shareholders|operators?|technicians?"
    r"|underwriters?|minister|"
    r"mayor|captain|pilots?|engineers?|developers?|drivers?|plumber|c-suite|union|works council|"
    r"head of \w+|team|people|public|laymen?|laypeople|users|staff|owner|parents|professor)"
)
AUDIENCES = (
    r"\bwhich are (?P<found>[^\W\d]+)\.?$",
    rf"\b(?:so that|that|so) (?P<found>{AUDIENCE_NOUN}) (?:can )?(?:understand|get|follow|see)",
    rf"\b(?:explain|present|justify|tell|describe|sell|say|show|communicate|translate"
    rf"|report|summari\w+|"
    rf"put|write|phrase|word)\b[^.?!\n]{{0,70}}?\b(?:to|for"
    rf"|into money for) (?P<found>{AUDIENCE_NOUN})",
    rf"\b(?:tell|convince|show) (?P<found>{AUDIENCE_NOUN})",
    rf"\b(?P<found>{AUDIENCE_NOUN}) (?:asks|wants|needs|demands|would like|insists)\b",
)

WHOEVER = (
    r"(?!me\b|it\b|this\b|us\b|that\b|them\b|you\b|the (?:newsletter|meeting|slide|moment)\b)"
    r"(?:(?:the|an?|my|our|some|someone from) )?[^\W\d][\w'’-]*(?: [^\W\d][\w'’-]*){0,2}"
)
"""Anybody, where the whole sentence is about wording something for them."""

AUDIENCES_OF_WORDING = (
    *AUDIENCES,
    rf"\bfor (?P<found>{AUDIENCE_NOUN})\b",
    rf"\b(?P<found>{AUDIENCE_NOUN}) (?:meets?|falls?|will|would|can|gets?)\b",
    rf"\b(?:for|to|with) (?P<found>{WHOEVER})(?= who\b| that\b| without\b|[.?!,:]|$)",
)

NOT_NAMES = frozenset(
    (
        *(
            "is",
            "are",
            "was",
            "the",
            "a",
            "an",
            "our",
            "my",
            "your",
            "that",
            "this",
            "which",
            "what",
        ),
        *("and", "or", "of", "to", "in", "for", "by", "with", "it", "on", "me", "us", "at", "from"),
        *(
            "not",
            "column",
            "we",
            "you",
            "i",
            "model",
            "models",
            "value",
            "leak",
            "leaks",
            "leakage",
        ),
    )
)
"""Words that a pattern may take for a column and that are none."""
