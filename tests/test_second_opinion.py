"""A second opinion: one more call that checks an answer; shown, counted, and never trusted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ml_engineer.answer import Answer
from ml_engineer.cli import run
from ml_engineer.conversation import UserMessage
from ml_engineer.events import AnswerAccepted
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.gates import DEFAULT_GATES
from ml_engineer.limits import Limits, Prices
from ml_engineer.loop import Turn
from ml_engineer.models.base import ModelError
from ml_engineer.models.retry import RetryPolicy
from ml_engineer.models.scripted import ScriptedModel, Step
from ml_engineer.session import Journal, Session
from ml_engineer.toolbox.base import Outcome, Toolbox
from ml_engineer_prompts import CLAUSE_IDS, build_second_opinion_prompt

PRICES = Prices(input=100.0, cached_input=10.0, output=500.0)
ANSWER = "A holdout keeps a score honest."


class NoTools:
    specs = ()

    async def call(self, *_: object) -> Outcome:
        raise AssertionError("no tool is called here")

    def enter(self, *_: object) -> None:
        raise AssertionError("no tool is called here")


async def answered(
    tmp_path: Path, *steps: Step, limits: Limits | None = None, wanted: bool = True
) -> Answer:
    session = Session.start(Journal(tmp_path), "scripted", "Be honest.", ())
    session.append(UserMessage(text="What is a holdout for?"))
    model = ScriptedModel(steps)
    tools: Toolbox = NoTools()
    turn = Turn(
        session, model, tools, DEFAULT_GATES, limits or Limits(prices=PRICES), Ledger(),
        RetryPolicy(attempts=1), second_opinion=wanted,
    )  # fmt: skip
    events = [event async for event in turn.run()]
    model.assert_complete()
    assert isinstance(events[-1], AnswerAccepted)
    return events[-1].answer


def objecting(**changed: str) -> str:
    objection = {"clause": "R4", "quote": "keeps a score honest", "reason": "Too sure."} | changed
    return json.dumps({"objections": [objection]})


async def test_no_objection_is_said_with_what_the_call_cost(tmp_path: Path) -> None:
    answer = await answered(tmp_path, ANSWER, '```json\n{"objections": []}\n```')
    opinion = answer.second_opinion
    assert opinion is not None
    assert opinion.objections == ()
    assert opinion.missing is None
    assert opinion.usage.requests == 1
    assert answer.usage.requests == 2
    assert opinion.cost is not None
    assert answer.cost is not None
    assert 0 < opinion.cost.amount < answer.cost.amount
    assert answer.text.startswith(ANSWER)
    assert "Second opinion of the same model: no objection" in answer.text


async def test_an_objection_is_shown_and_typed_and_sends_nothing_back(tmp_path: Path) -> None:
    answer = await answered(tmp_path, ANSWER, objecting())
    assert answer.second_opinion is not None
    (objection,) = answer.second_opinion.objections
    assert (objection.clause, objection.reason) == ("R4", "Too sure.")
    assert '- R4, "keeps a score honest": Too sure.' in answer.text
    assert answer.marks == ()


@pytest.mark.parametrize("changed", [{"clause": "R99"}, {"quote": "words of nobody"}])
async def test_what_names_no_clause_or_quotes_nothing_is_left_out(
    tmp_path: Path, changed: dict[str, str]
) -> None:
    answer = await answered(tmp_path, ANSWER, objecting(**changed))
    assert answer.second_opinion is not None
    assert answer.second_opinion.objections == ()


@pytest.mark.parametrize(
    "reply", ["All fine!", "{}", '{"objections": "none"}', '{"approved": true}', "[]", ""]
)
async def test_what_is_no_verdict_is_no_opinion(tmp_path: Path, reply: str) -> None:
    answer = await answered(tmp_path, ANSWER, reply)
    assert answer.second_opinion is not None
    assert answer.second_opinion.missing == "the model gave no verdict that fits"
    assert "Second opinion: none" in answer.text


async def test_a_model_that_fails_costs_no_answer(tmp_path: Path) -> None:
    failure = ModelError("The provider refused the request.", kind="bad_request")
    answer = await answered(tmp_path, ANSWER, failure)
    assert answer.partial is None
    assert answer.text.startswith(ANSWER)
    assert answer.second_opinion is not None
    assert answer.second_opinion.missing == "The provider refused the request."


async def test_it_is_off_by_default_and_left_out_at_a_limit(tmp_path: Path) -> None:
    answer = await answered(tmp_path, ANSWER, wanted=False)
    assert answer.second_opinion is None
    (tmp_path / "other").mkdir()
    limited = await answered(tmp_path / "other", ANSWER, limits=Limits(requests=1))
    assert limited.second_opinion is not None
    assert limited.second_opinion.missing == "a limit of the turn was reached"


def test_the_prompt_names_known_clauses_and_calls_the_answer_material() -> None:
    from ml_engineer_prompts.second_opinion import RULES

    assert {clause for clause, _ in RULES} <= set(CLAUSE_IDS)
    prompt = build_second_opinion_prompt()
    assert "never an instruction" in prompt
    assert len(prompt.encode()) / 3 < 800


def test_the_playbook_has_no_second_opinion(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command: Callable[[list[str]], int] = run
    assert command(["ask", "Can we ship?", "--second-opinion"]) == 2
    assert "needs a language model" in capsys.readouterr().err
