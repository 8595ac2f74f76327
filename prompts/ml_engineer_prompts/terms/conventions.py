"""What counts as good or bad: conventions with their source, and where there is none."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CONVENTIONAL"]

CONVENTIONAL: Mapping[str, str] = {
    "PSI, the population stability index": (
        "The rule of thumb says that a PSI below 0.1 is little and above 0.25 is much. It is a "
        "habit of credit scoring and derived from nothing: with few rows or many bins, chance "
        "alone reaches it. So the drift check here takes what chance makes of PSI at that number "
        "of rows, adds 0.1 as the usual limit of a small move, and asks beside it whether the "
        "column matters to the model."
    ),
    "ROC AUC": (
        "No AUC is good in itself. Guessing is at 0.5, and the bar is what a plain rule and "
        "today's practice reach on the same rows; one that is nearly perfect is looked at for a "
        "leak first."
    ),
    "Average precision": (
        "It is read against the share of positives, which is what guessing reaches; how many times "
        "that is enough follows from what the alarms cost."
    ),
    "Accuracy": (
        "It is read against the share of the commonest class, which always saying the same "
        "reaches: a figure below that is bad however high it sounds."
    ),
    "Precision": (
        "No figure is good in itself: it is enough when an alarm is worth more than it costs, and "
        "that break-even follows from your two costs."
    ),
    "Recall": (
        "No figure is good in itself: it is enough when the cases that are still missed cost less "
        "than the alarms it would take to catch them."
    ),
    "F1": (
        "There is no good figure for F1: it depends on how rare the positives are. Compare it with "
        "flagging everybody, and decide by costs."
    ),
    "R squared": (
        "There is no good figure: it depends on how much the target varies. Zero is what always "
        "saying the mean reaches, and the error in the target's own unit tells whether it helps."
    ),
    "MAE and RMSE": (
        "It is read in the unit of the target, against the error of the plain guess: the mean, or "
        "the last value. It is good enough when the decision would come out the same."
    ),
    "MAPE": (
        "There is none: it is read against the error of the last value, or of the same day a "
        "season ago, on the same rows."
    ),
    "Log loss": (
        "It is read against the log loss of always saying the base rate; whatever isn't below that "
        "has learnt nothing."
    ),
    "The Brier score": (
        "It is read against the Brier score of always saying the base rate; whatever isn't below "
        "that has learnt nothing."
    ),
    "A p-value": (
        "The usual level of significance is 0.05, a convention that goes back to Fisher and no law "
        "of nature. With many rows look at the size of the effect instead, and with many tests "
        "divide it by their number."
    ),
    "Statistical power": (
        "The usual aim is four in five, a convention of Cohen's; the rest of the real effects is "
        "missed. Take more where a miss costs dearly."
    ),
    "Fairness metrics": (
        "The four-fifths rule, a guideline of United States employment law from 1978, asks that "
        "the lowest selection rate of a group is at least four fifths of the highest. It starts a "
        "conversation; which measure is owed is for people and lawyers to decide."
    ),
    "A threshold": (
        "The default of libraries, 0.5, is nobody's decision. With calibrated scores it lies at "
        "the cost of a false alarm over the sum of both costs."
    ),
    "Overfitting": (
        "No distance between the two scores is too large in itself; what counts is whether the "
        "score on rows the model has never seen is good enough, with its interval."
    ),
}
"""The answer to "which value is good, and where does it come from?", by the concept's name."""
