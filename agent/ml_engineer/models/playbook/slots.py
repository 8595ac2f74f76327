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
)
from ml_engineer.models.playbook.costs import cost_ratio
from ml_engineer.models.playbook.rule_notation import Intent
from ml_engineer.models.playbook.slot_patterns import (
    COUNT,
    DATE,
    DAY,
    FILES,
    GROUPS,
    GROUPS_ASKED,
    KEYS,
    METRICS,
    NOT_NAMES,
    UNIT,
)
from ml_engineer.models.playbook.target_patterns import (
    FORETOLD,
    MEASURED,
    PROMISED,
    TARGETS,
    TARGETS_ASKED,
    TARGETS_BY_NAME,
    WANTED,
)
from ml_engineer.models.playbook.time_patterns import (
    PERIODS_OF,
    SPANS,
    TIMES_BY_NAME,
    TIMES_INTRODUCED,
)

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


DEADLINE_INTENTS: frozenset[Intent] = frozenset(
    (
        "production_by_date",
        "promise_timeline",
        "deploy_without_monitoring",
        "skip_offline_evaluation",
        "can_we_ship",
        "rollout_plan",
    )
)
"""Where a date is when something must be there; elsewhere it is a period that is talked about."""

MEASURES: frozenset[Intent] = frozenset(("need_model", "baseline_question", "metric_choice"))
"""Where a column that something is asked for is the outcome."""

PROMISES: frozenset[Intent] = frozenset(("production_by_date",))
"""Where the name of a model tells what it predicts."""

SUSPECT_INTENTS: frozenset[Intent] = frozenset(("leakage_question", "feature_availability"))
"""Where a column that is merely mentioned stands under suspicion: it has no role yet."""


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
    deadline = _deadline(rest, intent)
    spare = rest.replace(deadline, " " * len(deadline)) if deadline else rest
    asked = next((said for role, said in reversed(history) if role == "assistant"), "")
    return Slots(
        target=_target(rest, intent, known, asked),
        time=_time(spare, intent, known),
        group=_column(rest, _groups(intent), known) or _named_alone(rest, GROUPS_ASKED, asked),
        files=files,
        deadline=deadline,
        metric=tuple(dict.fromkeys(_metrics(rest))),
        cost_ratio=cost_ratio(rest, history, about_costs=intent in RATIO_INTENTS),
        audience=_audience(rest, intent, asked),
    )


def _groups(intent: Intent) -> Sequence[str]:
    if intent not in SUSPECT_INTENTS:
        return GROUPS
    return [pattern for pattern in GROUPS if pattern != KEYS]


def _target(text: str, intent: Intent, known: Sequence[str], asked: str) -> str | None:
    """Return the outcome: a column that is introduced as one, or what is predicted in words."""
    named = _column(text, TARGETS, known) or _named_alone(text, TARGETS_ASKED, asked)
    if named is not None:
        return named
    if intent not in SUSPECT_INTENTS and (named := _column(text, TARGETS_BY_NAME, known)):
        return named
    if intent in MEASURES and (named := _column(text, MEASURED, known)):
        return named
    more = WANTED if intent == "need_model" else PROMISED if intent in PROMISES else ()
    return _phrase(text, (*FORETOLD, *more))


def _phrase(text: str, patterns: Sequence[str]) -> str | None:
    for pattern in patterns:
        for match in _compiled(pattern).finditer(text):
            words = match["found"].strip(" '’-")
            if words and words.lower() not in NOT_OUTCOMES:
                return words
    return None


NOT_OUTCOMES = frozenset(
    ("it", "well", "what", "models", "model", "future", "outcome", "outcomes", "target", "label")
)
"""Words after "predict" that tell nothing of the outcome."""


def _named_alone(text: str, asked_for: str, asked: str) -> str | None:
    """Return the name that a reply begins with, where the turn before asked for one."""
    if not _compiled(asked_for).search(asked) or "?" not in asked:
        return None
    match = _compiled(ALONE).match(text)
    if match is None or match["found"].lower() in NOT_NAMES:
        return None
    return match["found"]


ALONE = (
    r"^\W*(?:(?:it's|it is|es ist|that's|yes,?|the|column|col|die|spalte|call it) )*"
    r"[`'\"‘]?(?P<found>[^\W\d]\w*_\w+|[^\W\d]\w*(?=[`'\"’.,]|$))"
)


def _time(text: str, intent: Intent, known: Sequence[str]) -> str | None:
    """Return a time column, or the period that is talked about."""
    named = _column(text, TIMES_INTRODUCED, known)
    if named is None and intent not in SUSPECT_INTENTS:
        named = _column(text, TIMES_BY_NAME, known)
    return named or _first(text, (*SPANS, *PERIODS_OF.get(intent, ())))


def _audience(text: str, intent: Intent, asked: str) -> str | None:
    """Return whom something is worded for."""
    if intent == "explain_for_audience":
        return _first(text, AUDIENCES_OF_WORDING)
    told = _compiled(AUDIENCES_ASKED).search(asked) is not None
    if intent == "provide_information" and told:
        return _first(text, (*AUDIENCES_TOLD, *AUDIENCES_OF_WORDING))
    if intent in ("explain_prediction", "evidence_lookup"):
        return _first(text, (*AUDIENCES, *AUDIENCES_ASKING))
    return None if intent in NO_AUDIENCE else _first(text, AUDIENCES)


NO_AUDIENCE: frozenset[Intent] = frozenset(
    (
        "needs_language_model",
        "production_by_date",
        "promise_timeline",
        "skip_offline_evaluation",
        "deploy_without_monitoring",
        "out_of_scope",
        "provide_information",
    )
)
"""Where those whom something is told or written to are no matter of wording an answer."""


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
            words = match["found"].strip()
            if words.lower() not in NOT_NAMES:
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


def _deadline(text: str, intent: Intent) -> str | None:
    by = (
        rf"\b(?:by|until|till|for|on|in|latest) (?P<found>{DATE})",
        rf"(?P<found>\bbefore (?!we\b|i\b|it\b|you\b)"
        rf"(?:{DATE}|(?:the|our|my) (?:[^\s.,!?;]+ ?){{1,4}}))",
        rf"\b(?P<found>{DATE})",
        r"\b(?:by|until|till|before|for) (?P<found>(?:the|our|my) (?:next )?"
        r"(?:festival|audit|auditors|tender|fair|trade fair|conference|demo|season|harvest|launch|"
        r"board meeting|go-live|opening|inspection|election|handover)\b(?: \w+)?)",
        rf"(?<!for )(?<!been )(?<!past )(?<!last )\b(?P<found>{COUNT} {UNIT})\b",
    )
    if intent in ("production_by_date", "promise_timeline"):
        return _first(text, by)
    if intent in DEADLINE_INTENTS:
        return _first(text, by[:1]) or _first(text, (rf"\b(?P<found>{DAY})",))
    return _first(text, (rf"\bby (?P<found>{DATE})", r"\b(?P<found>tomorrow|tonight)\b"))


RATIO_INTENTS: frozenset[Intent] = frozenset(("cost_threshold", "what_if", "provide_information"))
"""Where bare numbers are costs, and no counts or times of day."""
