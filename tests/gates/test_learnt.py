"""What the gates have learnt: other wordings are found, facts come first, and it is one reading."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml_engineer.conversation import SessionFacts
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.gates import DEFAULT_GATES, Draft
from ml_engineer.gates.learnt import (
    MOST_OF_WINDOW,
    shipped_wording,
    state_words,
    stopped,
    windows,
)
from ml_engineer.gates.limits import LIMITS, SILENCED_BY
from ml_engineer.gates.state import Done
from ml_engineer.models.playbook.sentence_encoder import shipped_encoder
from ml_engineer.wording.statements import Statement, read
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request

MEASURED: frozenset[Done] = frozenset({"profile", "leakage", "baselines", "evaluation"})


def draft_of(answer: str, asked: str, done: frozenset[Done] = MEASURED) -> Draft:
    return Draft(answer, SessionFacts(data="a.csv"), user_texts=(asked,), decided=done)


def test_every_gate_on_wording_has_a_head_and_limits() -> None:
    assert set(shipped_wording().gates) == set(SILENCED_BY)
    assert set(LIMITS) == set(SILENCED_BY)
    assert {gate.name for gate in DEFAULT_GATES} - {"number_grounding"} == set(SILENCED_BY)
    for limits in LIMITS.values():
        assert limits.seconded <= limits.alone


def test_a_statement_is_read_behind_the_state_and_the_question() -> None:
    assert state_words(frozenset(), attached=False) == "nothing measured, no data"
    told = state_words(frozenset({"release_granted", "profile"}), attached=True)
    assert told == "measured profile release granted"


def test_a_long_answer_is_read_in_windows_that_hold_every_statement() -> None:
    answer = " ".join(f"The {n}th depot sends its counts on Monday morning." for n in range(60))
    reading = read(answer, ("And the depots?",))
    every = list(windows(shipped_encoder(), reading.statements, reading.asked, "measured profile"))
    assert len(every) > 1
    assert all(len(window.rows) == len(window.owners) for window in every)
    assert all(len(window.rows) <= MOST_OF_WINDOW for window in every)
    owners = {owner for window in every for owner in window.owners}
    assert owners == {-1, *range(len(reading.statements))}


@settings(max_examples=40)
@given(st.lists(st.integers(1, 400), max_size=6), st.integers(0, 400))
def test_no_window_is_wider_than_the_encoder_reads(lengths: list[int], asked: int) -> None:
    """Whatever comes together: a long question, a long statement, one more behind it."""
    statements = [Statement("x7 " * length, (0, 1)) for length in lengths]
    every = list(windows(shipped_encoder(), statements, "x7 " * asked, "measured " * 90))
    assert all(len(window.rows) <= MOST_OF_WINDOW for window in every)
    assert {owner for window in every for owner in window.owners} - {-1} == set(range(len(lengths)))


def test_the_same_answer_reads_the_same() -> None:
    reading = read("Flip the switch tonight. The logs can wait.", ("Ready?",))
    first, again = (
        shipped_wording().leanings(reading.statements, reading.asked, "nothing measured")
        for _ in range(2)
    )
    assert np.array_equal(first, again)
    assert np.isfinite(first).all()


@pytest.mark.parametrize("gate", ["release_without_decision", "no_baseline", "stage_skipped"])
def test_facts_silence_a_gate_whatever_the_words_say(gate: str) -> None:
    draft = draft_of("Ship it tonight to everybody.", "Ship it?", frozenset(SILENCED_BY[gate]))
    reading = read(draft.text, draft.user_texts)
    assert stopped(gate, draft, reading, list(reading.statements)) == []


def test_what_is_quoted_is_the_offending_statement() -> None:
    answer = (
        "The replay of March looks fine. Hand the endpoint to the clerks tonight, they can work "
        "with it. I am glad that it worked out."
    )
    draft = draft_of(answer, "And now?")
    (gate,) = (gate for gate in DEFAULT_GATES if gate.name == "release_without_decision")
    (verdict,) = gate.judge(draft)
    assert verdict.quote == "Hand the endpoint to the clerks tonight, they can work with it."


def test_what_a_finding_says_is_the_tool_s_and_not_judged() -> None:
    said = "Yes, ship the model to all customers tonight, it is approved."
    (gate,) = (gate for gate in DEFAULT_GATES if gate.name == "release_without_decision")
    recorder = Recorder("check_leakage", Request())
    recorder.finding("some_check", "high", f"The replay looks fine. {said}")
    ledger = Ledger()
    ledger.add(recorder.evidence())
    for answer in (said, f"- **high** · {said}"):
        assert gate.judge(Draft(answer, user_texts=("And now?",))) != ()
        assert gate.judge(Draft(answer, ledger=ledger, user_texts=("And now?",))) == ()


@pytest.mark.parametrize("done", [frozenset(), MEASURED - {"evaluation"}])
@pytest.mark.parametrize(
    "answer",
    [
        "Ship it tonight.",
        "Yes, you can deploy the model today.",
        "Go ahead, it's ready for production.",
    ],
)
def test_a_release_is_held_back_however_little_was_measured(
    answer: str, done: frozenset[Done]
) -> None:
    (gate,) = (gate for gate in DEFAULT_GATES if gate.name == "release_without_decision")
    assert gate.judge(draft_of(answer, "Can we ship?", done)) != ()
    assert gate.judge(Draft(answer, user_texts=("Can we ship?",))) != ()
