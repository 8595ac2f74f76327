"""Supposing: what would be if one thing were different.

"And without that column?" "What if a false alarm costs five times more?"

A supposition changes one thing and asks for the same again. Where the tools can measure it, they
do; the rest is answered on method.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ml_engineer.conversation import SessionFacts
from ml_engineer.models.playbook.column_facts import spelled
from ml_engineer.models.playbook.cost_changes import growing
from ml_engineer.models.playbook.intents import Intent
from ml_engineer.models.playbook.memory import Heard
from ml_engineer.models.playbook.without_columns import kept, spoken_of

__all__ = ["Supposed", "supposed_in"]

WITHOUT = (
    r"without|w/o|(?:do not|don't|not|no longer) us(?:e|ing)|leav\w* out|drop\w*|remov\w*"
    r"|exclud\w*|minus|ignor\w*|take out|leave|omit\w*"
)
THAT = r"\b(?:that|this|it|the|those|these|them)\b(?: (?:column|feature|variable|one)s?)?"
QUOTED = r"`([^`\n]{1,80})`"
WATCHED = r"monitor\w*|alert\w*|data card|card|owner|reference|holdout|evaluat\w*|pager"


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is supposed.

    Attributes:
        intent: what is asked again under it.
        facts: the session's facts under it.
        without: columns that are left out.
        cost_ratio: what errors cost, as `fp:fn=A:B`.
        promised: something that a release asks for and that the person would add.
    """

    intent: Intent
    facts: SessionFacts
    without: tuple[str, ...] = ()
    cost_ratio: str | None = None
    promised: bool = False

    def costs_alone(self, facts: SessionFacts) -> bool:
        """Tell whether nothing but costs is supposed, as whoever tells them the first time does."""
        return self.cost_ratio is not None and not self.without and self.facts == facts


def supposed_in(heard: Heard, facts: SessionFacts) -> Supposed | None:
    """Return what the newest message supposes; None if it supposes nothing that is known here."""
    if not heard.asked.sure or heard.asked.intent not in ("what_if", "cost_threshold"):
        return None
    ratio = _ratio(heard)
    if heard.asked.intent == "cost_threshold":
        return None if ratio is None else Supposed("cost_threshold", facts, cost_ratio=ratio)
    if ratio is not None:
        return Supposed("cost_threshold", facts, cost_ratio=ratio)
    left_out = _left_out(heard, facts)
    if left_out:
        return Supposed("what_if", facts, without=left_out)
    slots = heard.asked.slots
    if any(name in facts.columns for name in (slots.target, slots.time, slots.group) if name):
        again: Intent = heard.topic or "baseline_question"
        return Supposed(again, facts)
    if _compiled(rf"\b(?:{WATCHED})\b").search(heard.text):
        return Supposed("what_if", facts, promised=True)
    return None


def _ratio(heard: Heard) -> str | None:
    """Return the costs that are supposed; where none were known, both errors cost the same."""
    said = heard.asked.slots.cost_ratio
    grown = growing(heard.text) if said is None else None
    if grown is None:
        return said
    error, times = grown
    return f"fp:fn={times:g}:1" if error == "alarm" else f"fp:fn=1:{times:g}"


def _left_out(heard: Heard, facts: SessionFacts) -> tuple[str, ...]:
    if not facts.columns or not _compiled(rf"\b(?:{WITHOUT})").search(heard.text):
        return ()
    columns = [name for name in facts.columns if name not in (facts.target, facts.time)]
    spoken = set(spoken_of(heard.text, facts.columns))
    named = [name for name in columns if name in spoken]
    named = named or [name for name in columns if spelled(name).search(heard.text)]
    if named:
        stays = kept(heard.text, facts.columns)
        return tuple(name for name in named if name not in stays) or tuple(named)
    if not _compiled(THAT).search(heard.text):
        return ()
    said = next((text for role, text in reversed(heard.before) if role == "assistant"), "")
    mentioned = [name for name in re.findall(QUOTED, said) if name in columns]
    return tuple(dict.fromkeys(mentioned))[:1]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
