"""Whether and how often to retrain: by what a fall was traced to, and as advice."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["RETRAINING", "RETRAIN_AFTER", "STANDS_ON"]

RETRAIN_AFTER: Mapping[str, str] = {
    "no_fall": "No: no fall shows, and a new model would have to pass the whole gate again.",
    "schema": "No, not yet: mend the delivery first, or the new model learns the defect.",
    "scoring": (
        "No, not yet: the same inputs get other scores now, so look at what serves the model."
    ),
    "relation": (
        "Not blindly: the same inputs lead to other outcomes now, so find out first what changed. "
        "If the world did, retrain on rows from after the change; if the recording of outcomes "
        "did, mend that."
    ),
    "features": (
        "It may help: other inputs explain the fall. Train on rows like the current ones, and let "
        "it pass the same evaluation on later rows first."
    ),
    "prior": (
        "Recalibrate first, and choose the threshold anew: it is the shares of the classes that "
        "moved, and a new model is the dearer mend."
    ),
    "unexplained": (
        "Not yet: nothing that was measured explains the fall, and a new model would hide the "
        "cause."
    ),
    "moved": (
        "Not for that alone: inputs have moved, and whether the model got worse is known only by "
        "outcomes of recent rows."
    ),
    "moved_unjudged": (
        "Not for that alone: inputs have moved, and whether the model got worse isn't measured. "
        "The newer table holds the outcomes; with what the model said of each of its rows beside "
        "them, I compare performance before and now."
    ),
    "slight": "No: what moved weighs little for the model.",
    "still": "No: the two tables don't differ in what was compared.",
}
"""Whether to retrain, by what was measured."""

RETRAINING = (
    "**How often: as fast as it ages, and never by the calendar alone.** Train on the rows up to "
    "a past month, judge on each month after it, and see after how many the score has lost more "
    "than its interval: take a rhythm somewhat shorter than that. In between, an alert on inputs, "
    "scores or late outcomes calls for a look, and a look comes before a retraining. Each new "
    "model passes the evaluation of the first one, beside the one that runs."
)
"""Advice where nothing was measured of how fast a model ages."""

STANDS_ON = "Stands on: S8, S5; Q2, R1, P1"
