"""The patterns by which the unit that rows belong to is found: names of columns, and words.

The group `found` is the slot; patterns stand in order of trust.
"""

from __future__ import annotations

from ml_engineer.models.playbook.slot_patterns import COLUMN, NAMED, QUOTE, TOLD
from ml_engineer.models.playbook.time_patterns import TIME_NAME

__all__ = [
    "EVERY_UNIT",
    "GROUPS",
    "GROUPS_ASKED",
    "INTRODUCED_GROUPS",
    "KEYS",
    "NAMED_GROUPS",
    "PARTS",
]

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
    r"|baker(?:y|ies)|chambers?|parish(?:es)?|dioceses?|greenhouses?|hives?|kennels?|orchestras?"
    r"|theatres?|museums?|librar(?:y|ies)|pharmac(?:y|ies)|mills?|quarr(?:y|ies)|ports?|gates?|piers?"
    r"|airports?|terminals?|boats?|trams?|wagons?|aircrafts?|gauges?|mines?|dams?|tanks?|silos?"
    r"|ovens?|presses|cranes?|looms?|kilns?|engines?|motors?|rinks?|pitch(?:es)?|courses?|casinos?"
    r"|species|clients?|companies|company|firms?|police officers?|judges?|courts?|regions?)\b"
)
"""What rows belong to."""

UNIT_NOUN = (
    r"(?!(?:day|days|weekday|week|month|year|hour|minute|second|night|morning|request|euro|call|alarm|"
    r"case|time|row|rows|column|columns|feature|step|model|version|fold|folds|date|prediction|"
    r"class|label|hand|default|chance|accident|friday|monday|design|noon|then|far|now|cent|"
    r"hundred|thousand|the|a|an|my|our|it|this|that|those|random|hash|itself|them|of|in|one|"
    r"other|single|and|or|hour|shift|quarter|sunday|december|photo|frame|session|half|everyone|"
    r"score|scores|data|result|data|cut|split|test|train|training|postcode|subscriber|if|unit)s?\b)"
    r"[^\W\d]+(?<!ing)"
)
"""A word that may name the unit that rows belong to: no stretch of time and no part of a table."""

KEYS = r"\b(?P<found>[^\W\d]\w*_(?:id|no|nr|uid|uuid|ref|tag|hash|serial|sn|key))\b"
"""Names of columns that are a key."""

EVERY_UNIT = (
    rf"\b(?:by(?! (?:volunteers|doctors|nurses|teachers|judges|experts|workers|students|employees|"
    rf"users|customers|patients|children|agents)\b)|for each|for every|in every|in each|on every"
    rf"|on each|every|across|within|"
    rf"clustered by|single) (?P<found>{UNITS})"
)
"""A unit of rows for each of which something is asked."""

NAMED_GROUPS = (
    rf"--group[ =]{COLUMN}",
    rf"\bgroup {COLUMN}(?=[,;.]|$)",
    rf"\bgroups?(?: column)?(?: is|:| =|=| by| stands in)+ *(?:the )?{TOLD}",
    rf"{COLUMN} ?(?:=|is) ?(?:the )?(?:group|entity|key|unit|grouping)\b",
    rf"(?<!\w){QUOTE}(?P<found>[^\W\d]\w+){QUOTE} (?:identif\w+|clusters|names the|repeats)\b",
    rf"\b(?:key|entity|identifier|group) (?:is|=|:) {COLUMN}",
    rf"\b(?:by|per|each|every|keyed by|joined by|folds on|one|of a|of one|same|has an?) "
    rf"(?!{QUOTE}(?:{TIME_NAME})){NAMED}",
    KEYS,
)
"""Names of columns that are the unit that rows belong to."""

GROUPS = (
    *NAMED_GROUPS,
    rf"\bgroup(?:ed|s|ing)?(?: by| on| per) *(?:the )?{COLUMN}",
    rf"\bgroup(?:ed)? ?k-?folds? (?:by|on|per) {COLUMN}",
    rf"\bone row (?:per|for each|for every) {COLUMN}",
    rf"\bleave[- ]one[- ](?P<found>(?!out\b|group\b){UNIT_NOUN})[- ]out",
    rf"\bleave one (?P<found>{UNIT_NOUN}) out",
    rf"\bsame (?:\d+ )?(?P<found>(?!as\b|thing\b|score\b|result\b|horizon\b|folds\b|"
    rf"population\b){UNIT_NOUN})(?:,| all| is| are| in| appear\w*| can| may| show\w*| over| on"
    rf"| at| twice| shall| sold| must|\?)",
    rf"\b(?:rows|visits|photos|pictures|images|frames|scans|data|measurements|samples|records|"
    rf"pupils|customers|users|patients) "
    rf"(?:of|per|from|for) (?:one|an?|every|each|the same) (?P<found>{UNIT_NOUN})\b",
    rf"(?:^|[.!?] |row for )(?:each|every) (?P<found>{UNIT_NOUN}) (?:has|have|had|was|were|is|are|"
    rf"contribut\w+|comes?|"
    rf"appears?|shows?)\b",
    rf"\bper (?P<found>{UNIT_NOUN})\b",
    EVERY_UNIT,
    r"\bby (?P<found>[^\W\d]\w*_(?:type|name|group|class|segment|region|site))\b",
    r"\b(?P<found>station|store|shop|region|site|farm|line|depot) by (?:station|store|shop|"
    r"region|site|farm|line|depot)\b",
)
"""The unit that rows belong to; names of columns first."""

INTRODUCED_GROUPS = 7
"""The first of `GROUPS` need a phrase that introduces a group's column."""

PARTS = (
    r"^(?:and |but )?only (?:for|on|in|at) (?P<found>(?:the )?[^\W\d]\S*(?: [^\W\d]\S*)?)[.?!]*$",
    r"\bwithout (?P<found>the [^\W\d]+s)\b",
    r"\b(?:turned on|worse|start(?:ing)?|begin(?:ning)?) (?:for|with|in|on) (?P<found>the "
    r"(?!night|day|week|month|year|morning|start|end|middle|moment)[^\W\d]+ [^\W\d]+)",
    r"\bthe (?P<found>(?:north|south|east|west)(?:ern)?(?: \w+s)?)\b",
)
"""A part of the rows for which something is asked; read where it is asked of a part."""

GROUPS_ASKED = r"\b(?:key|group\w*|identif\w*|belong\w*|entity|unit)\b"
"""What an earlier turn says when it asks for the group."""
