"""Features that are later than the row: dates that lie after its time, in all rows or in a part.

Where nobody named the time, dates that go with each other are compared: of two steps of one event
the later one may be its outcome, and neither is the earlier one in every row if they take turns.
"""

from __future__ import annotations

from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.tables.names import quoted

MOST = 0.5
"""A date that is later than the row's time in more than half of the rows is asked about."""

PART, FEWEST_LATE = 0.01, 15
"""Share of the rows, and rows, from which dates later than the row's time are told: conventions;
fewer may be slips of the pen."""
PLANNED = 12
"""Different distances from the row's time up to which a date looks agreed beforehand, as the end
of a term of 30, 90 or 365 days is, none of them below `PLANNED_DAYS`: conventions."""
PLANNED_DAYS = 14
FEWEST = 50
"""Rows from which so few distances mean something."""


def check_late_features(inputs: Inputs) -> list[Figure]:
    """Record dates and timestamps that mostly lie after the row's own time."""
    time = inputs.roles.time
    if time is None or not inputs.train.column(time).is_temporal:
        return []
    names = [column.name for column in inputs.features() if column.is_temporal]
    if not names:
        return []
    table = inputs.train.expression
    measures = {}
    for k, name in enumerate(names):
        value, instant = table[name], table[time]
        if "date" in (inputs.train.column(name).kind, inputs.train.column(time).kind):
            # A day has no hour: an instant of the same day is not later than it.
            value, instant = value.cast("date"), instant.cast("date")
        measures[f"later{k}"] = (value > instant).sum()
        measures[f"known{k}"] = (value.notnull() & instant.notnull()).sum()
        seconds = [side.cast("timestamp").epoch_seconds() for side in (value, instant)]
        distance = seconds[0] - seconds[1]
        measures[f"distances{k}"] = distance.nunique()
        measures[f"nearest{k}"] = distance.min()
    counts = inputs.engine.aggregate(table, measures)
    for k, name in enumerate(names):
        known = int(counts[f"known{k}"] or 0)
        later = int(counts[f"later{k}"] or 0)
        part = later > MOST * known or later >= max(FEWEST_LATE, PART * known)
        if known and part:
            few = known >= FEWEST and int(counts[f"distances{k}"]) <= PLANNED
            planned = few and float(counts[f"nearest{k}"]) >= PLANNED_DAYS * 86_400
            _report(inputs, name, time, later / known, known, planned=planned)
    return []


def _report(
    inputs: Inputs, name: str, time: str, later: float, known: int, *, planned: bool
) -> None:
    share = inputs.record.figure("later_than_time_share", later, column=name, n=known)
    inputs.record.finding(
        "late_feature",
        "low" if planned else "medium",
        f"{quoted(name)} lies after {quoted(time)} in {later:.1%} of the rows where both are "
        "known: "
        + (
            "by one of a few distances, as a date that was agreed beforehand does."
            if planned
            else "it may exist only once the outcome does."
            if later > MOST
            else "in these it is not known at that time, nor is what was measured then."
        ),
        columns=(name, time),
        clauses=("S4", "S3"),
        figures=(share,),
        question=f"Is the value of {quoted(name)} known at the time in {quoted(time)}?",
        harmless_if="It is a date planned or agreed before the prediction is made.",
    )
