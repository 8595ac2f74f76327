"""Sessions: whatever instant a process dies at, the conversation comes back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml_engineer.answer import Answer
from ml_engineer.conversation import (
    AssistantMessage,
    ContextMessage,
    SessionFacts,
    Text,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
)
from ml_engineer.models.scripted import call
from ml_engineer.session import EgressLog, Journal, JournalError, Session
from ml_engineer.session.egress import common_prefix
from ml_engineer_tools.errors import StoreError

SPEC = ToolSpec(name="echo", description="Echo.", input_schema={"type": "object"})


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path)


def result(call_id: str, content: str = "{}") -> ToolResult:
    return ToolResult(call_id=call_id, name="echo", content=content)


def two_calls() -> AssistantMessage:
    return AssistantMessage(parts=(call("a", "echo"), call("b", "echo")), stop="calls_tools")


def test_a_session_comes_back_with_everything(journal: Journal) -> None:
    session = Session.start(journal, "playbook", "system words", (SPEC,))
    session.grant("t.csv", "/data/t.csv")
    session.append(ContextMessage(facts=SessionFacts(data="t.csv", target="y")))
    session.append(UserMessage(text='Ünïcode, "quotes" and\nlines'))
    session.append(two_calls())
    session.record_result(result("b", "second"))
    session.record_result(result("a", "first"))
    session.append(AssistantMessage(parts=(Text(text="Done."),)))
    session.accept(Answer(text="Done.", model="playbook", session=session.id))

    again = Session.resume(journal, session.id)
    assert list(again.segment) == list(session.segment)
    assert again.segment.system == "system words"
    assert again.segment.tools == (SPEC,)
    assert again.grants == session.grants
    assert again.accepted == session.accepted
    assert not again.unanswered


def test_results_go_back_in_the_models_order_whatever_order_they_came_in(
    journal: Journal,
) -> None:
    session = Session.start(journal, "playbook", "", ())
    session.append(UserMessage(text="go"))
    session.append(two_calls())
    session.record_result(result("b", "second"))
    assert [pending.id for pending in session.pending] == ["a"]
    session.record_result(result("a", "first"))
    last = session.segment.last
    assert isinstance(last, ToolMessage)
    assert [r.content for r in last.results] == ["first", "second"]
    assert session.pending == ()


def test_a_half_finished_reply_comes_back_with_what_is_still_to_do(journal: Journal) -> None:
    session = Session.start(journal, "playbook", "", ())
    session.append(UserMessage(text="go"))
    session.append(two_calls())
    session.record_result(result("b"))
    again = Session.resume(journal, session.id)
    assert [pending.id for pending in again.pending] == ["a"]
    assert again.unanswered


def test_the_same_call_id_in_a_later_turn_is_another_call(journal: Journal) -> None:
    session = Session.start(journal, "playbook", "", ())
    for _ in range(2):
        session.append(UserMessage(text="go"))
        session.append(AssistantMessage(parts=(call("a", "echo"),), stop="calls_tools"))
        assert [pending.id for pending in session.pending] == ["a"]
        session.record_result(result("a"))
        assert session.pending == ()


def test_an_unknown_session_is_a_sentence_with_the_newest_ones(journal: Journal) -> None:
    session = Session.start(journal, "playbook", "", ())
    with pytest.raises(JournalError, match=f"no session nope; the newest: {session.id}"):
        Session.resume(journal, "nope")


def test_sessions_are_listed_newest_first_with_their_question(journal: Journal) -> None:
    first = Session.start(journal, "playbook", "", ())
    first.append(UserMessage(text="first question"))
    second = Session.start(journal, "playbook", "", ())
    rows = journal.sessions()
    assert [row.id for row in rows] == [second.id, first.id]
    assert [row.question for row in rows] == [None, "first question"]
    assert journal.newest() == second.id


def test_a_folder_that_can_not_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="in the way"):
        Journal(tmp_path / "file")


@settings(max_examples=50, deadline=None)
@given(
    bodies=st.lists(st.binary(max_size=200), max_size=8),
    start=st.binary(max_size=300),
    end=st.binary(max_size=300),
)
def test_every_byte_that_was_sent_comes_back(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes], start: bytes, end: bytes
) -> None:
    journal = Journal(tmp_path_factory.mktemp("w"))
    session = journal.start("anthropic:x")
    sent = [start + body + end for body in bodies]
    for body in sent[:3]:
        EgressLog(journal.connection, session).record("anthropic:x", body)
    log = EgressLog(journal.connection, session)
    for body in sent[3:]:
        log.record("anthropic:x", body)
    assert [request.body for request in log.sent()] == sent
    journal.close()


@given(left=st.binary(max_size=50), right=st.binary(max_size=50), shared=st.binary(max_size=50))
def test_the_common_prefix_is_common_and_longest(left: bytes, right: bytes, shared: bytes) -> None:
    a, b = shared + left, shared + right
    n = common_prefix(a, b)
    assert n >= len(shared)
    assert a[:n] == b[:n]
    assert n == min(len(a), len(b)) or a[n] != b[n]
