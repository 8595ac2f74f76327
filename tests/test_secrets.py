"""No secret is kept: random keys, planted wherever one may come from, are found nowhere."""

from __future__ import annotations

import json
import os
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ml_engineer import Engineer
from ml_engineer.answer import Answer
from ml_engineer.cli.prompt_line import history_of
from ml_engineer.cli.terminal import lasting_lines
from ml_engineer.conversation import (
    AssistantMessage,
    GateMessage,
    Text,
    ToolCall,
    ToolResult,
    ToolSpec,
    UserMessage,
)
from ml_engineer.events import AnswerAccepted, DraftDelta, SecretsRemoved, ToolFinished
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.limits import Limits
from ml_engineer.loop import Turn
from ml_engineer.models.scripted import ScriptedModel, Step
from ml_engineer.models.scripted import call as scripted_call
from ml_engineer.session import EgressLog, Journal, Session
from ml_engineer.session.export import exported
from ml_engineer.session.secrets import REMOVED, Scrubber, is_secret
from ml_engineer.toolbox.base import Outcome, Progress, failed
from ml_engineer_tools.store.folder import FOLDER

LETTERS = string.ascii_letters + string.digits


def of(alphabet: str, least: int, most: int) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(alphabet), min_size=least, max_size=most)


issued = st.one_of(
    st.builds("sk-ant-api03-{}".format, of(LETTERS + "_-", 40, 90)),
    st.builds("sk-proj-{}".format, of(LETTERS, 20, 60)),
    st.builds("ghp_{}".format, of(LETTERS, 36, 36)),
    st.builds("hf_{}".format, of(LETTERS, 30, 40)),
    st.builds("AKIA{}".format, of(string.ascii_uppercase + string.digits, 16, 16)),
    st.builds("AIza{}".format, of(LETTERS + "_-", 35, 35)),
    st.builds("xoxb-{}".format, of(LETTERS, 20, 40)),
)
"""Keys that are known by what they look like."""

anything = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=12, max_size=40)
"""Secrets that only the environment gives away; quotes and backslashes among them."""


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=issued, other=anything.filter(is_secret))
def test_a_planted_key_is_found_nowhere(
    key: str, other: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("w")
    monkeypatch.setenv("WAREHOUSE_PASSWORD", other)
    journal = Journal(folder)
    session = Session.start(journal, f"chat:http://ada:{key}@host/v1#m", "Be honest.", ())
    for secret in (key, other):
        session.append(UserMessage(text=f"My key is {secret}. Is it safe? ({secret})"))
        call = ToolCall(id="c", name="echo", arguments={"header": f"Bearer {secret}"})
        session.append(AssistantMessage(parts=(Text(text=f"You said {secret}"), call)))
        (pending,) = session.pending
        error = f"401 Unauthorized: {secret} is not valid"
        session.record_result(
            ToolResult(call_id=pending.id, name="echo", content=error, is_error=True)
        )
        session.append(GateMessage(text=f"What is {secret}?"))
        session.accept(Answer(text=f"It is {secret}.", model="m", session=session.id))
        EgressLog(journal.connection, session.id).record(
            "m", "\n".join(message.model_dump_json() for message in session.segment).encode()
        )
    assert Session.resume(journal, session.id).accepted == session.accepted
    assert list(Session.resume(journal, session.id).segment) == list(session.segment)
    document = exported(journal, session.id).model_dump_json()
    journal.close()
    kept = b"".join(path.read_bytes() for path in (folder / FOLDER).iterdir()) + document.encode()
    for secret in (key, other):
        assert secret.encode() not in kept
        assert json.dumps(secret)[1:-1].encode() not in kept
    assert REMOVED.encode() in kept


@settings(max_examples=40)
@given(text=st.text(max_size=80), key=issued)
def test_what_is_around_a_key_stays(text: str, key: str) -> None:
    scrub = Scrubber(environment={})
    around = scrub(text)
    assert scrub(f"{text} {key} {text}") == f"{around} {REMOVED} {around}"


@pytest.mark.parametrize(
    "text",
    [
        "The token: collecting more data is the secret: patience.",
        "Set --key customer_id and --target churned",
        "sk-learn and sk-fold are no keys, nor is key=customer_id",
        "sha256 3f786850e387550fdab836ed7e6dc881de23001b and E3.f12 = 0.871",
        "https://example.org/a:b@c and 10:30@noon",
        "tokens: 1200, password policy, api keys in general",
    ],
)
def test_what_is_no_secret_is_left_alone(text: str) -> None:
    assert (
        Scrubber(environment={"SORT_KEY": "customer_id", "KEYS": "12", "X_KEY": ""})(text) == text
    )


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abc123def456",
        '{"x-api-key": "abc123def456"}',
        "OPENAI_API_KEY=abc123def456",
        "postgres://ada:abc123def456@db/orders",
        "password = 'abc123def456'",
    ],
)
def test_what_is_named_a_secret_is_one(text: str) -> None:
    clean = Scrubber(environment={})(text)
    assert "abc123def456" not in clean
    assert REMOVED in clean


def test_the_value_of_a_variable_is_found_as_it_is(tmp_path: Path) -> None:
    value = 'pass"word\\with ümlaut'
    scrub = Scrubber(environment={"DB_PASSWORD": value})
    assert value not in scrub(f"It is {value}!")
    dumped = UserMessage(text=value).model_dump_json()
    assert UserMessage.model_validate_json(scrub(dumped)).text == REMOVED


def test_the_history_of_the_prompt_keeps_no_secret(workspace: Path) -> None:
    key = "sk-ant-api03-" + "a1B2" * 12
    history = history_of(Engineer(workspace=workspace))
    history.store_string(f"My key is {key}, what is a holdout?")
    (line,) = history.load_history_strings()
    assert line == f"My key is {REMOVED}, what is a holdout?"


async def test_a_person_is_told_that_a_secret_was_taken_out(workspace: Path) -> None:
    key = "sk-ant-api03-" + "a1B2" * 12
    async with Engineer(workspace=workspace) as engineer:
        events = [event async for event in engineer.stream(f"My key is {key}. {key}! What is PSI?")]
        told = [line for event in events for line in lasting_lines(event)]
        assert "2 secrets were taken out of what you typed, before it was kept or sent" in told[0]
        last = events[-1]
        assert isinstance(last, AnswerAccepted)
        assert last.answer.secrets_removed == 2
        assert engineer.session.accepted[-1].secrets_removed == 2
        again = [event async for event in engineer.stream("What is a holdout?")]
        assert not any(isinstance(event, SecretsRemoved) for event in again)
        assert isinstance(again[-1], AnswerAccepted)
        assert again[-1].answer.secrets_removed == 0


class Leaky:
    """A tool whose error repeats what it was given."""

    specs: tuple[ToolSpec, ...] = ()

    async def call(self, call: ToolCall, session: str, progress: Progress) -> Outcome:
        return failed(call, f"401 Unauthorized: {call.arguments} with {os.environ['DB_PASSWORD']}")

    def enter(self, result: ToolResult, ledger: Ledger) -> None:
        """Nothing is shown."""


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=issued, other=anything.filter(is_secret))
async def test_no_secret_is_on_the_screen_of_a_turn(
    key: str, other: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DB_PASSWORD", other)
    journal = Journal(tmp_path_factory.mktemp("w"))
    session = Session.start(journal, "scripted", "", ())
    session.append(UserMessage(text=f"Log in with {key} or {other}."))
    steps: list[Step] = [[scripted_call("c", "log_in", key=key, or_=other)], f"I used {key}."]
    turn = Turn(session, ScriptedModel(steps), Leaky(), (), Limits(), Ledger())
    events = [event async for event in turn.run()]
    journal.close()
    shown = [event for event in events if not isinstance(event, DraftDelta)]
    assert any(isinstance(event, ToolFinished) and event.is_error for event in shown)
    for event in shown:
        told = event.model_dump_json()
        for secret in (key, other):
            assert secret not in told
            assert json.dumps(secret)[1:-1] not in told
            assert repr(secret)[1:-1] not in told
