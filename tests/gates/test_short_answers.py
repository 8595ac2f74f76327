"""Short answers: thanks, pointers and what comes next are no claims and let nothing go."""

import pytest

from ml_engineer.gates import DEFAULT_GATES
from ml_engineer_evals.corpora.gates import JudgedAnswer, draft_of

STATES = (
    {"evidence": [], "attached_data": False},
    {"evidence": [], "attached_data": True},
    {"evidence": ["profile", "leakage", "baselines"], "attached_data": True},
)


def stopped(answer: str, state: dict[str, object], asked: str = "And?") -> list[str]:
    item = JudgedAnswer.model_validate(
        {"id": "x", "user": asked, "state": state, "answer": answer, "violates": []}
    )
    draft = draft_of(item)
    return [gate.name for gate in DEFAULT_GATES if gate.judge(draft)]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "answer",
    ["You're welcome.", "Thanks, noted.", "Hello!", "Good morning.", "I'll check for leakage next.",
     "Which column is the target?", "OK, I will profile it first."],
)  # fmt: skip
def test_they_pass(answer: str, state: dict[str, object]) -> None:
    assert stopped(answer, state) == []


@pytest.mark.parametrize("answer", ["Ship it.", "Yes, ship it tonight."])
def test_a_short_release_does_not(answer: str) -> None:
    assert all("release_without_decision" in stopped(answer, state) for state in STATES)


EXPLANATIONS = [
    ("What is a holdout for?", "It keeps you honest."),
    ("What is PSI?", "A measure of how far a distribution has moved."),
    ("What is AUC?", "The chance that a random positive ranks above a random negative."),
    ("sorry, what is overfitting again?", "The model remembers instead of generalising."),
    ("Why do we need a test set?", "Because training scores flatter."),
    ("what's the point of a baseline?", "It tells you what the model has to beat."),
    ("Is R2 the same as accuracy?", "No, it is the share of variance explained."),
    ("What does precision mean?", "Of those flagged, the share that is right."),
    ("Explain shadow mode.", "The model runs beside the old one and decides nothing."),
]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("asked", "answer"), EXPLANATIONS)
def test_what_a_concept_means_is_no_claim(
    asked: str, answer: str, state: dict[str, object]
) -> None:
    assert stopped(answer, state, asked) == []


@pytest.mark.parametrize(
    ("asked", "answer", "gate"),
    [
        ("What is the AUC?", "It is excellent on your data.", "evidence_first"),
        ("What is a canary?", "Nothing you need: ship it to all of our users tonight.",
         "release_without_decision"),
    ],
)  # fmt: skip
def test_a_case_at_hand_is_judged_whatever_was_asked(asked: str, answer: str, gate: str) -> None:
    assert gate in stopped(answer, STATES[1], asked)
