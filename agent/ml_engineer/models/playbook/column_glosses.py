"""What a message says that its columns are: "gb_serial is the gearbox", "each farm (farm_no)".

A column is glossed where a sentence puts it beside a noun: the noun tells whether it is the time,
the unit that rows belong to, or the outcome. Columns in a list tell their roles by their shape.
Whatever is said of no column ("accuracy is the problem") has no role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from ml_engineer.models.playbook.column_names import (
    EVENT_TIME,
    IDENTIFIER,
    is_key,
    is_time,
    is_unit,
)
from ml_engineer.models.playbook.group_patterns import UNITS
from ml_engineer.models.playbook.slot_patterns import METRICS, NOT_NAMES, QUOTE

__all__ = ["Role", "glossed", "is_event_time", "listed"]

Role = Literal["target", "time", "group"]

_NAME = rf"(?<!\w){QUOTE}(?P<found>[^\W\d]\w*){QUOTE}(?!\w)"
_SCORED = rf"(?<!\w){QUOTE}(?P<found>[^\W\d]\w{{0,60}}_\w{{1,60}}){QUOTE}(?!\w)"
_DETERMINER = r"(?:the|our|its|their|each|every|one) "
_BREAK = (
    r"(?:of|for|in|on|at|by|with|that|which|who|when|where|we|i|it|they|you|and|or|but|so|from|to"
    r"|is|are|was|not|only|here|there|then|as|per|whose|if|because|since|has|have|goes|came"
    r"|sits?|stands?|lives?|comes?|called|named|under|column|col|field)"
)
_NOUNS = rf"(?P<noun>[^\W\d_][\w'\u2019-]*(?: (?!{_BREAK}\b)[^\W\d_][\w'\u2019-]*){{0,2}})(?!\w)"
_START = (
    r"(?:^|[.,;:!?(\n]\s*|\b(?:and|but|where|while|since|because|so|also|then|note|says?)\s+)"
    r"(?:(?:the )?(?:column|col) )?"
)

TIME_NOUN = (
    r"(?:time ?stamp|stamp|date|birth ?date|birthday|time|day|moment|hour|clock|datum|instant|week"
    r"|month|year|season)s?"
)
OUTCOME_NOUN = r"(?:target|label|outcome|truth|ground truth|verdict|ground-truth)s?"
UNIT_NOUN = (
    rf"(?:{UNITS}|(?:animal|individual|person|people|unit|team|antenna|mast|machine|sensor|pair"
    r"|number|identifier|id|key|entity|entities|serial|cow|horse|dog|bird|ewe|sheep|pig|gearbox"
    r"|engine|motor|press|oven|boat|aircraft|plane|tram|wagon|meter|mast|tower|panel|greenhouse"
    r"|hall|tank|silo|barn|mine|dam|bed|couple|group|organisation|parish|diocese|candidate|applicant"
    r"|owner|caller|rider|runner|skier|singer|grower|farmer|sender|buyer|seller|witness|courier)"
    r"(?:s|es)?)"
)
EVENTS = (
    r"(?:visits|sessions|events|readings|measurements|orders|bookings|trips|calls|matches|games"
    r"|sales|rows|recordings|samples)"
)

SAID_OF_NAME = (
    rf"{_START}{_NAME} ?(?:is|=|being|gives|holds|marks|records|stands for|denotes|means|was) ?"
    rf"{_DETERMINER}{_NOUNS}",
    rf"{_START}{_SCORED} ?(?:is|=|,)? ?{_DETERMINER}{_NOUNS}",
    rf"{_START}{_NAME} ?= ?{_NOUNS}",
)
"""The name first: "car is the vehicle, odo_date the date"."""

SAID_OF_NOUN = (
    rf"(?:^|(?<=\W)){_NOUNS} (?:(?:is|are|=|:|sits?|stands?|lives?|comes?|called|named)? ?"
    rf"(?:in|under)?) ?(?:the )?(?:column |col |field )?{_SCORED}",
    rf"(?:^|(?<=\W))(?P<noun>(?:subject|patient|unit|entity|individual|key|group|person|animal)"
    rf" (?:is|=)) {QUOTE}(?P<found>{IDENTIFIER}){QUOTE}(?!\w)",
)
"""The noun first: "the day is in offence_dt", "Gearbox is gb_serial"."""

TOLD_APART = (
    rf"\b(?:keyed|identified|told apart|distinguished|recogni[sz]ed|grouped) by (?:the )?"
    rf"(?:column )?(?!hand\b|name\b|eye\b|us\b|them\b|whom\b|people\b|experts?\b)"
    rf"{_NAME}(?=[.,;:!?)]|$| and\b)",
    rf"{_NAME} (?:identifies|distinguishes|tells apart)\b",
)
"""A name by which rows are told apart."""

BESIDE = (
    rf"(?<![\w'\u2019-])(?P<noun>[^\W\d_][\w'\u2019-]*) \((?:(?:the )?col(?:umn)?:? )?"
    rf"{QUOTE}(?P<found>[^\W\d]\w*)"
    rf"{QUOTE}(?P<column> col(?:umn)?)?\)"
)
"""A name behind the noun that it stands for: "per station (st_code)"."""

BARE_COLUMN = (
    rf"(?:(?:^|[.,;:!?(] ?|\bthe )(?:column|col)(?: is| would be|:)? |\byes[,:] )"
    rf"{QUOTE}(?P<found>[^\W\d]\w*){QUOTE}"
    r"(?=[.,;:!?)]|$)"
)
"""A name that is said to be a column, and nothing else."""

_TABLE = (
    r"(?:columns?|cols?|fields?|features?|inputs?|variables?|spalten|(?:table|file|log|export|sheet"
    r"|dump|data|telemetry|csv)(?: \w+)? (?:has|have|with|holds?|contains?|gives?))"
)
_JOIN = r"(?:, ?(?:and )?| and | ?\+ ?| & |; ?| ?\| ?)"
LIST = (
    rf"(?P<table>\b{_TABLE}(?: are|:| named)? ?|\s:? ?)?"
    rf"(?P<names>(?<!\w)[^\W\d]\w*(?:{_JOIN}[^\W\d]\w*)+)"
)
"""Names in a row, after what says that they are columns or with one that can only be a name."""


def glossed(text: str) -> dict[Role, str]:
    """Return the roles that a message gives to names of columns by saying what they are."""
    roles: dict[Role, str] = {}
    for role, name in _said(text):
        if name not in roles.values():
            roles.setdefault(role, name)
    return roles


def listed(text: str) -> tuple[list[str], list[str]]:
    """Return the names of times and the names of units among columns that are listed."""
    times: list[str] = []
    keys: list[str] = []
    units: list[str] = []
    for match in _compiled(LIST).finditer(text):
        names = re.split(_JOIN, match["names"])
        if not (match["table"] or "").strip(" :") and not any("_" in name for name in names):
            continue
        times += [name for name in names if is_time(name)]
        keys += [name for name in names if is_key(name) and not is_time(name)]
        units += [name for name in names if is_unit(name)]
    return list(dict.fromkeys(times)), list(dict.fromkeys(keys or units))


def is_event_time(name: str) -> bool:
    """Tell whether a name is that of the moment of an event."""
    return re.fullmatch(EVENT_TIME, name, re.IGNORECASE) is not None


def _said(text: str) -> Iterator[tuple[Role, str]]:
    for pattern in (*SAID_OF_NAME, *SAID_OF_NOUN):
        for match in _compiled(pattern).finditer(text):
            role = _role(match["found"], match["noun"], last=pattern in SAID_OF_NAME)
            if role is not None and _is_name(match["found"]):
                yield role, match["found"]
    for pattern in TOLD_APART:
        for match in _compiled(pattern).finditer(text):
            if _is_name(match["found"]):
                yield "group", match["found"]
    for match in _compiled(BESIDE).finditer(text):
        role = _beside(text, match)
        if role is not None:
            yield role, match["found"]
    for match in _compiled(BARE_COLUMN).finditer(text):
        name = match["found"]
        if is_time(name) and "_" in name:
            yield "time", name
        elif is_key(name) and "_" in name:
            yield "group", name


def _role(name: str, said: str, *, last: bool) -> Role | None:
    """Return the role of a name by the noun that is said of it, or of which it is said."""
    words = re.sub(r" (?:is|=)$", "", said).split()
    head = words[-1]
    if _whole(TIME_NOUN, head):
        return "time"
    if _whole(OUTCOME_NOUN, head):
        return "target"
    if _whole(EVENTS, head):
        return "time" if is_time(name) else None
    if _whole(UNIT_NOUN, head) and not is_time(name):
        return "group"
    if last and "_" in name and is_key(name):
        return "group"
    return None


def _beside(text: str, match: re.Match[str]) -> Role | None:
    """Return the role of a name in brackets by the noun before it."""
    name, noun = match["found"], match["noun"].lower()
    if not _is_name(name):
        return None
    before = text[max(0, match.start() - 60) : match.end("noun")].lower()
    same = re.search(rf"(?<!\w){re.escape(_stem(name))}", before) is not None
    if is_time(name) and ("_" in name or _whole(TIME_NOUN, noun) or same):
        return "time"
    if _whole(OUTCOME_NOUN, noun):
        return "target"
    if is_key(name) or ("_" in name and _whole(UNIT_NOUN, noun)):
        return "group"
    counted = re.search(rf"\b(?:{COUNTED}) (?:\w+ )?{re.escape(noun)}$", before)
    if match["column"] or (same and not is_time(name)):
        return "group" if match["column"] or counted or noun != name else None
    short = not re.search(r"[aeiouy]", name.lower()) and noun.startswith(name[0].lower())
    return "group" if short and counted else None


COUNTED = r"\d+|each|every|several|many|per|the|all|different|these|one"


def _is_name(name: str) -> bool:
    proper = name[0].isupper() and name.isalpha()
    if proper or name.lower() in NOT_NAMES | NO_COLUMNS or _whole(ABSTRACT, name):
        return False
    return not _whole(METRICS, name)


def _stem(name: str) -> str:
    return name.lower().removesuffix("s").removesuffix("y").removesuffix("e")


ABSTRACT = r"[a-z]+(?:ing|tion|ment|ness|ance|ence|ism)"
"""What is done or thought, and hardly a column that rows are told apart by."""

NO_COLUMNS = frozenset(
    (
        *("he", "she", "they", "there", "here", "who", "these", "those", "one", "everything"),
        *("column", "columns", "col", "row", "rows", "data", "table", "file", "target", "outcome"),
        *("label", "group", "key", "time", "date", "else", "mine", "ours", "them", "nobody"),
        *("everybody", "everyone", "something", "marketing", "sales", "so", "then", "each"),
        *("yes", "user", "reader", "audience", "boss", "deadline", "goal", "question", "more"),
        *("positive", "negative", "positives", "negatives", "no", "class"),
    )
)
"""Words that a sentence may begin with and that are no names of columns."""


def _whole(pattern: str, word: str) -> bool:
    return _compiled(rf"(?:{pattern})\Z").match(word) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
