"""The patterns by which a message tells roles of columns, columns left out and the order of rows.

They are matched with names of columns written as `§3§`. The group `c` is the place of a column,
`cs` a list of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer.models.playbook.column_glosses import Role

__all__ = [
    "ANSWERED",
    "BACK",
    "COLUMNS_IN_A_ROW",
    "DROPS",
    "IN_ORDER",
    "LEFT_OUT",
    "MADE_OF",
    "NOT_ROLE",
    "NO_ORDER",
    "NO_ROWS",
    "POLITE",
    "QUESTION",
    "ROLES_IN_WORDS",
    "ROLES_TOLD",
    "SWAPPED",
    "WISHED",
    "WISHED_TARGET",
]

MADE_OF = r"§(\d+)§"
_C = r"§(?P<c>\d+)§"
_AND = r"(?:, ?(?:and |or |und |et |y )?| and | or | und | oder | et | ou | y | o | ?& ?| ?\+ ?)"
COLUMNS_IN_A_ROW = _CS = rf"(?P<cs>§\d+§(?:{_AND}(?:also |the |column )?§\d+§)*)"
_THE = r"(?:(?:the|our|my|your|its|a|die|das|der|den|dem|unsere?|la|le|les|el|los|las|notre)\s+)?"

_WORDS: Mapping[Role, str] = {
    "target": (
        r"(?:(?:the )?(?:target|label|outcome|response|dependent)(?:[ -]?(?:variable|column|col"
        r"|field|feature))?|y|ziel(?:spalte|variable|gr\u00f6\u00dfe|wert)?|zielgroesse"
        r"|(?:variable |colonne )?cible|(?:variable |columna )?objetivo|(?:what|thing|column|value)"
        r" (?:we(?:'re)? |i(?:'m)? |to )?(?:want(?:ed)? to |need to |have to |going to "
        r"|trying to )?"
        r"(?:be )?predict(?:ed|ing)?|tar[gt]et|traget|lable"
        r"|(?:ground )?truth|actuals?(?: (?:outcome|value|label|class))?|(?:real|true) (?:outcome"
        r"|value|label|class)|what (?:really |actually )?happened)"
    ),
    "time": (
        r"(?:(?:time|date|timestamp|datetime|event time|temporal)[ -]?(?:column|col|field|axis"
        r"|variable|stamp|index)?|zeit(?:spalte|stempel|achse|punkt)?|datum(?:sspalte|sfeld)?"
        r"|(?:colonne|variable) (?:de |du )?(?:date|temps)|(?:columna|variable) (?:de |del )?"
        r"(?:fecha|tiempo)|fecha|tiem?po|(?:column|one|field) (?:that says|which says|with the|for "
        r"the|of the) (?:when|time|date))"
    ),
    "group": (
        r"(?:(?:group(?:ing)?|entity|cluster)[ -]?(?:column|col|key|field|variable|id)?|gruppe"
        r"|gruppen(?:spalte|schl\u00fcssel|variable)|(?:colonne|variable) (?:de )?groupe|grupo"
        r"|(?:columna|variable) de grupo)"
    ),
}
_IS = (
    r"(?:'s| is| are| =| should be| shall be| would be| will be| must be| has to be| needs to be"
    r"| ist| sei| soll| sollte| w\u00e4re| est| es| ser\u00eda| sera| called| named| hei\u00dft"
    r"| heisst| s'appelle| se llama| stands in| is in| sits in| lives in| steht in| ?[:=])"
)
_ADVERB = (
    r"(?: (?:now|then|actually|really|instead|rather|of course|obviously|hereby|always|called"
    r"|named|in|the|column|col|die|das|der|spalte|la|le|el|colonne|columna|jetzt|eigentlich"
    r"|plut\u00f4t"
    r"|mejor|to be))*"
)
_ENDS = (
    r"(?=\s*(?:$|[.,;!)(]|and\b|but\b|und\b|et\b|y\b|not\b|nicht\b|please\b|pls\b"
    r"|since\b|because\b))"
)
_TAKE = (
    r"(?:use|take|set|treat|pick|choose|consider|make|regard|nimm|nehmt|nehmen wir|verwende"
    r"|benutze|utilise|utilisez|prends|prenez|usa|use|toma|tome)"
)


def _role(words: str) -> str:
    said = rf"{_THE}{words}"
    return "|".join(
        (
            rf"\b{said}{_IS}+{_ADVERB}\s*§(?P<c>\d+)§",
            rf"\b{words}\s*[:=]?\s+§(?P<c1>\d+)§{_ENDS}",
            rf"\b{_TAKE} {said} (?:to )?§(?P<c2>\d+)§",
            rf"§(?P<c3>\d+)§(?: column)?(?: is| are| as| =| should be| serves as| works as"
            rf"| holds| has| contains| gives| would be| will be| shall be| must be| ist| als"
            rf"| est| comme| es| como| est| sera| ser\u00e1| for| f\u00fcr| ->| =>|:)+{_ADVERB}\s*"
            rf"{said}(?![\w-])(?! (?!when\b|at which\b|here\b|and\b|but\b|please\b|now\b|so\b"
            rf"|not\b|because\b"
            rf"|since\b|which\b|und\b|et\b|y\b|column\b|of (?:the|a|each) (?:row|event)|then\b"
            rf"|obviously\b)\w)",
        )
    )


_PREDICT = (
    r"(?:predict(?:s|ing|ion of)?|forecast(?:s|ing)?|pr\u00e9dire|pr\u00e9voir|predecir"
    r"|pronosticar|vorhersagen|prognostizieren|estimate|classify)"
)
_PREDICTED = r"(?:predict(?:ed|able)|forecast(?:ed|able)?|estimated|modell?ed|foretold)\b"
WISHED_TARGET = (
    rf"\b(?:can|could|may|should|shall|would|will|possible|able|like|want|need|trying|how)(?: do)?"
    rf"(?: we| i| you| one| it| a model| the model| somebody| this)?(?: \w+)? (?:to )?{_PREDICT} "
    rf"{_THE}(?:column )?§(?P<c>\d+)§(?! (?:per|by)\b)"
    rf"|§(?P<c1>\d+)§[^.?!;§]{{0,40}}? (?:can|could|may|might|should|shall|will|to|has to|must)"
    rf"(?: even| ever| really| at all)? be {_PREDICTED}"
    rf"|\b(?:can|could|is|are) {_THE}(?:(?!§)\w+ )?§(?P<c2>\d+)§ (?:column )?(?:really |even |be )*"
    rf"{_PREDICTED}"
    rf"|(?<!not )(?<!n't )\b{_PREDICT} (?:(?!§)[^\s,.;:()]+ )*(?:§\d+§ )?\(\s*(?:the )?"
    rf"(?:column:? |col:? |col\. |in |that is |i\.e\. )*§(?P<c3>\d+)§\s*[),;:=]"
)
"""A column that somebody wishes to predict, also where it is asked: "can we predict cnt?"."""

_TARGET_MORE = (
    rf"(?<!not )(?<!n't )\b{_PREDICT} (?:(?!§)[^\s,.;:()]+ ){{0,4}}\(\s*(?:column |col )?"
    rf"§(?P<c4>\d+)§\s*\)"
    rf"|(?<!not )(?<!n't )\b{_PREDICT} {_THE}(?:column )?§(?P<c5>\d+)§"
    rf"|§(?P<c6>\d+)§ (?:vorhersagen|vorherzusagen|prognostizieren|zu prognostizieren)\b"
    rf"|§(?P<c7>\d+)§ (?:is|are) (?:what|the (?:one|thing|column)) (?:that )?(?:we|i)(?:'re| are"
    r"|'m| am)? (?:want|need|after|predict|try|care|look|going|hav)\w*"
    rf"|\bwe(?:'re| are)? (?:after|interested in) {_THE}§(?P<c8>\d+)§"
    rf"|\bwhat (?:we|i)(?:'re| are|'m| am)? (?:want|need|care about|after|interested in"
    rf"|looking for)(?: to (?:know|have|get))? (?:is|:|=) {_THE}§(?P<c9>\d+)§"
    rf"(?! (?:to|out|gone|not|without)\b)"
)
_TIME_MORE = (
    rf"§(?P<c4>\d+)§ (?:says|tells|shows|records|gives|is) when\b"
    rf"|\b(?:time|date) (?:is )?(?:in|under) {_THE}(?:column )?§(?P<c5>\d+)§"
    rf"|\b(?:split|order|sort|cut)(?:ed)? (?:it |the rows |rows |them )?(?:in time |by time )"
    rf"(?:by|on|along|using|with) {_THE}(?:column )?§(?P<c6>\d+)§"
)
_GROUP_MORE = (
    rf"\b(?:group(?:ed)?|keep (?:rows )?together|clustered) (?:it |them |rows |the rows )?by "
    rf"{_THE}(?:column )?§(?P<c4>\d+)§{_ENDS}"
    rf"|\b(?:several|many|multiple|a few) rows (?:per|for each|of each|for every|share a) "
    rf"§(?P<c5>\d+)§"
    rf"|\bsplit (?:it |the rows |rows |them )?(?:by|on) {_THE}(?:entity|group) §(?P<c6>\d+)§"
)


_LOOSE = r"(?P<found>(?!§)[^\W\d_][\w-]*(?: (?!and\b|but\b|please\b)[^\W\d_][\w-]*)?)"
ROLES_IN_WORDS: Mapping[Role, str] = {
    role: (
        rf"\b{_THE}{words}{_IS}+{_ADVERB}\s*{_THE}{_LOOSE}{_ENDS[:-1]}|\?)"
        rf"|\b{_TAKE} {_THE}(?P<found1>[^\W\d_][\w-]*) (?:as|for|to be) {_THE}{words}(?![\w-])"
        rf"|\b{_TAKE} {_THE}{words} {_LOOSE.replace('found', 'found2')}{_ENDS}"
        rf"|(?:^|[.,;!] *){_THE}(?P<found3>[^\W\d_][\w-]*) (?:is|are|as) {_THE}{words}{_ENDS}"
    )
    for role, words in _WORDS.items()
}
"""What gives a role to something that is no exact name: "the target is sales"."""

ROLES_TOLD: tuple[tuple[Role, str], ...] = (
    ("target", f"{_role(_WORDS['target'])}|{_TARGET_MORE}"),
    ("time", f"{_role(_WORDS['time'])}|{_TIME_MORE}"),
    ("group", f"{_role(_WORDS['group'])}|{_GROUP_MORE}"),
)
"""What gives a column a role."""

NOT_ROLE: Mapping[Role, str] = {
    role: (
        rf"{_C} (?:is|are|ist|was)(?:n't| not| nicht|\u00b4t) {_THE}{words}(?![\w-])"
        rf"|{_THE}(?<!\w){words} (?:is|are|ist)(?:n't| not| nicht) {_THE}§(?P<c1>\d+)§"
    )
    for role, words in _WORDS.items()
}
"""What takes a role away."""

DROPS = _OUT_VERB = (
    r"(?:ignor(?:e|ing)|drop(?:ping)?|leav(?:e|ing) out|exclud(?:e|ing)|remov(?:e|ing)"
    r"|skip(?:ping)?"
    r"|omit(?:ting)?|discard|delete|take out|throw (?:out|away)|kick(?: out)?|get rid of|rule out"
    r"|forget(?: about)?|disregard|ditch|strip(?: out)?|cut out|scrap|igore|ingore|exlude"
    r"|ignorier\w*|entfern\w*|streich\w*|ignor(?:er|ez|a|en)|exclu(?:re|s|ez|ye|ir|ya)"
    r"|enl\u00e8ve[rz]?|retire[rz]?|supprime[rz]?|quita[r]?|elimina[r]?|saca[r]?|omite)"
)
_NEVER = r"(?<!not )(?<!n't )(?<!never )(?<!nicht )(?<!ne pas )(?<!dont )(?<!no )"
_KINDS = (
    r"(?:(?:the|only|just|both|all|also|any|our|my|these|two|three|column|columns|col|cols|feature|features"
    r"|variable|variables|field|fields|out|please|using|from the features|die|den|das|der|spalte"
    r"|spalten|la|le|les|el|las|los|colonne|colonnes|columna|columnas|:)\s*)*"
)
NO_ROWS = _NO_ROWS = (
    r"(?!\s*(?:values?|rows?|nulls?|outliers?|nans?|missing|entries|=|==|<|>|is missing|are"
    r"|is null|is empty|changes?|drift|errors?|below|above|under|over|too)\b)(?!\s*[=<>])"
)
_NOT_USE = (
    r"(?:(?:do|does|should|must|can|may|shall|will|would)(?: not|n't)|dont|don't|cannot|can't"
    r"|never|not to|must never|(?:not|n't) (?:allowed|permitted|able|supposed) to|forbidden to"
    r"|illegal to|no usar?|ne pas|nicht) (?:\w+ )?(?:use|using|include|feed|train on"
    r"|rely on|touch|see|look at|utiliser|usar|have)"
)
_OUT = r"(?:out|away|aside|weg|raus|drau\u00dfen|beiseite|fuera|de c\u00f4t\u00e9|aus dem spiel)"

LEFT_OUT = (
    rf"{_NEVER}\b{_OUT_VERB} {_KINDS}{_CS}{_NO_ROWS}",
    rf"{_NEVER}\b(?:leave|keep|take|throw|kick|cut|lass|lasst|lassen wir|nimm|laisse[rz]?|deja"
    rf"|deje|leaving) {_KINDS}{_CS} (?:bitte )?{_OUT}\b",
    rf"\b{_NOT_USE} {_KINDS}{_CS}{_NO_ROWS}",
    rf"{_CS} (?:should|must|can|may|shall|has to|have to|needs to|is to|are to|soll(?:en)?|kann"
    r"|darf|muss|m\u00fcssen)(?: both| all| be| please)* (?:ignored|dropped|left out|excluded"
    r"|removed|skipped|omitted|discarded|out|go|weg|raus|ignoriert werden|entfernt werden"
    r"|weggelassen werden)\b",
    rf"{_CS} (?:should|must|can|may|shall|is|are|do|does|will|darf|soll(?:en)?|d\u00fcrfen)"
    r"(?: not|n't|not| never| nicht)(?: to)?(?: be)? (?:used?|included?|a features?|features?|an"
    r" inputs?|inputs?|go in\w*|known|available|verwendet werden|verwenden|allowed)\b",
    rf"{_CS} (?:nicht (?:verwenden|benutzen|nutzen|nehmen)|weglassen|rauslassen|ignorieren"
    r"|ausschlie\u00dfen|entfernen|weg|raus)\b",
    rf"{_CS} (?:goes(?: out)?|gets? dropped|out|away){_ENDS}",
    rf"\b(?:everything|every column|all(?: the)?(?: columns| features| others?)?|features?"
    rf"|columns?)"
    rf" (?:except|but|other than|without|minus|apart from|au\u00dfer|sauf|menos|excepto)(?: for)? "
    rf"{_KINDS}{_CS}",
    rf"\b(?:columns?|features?|fields?|things?|cols?) (?:to |that (?:we |you )?(?:should |can )?)"
    rf"(?:be )?(?:ignored?|drop(?:ped)?|exclude[d]?|left out|leave out|skip|removed?)(?: are| is)?"
    rf"[: ]+{_KINDS}{_CS}",
    rf"\b(?:build|train|do|run|predict|model|modell?ing|go|score|fit|measure|make|use|try|rechne"
    rf"|trainier\w*|bau\w*|entra\u00eene[rz]?"
    rf"|entrena[r]?)\b[^.?!;§]{{0,40}}(?:§\d+§[^.?!;§]{{0,20}})?"
    rf"\b(?:without|w/o|minus|ohne|sans|sin) {_KINDS}{_CS}",
)
"""What asks to leave columns out."""

BACK = (
    rf"\b(?:put|bring|take|add|get|throw|have|give|want|need) {_KINDS}{_CS} (?:back|again)\b"
    r"(?: in\b)?",
    rf"\b(?:add|put|bring|include|use|keep|restore|re-?add|re-?include|allow|undrop|unignore)"
    rf" (?:back |again )?{_KINDS}{_CS}(?: (?:again|back|in(?: after all)?|after all|too))?{_ENDS}",
    rf"\b(?:don't|do not|dont|never|nicht|ne pas|no) (?:\w+ )?{_OUT_VERB} {_KINDS}{_CS}",
    rf"\b(?:don't|do not|dont|never) (?:leave|keep|take) {_KINDS}{_CS} {_OUT}\b",
    rf"\b(?:leave|let) (?:the )?{_CS} (?:in|there|alone|stay)\b",
    rf"{_CS} (?:stays?|remains?)(?: in)?{_ENDS}",
    rf"{_CS} (?:wieder (?:rein|dazu|aufnehmen|hinzu\w*)|(?:can|may|should|shall) (?:stay|be used"
    r"|be kept|come back|go back in)|is (?:fine|ok|okay|allowed) (?:after all|to use))\b",
)
"""What asks to take columns in again."""

WISHED = (
    rf"{_PREDICT}\b|.*(?:vorhersagen|vorherzusagen|prognostizieren)$|(?:build|train|run|predict"
    rf"|model"
    r"|score|fit|measure|rechne|trainier|bau|entra)"
)
"""Phrases that tell something and wish for a model as well."""

SWAPPED = (
    r"^\W*(?:no|nope|nah|sorry|wait|oops|ups|oh|hm+|actually|nein|doch|non|pardon|perd\u00f3n"
    r"|correction|my bad|my mistake|i meant?|ich meinte|je voulais dire|quise decir)\b[\s,.:!-]*"
    r"(?:(?:no|sorry|i meant?|i mean|it's|it is|that's|that should be|it should be|rather|make it"
    r"|make that|take|use|the|column|ich meinte|es ist|c'est|es|die|das)[\s,]+)*"
    r"§(?P<c>\d+)§(?:\s*,? ?(?:not|instead of|rather than|nicht|statt|pas|no|en vez de) "
    r"(?:the )?§(?P<old>\d+)§)?(?:\s*(?:instead|please|of course|then))?\s*[.!]*$"
)
"""A correction that names no role: "no, I meant cnt"."""

_TIME_WORDS = r"(?:time|date|dates|when|day|timestamp|chronolog\w+|datum|zeit|fecha|tiempo|temps)"
IN_ORDER = (
    r"\b(?:in|by) (?:\w+ )?(?:(?:date|time|temporal|chronological|calendar|day|historical)[ -]order"
    r"(?:ing)?|order of (?:the )?(?:time|date|day|event|arrival|happening)s?)\b"
    r"|\b(?:sorted|ordered|arranged|sortiert|geordnet|tri\u00e9e?s?|class\u00e9e?s?|ordenad[ao]s?)"
    rf" (?:\w+ )?(?:by|on|in|nach|par|por)(?: (?:the|la|le|dem|der|ascending|their))? {_TIME_WORDS}"
    r"\b|\bnach (?:datum|zeit) (?:auf|ab)?(?:sortiert|geordnet)|\bchronologi(?:cal(?:ly)?|sch"
    r"|que(?:ment)?)\b|\b(?:orden cronol\u00f3gico)\b"
    r"|\b(?:oldest|earliest|eldest)(?: (?:rows?|ones?|records?))? (?:come |are |is "
    r"|stand )?(?:first"
    r"|at the top|on top)\b|\b(?:newest|latest|youngest|most recent)(?: (?:rows?|ones?|records?))?"
    r" (?:come |are |is |stand )?(?:last|at the (?:bottom|end))\b"
    r"|\b(?:oldest|earliest|old) to (?:newest|latest|new)\b|\b\u00e4lteste (?:zeilen? )?zuerst\b"
    r"|\bin the order (?:in which |that |they |things )+(?:they |it |things )?(?:happened|came"
    r"|arrived|occurred|were (?:made|recorded|logged|written))\b"
    r"|\b(?:file|row) order is (?:the )?(?:time|date|chronological)\b"
)
"""What says that rows stand in order of time."""

NO_ORDER = (
    r"\b(?:not|n't|no|nicht|pas|never) (?:\w+ ){0,3}?(?:in|by|sorted|ordered|sortiert|geordnet)\b"
    r"[^.?!;]{0,20}\b(?:order|time|date|zeit|datum|sorted)\b"
    r"|\b(?:rows|file|table|data)\b[^.?!;]{0,20}\b(?:shuffled|in random order"
    r"|in no (?:particular )?"
    r"order|unsorted|unordered)\b|\bno (?:time |particular )?order (?:in|to) (?:the "
    r"|these )?(?:rows"
    r"|file)\b"
)
"""What says that they don't."""

POLITE = (
    r"^\W*(?:(?:ok(?:ay)?|and|so|then|hey|hi|well|please|pls)[, ]+)*"
    r"(?:(?:can|could|would|will) (?:you|u)|k\u00f6nn(?:en sie|test du)|kannst du"
    r"|(?:peux|pourrais)[- ]tu|pouvez[- ]vous|puedes|podr\u00edas?)\b"
)
QUESTION = (
    r"^\W*(?:(?:ok(?:ay)?|and|so|but|then|hey|well|hm+|also)[, ]+)*(?:what if|what happens|suppose"
    r"|if\b|can i|can we|could i|could we|may i|may we|should|shall|do (?:we|i)\b|does|is|are|was"
    r"|which|why|how|what(?! we\b| i\b)|when|who|would|will|did|darf|d\u00fcrfen|soll(?:en|te)?"
    r" (?:ich|wir)|puis-je|peut-on|est-ce|puedo|podemos)\b"
)

ANSWERED = (
    r"\b(?:(?:it's|that's|the|a|an|and|but|so|then|also|please|pls|plz|thanks|thank you|thx|ok"
    r"|okay|yes|yep|no"
    r"|nope|sorry|now|is|it|its|use|take|nimm|just|only|noise|useless|junk|garbage|irrelevant|we"
    r"|i|you|"
    r"can|could|would|right|sure|well|hi|hey|hello|for|of|from|in|to|rows?|are|table|file|data|by|"
    r"column|columns|instead|actually|too|as|because|since|that's|that is|bitte|danke|und|ja"
    r"|nein|die|das"
    r"|der|zeilen|sind|s'il (?:te|vous) pla\u00eet|merci|por favor|gracias|les|lignes|sont|las"
    r"|filas"
    r"|est\u00e1n|ist|model|features?|wait|oops|be|stand|come|btw|fyi|there|they|this|that|all|not|"
    r"if|let's|lets|want|like|should|here|again|what|think|believe"
    r"|called|named|not known|beforehand|useful|needed|anyway|after|all|bitte|wir|wollen"
    r"|at the time|\u00e4lteste|zuerst|oldest|newest|sorted|btw))\b|§\d+§"
)
"""Words that leave nothing to be answered once what was told is taken out."""
