"""Taking a question back: a new segment, and what was measured stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from ml_engineer import Engineer
from ml_engineer.cli import run
from ml_engineer.conversation import ContextMessage, UserMessage
from ml_engineer.models.base import ModelError
from ml_engineer.models.scripted import ScriptedModel, call
from ml_engineer_prompts import content_hash


async def test_the_newest_question_is_taken_back_and_the_session_goes_on(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Engineer(workspace=workspace) as engineer:
        assert engineer.undo() is None
        await engineer.ask("Hello")
        before = engineer.session.segment
        await engineer.ask("Which metric should we use?", audience="leadership")
        assert engineer.undo() == "Which metric should we use?"
        segment = engineer.session.segment
        assert segment is not before
        assert (segment.system, segment.tools) == (before.system, before.tools)
        assert segment.user_texts() == ["Hello"]
        assert segment.facts.audience == "leadership", "facts are not part of the turn"
        assert [one.question for one in engineer.session.exchanges] == ["Hello"]
        assert len(engineer.session.asked) == 2
        assert not engineer.session.unanswered
        answer = await engineer.ask("Thanks")
    async with Engineer(workspace=workspace) as engineer:
        resumed = engineer.resume(answer.session)
        assert [one.question for one in resumed.exchanges] == ["Hello", "Thanks"]
        taken_back = [one.question for one in resumed.asked if one.taken_back]
        assert taken_back == ["Which metric should we use?"]
        assert list(resumed.segment) == [*segment]
        assert resumed.prompts_sha256 == content_hash()
    capsys.readouterr()
    assert run(["sessions", "show", answer.session]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"Session {answer.session}, under the prompts {content_hash()[:12]}.")
    places = [told.index(words) for words in ("> Hello", "> Which metric", "Take the metric that",
                                              "was taken back", "> Thanks")]  # fmt: skip
    assert places == sorted(places)
    assert told.count("> Hello") == 1
    assert told.count("Written by the playbook") == 3


async def test_all_can_be_taken_back_and_a_stopped_turn_too(workspace: Path) -> None:
    async with Engineer(workspace=workspace) as engineer:
        await engineer.ask("Hello")
        stopped = engineer.stream("Which metric should we use?")
        await anext(stopped)
        await stopped.aclose()
        assert engineer.session.unanswered
        assert engineer.undo() == "Which metric should we use?"
        assert not engineer.session.unanswered
        assert engineer.undo() == "Hello"
        assert engineer.undo() is None
        assert not any(isinstance(message, UserMessage) for message in engineer.session.segment)


async def test_figures_of_a_turn_taken_back_no_longer_count_as_shown(workspace: Path) -> None:
    (workspace / "t.csv").write_text("a,y\n" + "1,0\n2,1\n" * 20)
    model = ScriptedModel(
        [
            [call("c1", "profile_dataset", data="t.csv")],
            "The table has 40 rows [E1.f1].\n\nStands on: S3; H5",
            *["The table has 40 rows [E1.f1].\n\nStands on: S3; H5"] * 3,
        ]
    )
    async with Engineer(model, workspace=workspace) as engineer:
        first = await engineer.ask("How many rows?", data="t.csv")
        assert first.marks == ()
        engineer.undo()
        facts = [m for m in engineer.session.segment if isinstance(m, ContextMessage)]
        assert [message.facts.data for message in facts] == ["t.csv"]
        again = await engineer.ask("How many rows?")
    assert again.marks, "nothing was shown in this segment"


@pytest.mark.parametrize("times", [1, 2])
async def test_a_named_audience_is_told_to_the_model_once(workspace: Path, times: int) -> None:
    async with Engineer(workspace=workspace) as engineer:
        for _ in range(times):
            await engineer.attach(audience="software_engineer")
        told = [m.guidance for m in engineer.session.segment if isinstance(m, ContextMessage)]
        assert len(told) == 1
        assert "software engineers (A3)" in told[0]
        assert engineer.session.segment.context.guidance == told[0]


TOO_LONG = ModelError("It is longer than the model reads.", kind="context_full")


async def test_a_question_is_taken_back_in_a_conversation_that_was_begun_anew(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = ScriptedModel(["One.", TOO_LONG, "Two.", "Three.", TOO_LONG, "Four."])
    async with Engineer(model, workspace=workspace) as engineer:
        await engineer.ask("First?")
        second = await engineer.ask("Second?")
        assert "begun anew" in second.text
        assert engineer.undo() == "Second?"
        third = await engineer.ask("Third?")
        assert third.text == "Three.", "it was not begun anew in this turn"
        assert third.usage.failed == 0, "what the turn taken back had used is not this one's"
        fourth = await engineer.ask("Fourth?")
        assert "begun anew" in fourth.text
        asked = [one.question for one in engineer.session.exchanges]
        assert asked == ["First?", "Third?", "Fourth?"]
        assert engineer.undo() == "Fourth?"
        assert engineer.undo() is None, "what was asked before is recalled in short only"
        session = engineer.session
    async with Engineer(ScriptedModel([]), workspace=workspace) as engineer:
        resumed = engineer.resume(session.id)
        assert list(resumed.segment) == list(session.segment)
        assert resumed.asked == session.asked
    capsys.readouterr()
    assert run(["sessions", "show", session.id]) == 0
    told = capsys.readouterr().out
    lines = [
        "> First?", "One.", "> Second?", "grown longer", "Two.", "was taken back", "> Third?",
        "Three.", "> Fourth?", "grown longer", "Four.", "was taken back",
    ]  # fmt: skip
    place = 0
    for words in lines:
        place = told.index(words, place) + 1
    for words in ("> First?", "One.", "> Second?", "> Third?", "> Fourth?"):
        assert told.count(words) == 1, words
    assert told.count("grown longer than the model reads; it goes on") == 2
    assert told.count("taken back") == 2
