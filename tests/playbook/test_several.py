"""Several questions in one message: taken apart where each stands for itself."""

from __future__ import annotations

import pytest

from ml_engineer.conversation import ContextMessage, Segment, SessionFacts, UserMessage
from ml_engineer.models.playbook.one_thing.form_wishes import shortened
from ml_engineer.models.playbook.several import questions_in, several_in

FACTS = SessionFacts(
    data="t.csv", target="churned", columns=("age", "fee", "plan", "temp", "churned")
)


def _segment(text: str) -> Segment:
    return Segment("", (), (ContextMessage(facts=FACTS), UserMessage(text=text)))


@pytest.mark.parametrize(
    ("text", "told", "questions"),
    [
        ("ok drop fee. what do i get now, and which metric should i use, and how do i split?",
         "ok drop fee.",
         ["what do i get now", "which metric should i use", "how do i split?"]),
        ("how many rows are there and how many missing in temp?", "",
         ["how many rows are there", "how many missing in temp?"]),
        ("should I smote it or get more data or use deep learning", "",
         ["should I smote it?", "should I get more data?", "should I use deep learning?"]),
        ("is age useful? which metric fits?", "", ["is age useful?", "which metric fits?"]),
    ],
)  # fmt: skip
def test_a_message_is_split_at_its_questions(text: str, told: str, questions: list[str]) -> None:
    assert questions_in(text) == (told, questions)


@pytest.mark.parametrize(
    "text",
    [
        "how many rows are there and how many missing in temp?",
        "which metric should i use, and how do i split?",
        "is churned balanced? how should I split it?",
        "how many rows are there? would more data help?",
        "what's the standard deviation of fee, and which metric should I use?",
        "should I use smote or get more data",
        "which metric should we use and is there leakage?",
    ],
)
def test_questions_with_answers_of_their_own_are_answered_one_by_one(text: str) -> None:
    several = several_in(_segment(text))
    assert several is not None
    assert len(several.parts) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Can we ship this model? What can we expect?",
        "can we skip monitoring, and which metric should we use?",
        "how long is all this kept and how do i delete it",
        "does it contain personal data? which columns?",
        "which metric should I use?",
        "When will we reach 0.9, and how do we split?",
        "It got worse since June. What happened? Is it the data or the model?",
    ],
)
def test_what_belongs_together_is_read_as_a_whole(text: str) -> None:
    assert several_in(_segment(text)) is None


def test_an_answer_is_cut_to_the_sentences_that_were_wished() -> None:
    text = (
        "Written for leadership; the figures are the same.\n\n**It loses money.** The model "
        "costs 3.0 [E1.f2] a day. More follows.\n\n| a | b |\n|---|---|\n\nStands on: S1; P2\n\nx"
    )
    short = shortened(text, 2)
    assert short.endswith("Stands on: S1; P2")
    assert "More follows" not in short
    assert "|" not in short
