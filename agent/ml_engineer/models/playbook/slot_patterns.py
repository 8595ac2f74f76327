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
    "METRICS",
    "MONTH",
    "NAMED",
    "NOT_NAMES",
    "QUOTE",
    "SEASON",
    "TOLD",
    "UNIT",
]

QUOTE = "[`'\"\u2018\u2019\u201c\u201d]?"
COLUMN = rf"(?<!\w){QUOTE}(?P<found>[^\W\d]\w*){QUOTE}"
"""A single word that may be a column, quoted or not."""

NAMED = rf"(?<!\w){QUOTE}(?P<found>[^\W\d]\w{{0,60}}_\w{{1,60}}(?!\w)){QUOTE}"
"""A word that can only be a name: it has an underscore."""

TOLD = (
    rf"{COLUMN}(?=[.,;:!?)]|$|\n| [(=]| (?:and|but|please|pls|plz|in|from|is what|not|by|per|time|"
    rf"group)\b)"
)
"""A word that ends what it says: "target is sold." names a column, "target is known to" none."""

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

METRICS = (
    r"(?:pr|roc)[- ]?auc|au(?:ro|pr)?cs?|f[- ]?(?:1|2|beta)(?:[- ]score)?|f-scores?|accuracy"
    r"|precision(?:@\d+)?|recall(?:@\d+)?|"
    r"rmsl?e|rmspe|(?:median|mean) absolute error|mean squared error|mae"
    r"|w?s?mape|wape|mdae|mase|mse"
    r"|r2|r\u00b2|log[- ]?loss|(?:integrated )?brier(?: score)?"
    r"|calibration(?! (?:table|plot|curve|set|data|step|sample|run|of the (?:sensor|device))s?\b)"
    r"|(?:n?dcg|map|mrr|hits?)@\d+|ndcg|mrr|gini|c-index|c-statistic|concordance(?: index)?|"
    r"mcc|matthews correlation|kappa"
    r"|(?:sensitivity|specificity)(?: at (?:a )?fixed [a-z]+(?: [a-z]+)?)?"
    r"|youden(?:'s)?(?: (?:j|index))?|net benefit|psi|js divergence|kl divergence|energy distance"
    r"|wasserstein(?: distance)?|kolmogorov-smirnov|hellinger(?: distance)?"
    r"|false (?:positives|negatives)(?= by| before| until| drop| fall| go| under"
    r"| below| stay| reach)|"
    r"(?:false[- ](?:positive|negative|alarm|discovery)|true[- ]positive|detection|word error"
    r"|character error|error|miss|hit|null|misdelivery|escape|rejection|catch|conversion"
    r"|click-through) rates?|"
    r"pinball(?: loss)?(?: at \d?\.\d+)?|crps|winkler(?: score)?|iou|dice|jaccard|bleu"
    r"|rouge(?:-\w)?|(?-i:WER|CER)"
    r"|perplexity|lift(?= (?:curve|at|over|in the|of the (?:first|top))|@)"
    r"|uplift(?! (?:model|tree|forest|test)s?\b)|qini(?: coefficient)?"
    r"|top-\d+ accuracy|average precision|balanced accuracy|spearman|kendall(?:'s tau)?"
    r"|(?:poisson|tweedie|gamma) deviance|expected (?:cost|loss|calibration error)|cost per \d+ \w+"
    r"|(?:interval |empirical )?coverage(?= (?:of|at|\(|instead|or|and|is|was|0|\d)|[?,;)]|$)"
    r"|score mean|mean score"
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
