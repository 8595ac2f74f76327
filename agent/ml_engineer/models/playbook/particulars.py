"""Particular questions: those that have an answer of their own, told from a few figures.

How many alerts a day, the base rate, whether to retrain, whether what moved matters, the model or
the data, a promise.
They are recognised by their form, before the intent counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ml_engineer.models.playbook.alert_counts import CountQuestion, asked_count, told_count
from ml_engineer.models.playbook.confirming import (
    OFFERS_A_LOOK,
    asks_to_confirm,
    told_of_look,
)
from ml_engineer.models.playbook.drop_questions import (
    DropQuestion,
    asked_after_a_drop,
    told_after_a_drop,
)
from ml_engineer.models.playbook.fall_questions import FallQuestion, asked_of_a_fall, newer_words
from ml_engineer.models.playbook.going_along import goes_along
from ml_engineer.models.playbook.holding import refused_before
from ml_engineer.models.playbook.margins_told import asks_for_a_margin, told_of_margin
from ml_engineer.models.playbook.moved_or_not import column_that_moved, told_of_one_column
from ml_engineer.models.playbook.plan_files import asks_for_plan_file, told_of_plan_file
from ml_engineer.models.playbook.promises import asks_to_promise, told_of_promise
from ml_engineer.models.playbook.role_told import told_of_role
from ml_engineer.models.playbook.roles_asked import role_question
from ml_engineer.models.playbook.skipped_guardrail import SKIPPED_GUARDRAIL, skips_a_guardrail
from ml_engineer.models.playbook.told_of_fall import told_of_a_fall

if TYPE_CHECKING:
    from collections.abc import Collection

    from ml_engineer.conversation import SessionFacts
    from ml_engineer.models.playbook.memory import Heard
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["Particular", "asked_particular", "told_particular"]

Particular = Literal[
    CountQuestion,
    DropQuestion,
    FallQuestion,
    "promise",
    "look",
    "role",
    "plan_file",
    "margin",
    "moved",
    "guardrail",
]


ALONE = ("roll_back", "postmortem")
"""Questions of a fall that are answered without a second table as well."""


def asked_particular(
    heard: Heard, facts: SessionFacts, tools_shown: Collection[str]
) -> Particular | None:
    """Return the particular question that the newest message is; None if it is none.

    Args:
        heard: what was said.
        facts: what is attached.
        tools_shown: tools whose figures the conversation has shown.
    """
    said = next((text for role, text in reversed(heard.before) if role == "assistant"), "")
    if asks_to_confirm(heard.text) or (OFFERS_A_LOOK in said and goes_along(heard.text)):
        return "look"
    if asks_for_a_margin(heard.text) and facts.data is not None:
        return "margin"
    if asks_for_plan_file(heard.text):
        return "plan_file"
    if role_question(heard.text, facts.columns) is not None:
        return "role"
    if asks_to_promise(heard.text):
        return "promise" if refused_before(heard.before) is None else None
    if skips_a_guardrail(heard.text):
        return "guardrail"
    if facts.test is not None and column_that_moved(heard.text, facts.columns) is not None:
        return "moved"
    of_a_fall = asked_of_a_fall(heard.text, newer_words(facts.data, facts.test))
    if of_a_fall is not None and (facts.test is not None or of_a_fall in ALONE):
        return of_a_fall
    compared = "measure_drift" in tools_shown
    if (asked := asked_after_a_drop(heard.text, drift_shown=compared)) is not None:
        return asked
    return asked_count(heard.text) if facts.data is not None else None


def told_particular(past: Situation, expected: str) -> str:
    """Return the answer to the particular question that is asked; "" if none is.

    Args:
        past: the situation with all that the conversation has shown.
        expected: what can be expected of a model; "" where nothing was measured.
    """
    if past.particular == "look":
        return told_of_look(past, expected)
    if past.particular == "margin":
        return told_of_margin(past)
    if past.particular == "plan_file":
        return told_of_plan_file(past)
    if past.particular == "role":
        return told_of_role(past)
    if past.particular == "guardrail":
        return SKIPPED_GUARDRAIL
    if past.particular == "moved":
        return told_of_one_column(past)
    if past.particular == "promise":
        return told_of_promise(past, expected)
    return told_of_a_fall(past) or told_after_a_drop(past) or told_count(past)
