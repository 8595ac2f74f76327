"""A question on how to split decides nothing: no column gets a role by it."""

from __future__ import annotations

import pytest

from ml_engineer.models.playbook.roles_asked import merely_asked
from ml_engineer.models.playbook.slots import read_slots

COLUMNS = ("machine", "ts", "vibration", "fails")


@pytest.mark.parametrize(
    "text",
    [
        "split by machine or time?",
        "split by ts or random",
        "How should I split, by machine or by ts?",
        "do we need to split by machine?",
        "per machine or per month split?",
        "should we group by machine?",
        "does it matter if I split by ts",
    ],
)
def test_who_asks_how_to_split_has_not_decided(text: str) -> None:
    slots = read_slots(text, "split_choice", COLUMNS)
    assert not {slots.time, slots.group} & set(COLUMNS)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("split by machine", "machine"),
        ("what if we split by machine instead?", "machine"),
        ("The group is machine. How should I split?", "machine"),
        ("could you split by machine?", "machine"),
    ],
)
def test_who_says_how_to_split_has(text: str, group: str) -> None:
    assert read_slots(text, "split_choice", COLUMNS).group == group


def test_a_question_on_something_else_may_say_by_what_rows_are_grouped() -> None:
    assert (
        merely_asked("grouped by machine, how good is it?", "baseline_question", COLUMNS) == set()
    )
