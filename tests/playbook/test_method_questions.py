"""Questions on method: a term with a plain question around it; the case at hand is none."""

from __future__ import annotations

import re

import pytest

from ml_engineer.conversation import SessionFacts
from ml_engineer.gates import DEFAULT_GATES, Draft, judge_all
from ml_engineer.models.playbook.method_questions import asked_on_method
from ml_engineer_prompts import CONCEPTS, concept_answer, concept_named
from ml_engineer_prompts.comparisons import COMPARED
from ml_engineer_prompts.terms.conventions import CONVENTIONAL
from ml_engineer_prompts.terms.plainly import PLAINLY


@pytest.mark.parametrize(
    ("text", "asked_for", "names"),
    [
        ("should i use smote", "advice", ["SMOTE and resampling"]),
        ("is random forest better than xgboost", "difference",
         ["A random forest", "Gradient boosting"]),
        ("whats the difference between data drift and concept drift", "difference",
         ["Data drift", "Concept drift"]),
        ("precision vs recall", "difference", ["Precision", "Recall"]),
        ("PR AUC or ROC AUC?", "difference", ["Average precision", "ROC AUC"]),
        ("RAG vs fine-tuning", "difference",
         ["RAG, retrieval-augmented generation", "Fine-tuning"]),
        ("what threshold for psi is bad?", "convention", ["PSI, the population stability index"]),
        ("what PSI is bad", "convention", ["PSI, the population stability index"]),
        ("where does the psi threshold come from?", "convention",
         ["PSI, the population stability index"]),
        ("what is a good AUC?", "convention", ["ROC AUC"]),
        ("what is an acceptable p-value?", "convention", ["A p-value"]),
        ("calibration - what's that and do i care", "meaning", ["Calibration"]),
        ("and target encoding, does that leak?", "meaning", ["Target encoding"]),
        ("does target encoding leak", "meaning", ["Target encoding"]),
        ("do i need a feature store?", "advice", ["A feature store"]),
        ("how do i deal with outliers?", "advice", ["Outliers"]),
        ("when should i use early stopping", "advice", ["Early stopping"]),
        ("how do you monitor a model whose labels come 90 days late?", "advice", ["Late labels"]),
        ("our labels arrive two months later, how do we monitor that?", "advice", ["Late labels"]),
        ("we have to explain every rejection to customers. which model?", "advice",
         ["Interpretability"]),
        ("what's an embargo", "meaning", ["Purging and embargo"]),
        ("what is rag?", "meaning", ["RAG, retrieval-augmented generation"]),
        ("why is overfitting bad", "meaning", ["Overfitting"]),
    ],
)  # fmt: skip
def test_a_question_on_method_is_known(text: str, asked_for: str, names: list[str]) -> None:
    found = asked_on_method(text)
    assert found is not None
    assert (found.asked_for, [concept.name for concept in found.concepts]) == (asked_for, names)


@pytest.mark.parametrize(
    "text",
    ["is there leakage in my data", "what's the AUC?", "explain the drift to my boss",
     "explain that to my boss", "is duration leaking?", "should we use age?",
     "does the model overfit?", "is the model calibrated?", "how many missing values are there?",
     "which model is best for this data", "what moved between May and June?",
     "skip the holdout, do we need it?", "our recall is 0.4, ship it?", "is it overfitting?"],
)  # fmt: skip
def test_the_case_at_hand_is_no_question_on_method(text: str) -> None:
    assert asked_on_method(text) is None


def test_models_are_compared_on_the_table_where_there_is_one() -> None:
    assert asked_on_method("is random forest better than xgboost", measurable=True) is None
    assert asked_on_method("Should we use deep learning for this?", measurable=True) is None
    assert asked_on_method("Should we use deep learning?") is not None
    assert asked_on_method("precision vs recall", measurable=True) is not None


@pytest.mark.parametrize(
    ("text", "audience"),
    [("explain PSI to my boss", "leadership"), ("explain calibration to a developer",
      "software_engineer"), ("explain drift", None),
     ("how would you explain overfitting to our CEO?", "leadership")],
)  # fmt: skip
def test_the_reader_of_an_explanation_is_known(text: str, audience: str | None) -> None:
    found = asked_on_method(text)
    assert found is not None
    assert found.audience == audience


def test_a_bare_term_goes_on_after_a_term_and_nowhere_else() -> None:
    assert asked_on_method("and recall?") is None
    assert asked_on_method("and recall?", goes_on=True) is not None
    assert asked_on_method("what about women?", goes_on=True) is None


ANSWERS = [
    (one, "meaning", reader) for one in CONCEPTS for reader in ("data_scientist", "leadership")
] + [(one, how, "data_scientist") for one in CONCEPTS for how in ("advice", "convention")]


def test_every_prepared_answer_passes_the_gates_and_counts_nothing() -> None:
    facts = SessionFacts(data="t.csv", target="y", columns=("y", "age", "label", "tenure"))
    for concept, asked_for, reader in ANSWERS:
        text = concept_answer(asked_for, [concept], audience=reader)  # type: ignore[arg-type]
        draft = Draft(text, facts=facts, user_texts=(f"should i use {concept.name}?",))
        judged = judge_all(DEFAULT_GATES, draft)
        assert judged.passes, judged.message()
        if reader == "leadership" and concept.name in PLAINLY:
            assert "`" not in text
            assert not re.search(r"\d", text.rpartition("Stands on:")[0])


def test_what_is_compared_and_conventional_is_a_concept_and_passes() -> None:
    names = {concept.name for concept in CONCEPTS}
    assert len(names) == len(CONCEPTS)
    assert {*CONVENTIONAL, *PLAINLY} <= names
    for pair in COMPARED:
        one, other = (next(c for c in CONCEPTS if c.name == name) for name in pair)
        text = concept_answer("difference", [one, other])
        assert text.startswith("**")
        judged = judge_all(DEFAULT_GATES, Draft(text, user_texts=("which of them?",)))
        assert judged.passes, judged.message()


def test_spellings_lead_to_their_own_concept() -> None:
    spelled = {"data drift": "Data drift", "drift": "Drift", "recall": "Recall", "lift": "Lift",
               "uplift": "Uplift", "shap": "SHAP", "a/b test": "An A/B test"}  # fmt: skip
    for words, name in spelled.items():
        found = concept_named(words)
        assert found is not None
        assert found.name == name
