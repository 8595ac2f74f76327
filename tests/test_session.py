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
    seen = []
    for _ in range(2):
        session.append(UserMessage(text="go"))
        session.append(AssistantMessage(parts=(call("a", "echo"),), stop="calls_tools"))
        (pending,) = session.pending
        session.record_result(result(pending.id))
        assert session.pending == ()
        seen.append(pending.id)
        session = Session.resume(journal, session.id)
    assert seen == ["a", "a_2"], "an effect is keyed by its call: the second must be another one"


def test_a_result_counts_before_its_siblings_have_come(journal: Journal) -> None:
    session = Session.start(journal, "playbook", "", ())
    session.append(two_calls())
    session.record_result(result("b", "second"))
    again = Session.resume(journal, session.id)
    assert [found.content for found in again.results()] == ["second"]
    again.record_result(result("a", "first"))
    assert [found.content for found in again.results()] == ["first", "second"]


def test_a_conversation_that_goes_on_leaves_no_call_without_a_result(journal: Journal) -> None:
    session = Session.start(journal, "playbook", "", ())
    session.append(two_calls())
    session.record_result(result("b", "second"))
    session.append(UserMessage(text="never mind; something else"))
    for one in (session, Session.resume(journal, session.id)):
        calls, results, question = one.segment
        assert isinstance(calls, AssistantMessage)
        assert isinstance(results, ToolMessage)
        assert [found.call_id for found in results.results] == ["a", "b"]
        assert [found.is_error for found in results.results] == [True, False]
        assert isinstance(question, UserMessage)


def test_two_calls_of_one_id_in_a_reply_are_told_apart(journal: Journal) -> None:
    session = Session.start(journal, "playbook", "", ())
    session.append(AssistantMessage(parts=(call("a", "echo"), call("a", "other"))))
    for pending in session.pending:
        session.record_result(ToolResult(call_id=pending.id, name=pending.name, content="{}"))
    again = Session.resume(journal, session.id)
    assert list(again.segment) == list(session.segment)
    assert [found.name for found in again.results()] == ["echo", "other"]
    assert len({found.call_id for found in again.results()}) == 2


def test_a_session_goes_on_in_one_process_at_a_time(journal: Journal, tmp_path: Path) -> None:
    session = Session.start(journal, "playbook", "", ())
    elsewhere = Journal(tmp_path)
    other = Session.resume(elsewhere, session.id)
    session.append(UserMessage(text="first"))
    with pytest.raises(JournalError, match="goes on in another process"):
        other.append(UserMessage(text="second"))
    assert other.segment.last is None
    assert [entry.kind for entry in journal.entries(session.id)] == ["segment", "message"]
    elsewhere.close()


def test_an_entry_that_does_not_read_is_a_sentence(journal: Journal) -> None:
    session = Session.start(journal, "playbook", "", ())
    journal.append(session.id, "message", '{"role": "nobody"}')
    with pytest.raises(JournalError, match=f"Entry 2 of session {session.id} does not read"):
        Session.resume(journal, session.id)


def test_a_file_held_by_another_program_is_a_sentence(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    session = Session.start(journal, "playbook", "", ())
    journal.connection.execute("PRAGMA busy_timeout = 10")
    other = Journal(tmp_path)
    other.connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(JournalError, match="locked"):
        session.append(UserMessage(text="hello"))
    with pytest.raises(JournalError, match="locked"):
        EgressLog(journal.connection, session.id).record("anthropic:x", b"body")
    other.connection.execute("ROLLBACK")
    session.append(UserMessage(text="hello"))
    assert len(journal.entries(session.id)) == 2
    other.close()
    journal.close()


def test_what_two_processes_send_for_one_session_comes_back(tmp_path: Path) -> None:
    journals = Journal(tmp_path), Journal(tmp_path)
    session = journals[0].start("anthropic:x")
    logs = [EgressLog(journal.connection, session) for journal in journals]
    bodies = [b"one 1", b"one 2", b"another 1", b"another 2", b"one 3", b"another 3"]
    for body in bodies:
        logs[body.startswith(b"another")].record("anthropic:x", body)
    assert [request.body for request in logs[0].sent()] == bodies
    for journal in journals:
        journal.close()


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
