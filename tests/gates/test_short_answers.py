"""Short answers: thanks, pointers and what comes next are no claims and let nothing go."""

import pytest

from ml_engineer.gates import DEFAULT_GATES
from ml_engineer_evals.corpora.gates import JudgedAnswer, draft_of

STATES = (
    {"evidence": [], "attached_data": False},
    {"evidence": [], "attached_data": True},
    {"evidence": ["profile", "leakage", "baselines"], "attached_data": True},
)


def stopped(answer: str, state: dict[str, object]) -> list[str]:
    item = JudgedAnswer.model_validate(
        {"id": "x", "user": "And?", "state": state, "answer": answer, "violates": []}
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
