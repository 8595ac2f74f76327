"""File order: whether neighbouring rows agree in the target more than chance would have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import Figure, format_value
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.modelling.features import feature_kind
from ml_engineer_tools.modelling.in_order import is_in_order
from ml_engineer_tools.modelling.order import file_order_dependence
from ml_engineer_tools.modelling.sorted_by import sorted_by
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import pandas as pd

COUNTS, MOSTLY = 0.9999, 0.5
"""Correlation with the row's place, or share of steps that are the smallest one, from which a
number only counts the rows: conventions."""
FEWEST_VALUES = 20
"""Different values that such a column has at least."""


def check_file_order(inputs: Inputs, probe: Probe) -> list[Figure]:
    """Record whether the target depends on the place in the file; returns the headline figures.

    With a time column given, its order is what counts, and this check does not run.
    """
    if inputs.roles.time is not None:
        return []
    y = probe.y[probe.in_file_order]
    order = file_order_dependence(probe.task, y)
    record = inputs.record
    lag = record.figure("neighbour_agreement", order.lag_agreement, n=len(probe.y))
    trend = record.figure("trend_in_file_order", order.trend, n=len(probe.y))
    if not order.depends:
        return []
    if order.is_sorted:
        record.finding(
            "sorted_by_target",
            "medium",
            "The file is sorted by the target: whatever numbers the rows, an index or an "
            "identifier handed out later, gives the target away, and a split in file order would "
            "leave classes or values out.",
            clauses=("S3",),
            figures=(lag, trend),
            question="In which order did the rows come about?",
            harmless_if="The rows are shuffled before they are split, and nothing that numbers "
            "them is a feature.",
        )
        return []
    category = sorted_by(probe.task, y, probe.frame.iloc[probe.in_file_order], seed=probe.seed)
    if category is not None:
        record.finding(
            "file_order",
            "low",
            f"The file is sorted by {quoted(category)}, and that explains why neighbouring rows "
            "agree in the target: a split in file order would leave levels of it out.",
            columns=(category,),
            clauses=("S3",),
            figures=(lag, trend),
            question=f"Is {quoted(category)} a time, or will the model meet new levels of it?",
            harmless_if="The rows are shuffled before they are split.",
        )
        return []
    date, number = monotone_columns(probe)
    if number is not None and date is None:
        record.finding(
            "file_order",
            "low",
            f"The file is sorted by {quoted(number)}, and the target goes with that: it is why "
            "neighbouring rows agree in the target. As a feature it is known in any order of the "
            "rows; only if it is a time do folds at random know what comes later.",
            columns=(number,),
            clauses=("S3", "P5"),
            figures=(lag, trend),
            question=f"Is {quoted(number)} a time? If so, give it as the time.",
            harmless_if="It is a feature by which the rows were sorted.",
        )
        return []
    record.finding(
        "file_order",
        "medium",
        "The target depends on the place in the file: neighbouring rows agree more than chance "
        f"would have it (agreement {format_value(lag.value)} of a possible {format_value(1)}, "
        f"trend {format_value(trend.value)})."
        + (
            f" The file is in the order of {quoted(date)}: if that is the time of a row, folds at "
            "random know what comes later."
            if date is not None
            else " If the rows came about in that order, folds at random know what comes later."
        ),
        columns=() if date is None else (date,),
        clauses=("S3", "P5"),
        figures=(lag, trend, record.convention(
            "full_agreement", 1, source="the largest value that the agreement can take"
        )),
        question=f"Does {quoted(date)} say when a row was known? If so, give it as the time."
        if date is not None
        else "Is the file in the order of time, and is there a column that says when?",
        harmless_if="The order came about by sorting or joining, not by time.",
    )  # fmt: skip
    return [lag]


def monotone_columns(probe: Probe) -> tuple[str | None, str | None]:
    """Return the date and the number by which the file is sorted, each None if there is none.

    A number that rises by even steps counts the rows: it says no more than the file's order.
    """
    frame = probe.frame.iloc[probe.in_file_order]
    date = number = None
    for name in map(str, frame.columns):
        kind = feature_kind(frame[name])
        if kind not in ("number", "instant") or frame[name].isna().any():
            continue
        values = _floats(frame[name], kind)
        if len(np.unique(values)) < FEWEST_VALUES or not np.isfinite(values).all():
            continue
        if not is_in_order(values):
            continue
        if kind == "instant":
            date = date or name
        elif not _counts_rows(values, np.abs(np.diff(values))):
            number = number or name
    return date, number


def _counts_rows(values: np.ndarray, steps: np.ndarray) -> bool:
    """Tell whether numbers rise by even steps; of a sample, a few steps at once."""
    even = float((steps == steps[steps > 0].min()).mean()) >= MOSTLY
    place = np.arange(len(values), dtype=np.float64)
    return even or abs(float(np.corrcoef(values, place)[0, 1])) >= COUNTS


def _floats(values: pd.Series, kind: str) -> np.ndarray:
    import pandas as pd

    if kind == "number":
        return np.asarray(values.to_numpy(dtype=np.float64, na_value=np.nan))
    stamps = pd.to_datetime(values, errors="coerce", utc=True)
    days = (stamps - pd.Timestamp("1970-01-01", tz="UTC")) / pd.Timedelta(days=1)
    return np.asarray(days.to_numpy(dtype=np.float64, na_value=np.nan))
