"""What was asked by one column: the target and the means of numbers, level by level.

"Survival by sex", "deposits by month", "tenure of those who churn and of those who don't".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ml_engineer_tools.engine.content import as_text
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.modelling.task import Task, infer_task
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.relations.missingness import wilson
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

FEWEST_ROWS = 30
"""Levels of fewer rows are not told: a convention, as for groups of people."""

MOST_LEVELS = 24
"""Levels that are told, those of most rows first: a convention."""

MOST_VALUES = 20
"""Different values up to which a number is taken level by level; beyond, by its quarters."""

MOST_NUMBERS = 20
"""Columns whose means are told, in file order: a convention."""

MOST_MONTHS = 36
"""A time is told by month up to so many months, beyond by year: a convention."""


def check_by(inputs: Inputs) -> None:
    """Record the target and the means of numbers for each level of the column that was asked by.

    Labels are read of exploration rows alone. Intervals of shares are Wilson's (1927) and take
    rows for independent of each other; where a group was given there are none.
    """
    if inputs.by is None:
        return
    by, target = inputs.by, inputs.roles.target
    labelled = inputs.explored if inputs.explored is not None else None
    rows = labelled if by == target else inputs.table.expression
    if rows is None:
        return
    told: list[tuple[str, Figure]] = []
    if target is not None and labelled is not None and by != target:
        told = _of_target(inputs, labelled.mutate(level=_level(inputs, labelled, by)), by, target)
    _of_numbers(inputs, rows.mutate(level=_level(inputs, rows, by)), by)
    if len(told) > 1:
        _tell(inputs, by, str(target), told)


def _level(inputs: Inputs, rows: ir.Table, by: str) -> ir.Value:
    """Return each row's level: its value, its month or year, or its quarter of the numbers."""
    import ibis

    column, value = inputs.table.column(by), rows[by]
    summary = inputs.summaries.get(by)
    if column.is_temporal:
        return value.cast("timestamp").strftime(_calendar(inputs, by))
    if summary is None or not column.is_numeric or summary.distinct <= MOST_VALUES:
        return as_text(value)
    low, middle, high = (float(summary.quantiles[place]) for place in (1, 2, 3))
    number = value.cast("float64")
    return ibis.cases(
        (number.isnull() | number.isnan(), ibis.null("string")),
        (number <= low, f"up to {low:g}"),
        (number <= middle, f"{low:g} to {middle:g}"),
        (number <= high, f"{middle:g} to {high:g}"),
        else_=f"over {high:g}",
    )


def _calendar(inputs: Inputs, by: str) -> str:
    value = inputs.table.expression[by].cast("timestamp")
    ends = inputs.engine.aggregate(
        inputs.table.expression, {"first": value.min(), "last": value.max()}
    )
    if ends["first"] is None:
        return "%Y"
    months = 12 * (ends["last"].year - ends["first"].year) + ends["last"].month
    return "%Y-%m" if months - ends["first"].month < MOST_MONTHS else "%Y"


def _of_target(inputs: Inputs, rows: ir.Table, by: str, target: str) -> list[tuple[str, Figure]]:
    sample = inputs.labelled_sample()
    try:
        task = infer_task(sample[target])
    except BadInput:
        return []
    if task.kind == "multiclass":
        inputs.recorder.note(
            f"By {quoted(by)} no share is told: the target has more than two classes."
        )
        return []
    known = rows.filter(rows[target].notnull())
    value = _positive(known[target], task) if task.kind == "binary" else known[target]
    value = value.cast("float64")
    measures = {"rows": known.count(), "mean": value.mean(), "deviation": value.std()}
    frame = _kept(inputs.engine.group(known, ["level"], measures))
    quantity = "positive_share" if task.kind == "binary" else "target_mean"
    return [
        (
            str(row.level),
            inputs.recorder.figure(
                quantity, float(row.mean), column=by, slice=str(row.level),
                split="exploration", n=int(row.rows), interval=_interval(inputs, task, row),
            ),
        )
        for row in map(_Row, frame["level"], frame["rows"], frame["mean"], frame["deviation"])
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """What was measured of one level."""

    level: str
    rows: int
    mean: float
    deviation: float


def _positive(label: ir.Value, task: Task) -> ir.Value:
    wanted = task.positive.item() if isinstance(task.positive, np.generic) else task.positive
    return label == wanted


def _interval(inputs: Inputs, task: Task, row: _Row) -> tuple[float, float] | None:
    if inputs.roles.group is not None:
        return None
    if task.kind == "binary":
        return wilson(float(row.mean) * int(row.rows), int(row.rows))
    from scipy.special import stdtrit

    reach = float(stdtrit(int(row.rows) - 1, 0.975)) * float(row.deviation) / np.sqrt(row.rows)
    return float(row.mean) - reach, float(row.mean) + reach


def _of_numbers(inputs: Inputs, rows: ir.Table, by: str) -> None:
    names = [
        name
        for name, summary in inputs.summaries.items()
        if name != by and summary.column.is_numeric and not inputs.may_name_rows(name)
    ][:MOST_NUMBERS]
    measures: dict[str, Any] = {"rows": rows.count()}
    for place, name in enumerate(names):
        number = rows[name].cast("float64")
        finite = ~(number.isnan() | number.isinf())
        measures[f"mean{place}"] = number.mean(where=finite)
        measures[f"known{place}"] = number.count(where=finite)
    frame = _kept(inputs.engine.group(rows, ["level"], measures))
    for level, count in zip(frame["level"], frame["rows"], strict=True):
        inputs.recorder.figure(
            "rows_by_level", int(count), unit="rows", column=by, slice=str(level)
        )
    for place, name in enumerate(names):
        for row in frame.to_dict("records"):
            if row[f"known{place}"] >= FEWEST_ROWS:
                inputs.recorder.figure(
                    "mean", float(row[f"mean{place}"]), column=name,
                    slice=f"{by} = {row['level']}", n=int(row[f"known{place}"]),
                )  # fmt: skip


def _kept(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the levels of enough rows, those of most rows first, in order of their names."""
    known = frame[frame["level"].notna() & (frame["rows"] >= FEWEST_ROWS)]
    known = known.sort_values(["rows", "level"], ascending=[False, True]).head(MOST_LEVELS)
    return known.sort_values("level", kind="stable")


def _tell(inputs: Inputs, by: str, target: str, told: list[tuple[str, Figure]]) -> None:
    ordered = sorted(told, key=lambda one: float(one[1].value))
    (_, low), (_, high) = ordered[0], ordered[-1]
    what = (
        "share of positive rows"
        if low.quantity == "positive_share"
        else f"mean of {quoted(target)}"
    )
    inputs.recorder.finding(
        "target_by_level",
        "info",
        f"By {quoted(by)} the {what} goes from {low} to {high}, over its levels with at least "
        f"{FEWEST_ROWS} rows.",
        columns=[by],
        clauses=("S3",),
        figures=[low, high],
    )
