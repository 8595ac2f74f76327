"""Costs in unlike units: what time is worth is asked for, and then taken."""

from __future__ import annotations

import pytest

from ml_engineer.conversation import (
    AssistantMessage,
    ContextMessage,
    Segment,
    SessionFacts,
    Text,
    UserMessage,
)
from ml_engineer.models.playbook.cost_exchange import exchange_asked
from ml_engineer.models.playbook.costs import cost_ratio
from ml_engineer.models.playbook.situation import Situation, read_situation

SAID = (
    "What would it cost me if it's wrong? Calling a patient takes 5 minutes, a missed slot costs "
    "us 80 euros"
)


@pytest.mark.parametrize(
    "text",
    [
        SAID,
        "A needless check costs 2 hours, a missed defect 900 dollars.",
        "false alarm: 10 min of work. miss: $40",
        "a visit in vain takes half a day, a fault that we miss costs \u20ac3000",
    ],
)
def test_time_against_money_is_asked_about(text: str) -> None:
    assert cost_ratio(text, about_costs=True) is None
    assert "worth" in exchange_asked(text).partition("\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        "a false alarm costs 20 euros, a miss 400 euros",
        "a false alarm takes 5 minutes, a miss takes 2 hours",
        "what if it takes 5 minutes to train",
        "a call takes 5 minutes, a missed slot 80 euros, an hour costs us 30 euros",
    ],
)
def test_what_is_in_one_unit_or_has_an_exchange_is_not(text: str) -> None:
    assert exchange_asked(text) == ""


@pytest.mark.parametrize(
    ("worth", "ratio"),
    [
        ("an hour of my time costs 30 euros", "2.5:80"),
        ("30 euros an hour", "2.5:80"),
        ("a minute is worth 0.50 euro", "2.5:80"),
        ("our nurse gets 24 euros per hour", "2:80"),
        ("about 240 euros a day", "2.5:80"),
        ("an hour of my work is 30 euros", "2.5:80"),
    ],
)
def test_once_it_is_told_both_costs_are_in_one_unit(worth: str, ratio: str) -> None:
    asked = exchange_asked(SAID)
    history = [("user", SAID), ("assistant", asked)]
    assert cost_ratio(worth, history, about_costs=True) == f"fp:fn={ratio}"
    found = situation(SAID, asked, worth)
    assert found.intent == "cost_threshold"
    assert found.heard.known.cost_ratio == f"fp:fn={ratio}"


def test_all_in_one_message_is_read() -> None:
    text = "A call takes 6 minutes and an hour costs us 30 euros, a missed slot costs 80 euros."
    assert cost_ratio(text, about_costs=True) == "fp:fn=3:80"


def situation(*said: str) -> Situation:
    """Return the situation after turns of user and assistant."""
    facts = SessionFacts(data="t.csv", columns=("age", "no_show"), target="no_show")
    segment = Segment("system")
    segment.append(ContextMessage(facts=facts))
    for place, text in enumerate(said):
        if place % 2:
            segment.append(AssistantMessage(parts=(Text(text=text),)))
        else:
            segment.append(UserMessage(text=text))
    return read_situation(segment)
