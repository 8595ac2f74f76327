"""Dates that lie after another for some outcomes: a time that only the outcome's future can set.

A date that comes after the row's own time, in some of its rows, is taken from the row's future.
Where nobody named that time, every pair of dates is compared, and more is asked of them: honest
dates may follow each other in an order that says something of the target.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.late_features import MOST
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.leakage.target.separation import Separation, separation
from ml_engineer_tools.modelling.features import feature_kind
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import pandas as pd

NAMED, UNNAMED = 0.53, 0.60
"""ROC AUC from which a date that lies after the row's time is asked about, and the order of two
dates where no time was named. From 0.53 a leak is worth a name; 0.60 is less than acceptable
(0.7, Hosmer & Lemeshow 2000) and more than honest dates tend to say: conventions."""
LUCK = 1e-4
"""Probability without a relation, over all pairs that were tried."""
FEWEST = 15
"""Rows on either side from which an order of dates is looked at."""
MOST_DATES = 10
"""Columns of dates at most whose pairs are compared."""


def find_late_dates(
    inputs: Inputs, sample: pd.DataFrame, probe: Probe, explained: tuple[str, ...]
) -> Found:
    """Record dates whose order goes with the target.

    Args:
        inputs: the surroundings.
        sample: exploration rows with all columns.
        probe: the same rows, as features and target.
        explained: columns that other checks have found already; they are left out.
    """
    time = inputs.roles.time
    if time is not None and not inputs.train.column(time).is_temporal:
        time = None
    features = [str(name) for name in probe.frame.columns if name not in explained]
    names = [name for name in features if feature_kind(sample[name]) == "instant"][:MOST_DATES]
    pairs = [(name, time) for name in names] if time else list(combinations(names, 2))
    days = {name: seconds_of(sample[name]) for name in {n for pair in pairs for n in pair}}
    found = Found()
    for late, early in pairs:
        known = np.isfinite(days[late]) & np.isfinite(days[early])
        after = days[late] > days[early]
        count, rest = int((after & known).sum()), int((~after & known).sum())
        if time is None and count > rest:
            # The rarer order is the odd one.
            late, early, after, count, rest = early, late, days[early] > days[late], rest, count
        # What mostly lies after the row's time is told without the target.
        if min(count, rest) < FEWEST or (time and count > MOST * (count + rest)):
            continue
        told = separation(probe.task, probe.y[known], after[known])
        if told.p_value * len(pairs) > LUCK or told.strength < (NAMED if time else UNNAMED):
            continue
        columns = (late, early)
        found = found.plus(_report(inputs, probe, columns, count / (count + rest), told))
    return found


def seconds_of(values: pd.Series) -> np.ndarray:
    """Return instants as seconds since 1970, (n,), NaN where they are missing."""
    import pandas as pd

    stamps = pd.to_datetime(values, errors="coerce", utc=True)
    whole = (stamps - pd.Timestamp("1970-01-01", tz="UTC")) / pd.Timedelta(seconds=1)
    return np.asarray(whole.to_numpy(dtype="float64", na_value=np.nan))


def _report(
    inputs: Inputs, probe: Probe, columns: tuple[str, str], share: float, told: Separation
) -> Found:
    record, exactness, rows = inputs.record, probe.exactness(), len(probe.y)
    late, early = columns
    later = record.figure("later_than_time_share", share, column=late, n=rows, exactness=exactness)
    area = record.figure(
        "lateness_roc_auc", told.strength, column=late, n=rows, exactness=exactness
    )
    named = inputs.roles.time == early
    record.finding(
        "late_feature",
        "medium",
        f"{quoted(late)} lies after {quoted(early)} in {later.value:.1%} of the rows, and which "
        f"rows these are goes with the target: it tells them with a ROC AUC of "
        f"{format_value(area.value)}.",
        columns=columns,
        clauses=("S4", "S3"),
        figures=(later, area),
        confidence="high" if named else "medium",
        question=f"Is the value of {quoted(late)} known at the time in {quoted(early)}?"
        if named
        else f"At which time is the prediction made, and are {quoted(late)} and {quoted(early)} "
        "known then?",
        harmless_if="Both dates are known when the prediction is made.",
    )
    return Found((late,), (area,))
