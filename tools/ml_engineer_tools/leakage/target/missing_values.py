"""Missing values that tell the target: a field filled in where the outcome is one and not another.

A score that counts squared errors hardly sees it where other columns are strong, and among strong
features such a field doesn't stand apart, so here the question is turned round: how well does the
outcome tell whether the field is filled in?
"""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.evidence import format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.leakage.target.separation import separation
from ml_engineer_tools.tables.names import agreeing, joined

OUTSTANDING = 0.9
"""ROC AUC from which a separation is outstanding (Hosmer & Lemeshow 2000): for numbers."""
TELLING = 0.65
"""ROC AUC from which it is asked about for classes. Honest gaps say something too; half way
from chance to acceptable (0.7 to 0.8, Hosmer & Lemeshow 2000) they rarely come: a convention."""
FEWEST_EACH = 30
"""Rows with and without a value from which the separation is believed: a convention."""


def find_telling_gaps(inputs: Inputs, probe: Probe, explained: tuple[str, ...]) -> Found:
    """Record columns whose missingness parts high values of the target from low ones.

    Columns that are missing in the same rows are told together.

    Args:
        inputs: the surroundings.
        probe: rows with their target.
        explained: columns that other checks have found already.
    """
    alike: dict[bytes, list[str]] = {}
    for name in map(str, probe.frame.columns):
        if name not in explained:
            alike.setdefault(probe.frame[name].isna().to_numpy().tobytes(), []).append(name)
    found = Found()
    for mask, names in alike.items():
        missing = np.frombuffer(mask, dtype=bool)
        gone, known = int(missing.sum()), int((~missing).sum())
        if min(gone, known) < FEWEST_EACH:
            continue
        told = separation(probe.task, probe.y, ~missing)
        if told.strength >= (OUTSTANDING if probe.task.kind == "regression" else TELLING):
            found = found.plus(_report(inputs, probe, sorted(names), told.area))
    return found


def _report(inputs: Inputs, probe: Probe, names: list[str], area: float) -> Found:
    figure = inputs.record.figure(
        "missingness_roc_auc", max(area, 1 - area), column=names[0], n=len(probe.y),
        exactness=probe.exactness(),
    )  # fmt: skip
    verb, field = agreeing(len(names), "is", "are"), agreeing(len(names), "it is", "they are")
    where = "large" if area > 0.5 else "small"
    number = probe.task.kind == "regression"
    said = f"where the target is {where}" if number else "in one class more than elsewhere"
    inputs.record.finding(
        "suspect_feature",
        "medium",
        f"{joined(names)} {verb} filled in {said}: the target tells whether {field} missing "
        f"with a ROC AUC of {format_value(figure.value)}.",
        columns=names,
        clauses=("S4", "S3", "H5"),
        figures=(figure,),
        confidence="medium",
        question=f"When {verb} {joined(names)} filled in: before the moment of prediction, or only "
        "during or after the outcome?",
        harmless_if="Whether it is filled in is settled before the prediction is made.",
    )
    return Found(tuple(names), (figure,))
