"""Questions for one thing: each theme has a module, and the first sentence answers what was asked.

They are recognised by their form, before the intent counts, and never where the message may be a
wish that is refused. A theme is a `Theme` in its module and a line in `THEMES`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ml_engineer.models.playbook.intent_rules import REFUSED
from ml_engineer.models.playbook.one_thing import (
    absent_file,
    accuracy_alone,
    class_balance,
    multiplicity,
    named_figure,
    not_measured,
    of_itself,
    one_person,
    outcome_by_group,
    personal_columns,
)
from ml_engineer.models.playbook.one_thing.asking import NOTHING_TO_MEASURE, AskedOne, Stages, Theme

if TYPE_CHECKING:
    from ml_engineer.conversation import SessionFacts
    from ml_engineer.evidence.view import EvidenceView
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["AskedOne", "arguments_of", "asked_one", "reads_of", "stages_of", "told_one"]

THEMES: Mapping[str, Theme] = {
    "absent_file": absent_file.THEME,
    "one_person": one_person.THEME,
    "personal_columns": personal_columns.THEME,
    "outcome_by_group": outcome_by_group.THEME,
    "class_balance": class_balance.THEME,
    "named_figure": named_figure.THEME,
    "multiplicity": multiplicity.THEME,
    "accuracy_alone": accuracy_alone.THEME,
    "not_measured": not_measured.THEME,
    "of_itself": of_itself.THEME,
}
"""Every theme, in the order in which they are asked."""

BESIDE_A_REFUSAL = frozenset(
    ("absent_file", "one_person", "personal_columns", "multiplicity", "of_itself")
)
"""Themes whose form leaves no doubt, whatever the message sounds like besides."""


def asked_one(heard: Heard, facts: SessionFacts, shown: Sequence[EvidenceView]) -> AskedOne | None:
    """Return the one thing that the newest message asks for; None if it asks for else.

    Args:
        heard: what was said.
        facts: what is attached.
        shown: what the conversation has shown, oldest first.
    """
    refused = heard.asked.sure and heard.asked.intent in REFUSED
    for name, theme in THEMES.items():
        if refused and name not in BESIDE_A_REFUSAL:
            continue
        if (asked := theme.asked(heard, facts, shown)) is not None:
            return asked
    return None


def stages_of(situation: Situation, asked: AskedOne) -> Stages:
    """Return the tools that the answer is told from, none where no table is attached."""
    if situation.facts.data is None:
        return NOTHING_TO_MEASURE
    return THEMES[asked.theme].stages(situation, asked)


def arguments_of(asked: AskedOne | None, tool: str) -> Mapping[str, Any]:
    """Return what a tool is given for it beyond the roles."""
    return {} if asked is None else THEMES[asked.theme].arguments(asked).get(tool, {})


def reads_of(situation: Situation, asked: AskedOne) -> list[dict[str, Any]]:
    """Return the figures to read that a short view had no room for."""
    return THEMES[asked.theme].reads(situation, asked)


def told_one(past: Situation) -> str:
    """Return the answer to the one thing that is asked; "" if nothing is, or nothing tells it."""
    asked = past.single
    return "" if asked is None else THEMES[asked.theme].told(past, asked)
