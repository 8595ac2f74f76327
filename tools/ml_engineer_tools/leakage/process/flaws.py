"""Flaws: the kinds of leak in a process, how much each is likely to matter, and in whose words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ml_engineer_tools.evidence import Confidence, Severity
from ml_engineer_tools.leakage.process.impacts import (
    EASIER,
    ENTITIES,
    REPORTED,
    SELECTION,
    SHARES,
    TEMPORAL,
    TINY,
    UNLIKE_SERVING,
    UNREAL,
    Impact,
)

FlawKind = Literal[
    "preprocessing_before_split", "selection_before_split", "target_encoding_before_split",
    "oversampling_before_split", "undersampling_before_split", "duplicates_before_split",
    "imputation_with_target", "refit_on_test", "resampled_test", "evaluated_on_training",
    "chosen_on_test", "threshold_on_test", "early_stopping_on_test", "tuned_on_test",
    "best_score_reported", "target_in_features", "future_in_features", "random_split_of_time",
    "random_split_of_groups", "test_edges_in_graph", "hard_rows_dropped_before_split",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """What is said of a kind of flaw.

    Attributes:
        severity: how much it is likely to matter (arXiv 2604.04199: preprocessing before the split
            moves the AUC by at most 0.005; selection and boundaries of time and entity do harm).
        confidence: how sure the reading of the code is.
        impact: the end of its statement.
        harmless_if: what would have to be true.
        question: for the code's owner.
    """

    severity: Severity
    confidence: Confidence
    impact: Impact
    harmless_if: str
    question: str


_SAME_ROWS = "The rows on which it was fitted are not those that are scored."
_WHICH_ROWS = "Can it be fitted on the training rows alone, inside the split or a pipeline?"
_FRESH = "Another part of the data, untouched by any choice, gives the score that is reported."
_FRESH_QUESTION = "Which rows were never used for a choice, and what is the score on them?"

KINDS: dict[FlawKind, Kind] = {
    "preprocessing_before_split": Kind("low", "high", TINY, _SAME_ROWS, _WHICH_ROWS),
    "selection_before_split": Kind("high", "high", REPORTED, _SAME_ROWS, _WHICH_ROWS),
    "target_encoding_before_split": Kind("high", "high", REPORTED, _SAME_ROWS, _WHICH_ROWS),
    "oversampling_before_split": Kind(
        "high", "high", REPORTED, "No copy or neighbour of a training row is in the test.",
        "Can rows be added after the split, to the training rows alone?"),
    "undersampling_before_split": Kind(
        "medium", "high", SHARES, "The score does not depend on class shares.",
        "Can rows be left out after the split, of the training rows alone?"),
    "duplicates_before_split": Kind(
        "high", "medium", REPORTED, "The stacked tables share no row.",
        "Do copies of one row reach both sides of the split?"),
    "test_edges_in_graph": Kind(
        "high", "medium", REPORTED, "The edges to be predicted are not in the graph that is read.",
        "Can features and embeddings be made of the graph without the edges of the test?"),
    "hard_rows_dropped_before_split": Kind(
        "medium", "medium", EASIER, "The same rows would be left out without knowing the label.",
        "What is the score on a test of which no row was left out?"),
    "imputation_with_target": Kind("medium", "medium", REPORTED, _SAME_ROWS, _WHICH_ROWS),
    "refit_on_test": Kind(
        "medium", "high", UNLIKE_SERVING,
        "The two fits give the same result.",
        "Can the test be transformed with what was fitted on the training rows?"),
    "resampled_test": Kind(
        "high", "high", UNREAL, "The same rows are scored again as they are.",
        "What is the score on the test as it is?"),
    "evaluated_on_training": Kind(
        "high", "high", REPORTED, "The score is shown as one on training rows.",
        "What is the score on rows that the model has not seen?"),
    "chosen_on_test": Kind("high", "high", SELECTION, _FRESH, _FRESH_QUESTION),
    "threshold_on_test": Kind("high", "high", SELECTION, _FRESH, _FRESH_QUESTION),
    "early_stopping_on_test": Kind("medium", "high", SELECTION, _FRESH, _FRESH_QUESTION),
    "tuned_on_test": Kind("medium", "high", SELECTION, _FRESH, _FRESH_QUESTION),
    "best_score_reported": Kind("medium", "medium", SELECTION, _FRESH, _FRESH_QUESTION),
    "target_in_features": Kind(
        "high", "high", REPORTED, "The column is not among the features after all.",
        "Is this column known when the model is asked?"),
    "future_in_features": Kind(
        "high", "medium", REPORTED, "The later values are known when the model is asked.",
        "Are these later values known when the model is asked?"),
    "random_split_of_time": Kind(
        "high", "medium", TEMPORAL, "Order in time plays no part in how the model will be used.",
        "Will the model be used on rows later than those it was trained on?"),
    "random_split_of_groups": Kind(
        "medium", "medium", ENTITIES, "The model will only meet entities that it was trained on.",
        "Will the model be used on entities that it has not seen?"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flaw:
    """A flaw of a script.

    Attributes:
        kind: what it is.
        line: where it is mended.
        call: what stands there.
        text: the sentence that says what was read, without its place.
        other_line: another line that it takes to see it; 0 for none.
        severity: if it differs from that of its kind.
        site: the line that leads there: a call of the function that `line` stands in; 0 for none.
    """

    kind: FlawKind
    line: int
    call: str
    text: str
    other_line: int = 0
    severity: Severity | None = None
    site: int = 0

    @property
    def weight(self) -> Severity:
        """How much it is likely to matter."""
        return self.severity or KINDS[self.kind].severity
