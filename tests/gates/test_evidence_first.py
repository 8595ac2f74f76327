"""Evidence first: nothing is claimed of the data or the model before something was measured."""

import json
from pathlib import Path

import pytest

from ml_engineer.conversation import SessionFacts
from ml_engineer.gates import Draft, EvidenceFirst
from ml_engineer_evals.corpora.labelled_ledger import LabelledFigure, ledger_of

CORPUS = Path(__file__).parents[1] / "corpora" / "gates_dev.jsonl"
FACTS = SessionFacts(data="train.csv", columns=("tenure", "monthly fee"))


def quotes(text: str, facts: SessionFacts = FACTS) -> list[str | None]:
    return [verdict.quote for verdict in EvidenceFirst().judge(Draft(text, facts))]


@pytest.mark.parametrize(
    "claim",
    [
        "Your table looks clean.",
        "The labels are reliable.",
        "There are hardly any missing values.",
        "About 3% of the policies have a claim.",
        "I found no outliers worth mentioning.",
        "The series shows a strong weekly seasonality.",
        "Our model already detects nine out of ten defects.",
        "The accuracy of it is 93%, give or take one point.",
        "A boosted model gets to roughly 0.87 AUC here.",
        "There is no sign of leakage.",
        "tenure is by far the strongest one.",
        "monthly fee has the most influence",
        "Since your texts are mostly short, I'd begin with a keyword rule.",
    ],
)
def test_a_claim_with_nothing_measured_goes_back(claim: str) -> None:
    assert quotes(f"Thanks for the file. {claim}") == [claim]


@pytest.mark.parametrize(
    "text",
    [
        "I haven't looked inside yet, so nothing is known of it.",
        "If your table has duplicates, a random split leaks.",
        "Does your data cover a whole year?",
        "Which column is the target?",
        "Gradient boosting often beats a linear model on tables of this size.",
        "Let's profile it and count the missing values.",
        "The label may be noisy; that needs to be measured first.",
        "Shadow mode scores real inputs, and nobody acts on the scores.",
        'You call it "the data is clean"; I would check.',
        "No leakage check has run so far.",
        "First we measure what your columns contain, then we talk about models.",
        "# Your data is clean",
        "I'll take the 3% as your analyst's statement until the profile confirms it.",
    ],
)
def test_questions_conditions_plans_and_method_are_fine(text: str) -> None:
    assert quotes(text) == []


def test_once_something_is_measured_the_gate_is_silent() -> None:
    ledger = ledger_of([LabelledFigure(handle="E1.f1", quantity="row_count", value=5, unit="rows")])
    assert EvidenceFirst().judge(Draft("Your table looks clean.", FACTS, ledger)) == ()


def test_the_mend_names_the_tool_that_measures() -> None:
    (verdict,) = EvidenceFirst().judge(Draft("Your table looks clean.", FACTS))
    assert verdict.mend.startswith("Call profile_dataset and measure first")
    assert verdict.clause == "H5"
    (without,) = EvidenceFirst().judge(Draft("The accuracy is 93%.", SessionFacts()))
    assert without.mend.startswith("Ask for the table")


def test_labelled_answers_are_told_apart() -> None:
    """Only those with nothing measured: the others are the business of number grounding."""
    wrong: list[str] = []
    found = 0
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["state"]["evidence"]:
            continue
        facts = SessionFacts(data="a.csv" if item["state"]["attached_data"] else None)
        flagged = bool(quotes(item["answer"], facts))
        found += flagged
        if flagged != ("evidence_first" in item["violates"]):
            wrong.append(item["id"])
    assert found >= 10
    assert len(wrong) <= 1
