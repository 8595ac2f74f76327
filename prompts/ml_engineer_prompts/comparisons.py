"""Comparisons: what tells two terms apart, and which of them to take.

Two concepts that stand here get the sentence that decides between them; any others are explained
one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping

from ml_engineer_prompts.terms.concept import Concept

__all__ = ["COMPARED", "told_apart"]

COMPARED: Mapping[frozenset[str], str] = {
    frozenset(("Data drift", "Concept drift")): (
        "Data drift shows in the inputs alone, at once; concept drift shows only when outcomes "
        "come in, and it is the one that always hurts. So inputs and scores are watched daily, and "
        "quality as soon as there are labels."
    ),
    frozenset(("Data drift", "Prediction drift")): (
        "One is watched on what goes in, the other on what comes out; a move of the scores without "
        "a move of the inputs points at the code."
    ),
    frozenset(("A random forest", "Gradient boosting")): (
        "Neither is better as such: tuned boosting is often a little ahead on tables, a forest is "
        "harder to get wrong. Which is ahead on one's own table is measured on the same folds, "
        "beside a linear model; a difference within the interval goes to the simpler one."
    ),
    frozenset(("Logistic regression", "Gradient boosting")): (
        "Begin with the linear one: it can be read and breaks less. Boosting has to beat it on the "
        "same folds by more than the interval, and by something that a decision notices."
    ),
    frozenset(("Logistic regression", "A random forest")): (
        "Begin with the linear one: it can be read and breaks less. The forest has to beat it on "
        "the same folds by more than the interval."
    ),
    frozenset(("Deep learning", "Gradient boosting")): (
        "Columns of a table: boosting. Text, images, sound: deep learning."
    ),
    frozenset(("Precision", "Recall")): (
        "Precision asks how many alarms are right, recall how many cases are caught; a stricter "
        "threshold buys one with the other, and what the two errors cost says how far."
    ),
    frozenset(("ROC AUC", "Average precision")): (
        "With rare positives take average precision: its floor is their share, while ROC AUC stays "
        "high though most alarms are false. With balanced classes they mostly agree."
    ),
    frozenset(("Log loss", "The Brier score")): (
        "Both judge probabilities; log loss punishes one confident mistake without limit, the "
        "Brier score does not."
    ),
    frozenset(("F1", "Accuracy")): (
        "With rare positives accuracy is near its floor for any model, and F1 tells more; costs "
        "tell most."
    ),
    frozenset(("A shadow deployment", "A canary release")): (
        "In shadow nobody is touched by an answer, so it comes first and finds serving bugs; a "
        "canary decides for a few, and finds what answers do to people."
    ),
    frozenset(("An A/B test", "A canary release")): (
        "A canary looks for harm, an A/B test measures a gain; the canary comes first."
    ),
    frozenset(("RAG, retrieval-augmented generation", "Fine-tuning")): (
        "Facts that change: retrieval. A form or a task to be learnt: fine-tuning. Measure the "
        "plain prompt before either."
    ),
    frozenset(("SHAP", "Permutation importance")): (
        "SHAP speaks of single predictions, permutation importance of the score as a whole; both "
        "speak of the model and not of causes."
    ),
    frozenset(("Holdout", "A validation set")): (
        "On the validation set one may choose, as often as one likes; on the holdout one looks "
        "once, when the choice is made."
    ),
    frozenset(("Holdout", "Cross-validation")): (
        "Cross-validation is for choosing, the holdout for the last word. With few rows the folds "
        "do most of the work."
    ),
    frozenset(("One-hot encoding", "Target encoding")): (
        "Few levels: one-hot. Very many: target encoding, fitted inside the folds."
    ),
    frozenset(("Lift", "Uplift")): (
        "Lift ranks by how likely the outcome is, uplift by how much the action changes it; only "
        "the second says whom to act upon, and it takes an experiment."
    ),
    frozenset(("Overfitting", "The bias-variance trade-off")): (
        "A large distance between training and validation is the first, two poor scores are the "
        "other side of the second."
    ),
    frozenset(("Class imbalance", "SMOTE and resampling")): (
        "The first is a property of the world, the second a cure that mostly isn't one."
    ),
    frozenset(("Data drift", "Training-serving skew")): (
        "Drift is the world that moved, skew is two pieces of code that disagree about the same "
        "case; the same case, computed on both sides, tells which it is."
    ),
    frozenset(("Data drift", "Model decay")): (
        "The first is a change of inputs, the second a loss of quality; either comes without the "
        "other."
    ),
}


def told_apart(one: Concept, other: Concept) -> str:
    """Return what tells two concepts apart; "" if no sentence is prepared for the two."""
    return COMPARED.get(frozenset((one.name, other.name)), "")
