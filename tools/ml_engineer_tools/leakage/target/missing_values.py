"""Missing values that tell a number: a field filled in where the outcome is large, or small.

A score that counts squared errors hardly sees it where other columns are strong, so here the
question is turned round: how well does the outcome tell whether the field is filled in?
"""

from __future__ import annotations

from ml_engineer_tools.evidence import format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.tables.names import quoted

OUTSTANDING = 0.9
"""ROC AUC from which a separation is outstanding (Hosmer & Lemeshow 2000)."""
FEWEST_EACH = 30
"""Rows with and without a value from which the separation is believed: a convention."""


def find_telling_gaps(inputs: Inputs, probe: Probe, explained: tuple[str, ...]) -> Found:
    """Record columns whose missingness parts high values of the target from low ones.

    Args:
        inputs: the surroundings.
        probe: a regression.
        explained: columns that other checks have found already.
    """
    import numpy as np
    from scipy.stats import rankdata

    ranks = rankdata(probe.y)
    found = Found()
    for name in map(str, probe.frame.columns):
        missing = probe.frame[name].isna().to_numpy()
        gone, known = int(missing.sum()), int((~missing).sum())
        if name in explained or min(gone, known) < FEWEST_EACH:
            continue
        # The Mann-Whitney statistic as a share is the ROC AUC.
        area = float((np.mean(ranks[~missing]) - (known + 1) / 2) / gone)
        if max(area, 1 - area) < OUTSTANDING:
            continue
        figure = inputs.record.figure(
            "missingness_roc_auc", max(area, 1 - area), column=name, n=len(ranks),
            exactness=probe.exactness(),
        )  # fmt: skip
        inputs.record.finding(
            "suspect_feature",
            "medium",
            f"{quoted(name)} is mostly filled in where the target is "
            f"{'large' if area > 0.5 else 'small'}: the target tells whether it is missing with a "
            f"ROC AUC of {format_value(figure.value)}.",
            columns=(name,),
            clauses=("S4", "S3", "H5"),
            figures=(figure,),
            question=f"When is {quoted(name)} filled in: before the moment of prediction, or only "
            "during or after the outcome?",
            harmless_if="Whether it is filled in is settled before the prediction is made.",
        )
        found = found.plus(Found((name,), (figure,)))
    return found
