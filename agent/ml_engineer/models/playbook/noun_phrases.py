"""The patterns by which what is predicted, and units of rows, are found where words tell them.

Plain strings whose group `found` is the slot; `slots` compiles them when they are first used. They
are tried in order, after those of `slot_patterns`, which know names of columns.
"""

from __future__ import annotations

__all__ = ["NOT_OUTCOMES", "PREDICTED", "QUESTIONS", "WANTED"]

DETERMINERS = r"(?:the|an?|our|my|your|their|its|his|her|these|those|this|some|any|all|each|every)"
"""What may stand before a noun; it is left out of what is found."""

ENDS = (
    r"(?:from|for|with|without|on|in|by|at|per|using|so|and|or|but|please|pls|plz|vs|versus|"
    r"than|is|are|was|were|will|would|can|could|may|might|has|have|had|do|does|did|when|where|"
    r"while|which|that|who|whom|if|because|since|until|before|after|during|from|to|as|into|about|"
    r"within|over|under|between|ahead|itself|instead|tomorrow|today|tonight|next|yet|already|"
    r"only|too|well|better|best|correctly|early|beforehand|upfront|then|not|it|they|we|you|i|"
    r"automatically|itself|right|nicely|hourly|daily|weekly|monthly|given|based|grouped|split|"
    r"there|here|now|like|me|us|day|went|got|doubled|off|up|out|forecasted|predicted|recognised|"
    r"coming|going|beats?|reach(?:es)?|look|get|gets|give|gives|runs?|drives?|falls?|must|made|"
    r"counts?|costs?|sound|zero-shot|more)"
)
WORD = r"[^\W\d_][\w'\u2019-]*(?:/[^\W\d_]\w*)?"
NOUNS = (
    rf"(?!{ENDS}\b)(?:{DETERMINERS} )?(?P<found>(?!{ENDS}\b|{DETERMINERS} |NOT_HERE){WORD}"
    rf"(?: (?!{ENDS}\b){WORD}){{0,3}}?"
    rf"(?: of (?:{DETERMINERS} )?(?!{ENDS}\b){WORD}(?: (?!{ENDS}\b){WORD}){{0,2}}?)?)"
    rf"(?=$|[^\w\s'\u2019-]|\s+(?:{ENDS}\b|[^\w\s]|\d)|\s*\n|\s*$)"
)
"""Up to four words, one "of" among them, up to where a clause goes on."""

NOT_CLAUSES = (
    r"(?:which (?:is|are|was|has|column|file|metric|model|data|one is|of the two|we|i)\b|"
    r"who (?:do|does|can|could|should|would|is right)\b|who's right|"
    r"how (?:long|many \S+|much \S*) ?(?:would|will|does|do|should|it|a|you|time)\b|"
    r"(?:whether|if) (?:the|this|that|my|our|these) (?:file|table|data|model|column|thing|result)|"
    r"if (?:this|that|thats|that's|it's|it is|you|i|there|so|not|only|one|possible|no|we)\b|"
    r"when (?:we|i|one|can|will|do|does|should|it is|it's)\b|how (?:likely|often) (?:is|are) it)"
)
CLAUSE = (
    rf"(?P<found>(?!{NOT_CLAUSES})(?:which|whether|who(?:'s|'ll|\u2019s|\u2019ll)?|"
    r"how (?:many|much|long|likely|often)|if|when)\b ?"
    r"(?:(?:[^\s.?!,;:()]|(?<=\d)[.,:](?=\d))+ ?){1,9})"
)
"""A question that a prediction answers: "which lifts will stop"."""

BEFORE_A_VERB = (
    r"(?:\b(?:to|we|i|you|they|can|could|should|would|might|will|shall|that|which|who|and|or|"
    r"please|better|automatically|it|us|machine|computer|ai|gpt|lstm|transformer|llm|just|"
    r"always)|^|[.!?:,]) ?"
)
PREDICT = (
    r"(?:\b(?:predict(?:s|ing)?|forecasting|estimating|anticipat(?:e|es|ing)|foresee(?:ing)?|"
    r"detect(?:s|ing)?|recogni[sz](?:e|es|ing)|classif(?:y|ies|ying)|identify(?:ing)?|identifies|"
    rf"spot(?:s|ting)?|guessing)|{BEFORE_A_VERB}(?:forecasts?|estimates?|guess(?:es)?))"
)
PREDICTION = (
    r"(?:prediction|predictor|predictors|forecast|forecasts|forecasting|detection|detector|"
    r"recogni[sz]er|recognition|classifier|classification|estimation|estimator|"
    r"regression|regressor)"
)
MODEL = (
    r"(?:model|models|forecasts?|forecaster|predictor|predictions?|detector|detection|classifier|"
    r"estimates?|regressor)"
)
NOT_OUTCOMES = (
    r"(?:majority|most|median|mean|average|zero|last|yesterday\S*|quantiles?|both|two|three|four|"
    r"always|wrong|no|yes|lol|future|quality|better|silent|outcomes?|targets?|labels?|anything|"
    r"something|things?|everything|one|same|what|majority|classes|class|values?|category|"
    r"models?|monitoring|must|it|mean|"
    r"how(?! (?:many|much|long|likely|often|old|far|high)\b)"
    r"|drift|lottery|such|probability|well|for|of|a|an|the)(?![\w-])"
)
"""What is guessed by a rule of thumb, or is no outcome."""

NOT_KINDS = (
    r"(?:new|old|better|bigger|good|proper|such|language|foundation|boosted|quantile|naive|linear|"
    r"large|deep|neural|same|first|simple|small|plain|own|best|tiny|static|this|that|another|"
    r"current|present|ml|ai|machine|learning|build|make|need|want|train|trained|create|"
    r"working|real|interpretable|conditional|vendor's|boring|hourly|daily|weekly|next|last|"
    r"binary|seasonal|baseline|get|us|you|me|like|to|of|in|for|with|some|possible|quick|"
    r"robust|accurate|decent|first|kind)\b"
)
"""What says of a model how it is, and not what it predicts."""

ASKED = (
    r"(?:know|learn|find out|tell(?:s|ing)? (?:us|me|them)?|tells?|say(?:s|ing)?|decid(?:e|es|ing)|"
    r"see|judg(?:e|es|ing)|rank(?:s|ing)?|prioriti[sz]e|show(?:s|ing)?|calculate|work out|warns? "
    r"(?:us|me)?|ask (?:it|gpt)?)"
)

OUTCOME = NOUNS.replace("NOT_HERE", NOT_OUTCOMES)

PREDICTED = (
    rf"{PREDICT}(?:,[^,.?!]{{0,20}},)? (?:for \w+ |us |me )?{CLAUSE}",
    rf"{PREDICT} {OUTCOME}",
    rf"\b{PREDICTION} of {OUTCOME}",
    rf"\b(?:model|something|smth|tool|thing|ai|one|machine) (?:that|which|to) {ASKED} {CLAUSE}",
    rf"\b(?:need|want|like|have) {OUTCOME} (?:predicted|forecast(?:ed)?|recogni[sz]ed|detected)\b",
)
"""Told by a verb or a noun of prediction: read wherever a model's outcome may be talked about."""

QUESTIONS = (
    r"[\"\u201c](?P<found>(?:will|does|is|are|do|how|which|who|whether|when|this|that)\b"
    r"(?! (?:\w+ ){0,2}?(?:we|it|i|you)\b)[^\"\u201d\n]{8,90})[\"\u201d]",
    rf"\b(?:want|wanted|goal|aim|task|wish|question|looking for)(?: is)? ?[:=\u2013-] ?{CLAUSE}",
    rf"\b(?:wanna|want to|need to|like to|love to|must) know (?:\S+ ){{0,3}}?{CLAUSE}",
    rf"{PREDICT} (?:for \w+ |us |me )?{CLAUSE}",
)
"""The question that a model shall answer: "will this costume come back damaged?"."""

WANTED = (
    rf"\b{ASKED} (?:\S+ ){{0,2}}?{CLAUSE}",
    rf"\b(?:by|of|the|a) (?P<found>(?:likelihood|probability|risk|number|price|age|length|amount|"
    rf"duration|share|cost|weight|demand) (?:of|for) (?:{DETERMINERS} )?{WORD}"
    rf"(?: (?!{ENDS}\b){WORD}){{0,2}})",
    rf"(?<!\w)(?P<found>(?!{NOT_KINDS}|{NOT_OUTCOMES})(?!{ENDS}\b|{DETERMINERS} ){WORD}"
    rf"(?: (?!{ENDS}\b|{NOT_KINDS}|{DETERMINERS} ){WORD})?) {MODEL}\b",
    rf"\b(?:model|network|algorithm|something|smth|sth|tool|warning|one|prototype|pipeline|"
    rf"{PREDICTION}) (?:for|of) {OUTCOME}",
    rf"\b(?:an?|some) (?P<found>{WORD} warning)\b",
    rf"\b(?:something (?:about|against)|lose \S+ (?:on|to)|ai (?:for|on)|problem with) {OUTCOME}",
    rf"\b(?:flag(?:s|ging)?|catch(?:es|ing)?|sort(?:s|ing)? out|pick(?:s|ing)? out|prevent|"
    rf"recogni[sz]e) {OUTCOME}",
    rf"\bsee {OUTCOME} coming",
    rf"\b(?:want|like|need) {OUTCOME} (?:ranked|sorted|scored|automated)\b",
    rf"\b(?:find|find out|know|decide|rank|guess|say|tell|prioriti[sz]e)\b[^.?!]{{0,40}}? {CLAUSE}",
    rf"^(?:no,? )?(?P<found>{WORD} {WORD}), not \w+",
)
"""Told otherwise, where a model is asked for: "a frost warning", "which lifts will stop"."""
