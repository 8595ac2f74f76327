"""Replies to menus and offers, questions of roles, and the wish to confirm on the locked rows."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ml_engineer import Engineer
from ml_engineer.models.playbook.clarifying import resolved
from ml_engineer.models.playbook.confirming import asks_to_confirm
from ml_engineer.models.playbook.going_along import goes_along
from ml_engineer.models.playbook.roles_asked import role_question
from ml_engineer.models.playbook.slots import read_slots
from ml_engineer_prompts import ask_which

COLUMNS = ("calls", "month", "client", "left")
MENU = ask_which(["monitoring_plan", "rollout_plan", "review_data"], data_attached=True)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("fine. do that", "monitoring_plan"), ("ok go", "monitoring_plan"),
        ("sure, why not", "monitoring_plan"), ("yes", "monitoring_plan"),
        ("whatever you think", "monitoring_plan"), ("both", "monitoring_plan"),
        ("yes the second", "rollout_plan"), ("2nd one please", "rollout_plan"),
        ("b", "rollout_plan"), ("the last", "review_data"), ("take the last one", "review_data"),
        ("who signs off", "can_we_ship"),
    ],
)  # fmt: skip
def test_a_reply_to_a_menu_takes_what_was_offered(text: str, intent: str) -> None:
    found = resolved(text, [("user", "and now?"), ("assistant", MENU)], COLUMNS)
    assert found is not None
    assert found.intent == intent
    assert found.sure


def test_a_yes_to_a_menu_with_a_refusal_in_it_goes_to_the_refusal() -> None:
    menu = ask_which(["can_we_ship", "deploy_without_monitoring"], data_attached=True)
    found = resolved("ok go", [("user", "start it"), ("assistant", menu)], COLUMNS)
    assert found is not None
    assert found.intent == "deploy_without_monitoring"


@pytest.mark.parametrize("text", ["thanks, fine", "ok", "yes, but is it leaking?", "do it live"])
def test_thanks_and_what_says_more_take_no_offer(text: str) -> None:
    assert not goes_along(text)


@pytest.mark.parametrize(
    "text",
    ["Confirm on the holdout", "confirm it", "please score the linear one on the locked rows",
     "could you test it on the held-out data now?", "run the final test", "spend the look",
     "let's validate on the holdout set", "take one look at the holdout"],
)  # fmt: skip
def test_the_wish_to_confirm_is_known(text: str) -> None:
    assert asks_to_confirm(text)


@pytest.mark.parametrize(
    "text",
    ["skip the holdout and test on users", "what is a holdout?", "how large is a holdout?",
     "was it tested on the holdout?", "do we need a holdout", "can you confirm there is no leak",
     "test it live on customers"],
)  # fmt: skip
def test_what_is_about_a_holdout_otherwise_is_none(text: str) -> None:
    assert not asks_to_confirm(text)


@pytest.mark.parametrize(
    ("text", "role", "column"),
    [
        ("time is month?", "time", "month"), ("is month the time column?", "time", "month"),
        ("could the group be client?", "group", "client"), ("group = client ?", "group", "client"),
        ("is left the target?", "target", "left"),
        ("can month be used as the time?", "time", "month"),
    ],
)  # fmt: skip
def test_a_question_of_a_role_gives_none(text: str, role: str, column: str) -> None:
    assert role_question(text, COLUMNS) == (role, column)
    assert getattr(read_slots(text, "feature_availability", COLUMNS), role) != column


@pytest.fixture
async def engineer(tmp_path: Path) -> AsyncIterator[Engineer]:
    draws = random.Random(3)
    rows = []
    for _ in range(400):
        calls, month = draws.randrange(9), draws.randrange(1, 13)
        rows.append(f"{calls},{month},{int(calls + draws.gauss(0, 3) > 5)}")
    (tmp_path / "t.csv").write_text("calls,month,left\n" + "\n".join(rows), encoding="utf-8")
    async with Engineer(workspace=str(tmp_path)) as engineer:
        await engineer.attach(data="t.csv", target="left")
        yield engineer


async def test_a_wish_to_confirm_leads_to_the_look_that_a_person_spends(engineer: Engineer) -> None:
    asked = await engineer.ask("time is month?")
    assert "A question sets nothing: `month` is not the time yet" in asked.text
    answer = await engineer.ask("Confirm on the holdout")
    assert "Only a person spends it" in answer.text
    assert "ml-engineer look accept look" in answer.text
    assert "first look" in answer.text
    assert (asked.marks, answer.marks) == ((), ())
