"""Shared dates: no time was named, but a column of dates says that both tables share one period."""

from __future__ import annotations

from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.time_order import (
    INTERLEAVED,
    share_in_wrong_order,
    share_of_steps_back,
)
from ml_engineer_tools.tables.names import agreeing, joined

MOST_DATES = 5
"""Columns of dates that are looked at, the first ones of the table."""
NEARLY_SORTED = 0.01
"""Share of steps back in time up to which a file is in the order of a date: a convention."""


def ask_about_shared_dates(inputs: Inputs) -> None:
    """Ask whether a date is the time of the row, where the split was not made by it.

    Dates in whose order both files are come first: rows are written as they happen, and not in
    the order of, say, dates of birth.
    """
    test = inputs.test
    if inputs.roles.time is not None or test is None:
        return
    names = [
        column.name
        for column in inputs.features()
        if column.is_temporal and test.has(column.name) and test.column(column.name).is_temporal
    ][:MOST_DATES]
    orders = {name: share_in_wrong_order(inputs, test, name) for name in names}
    shared = [name for name, order in orders.items() if order and order.share >= INTERLEAVED]
    if not shared:
        return
    in_order = [name for name in shared if _is_in_order(inputs, name)]
    asked = in_order or shared
    figures = []
    for name in asked:
        order = orders[name]
        assert order is not None  # noqa: S101  told to the type checker
        figures.append(
            inputs.record.figure(
                "train_later_than_test_share", order.share, column=name, n=order.rows,
                exactness=order.exactness,
            )
        )  # fmt: skip
    subject = f"{agreeing(len(asked), 'the date', 'the dates')} {joined(asked)}"
    inputs.record.finding(
        "time_order",
        "medium" if in_order else "low",
        f"No time was given, and by {subject} the test rows are not later than the training rows, "
        "as after a random split."
        + (" Both files are in that order, as if rows were added as they happen."
           if in_order else ""),
        columns=asked,
        clauses=("S3", "P5"),
        figures=figures,
        question=f"Does {joined(asked)} say when a row was known? If so, give it as the time.",
        harmless_if="It is a property of the row, such as a date of birth.",
    )  # fmt: skip


def _is_in_order(inputs: Inputs, name: str) -> bool:
    for table in (inputs.train, inputs.test):
        assert table is not None  # noqa: S101  told to the type checker
        steps, back = share_of_steps_back(inputs.engine, table, name)
        if not steps or back > NEARLY_SORTED:
            return False
    return True
