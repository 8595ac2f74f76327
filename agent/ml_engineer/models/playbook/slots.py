"""What a message names, word for word: columns, files, dates, metrics, costs, an audience.

Names of columns are recognised where they are quoted, where the caller knows them, and in phrases
that introduce them ("target is x", "grouped by x"). Nothing is guessed: a slot that the message
does not name is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ml_engineer.models.playbook.audience_patterns import (
    AUDIENCES,
    AUDIENCES_ASKED,
    AUDIENCES_ASKING,
    AUDIENCES_OF_WORDING,
    AUDIENCES_TOLD,
    READERS,
    WRITTEN_FOR,
)
from ml_engineer.models.playbook.column_glosses import glossed, is_event_time, listed
from ml_engineer.models.playbook.column_names import is_key, is_time
from ml_engineer.models.playbook.costs import cost_ratio
from ml_engineer.models.playbook.deadlines import deadline_in
from ml_engineer.models.playbook.group_patterns import (
    EVERY_UNIT,
    GROUPS,
    GROUPS_ASKED,
    INTRODUCED_GROUPS,
    KEYS,
    NAMED_GROUPS,
    PARTS,
)
from ml_engineer.models.playbook.noun_phrases import NOT_OUTCOMES, PREDICTED, QUESTIONS
from ml_engineer.models.playbook.noun_phrases import WANTED as WANTED_OF_MODELS
from ml_engineer.models.playbook.replies import questions_in, replied
from ml_engineer.models.playbook.roles_asked import merely_asked
from ml_engineer.models.playbook.rule_notation import Intent
from ml_engineer.models.playbook.slot_intents import (
    CHANGE_INTENTS,
    GROUP_INTENTS,
    LONE_INTENTS,
    MEASURES,
    NO_AUDIENCE,
    OUTCOME_INTENTS,
    PART_INTENTS,
    PROMISES,
    QUESTION_INTENTS,
    RATIO_INTENTS,
    SUSPECT_INTENTS,
    WINDOW_INTENTS,
)
from ml_engineer.models.playbook.slot_patterns import (
    FILES,
    METRICS,
    NOT_NAMES,
)
from ml_engineer.models.playbook.target_patterns import (
    FORETOLD,
    LONE_TARGETS,
    MEASURED,
    PROMISED,
    TARGETS,
    TARGETS_ASKED,
    TARGETS_BY_NAME,
    WANTED,
)
from ml_engineer.models.playbook.time_patterns import (
    CHANGES,
    PERIODS_OF,
    SPANS,
    TIMES_BY_NAME,
    TIMES_INTRODUCED,
    WINDOWS,
)
from ml_engineer.models.playbook.told_columns import told_after

__all__ = ["Slots", "read_slots"]

LONGEST_READ = 4000
"""Characters of a message that are read for slots."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Verbatim parts of a message; empty where it names nothing.

    Attributes:
        target: the outcome: a column, or what shall be predicted in words.
        time: a time column, or the period that is talked about.
        group: the unit rows belong to: a column, or in words.
        files: files, in order.
        deadline: when something must be there.
        metric: metrics, in order.
        cost_ratio: `fp:fn=A:B`, the stated costs of a false alarm and of a miss, not reduced.
        audience: for whom something is worded.
    """

    target: str | None = None
    time: str | None = None
    group: str | None = None
    files: tuple[str, ...] = ()
    deadline: str | None = None
    metric: tuple[str, ...] = ()
    cost_ratio: str | None = None
    audience: str | None = None


def read_slots(
    text: str,
    intent: Intent,
    columns: Sequence[str] = (),
    history: Sequence[tuple[str, str]] = (),
) -> Slots:
    """Read the slots of a message.

    Args:
        text: the message.
        intent: what it was recognised as; it tells a deadline from a period.
        columns: names of the columns of the attached tables.
        history: earlier turns as (role, text), oldest first.
    """
    text = text[:LONGEST_READ]
    known = [name for name in columns if name and _mentions(text, name)]
    files = tuple(dict.fromkeys(_files(text)))
    rest = text
    for file in files:
        rest = rest.replace(file, " " * len(file))
    deadline = deadline_in(rest, intent)
    spare = rest.replace(deadline, " " * len(deadline)) if deadline else rest
    asked = next((said for role, said in reversed(history) if role == "assistant"), "")
    told = told_after(rest, history, columns)
    known = [name for name in known if name not in told.left_out]
    reply = replied(rest, history, known)
    if set(reply.values()) & {*told.roles.values(), *told.left_out}:
        reply = {}  # it says itself what it is
    roles = {role: name for role, name in glossed(rest).items() if not known or name in known}
    roles |= told.roles
    target = roles.get("target") or reply.get("target")
    time = roles.get("time") or reply.get("time") or _time(spare, intent, known, bool(columns))
    group = roles.get("group") or reply.get("group") or _group(rest, intent, known, asked)
    target = target or _target(rest, intent, known, asked, lone=not columns)
    spared = set(told.left_out)
    undecided = merely_asked(rest, intent, columns) - set(told.roles.values())
    return Slots(
        target=None if target in spared | undecided else target,
        time=None if time in spared | undecided else time,
        group=None if group in spared | undecided else group,
        files=files,
        deadline=deadline,
        metric=tuple(dict.fromkeys(_metrics(rest))),
        cost_ratio=cost_ratio(rest, history, about_costs=intent in RATIO_INTENTS),
        audience=reply.get("audience") or _audience(rest, intent, asked),
    )


def _group(text: str, intent: Intent, known: Sequence[str], asked: str) -> str | None:
    """Return the unit that rows belong to: a column, or in words where rows are spoken of."""
    groups: Sequence[str] = GROUPS
    if intent == "leakage_question":  # a key that is merely mentioned may be what leaks
        groups = [pattern for pattern in GROUPS if pattern != KEYS]
    elif intent == "cost_threshold":
        groups = (*GROUPS[:INTRODUCED_GROUPS], EVERY_UNIT)
    elif intent not in GROUP_INTENTS:
        groups = GROUPS[:INTRODUCED_GROUPS]
    found = _introduced(text, "group(?:ed by)?", known)
    worded = _column(text, groups, known)
    if found is None and worded not in known:
        found = _column(text, [pattern for pattern in groups if pattern in NAMED_GROUPS], known)
        found = found or _listed_unit(text, intent, known)
    found = found or worded
    found = found or _named_alone(text, GROUPS_ASKED, asked)
    return found or (_first(text, PARTS) if intent in PART_INTENTS else None)


def _listed_unit(text: str, intent: Intent, known: Sequence[str]) -> str | None:
    """Return the only unit among columns that are listed, unless one of them is what may leak."""
    units = listed(text)[1] if intent != "leakage_question" else []
    return units[0] if len(units) == 1 and (not known or units[0] in known) else None


def _target(
    text: str, intent: Intent, known: Sequence[str], asked: str, *, lone: bool
) -> str | None:
    """Return the outcome: a column that is introduced as one, or what is predicted in words.

    `lone`: a name without a role is the outcome where a model of it is asked for. With a table
    attached it may as well be any other column of it, and its role has to be said.
    """
    named = (
        _introduced(text, "target|label|outcome", known)
        or _column(text, TARGETS, known)
        or _outcome_alone(text, asked)
    )
    if named is not None:
        return named
    if intent not in SUSPECT_INTENTS and (named := _column(text, TARGETS_BY_NAME, known)):
        return named
    if intent in MEASURES and (named := _column(text, MEASURED, known)):
        return named
    if intent in QUESTION_INTENTS and (asked_of := _phrase(text, QUESTIONS)):
        return asked_of
    if (
        lone
        and intent in LONE_INTENTS
        and (named := _column(text, LONE_TARGETS, known))
        and (not is_time(named) and not is_key(named))
    ):
        return named
    wanted = (*WANTED_OF_MODELS, *WANTED) if intent == "need_model" else ()
    promised = PROMISED if intent in PROMISES else ()
    of_outcomes = PREDICTED if intent in OUTCOME_INTENTS else ()
    return _phrase(text, (*of_outcomes, *FORETOLD, *wanted, *promised))


def _outcome_alone(text: str, asked: str) -> str | None:
    """Return the name that a reply to a question for the outcome begins with, if it may be one."""
    named = _named_alone(text, TARGETS_ASKED, asked)
    return None if named is None or is_time(named) or is_key(named) else named


def _introduced(text: str, role: str, known: Sequence[str]) -> str | None:
    """Return the known column that follows the word for its role; names may have spaces."""
    for name in sorted(known, key=len, reverse=True):
        words = rf"\b(?:{role})(?: column)?(?: is|:| =|=| called)* *[`'\"]?{re.escape(name)}"
        if re.search(words, text, re.IGNORECASE):
            return name
    return None


def _phrase(text: str, patterns: Sequence[str]) -> str | None:
    for pattern in patterns:
        for match in _compiled(pattern).finditer(text):
            words = match["found"].strip(" '’-")
            words = re.sub(r"(?i)^(?:the|an?|our|my|your|this|that) ", "", words)
            if words and not _compiled(NOT_OUTCOMES).match(words):
                return words
    return None


def _named_alone(text: str, asked_for: str, asked: str) -> str | None:
    """Return the name that a reply begins with, where the turn before asked for one."""
    if not _compiled(asked_for).search(questions_in(asked)):
        return None
    match = _compiled(ALONE).match(text)
    if match is None or match["found"].lower() in NOT_NAMES:
        return None
    return match["found"]


ALONE = (
    r"^\W*(?:(?:it's|it is|es ist|that's|yes,?|the|column|col|die|spalte|call it) )*"
    r"[`'\"‘]?(?P<found>[^\W\d]\w*_\w+|[^\W\d]\w*(?=[`'\"’.,]|$))"
)


def _time(text: str, intent: Intent, known: Sequence[str], attached: bool) -> str | None:
    """Return a time column, or the period that is talked about.

    `attached`: with a table at hand a time that is merely mentioned has no role yet.
    """
    named = _column(text, TIMES_INTRODUCED, known)
    if named is None and intent not in SUSPECT_INTENTS and not attached:
        named = _column(text, TIMES_BY_NAME, known)
    times = [name for name in listed(text)[0] if not known or name in known]
    if intent in SUSPECT_INTENTS:  # what is known when the event happens is hardly what leaks
        times = [name for name in times if len(times) == 1 and is_event_time(name)]
    named = named or (times[0] if times else None)
    more = CHANGES if intent in CHANGE_INTENTS else ()
    windows = WINDOWS if intent in WINDOW_INTENTS else ()
    return named or _first(text, (*SPANS, *PERIODS_OF.get(intent, ()), *more, *windows))


def _audience(text: str, intent: Intent, asked: str) -> str | None:
    """Return whom something is worded for."""
    if intent == "explain_for_audience":
        return _first(text, AUDIENCES_OF_WORDING)
    told = _compiled(AUDIENCES_ASKED).search(asked) is not None
    if intent == "provide_information" and told:
        return _first(text, (*AUDIENCES_TOLD, *AUDIENCES_OF_WORDING))
    if intent in ("explain_prediction", "evidence_lookup"):
        return _first(text, (*AUDIENCES, *AUDIENCES_ASKING, *READERS))
    if intent == "needs_language_model":
        return _first(text, WRITTEN_FOR)
    if intent in ("out_of_scope", "greeting_or_thanks"):
        return None
    return _first(text, READERS if intent in NO_AUDIENCE else (*AUDIENCES, *READERS))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _first(text: str, patterns: Sequence[str]) -> str | None:
    for pattern in patterns:
        if match := _compiled(pattern).search(text):
            return match["found"].strip()
    return None


def _column(text: str, patterns: Sequence[str], known: Sequence[str]) -> str | None:
    """Return what the first pattern introduces; a known column wins over a plain word."""
    found: list[str] = []
    for pattern in patterns:
        for match in _compiled(pattern).finditer(text):
            words = (match["found"] or match.groupdict().get("named") or "").strip()
            if words and words.lower() not in NOT_NAMES and not words.isdigit():
                found.append(words)
    for words in found:
        if words in known:
            return words
    for name in known:  # names with spaces are longer than the word that a pattern takes
        if any(name.startswith(words) for words in found):
            return name
    return found[0] if found else None


def _mentions(text: str, name: str) -> bool:
    at = text.find(name)
    if at < 0:
        return False
    before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
    return not (before.isalnum() or after.isalnum())


def _files(text: str) -> Iterator[str]:
    pattern = _compiled(
        rf"(?<![\w~./\\-])(?P<found>(?:[\w~.-]+[/\\])*[\w-]+(?:\.[\w-]+)*\.{FILES})\b|"
        r"\b(?:folder|directory|bucket|file) [`'\"](?P<folder>[\w./-]+)[`'\"]"
    )
    for match in pattern.finditer(text):
        yield match["found"] or match["folder"]


def _metrics(text: str) -> Iterator[str]:
    for match in _compiled(rf"\b(?:{METRICS})(?!\w)").finditer(text):
        yield match.group()
