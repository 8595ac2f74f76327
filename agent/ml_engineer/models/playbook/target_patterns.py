"""The patterns by which the outcome is found: names of columns, and phrases of what is predicted.

The group `found` is the slot; patterns stand in order of trust.
"""

from __future__ import annotations

from ml_engineer.models.playbook.slot_patterns import COLUMN, METRICS, NAMED, QUOTE, TOLD

__all__ = [
    "FORETOLD",
    "LONE_TARGETS",
    "MEASURED",
    "PROMISED",
    "TARGETS",
    "TARGETS_ASKED",
    "TARGETS_BY_NAME",
    "WANTED",
]

_OF_LABEL = r"(?:target|label|outcome|ziel|zielspalte)"
_OUTCOME_NAME = (
    r"(?!\w*_(?:id|no|nr|key|code|ref|at|on|ts|date|time|utc|dt|uid|day|month|set|data|v\d+|\d+"
    r"|model|test|train|holdout|level)\b|(?:test|train|holdout|val|valid|model|eval|data|run|fold|v\d)"
    rf"\w*_){NAMED}"
)
"""A name that is no key, no time and no name of a table or a model."""

TARGETS = (
    rf"\b{_OF_LABEL}(?: column| col| variable)?(?:'s)?"
    rf"(?: is| now| =| are|:|=| called| named| (?:would|will|shall|should|might|may|could) be)+ *"
    rf"(?:{TOLD}|"
    rf"(?<!\w){QUOTE}(?P<named>[^\W\d]\w*_\w+))",
    rf"\by ?(?:=|is|:) ?{COLUMN}",
    rf"\b(?:label|outcome) {COLUMN}(?=[,;.]|$)",
    rf"--target[ =]+{COLUMN}",
    rf"\btarget +{NAMED}",
    rf"\btarget +{COLUMN}(?=[,;.]|$| and\b| time\b| group\w*\b| from\b| in\b)",
    rf"\b(?:label|target|outcome)(?:'s| is|s are)? in (?:the )?(?:column |col )?{TOLD}",
    rf"\b(?:label|target|outcome)s?(?: in)? (?:column|col) (?!came\b|is\b|was\b){COLUMN}",
    rf"\b(?:column|thing|what|variable) (?:that is |which is )?to (?:be )?predict(?:ed)? is "
    rf"{COLUMN}",
    rf"\b(?:derived?|tell|give away|gives away|giv(?:es|ing) away|reveals?) {NAMED}",
    rf"\b(?:pushes|drives|behind) {NAMED}",
    rf"\b(?:label|target|outcome|class)e?s? (?:are|is|sits|stands|steht)? ?in (?:the )?"
    rf"(?:column |col )?{NAMED}",
    rf"\bthe class is in {COLUMN}",
    rf"\b(?:truth|verdict|answer|result) (?:is|are|sits|stands|lies)? ?in (?:the )?"
    rf"(?:column |col )?{NAMED}",
    rf"\b(?:column|col) (?:at issue|in question|of interest|that (?:counts|matters)|to (?:learn"
    rf"|guess|forecast)) (?:is|=|would be) {TOLD}",
    rf"\bit(?:'s|\u2019s| is) (?:the )?{NAMED} (?:that )?(?:we|i)(?:'re|\u2019re|'m| are| am)? "
    rf"(?:after|want|need|care)",
    rf"\b(?:we|i)(?:'d| would)? (?:want|need|like|predict|forecast) {_OUTCOME_NAME}",
    rf"\b(?:find|foresee|estimat(?:e|ing)|guess|detect|classify|rank) {_OUTCOME_NAME}",
    rf"\b(?:number|share|count|rate|amount|probability) of {_OUTCOME_NAME}",
    rf"\b(?:{METRICS})(?: [a-z]+){{0,2}} (?:on|for|of) (?:the )?{_OUTCOME_NAME}",
    rf"\b(?:label|target|outcome)(?:'s| is|:)? {NAMED}",
    rf"\b(?:predict|predicted|forecast)(?:s|ing)?(?: is| =|:)? (?:the )?(?:column )?{NAMED}",
    rf"\bto be predicted is {COLUMN}",
    rf"\b(?:labels?|winner|outcome|target|class|verdict|severity|churn|model)s? "
    rf"(?:\w+ ){{0,2}}?\((?:col|column)? ?{COLUMN}\)",
    rf"\((?:col|column) {COLUMN}\)",
    rf"{NAMED} is what (?:i|we)",
    rf"{COLUMN} is what (?:i'm|we're|i am|we are) after",
    rf"{COLUMN} is (?:the|our|my) (?:target|label|outcome)",
    rf"(?!\w{{1,3}}\b|alpha\b|beta\b|gamma\b|lags?\b|gap\b|cost\b|seed\b|folds?\b|thresh|score|"
    rf"class\b|label\b|weight){COLUMN} ?= ?[01](?![\w.,:/%])",
    rf"{COLUMN} ?(?:is|=) ?(?:0/1|1/0|yes/no|binary\b)",
    rf"{NAMED} ?(?:==?|is) ?(?:0|1|yes|no|true)\b",
    rf"{NAMED}(?: column)? (?:is|as) (?:the |our |my )?(?:target|label|outcome)",
    rf"\b(?:label|target)(?:led|ed)? (?:in|by) (?:the )?(?:column )?{NAMED}",
    rf"{QUOTE}(?P<found>(?:is|has|was|will)_\w+){QUOTE} column",
)
"""Columns that a phrase introduces as the outcome."""

TARGETS_BY_NAME = (
    r"(?<![\w./-])(?P<found>(?:is|has|had|was|will|did|days_to|time_to|minutes_to)_\w+)(?![\w.]\w)",
    r"(?<![\w./-])(?P<found>[^\W\d]\w*_(?:flag|label|target|next_\w+|positive|next\w*|\d+[dhm]"
    r"|(?:with)?in_?\d+\w*|needed|seen|found|won|lost|missed|claimed|failed|returned|damaged|churned"
    r"|defaulted|relapsed|cancelled|canceled|converted|flooded|infected|diverted|readmitted|died"
    r"|broken|cracked|happened|required))(?!\.\w)(?!\w)",
)
"""Names of columns that are an outcome more often than not."""

_DETERMINED = (
    r"(?:(?:the|our|an?|your|my|their|his|her|some|all|such|these|those|this|tomorrow's|today's"
    r"|future|possible|upcoming|beforehand|last week's) )*"
)
_ENDS = (
    r"(?:from|for|with|on|by|per|at|using|so|whether|both|them|and|or|but|please|pls|plz|is|are"
    r"|was|were|can|will"
    r"|would|before|after|in|into|than|instead|yes|no|worth|as|to|like|that|which|when|where|if"
    r"|because|since|during|within|over|under|without|via|out|ahead|tomorrow|today|here|now|then"
    r"|we|i|it|you|they|he|she|not|too|versus|vs|about|through|until|has|have|had|do|does|did|be"
    r"|been|being|beats?|against|while|though|up|off|down|next|every|each|two|three|four|five|six"
    r"|ten|still|really|ever|again|should|could|may|might|must|good|better|well|right|what|how|why"
    r"|who|whose|based|given|only|also|just|even|between|among|across|early|gets?|got|goes|stays?"
    r"|runs?|works?|looks?|fails?|hits?|needs?|doubled|dropped|fell|gives?|isn't|aren't|went"
    r"|hourly|daily|weekly|monthly|something|anything|everything|stuff|things?|this|zero|time"
    r"|says?|made|rather|correctly|badly|wrong(?:ly)?|for\s)"
)
_WORD = r"[^\W_][\w'\u2019/%-]*"
_MORE = rf"(?: (?:of (?:the |our |an? )?)?(?!{_ENDS}\b){_WORD})"
_PHRASE = rf"(?!{_ENDS}\b){_WORD}{_MORE}{{0,3}}"

_CLAUSE = r"(?:(?:[^\s.?!,;]|(?<=\d)[.,](?=\d))+ ?){2,8}"
FORETOLD = (
    rf"\b(?:predict(?:s|ing)?|forecast(?:s|ing)?|guess(?:es|ing)?|ask(?: it)?)"
    rf"(?:,[^,.?!]{{1,30}},)? "
    rf"(?P<found>(?:whether|which|if|how many|how much|how long|who) {_CLAUSE})",
    rf"\b(?:predict(?:s|ing)?|forecasts(?= )|forecasting|anticipating?|foresee(?:ing)?"
    rf"|memprediksi|prever|pr\u00e9voir|predecir) {_DETERMINED}(?P<found>{_PHRASE})",
    rf"(?:\b(?:to|we|can|could|you|will|please|i|should|must|and|would|let's) |^\W*)"
    rf"(?:forecast|anticipate) {_DETERMINED}(?P<found>{_PHRASE})",
    r"\bpredicted to (?P<found>[^\W\d]+)",
    r"\b(?:classification|prediction|regression|detection|forecast|estimation) of (?:the )?"
    rf"(?P<found>{_PHRASE})",
    rf"\b(?:classifier|predictor|detector|forecaster) (?:for|of) {_DETERMINED}(?P<found>{_PHRASE})",
)
"""What is predicted, in words; a model is spoken of, whatever is asked about it."""

_KNOW = (
    r"(?:predicts?|predicting|forecast(?:ing)?|detect(?:ing|s)?|classif(?:y|ying)"
    r"|estimat(?:e|ing|es)|anticipat(?:e|ing)|find(?: out)?|know|tells?(?: us| me| them)?|says?"
    r"|guess(?:ing|es)?|rank|sees?|wanna know|judge|ask(?: it)?|recogni[sz]es?|spot|learn|decide"
    r"|foresee|flag|likelihood|beforehand|advance|likely|predict,[^?.!]{0,30},)"
)
WANTED = (
    rf"\b{_KNOW}\s+(?:[^\W\d]\w* ){{0,5}}?"
    rf"(?P<found>\b(?:which|whether|who(?:'ll|'s)?|how many|how much|how long|if|when) {_CLAUSE})",
    rf"(?P<found>\b(?:which|whether|who'll|how many|how long|how likely) {_CLAUSE})",
    rf"\b(?:have|get|need|wants?|like) {_DETERMINED}(?P<found>{_PHRASE}) "
    r"(?:predicted|forecasted|forecast|recogni[sz]ed|ranked|detected|estimated|flagged)\b",
    rf"\b(?P<found>(?:likelihood|probability|risk|number) of {_DETERMINED}{_PHRASE})",
    rf"\b(?<!false )(?:detect|estimate|classify|spots?|flags?|recogni[sz]es?|identify"
    rf"|catch(?:es)?|finds?|guess|score|detecting|spotting|flagging|estimating|classifying|recogni[sz]ing|knows"
    rf"|prioriti[sz]e|guesses) {_DETERMINED}(?P<found>{_PHRASE})",
    rf"\b(?:model|models|something|smth|sth|smt|anything|solution|one|system|tool|ai|ml|net|network"
    rf"|algorithm|machine learning|pipeline|forecast|forecasts|prediction|warning|score)"
    rf" (?:for|of|on) {_DETERMINED}(?P<found>{_PHRASE})",
    rf"\b(?P<found>(?!{_ENDS}\b){_WORD}(?: (?!{_ENDS}\b){_WORD})?) "
    r"(?:forecast|forecasts|forecasting|prediction|predictions|predictor|classifier|detector"
    r"|detection|recogni[sz]er|prognosis|ranking)\b",
    r"(?P<found>\b(?:which|who) (?:[^\s.?!,;]+ ?){2,8})",
    rf"\b(?:help with|handle on|understand|reduce|stop) {_DETERMINED}(?P<found>{_PHRASE})",
)
"""What is wanted of a model, in the words of a person who asks for one."""

PROMISED = (
    WANTED[0],
    rf"\b(?:have|get|need|wants?|like) {_DETERMINED}(?P<found>{_PHRASE}) "
    r"(?:predicted|forecasted|forecast|recogni[sz]ed|ranked|detected|estimated|flagged)\b",
)
"""What has to be there by a date."""

MEASURED = (rf"\b(?:for|of|on) {NAMED}", rf"\b(?:col|column) {COLUMN}(?=[.,;!?]|$)")
"""Columns that a baseline or a metric is asked for."""

TARGETS_ASKED = r"\b(?:predict\w*|target|outcome|label|ziel\w*|what (?:is|are) .{0,30}after)\b"
"""What an earlier turn says when it asks for the outcome."""

LONE_TARGETS = (
    rf"\(col(?:umn)? {COLUMN}\)",
    rf"\b(?<!time )(?<!date )(?<!group )(?<!key )(?<!id )col(?:umn)?(?: is|:)? {COLUMN}",
    rf"(?<!\w){QUOTE}(?P<found>(?!\w*_(?:id|no|nr|number|key|code|ref|at|on|ts|date|time|utc|dt|"
    rf"uid|day|month)\b|(?:dt|ts|t|date|time|n)_)[^\W\d]\w*_\w+){QUOTE}(?!\w|\.\w)",
    r" {5,},? ?(?:col(?:umn)? )?(?P<found>[^\W\d]\w+)[.?!]?$",
)
"""Names that stand for the target only where a model or a score of one is asked for."""
