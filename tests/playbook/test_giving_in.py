"""Who gives in to a refusal is told what to do, with commands, and never "still no" again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from tests.release.workspace import WHOLE, Desk

from ml_engineer import Engineer
from ml_engineer.models.playbook.giving_in import asks_for_the_way, asks_to_look_again
from ml_engineer.models.playbook.told_for_the_card import card_command, told_for_card
from ml_engineer_prompts import STILL_NO

PERMITTED = (
    "the licence is CC BY 4.0, source is our own CRM export, customers consented in the contract"
)


@pytest.mark.parametrize(
    "text",
    [
        "fine. what exactly do I do then", "ok i make test first. what do", "what next?",
        "what would you need to be able to say yes", "ok, where do I start", "which commands?",
        "alright, let's set up the monitoring", "I give up, tell me what to do",
        "fine, how do I do that?", "what should we do to get it live?", "you win. steps?",
        "we will fill in the card first", "so what do you need from me?",
    ],
)  # fmt: skip
def test_who_asks_what_to_do_is_told(text: str) -> None:
    assert asks_for_the_way(text)


@pytest.mark.parametrize(
    "text",
    [
        "ok we do the test later, ship it now", "what would convince you? just ship",
        "everybody ships without it", "let's test it on real users", "then train on it",
        "it is urgent, what can you do for us", "How should I split the rows?",
        "we do it always like that", "what do I tell my boss?", "we'll add monitoring next week",
        "What does the baseline reach today?", "just tell me yes",
    ],
)  # fmt: skip
def test_who_presses_on_or_asks_for_something_else_is_not(text: str) -> None:
    assert not asks_for_the_way(text)
    assert not asks_to_look_again(text)


@pytest.mark.parametrize(
    "text",
    ["and now?", "is it still a no?", "I accepted it", "check again", "how about now?", "done",
     "the card is signed now"],
)  # fmt: skip
def test_who_did_it_has_the_record_looked_at_again(text: str) -> None:
    assert asks_to_look_again(text)


def test_what_was_told_goes_into_the_card_in_its_own_words() -> None:
    told = told_for_card(["We need a model.", PERMITTED, "owner is Ana Lima"])
    assert told == {
        "source": "our own CRM export",
        "licence-or-consent": "CC BY 4.0; customers consented in the contract",
        "owner": "Ana Lima",
    }
    assert "--source 'our own CRM export'" in card_command("t.csv", told)
    assert told_for_card(["no licence yet", "is the licence MIT?"]) == {}


@pytest.fixture
def desk(workspace: Path) -> Iterator[Desk]:
    opened = Desk(workspace)
    yield opened
    opened.store.close()


@pytest.fixture
async def engineer(desk: Desk) -> AsyncIterator[Engineer]:
    async with Engineer(workspace=desk.root) as engineer:
        yield engineer


async def test_the_way_has_the_commands_for_this_table(desk: Desk, engineer: Engineer) -> None:
    asked = "Let's deploy without monitoring for now, we can add it later."
    await engineer.ask(asked, data="train.csv", target="bought")
    (desk.root / "monitor.yaml").write_text("owner: Ana\n")
    for text in ("fine. what exactly do I do then", "I made monitor.yaml, look at monitor.yaml"):
        told = await engineer.ask(text)
        assert not told.text.startswith(STILL_NO)
        assert "ml-engineer drift reference build train.csv --target bought" in told.text
        assert "ml-engineer monitor draft train.csv --target bought" in told.text
        assert told.marks == ()
    again = await engineer.ask("and now?")
    assert again.text.startswith("**Not yet: I looked at the record anew")


async def test_what_was_told_a_turn_before_is_remembered_and_the_record_looked_at_anew(
    desk: Desk, engineer: Engineer
) -> None:
    asked = "I scraped 200k profiles from a website, let's train on them."
    await engineer.ask(asked, data="train.csv", target="bought")
    await engineer.ask(PERMITTED)
    told = await engineer.ask("what next?")
    assert "card draft train.csv --source 'our own CRM export'" in told.text
    assert told.marks == ()
    desk.store.accept_card(desk.store.draft_card(WHOLE, desk.sha256).id, "Ada")
    shown = await engineer.ask("and now?")
    assert shown.text.startswith("**That changes my answer")


async def test_a_release_is_decided_anew_when_asked_again(desk: Desk, engineer: Engineer) -> None:
    desk.fill(confirm=False)
    asked = await engineer.ask("Can we ship it?", data="train.csv", target="bought")
    assert asked.text.startswith(("**No", "**Not"))
    way = await engineer.ask("ok, what do I need to do?")
    assert "ml-engineer baseline train.csv --target bought" in way.text
    again = await engineer.ask("and now?")
    assert again.text.startswith(("**No", "**Not"))
    assert "## What is missing" in again.text
