"""Order in time: test rows that are not later than the training rows, and files out of order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ml_engineer_tools.evidence import EXACT, Exactness, Figure, Severity
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ml_engineer_tools.engine.base import Engine
    from ml_engineer_tools.tables.table import Table

SAMPLE = 20_000
"""Rows of each table whose instants are compared pairwise."""
INTERLEAVED = 0.25
"""Share of pairs in the wrong order from which the tables share one period (half is random)."""
BOUNDARY = 0.02
"""Share of pairs in the wrong order below which only the boundary is blurred."""
SETTLED = 0.99
"""The training table counts as over when this share of its rows has passed: a few odd dates at
its end play no part then."""
MIXED = 0.05
"""Share of test rows before that instant from which more than the boundary is blurred."""
LATER = 0.9
"""Chance that a test row is later than a training row from which the split is one by time."""


@dataclass(frozen=True, slots=True)
class Order:
    """How the test rows lie to the training rows in time.

    Attributes:
        share: chance that a random training row is later than a random test row (ties: half).
        early: share of test rows before the instant when `SETTLED` of the training rows had passed.
        rows: test rows that were compared.
        exactness: whether all rows were compared or a sample.
    """

    share: float
    early: float
    rows: int
    exactness: Exactness


def check_time_order(inputs: Inputs) -> list[Figure]:
    """Record whether the test lies after the training rows; returns the headline figures."""
    time = inputs.roles.time
    if time is None:
        return []
    if inputs.test is None:
        return _check_file_is_sorted(inputs, time)
    if not inputs.test.has(time):
        inputs.record.note("The test table lacks the time column: its order was not checked.")
        return []
    kinds = {inputs.train.column(time).kind, inputs.test.column(time).kind}
    ordered = ({"integer", "number"}, {"date", "timestamp"})
    if len(kinds) > 1 and not any(kinds <= one for one in ordered):
        inputs.record.note("The time column has two types that can't be compared: not checked.")
        return []
    return _check_test_is_later(inputs, time)


def _check_test_is_later(inputs: Inputs, time: str) -> list[Figure]:
    assert inputs.test is not None  # noqa: S101  told to the type checker
    record, engine = inputs.record, inputs.engine
    train, test = (_instants(table.expression, time) for table in (inputs.train, inputs.test))
    end = train.aggregate(end=train.instant.max())
    counted = test.cross_join(end)
    counts = engine.aggregate(
        counted,
        {"rows": counted.instant.count(), "early": (counted.instant < counted.end).sum()},
    )
    rows, early = int(counts["rows"] or 0), int(counts["early"] or 0)
    known = engine.aggregate(train, {"rows": train.count()})["rows"]
    if rows == 0 or not known:
        record.note("One of the tables has no row with a time: its order was not checked.")
        return []
    share = record.figure("test_before_train_end_share", early / rows, column=time, n=rows)
    order = share_in_wrong_order(inputs, inputs.test, time)
    if order is None:
        return [share]
    pairs, settled = (
        record.figure(quantity, value, column=time, n=order.rows, exactness=order.exactness)
        for quantity, value in (
            ("train_later_than_test_share", order.share),
            ("test_before_most_of_train_share", order.early),
        )
    )
    if early:
        record.finding(
            "time_order",
            _severity(order),
            f"{early / rows:.1%} of the test rows lie before the last training row in "
            f"{quoted(time)}; of pairs of a training and a test row, {order.share:.1%} are in the "
            f"wrong order. {_reading(order)}",
            columns=(time,),
            clauses=("S3", "P5"),
            figures=(share, pairs, settled),
            question="Will the model be used on rows that are later than those it was trained on?",
            harmless_if="The order in time plays no part in how the model will be used.",
        )
    return [share]


def _reading(order: Order) -> str:
    if order.share > 1 - INTERLEAVED:
        return "The test is earlier than the training rows: the model knows what came after it."
    if order.share >= INTERLEAVED:
        return (
            "The two tables share one period, as after a random split: the score says nothing of "
            "rows that come later."
        )
    if order.early >= MIXED:
        return "The end of the training period is in the test too."
    return "The periods overlap at the boundary."


def _severity(order: Order) -> Severity:
    if order.share >= INTERLEAVED:
        return "high"
    return "medium" if order.share >= BOUNDARY or order.early >= MIXED else "low"


def _instants(table: ir.Table, time: str) -> ir.Table:
    value = table[time]
    if value.type().is_temporal():
        value = value.cast("timestamp")
    elif value.type().is_numeric():
        value = value.cast("float64")
    return table.filter(value.notnull()).select(instant=value)


def share_in_wrong_order(inputs: Inputs, test: Table, time: str) -> Order | None:
    """Return how the test rows lie to the training rows; None if one table has no instant.

    The share of pairs is the Mann-Whitney statistic. Unlike the last instant, one odd date doesn't
    move it.
    """
    import numpy as np
    import pandas as pd

    sides = []
    whole = True
    for table in (inputs.train, test):
        sample = inputs.engine.hash_sample(
            table.expression, SAMPLE, seed=inputs.seed, columns=[time],
            by=inputs.engine.deciding_columns(table), rows=table.rows,
        )  # fmt: skip
        whole = whole and len(sample) == table.rows
        values = sample[time].dropna()
        sides.append(pd.to_datetime(values, utc=True) if table.column(time).is_temporal else values)
    if not all(len(side) for side in sides):
        return None
    ranks = pd.concat(sides, ignore_index=True).rank(method="dense").to_numpy()
    train_ranks, test_ranks = np.sort(ranks[: len(sides[0])]), ranks[len(sides[0]) :]
    below = np.searchsorted(train_ranks, test_ranks, side="left")
    upto = np.searchsorted(train_ranks, test_ranks, side="right")
    later = len(train_ranks) - upto + (upto - below) / 2
    end = train_ranks[int(SETTLED * (len(train_ranks) - 1))]
    rows = len(test_ranks)
    return Order(
        share=float(later.mean() / len(train_ranks)),
        early=float((test_ranks < end).mean()),
        rows=rows,
        exactness=EXACT if whole else Exactness(kind="sampled", n=rows),
    )


def share_of_steps_back(engine: Engine, table: Table, time: str) -> tuple[int, float]:
    """Return the steps from row to row in file order, and the share that goes back in time."""
    import ibis

    rows = table.expression
    known = rows.filter(rows[time].notnull())
    window = ibis.window(order_by=known[ROW])
    steps = known.select(now=known[time], before=known[time].lag().over(window))
    counts = engine.aggregate(
        steps, {"back": (steps.now < steps.before).sum(), "steps": steps.before.count()}
    )
    total = int(counts["steps"] or 0)
    return total, int(counts["back"] or 0) / max(total, 1)


def _check_file_is_sorted(inputs: Inputs, time: str) -> list[Figure]:
    total, back = share_of_steps_back(inputs.engine, inputs.train, time)
    if total == 0:
        return []
    share = inputs.record.figure("steps_back_in_time_share", back, column=time, n=total)
    if back:
        inputs.record.finding(
            "time_order",
            "info",
            f"The file is not sorted by {quoted(time)}: {back:.1%} of its steps go back in "
            "time. A split in file order would not be a split in time.",
            columns=(time,),
            clauses=("S3",),
            figures=(share,),
        )
    return []


def is_split_by_time(inputs: Inputs) -> bool:
    """Tell whether the test rows are later, by the time given or by any date of the row."""
    assert inputs.test is not None  # noqa: S101  told to the type checker
    time = inputs.roles.time
    names = [time] if time is not None else [c.name for c in inputs.features() if c.is_temporal]
    for name in names:
        if not inputs.test.has(name):
            continue
        kinds = {inputs.train.column(name).kind, inputs.test.column(name).kind}
        alike = ({"integer", "number"}, {"date", "timestamp"})
        if len(kinds) > 1 and not any(kinds <= one for one in alike):
            continue
        order = share_in_wrong_order(inputs, inputs.test, name)
        if order is not None and 1 - order.share >= LATER:
            return True
    return False
