"""Inverted labels: the outcome recorded the other way round since the reference.

Then the order of the scores and the share of positives are both mirrored. The world does neither so
exactly; to recalibrate would teach the scores the mistake.
"""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.evaluation.drop import Fall
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.modelling.task import Task

RANKED = 0.6
"""ROC AUC that the reference has to reach, and the current rows to mirror: a convention."""

NEAR = 0.05
"""Distance from the mirrored value up to which it counts as mirrored: a convention."""


def are_inverted(task: Task, fall: Fall | None, before: Judgeable, after: Judgeable) -> bool:
    """Tell whether both the ROC AUC and the share of positives are mirrored.

    Args:
        task: what is predicted; False unless two classes.
        fall: that of the ROC AUC; None if it could not be measured.
        before: rows of the reference.
        after: current rows.
    """
    if task.kind != "binary" or fall is None or fall.before.value < RANKED:
        return False
    shares = [float(np.mean(rows.y == 1)) for rows in (before, after)]
    mirrored = abs(fall.after.value - (1 - fall.before.value)) <= NEAR
    return mirrored and abs(shares[1] - (1 - shares[0])) <= NEAR


def record_inverted(fall: Fall, before: Judgeable, after: Judgeable, place: Place) -> None:
    """Record that outcomes look as if they were recorded the other way round."""
    record = place.record
    aucs = [
        record.figure("roc_auc", one.value, model=place.model, window=window,
                      interval=one.interval, n=one.rows)
        for one, window in ((fall.before, "reference"), (fall.after, "current"))
    ]  # fmt: skip
    shares = [
        record.figure("base_rate", float(np.mean(rows.y == 1)), window=window, n=len(rows))
        for rows, window in ((before, "reference"), (after, "current"))
    ]
    record.finding(
        "inverted_labels", "high",
        f"The outcomes look as if they were recorded the other way round: the ROC AUC went from "
        f"{aucs[0]} to {aucs[1]} and the share of positives from {shares[0]} to {shares[1]}, and "
        "both are mirrored. Settle that before anything else: to recalibrate, or to train, on "
        "these rows would teach the mistake.",
        clauses=("S3", "S8", "Q2"), figures=[*aucs, *shares], confidence="high",
        question="What do the two values of the outcome mean now, and what did they mean before?",
    )  # fmt: skip
