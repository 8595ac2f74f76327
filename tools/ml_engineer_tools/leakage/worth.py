"""Worth: proven leaks, graded by what the quick model gains by them."""

from __future__ import annotations

from ml_engineer_tools.evidence import Figure, Finding, format_value
from ml_engineer_tools.leakage.check_names import AGGREGATES
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.stress.gaps import HIGH_GAP
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES

PROVEN = ("arithmetic_identity", "deterministic_copy", "target_encoding", "target_lead")
"""Checks that prove a leak where they are sure of it, whatever it is worth."""


def grade_by_worth(
    inputs: Inputs, metric: str, worth: list[tuple[tuple[str, ...], Figure]]
) -> None:
    """Call proven leaks severe from the gap on that makes folds at random severe.

    Args:
        inputs: the surroundings.
        metric: of the quick model.
        worth: sets of suspects, with what the model loses without each.
    """
    for columns, figure in worth:
        low = figure.interval[0] if figure.interval else 0.0
        if float(figure.value) < HIGH_GAP[metric] or low <= 0:
            continue
        for finding in inputs.record.findings:
            if finding.severity == "medium" and _is_proven(inputs, finding, columns):
                size = f"{format_value(figure.value)} {METRIC_NAMES[metric]}"
                more = f"It is worth {size} to the quick model."
                inputs.record.regrade(finding, "high", more, [figure])


def _is_proven(inputs: Inputs, finding: Finding, columns: tuple[str, ...]) -> bool:
    """Tell whether a finding proves that these columns, and no more, leak the target."""
    if finding.check == AGGREGATES:
        of_target = inputs.roles.target in finding.columns[1:]
        return of_target and finding.columns[:1] == columns
    sure = finding.check in PROVEN and finding.confidence == "high"
    return sure and finding.columns[: len(columns)] == columns
