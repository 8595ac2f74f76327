"""The patterns by which slots are found: regular expressions whose group `found` is the slot.

They are plain strings; `slots` compiles them when they are first used. Patterns of one slot stand
in order of trust: the first that matches wins.
"""

from __future__ import annotations

__all__ = [
    "COLUMN",
    "COUNT",
    "DATE",
    "DAY",
    "FILES",
    "GROUPS",
    "GROUPS_ASKED",
    "KEYS",
    "METRICS",
    "MONTH",
    "NAMED",
    "NOT_NAMES",
    "QUOTE",
    "SEASON",
    "UNIT",
]

QUOTE = "[`'\"\u2018\u2019\u201c\u201d]?"
COLUMN = rf"(?<!\w){QUOTE}(?P<found>[^\W\d]\w*){QUOTE}"
"""A single word that may be a column, quoted or not."""

NAMED = rf"(?<!\w){QUOTE}(?P<found>[^\W\d]\w{{0,60}}_\w{{1,60}}(?!\w)){QUOTE}"
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

UNITS = (
    r"(?:customers?|patients?|machines?|users?|stores?|shops?|devices?|drivers?|sites?|households?"
    r"|branch(?:es)?|hospitals?|accounts?|vehicles?|sensors?|farms?|products?|regions?|plants?"
    r"|clinics?|schools?|depots?|bridges?|countr(?:y|ies)|stations?|pumps?|turbines?|buildings?"
    r"|wards?|kiosks?|tenants?|trucks?|subscribers?|persons?|participants?|subjects?|clients?"
    r"|authors?|borrowers?|employees?|workers?|members?|suppliers?|merchants?|lines?|wells?|fields?"
    r"|parcels?|plots?|animals?|cows?|herds?|trees?|speakers?|writers?|ships?|vessels?|routes?"
    r"|sessions?|visitors?|domains?|skus?|items?|city|cities|districts?|municipalit(?:y|ies)"
    r"|towns?|villages?|postcodes?|zones?|teams?|players?|roofs?|videos?|pupils?|students?|class"
    r"|classes|child(?:ren)?|roads?|rivers?|catchments?|lakes?|beaches?|vineyards?|hives?|barns?"
    r"|orchards?|forests?|books?|artists?|hotels?|rooms?|flats?|apartments?|restaurants?|cafes?"
    r"|warehouses?|factory|factories|elevators?|lifts?|trains?|bus(?:es)?|cars?|bikes?|drones?"
    r"|cameras?|scanners?|labs?|doctors?|nurses?|teachers?|agents?|dealers?|brands?|wafers?"
    r"|batch(?:es)?|lots?|families|family|villages?|islands?|islets?|volunteers?|donors?|islands?"
    r"|species|clients?|companies|company|firms?|police officers?|judges?|courts?|regions?)\b"
)
"""What rows belong to."""

KEYS = (
    rf"(?<![\w./-]){QUOTE}(?P<found>[^\W\d]\w*_(?:id|uid|uuid|no|nr|ref|key))"
    r"(?!\w)(?!\.\w)"
)

GROUPS = (
    rf"\bgroup(?:ed|s|ing)?(?: column)?(?: by| is|:| =|=| on| per) *{COLUMN}",
    rf"--group[ =]{COLUMN}",
    rf"\bgroup {COLUMN}(?=[,;.]|$)",
    rf"{COLUMN} (?:=|is|as) (?:the |our )?group\b",
    rf"\bgroup(?:ed)? k-?fold (?:by|on|per) {COLUMN}",
    rf"{COLUMN} (?:identifies|is the (?:key|entity|unit)) (?:for |of )?(?:the |a |each )?\w*",
    rf"\bone (?:row|line|record) (?:per|for each|for every|is one) {COLUMN}",
    rf"\bsplit (?:by|per|on) {NAMED}",
    r"\bby (?P<found>[^\W\d]\w*_(?:type|name|group|class|segment|region|site))\b",
    KEYS,
    r"\bleave[- ](?:one|1)[- ](?P<found>[^\W\d]+)[- ]out\b",
    rf"\b(?:rows|records|visits|photos|pictures|images|frames|readings) (?:of|from) "
    rf"(?:an?|one|each|every|the same) (?P<found>{UNITS})",
    rf"\bsame (?:\d+ )?(?P<found>{UNITS})",
    r"\bsame (?:\d+ )?(?P<found>[^\W\d]+s?)(?= all| is| are| in| appear| can| may| show| over)",
    rf"\bby [^\W\d]+ or (?:by )?(?P<found>{UNITS})",
    rf"\bby (?P<found>{UNITS})(?<![^s]s)",
    rf"\b(?:per|for each|for every|within|across|each|every) (?:single )?(?P<found>{UNITS})",
    rf"\b(?:customers|users|patients|pictures|photos|images|rows|records|visits|frames) "
    rf"(?:of|from) (?:one|each|every|a single) (?P<found>{UNITS})",
)
GROUPS_ASKED = r"\b(?:key|group\w*|identif\w*|belong\w*|entity|unit)\b"
"""What an earlier turn says when it asks for the group."""

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
            *("as", "no", "yes", "right", "ok", "sure", "maybe", "none", "nothing", "all", "both"),
            *(
                "known",
                "encoded",
                "encoding",
                "quality",
                "fixed",
                "short",
                "now",
                "missing",
                "help",
            ),
            *("sneaks", "variable", "leaking", "noisy", "clear", "nobody", "delayed", "rare"),
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
