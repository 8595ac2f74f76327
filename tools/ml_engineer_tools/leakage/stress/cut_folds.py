"""Cut folds, graded: how much it costs that folds cut entities or equal rows, where measured."""

from __future__ import annotations

from ml_engineer_tools.evidence import format_value
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.stress.gaps import MEDIUM_GAP
from ml_engineer_tools.leakage.stress.quick_model import QuickModel
from ml_engineer_tools.leakage.stress.split_stress import Stressed
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES

SPLIT_OF = {"fold_entity_overlap": "group", "fold_row_overlap": "duplicates"}
"""Checks of what folds cut, and the split that keeps it together."""


def grade_cut_folds(inputs: Inputs, model: QuickModel, stressed: list[Stressed]) -> None:
    """Give findings on cut folds the severity of what the quick model gains by the cut.

    What the interval shows to be small is info, and what it leaves open is medium; without a
    measurement the finding stays as it is.
    """
    metric = METRIC_NAMES[model.metric]
    for finding in inputs.record.findings:
        split = SPLIT_OF.get(finding.check)
        found = [
            one
            for one in stressed
            if one.split == split and (split != "group" or one.columns == finding.columns[:1])
        ]
        if not found:
            continue
        severity, gap = found[0].severity, found[0].gap
        if gap.interval is None:
            continue
        size = f"{format_value(gap.value)} {metric}"
        low, high = gap.interval
        span = f"{format_value(low)} to {format_value(high)}"
        if severity != "info":
            more = f"It makes the quick model's score optimistic by {size}."
        elif high < MEDIUM_GAP[model.metric]:
            more = f"Measured, that hardly matters here: {size} ({span})."
        else:
            severity = "medium"
            more = f"How much that matters is open: {size} ({span})."
        inputs.record.regrade(finding, severity, more, [gap])
