"""Order in time: test rows that are not later than the training rows, and files out of order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.evidence import Exactness, Figure, Severity
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ml_engineer_tools.tables.table import Table

SAMPLE = 20_000
"""Rows of each table whose instants are compared pairwise."""
INTERLEAVED = 0.25
"""Share of pairs in the wrong order from which the tables share one period (half is random)."""
BOUNDARY = 0.02
"""Share of pairs in the wrong order below which only the boundary is blurred."""


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
    wrong, sampled = _share_in_wrong_order(inputs, inputs.test, time)
    pairs = record.figure(
        "train_later_than_test_share", wrong, column=time, n=sampled,
        exactness=Exactness(kind="sampled", n=sampled),
    )  # fmt: skip
    if early:
        random = wrong >= INTERLEAVED
        record.finding(
            "time_order",
            _severity(wrong),
            f"{early / rows:.1%} of the test rows lie before the last training row in "
            f"{quoted(time)}; of pairs of a training and a test row, {wrong:.1%} are in the wrong "
            "order. " + (
                "The two tables share one period, as after a random split: the score says nothing "
                "of rows that come later." if random else "The periods overlap at the boundary."
            ),
            columns=(time,),
            clauses=("S3", "P5"),
            figures=(share, pairs),
            question="Will the model be used on rows that are later than those it was trained on?",
            harmless_if="The order in time plays no part in how the model will be used.",
        )  # fmt: skip
    return [share]


def _severity(wrong: float) -> Severity:
    if wrong >= INTERLEAVED:
        return "high"
    return "medium" if wrong >= BOUNDARY else "low"


def _instants(table: ir.Table, time: str) -> ir.Table:
    value = table[time]
    if value.type().is_temporal():
        value = value.cast("timestamp")
    elif value.type().is_numeric():
        value = value.cast("float64")
    return table.filter(value.notnull()).select(instant=value)


def _share_in_wrong_order(inputs: Inputs, test: Table, time: str) -> tuple[float, int]:
    """Return the chance that a random training row is later than a random test row (ties: half).

    It is the Mann-Whitney statistic as a share. Unlike the last instant, one odd date doesn't
    move it. Also returns how many test rows were compared.
    """
    import numpy as np
    import pandas as pd

    sides = []
    for table in (inputs.train, test):
        sample = inputs.engine.hash_sample(
            table.expression, SAMPLE, seed=inputs.seed, columns=[time]
        )
        values = sample[time].dropna()
        sides.append(pd.to_datetime(values, utc=True) if table.column(time).is_temporal else values)
    ranks = pd.concat(sides, ignore_index=True).rank(method="dense").to_numpy()
    train_ranks, test_ranks = np.sort(ranks[: len(sides[0])]), ranks[len(sides[0]) :]
    below = np.searchsorted(train_ranks, test_ranks, side="left")
    upto = np.searchsorted(train_ranks, test_ranks, side="right")
    later = len(train_ranks) - upto + (upto - below) / 2
    return float(later.mean() / len(train_ranks)), len(test_ranks)


def _check_file_is_sorted(inputs: Inputs, time: str) -> list[Figure]:
    import ibis

    table = inputs.train.expression
    known = table.filter(table[time].notnull())
    window = ibis.window(order_by=known[ROW])
    steps = known.select(now=known[time], before=known[time].lag().over(window))
    counts = inputs.engine.aggregate(
        steps, {"back": (steps.now < steps.before).sum(), "steps": steps.before.count()}
    )
    total, back = int(counts["steps"] or 0), int(counts["back"] or 0)
    if total == 0:
        return []
    share = inputs.record.figure("steps_back_in_time_share", back / total, column=time, n=total)
    if back:
        inputs.record.finding(
            "time_order",
            "info",
            f"The file is not sorted by {quoted(time)}: {back / total:.1%} of its steps go back in "
            "time. A split in file order would not be a split in time.",
            columns=(time,),
            clauses=("S3",),
            figures=(share,),
        )
    return []
