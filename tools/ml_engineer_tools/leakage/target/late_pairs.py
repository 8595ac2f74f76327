"""Two dates of one event, where nobody named the time: which lies after the other, and how often.

What is known only by the later one is not known at the earlier one. Which of them is the time of
the prediction, the table can't say; it is asked.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.target.late_dates import FEWEST, MOST_DATES, seconds_of
from ml_engineer_tools.leakage.target.late_features import PART
from ml_engineer_tools.modelling.features import feature_kind
from ml_engineer_tools.modelling.ranks import average_ranks
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import pandas as pd

TOGETHER = 0.9
"""Rank correlation from which two dates are steps of one event: a convention."""
REPORTED = 3
"""Pairs at most that are told."""


def tell_late_pairs(inputs: Inputs, sample: pd.DataFrame) -> None:
    """Record which of two dates that go together lies after the other; needs no target.

    Args:
        inputs: the surroundings; what findings say of a pair already is not said again.
        sample: rows with all columns.
    """
    if inputs.roles.time is not None:
        return
    told = [set(f.columns) for f in inputs.record.findings if f.severity in ("high", "medium")]
    names = [c.name for c in inputs.features() if c.name in sample]
    dates = [name for name in names if feature_kind(sample[name]) == "instant"][:MOST_DATES]
    seconds = {name: seconds_of(sample[name]) for name in dates}
    reported = 0
    for first, second in combinations(dates, 2):
        if reported == REPORTED or any({first, second} <= columns for columns in told):
            continue
        known = np.isfinite(seconds[first]) & np.isfinite(seconds[second])
        a, b = seconds[first][known], seconds[second][known]
        if len(a) < FEWEST or min(len(np.unique(a)), len(np.unique(b))) < FEWEST:
            continue
        if np.corrcoef(average_ranks(a), average_ranks(b))[0, 1] < TOGETHER or (a == b).all():
            continue
        late, early, share = first, second, float((a > b).mean())
        if (a < b).mean() > share:
            late, early, share = second, first, float((a < b).mean())
        _report(inputs, late, early, share, float((a != b).mean()) - share, len(a))
        reported += 1


def _report(inputs: Inputs, late: str, early: str, share: float, before: float, rows: int) -> None:
    later = inputs.record.figure("later_than_time_share", share, column=late, n=rows)
    figures = [later]
    turns = before >= max(PART, FEWEST / rows)
    if turns:
        figures.append(inputs.record.figure("earlier_than_time_share", before, column=late, n=rows))
    inputs.record.finding(
        "late_feature",
        "low",
        f"No time was given, and {quoted(late)} and {quoted(early)} are steps of one event: "
        f"{quoted(late)} lies after {quoted(early)} in {share:.1%} of the rows"
        + (f" and before it in {before:.1%}" if turns else "")
        + ". What is known only by the later one, as that date itself, is not known at the earlier "
        "one.",
        columns=(late, early),
        clauses=("S4", "S3"),
        figures=figures,
        confidence="medium",
        question="At which of the two is the prediction made? Give it as the time.",
        harmless_if="Both dates are known when the prediction is made.",
    )
