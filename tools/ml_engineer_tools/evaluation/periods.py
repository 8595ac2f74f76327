"""Periods: the rows to be judged and those of a reference, read and made comparable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.context import Context
from ml_engineer_tools.errors import BadInput, Refused
from ml_engineer_tools.evaluation.parts import Parts, deal_parts
from ml_engineer_tools.evaluation.predictions import (
    Meaning,
    Predicted,
    read_meaning,
    read_outcomes,
    read_predictions,
)
from ml_engineer_tools.evaluation.request import EvaluateRequest
from ml_engineer_tools.evidence import EXACT, Exactness
from ml_engineer_tools.holdout import Holdout, cut_holdout
from ml_engineer_tools.modelling.role_columns import read_groups, read_times
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.roles import Roles, check_roles, unknown_column
from ml_engineer_tools.tables.table import ROW, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

CELLS = 20_000_000
"""A sample holds at most about so many cells, so that wide tables fit into memory."""

FEWEST_ROWS = 20
"""Rows with an outcome and a prediction below which nothing is judged: a convention."""


@dataclass(frozen=True, slots=True, eq=False)
class Judgeable:
    """Rows with a prediction and an outcome, of one period.

    Attributes:
        y: (n,) class codes or numbers.
        predicted: of the same rows.
        frame: all columns of the same rows.
        parts: which rows depend on each other.
        times: (n,) sortable, or None.
        groups: (n,) entity codes, or None.
    """

    y: np.ndarray
    predicted: Predicted
    frame: pd.DataFrame
    parts: Parts
    times: np.ndarray | None
    groups: np.ndarray | None

    def __len__(self) -> int:
        return len(self.y)


@dataclass(frozen=True, slots=True, eq=False)
class Period:
    """All rows of one period, with an outcome or without.

    Attributes:
        name: `current` or `reference`.
        frame: all columns that can be read, in file order.
        predicted: of all rows.
        y: (n,) outcomes, NaN where unknown; None if none is known.
        times: (n,) sortable, or None.
        groups: (n,) entity codes, or None.
        exactness: whether these are all rows or a sample.
    """

    name: str
    frame: pd.DataFrame
    predicted: Predicted
    y: np.ndarray | None
    times: np.ndarray | None
    groups: np.ndarray | None
    exactness: Exactness

    def __len__(self) -> int:
        return len(self.frame)

    def judgeable(self, task: Task, *, seed: int) -> Judgeable | None:
        """Return the rows with a prediction and an outcome; None with too few."""
        if self.y is None:
            return None
        rows = np.flatnonzero(self.predicted.usable & np.isfinite(self.y))
        if len(rows) < FEWEST_ROWS:
            return None
        y = self.y[rows] if task.kind == "regression" else self.y[rows].astype(int)
        times = None if self.times is None else self.times[rows]
        groups = None if self.groups is None else self.groups[rows]
        parts = deal_parts(len(rows), times=times, groups=groups, seed=seed)
        frame = self.frame.iloc[rows].reset_index(drop=True)
        return Judgeable(y, self.predicted.of(rows), frame, parts, times, groups)


@dataclass(frozen=True, slots=True, eq=False)
class Periods:
    """What is judged.

    Attributes:
        meaning: of the columns.
        current: the rows to be judged.
        reference: the rows of a period that went well, or None.
        holdout: the line that was respected in the table to be judged; None without outcomes.
        all_rows: whether locked rows were read too.
    """

    meaning: Meaning
    current: Period
    reference: Period | None
    holdout: Holdout | None
    all_rows: bool


def read_periods(
    request: EvaluateRequest, context: Context, table: Table, reference: Table | None
) -> Periods:
    """Read both periods.

    Raises:
        BadInput: a column is not there or not usable.
        Refused: `confirm` without a recorded look.
    """
    if request.confirm and context.look is None:
        raise Refused("The locked rows are judged only after a look at them was recorded.")
    _check_columns(table, request, "the table", needs_target=reference is None)
    if reference is not None:
        _check_columns(reference, request, "the reference", needs_target=False)
    labelled = request.target is not None and table.has(request.target)
    holdout = None
    rows: ir.Table = table.expression
    if labelled:
        roles = Roles(request.target, request.time, request.group)
        holdout = context.holdout_for(table, roles, seed=request.seed)
        if not request.confirm:
            rows = context.exploration(table, holdout)
    frame, exactness = _read(context, table, rows, request)
    times = _times(frame, request)
    frames, splits = [frame], None
    other_exactness = EXACT
    if request.reference_until is not None:
        splits = _before(times, request)
        frames = [frame[~splits].reset_index(drop=True), frame[splits].reset_index(drop=True)]
    elif reference is not None:
        explored = _explored_reference(context, reference, request)
        other, other_exactness = _read(context, reference, explored, request)
        frames.append(other)
    meaning = read_meaning(frames, request)
    current = _period("current", frames[0], meaning, request, exactness)
    past = None
    if len(frames) > 1:
        exact = exactness if splits is not None else other_exactness
        past = _period("reference", frames[1], meaning, request, exact)
    return Periods(meaning, current, past, holdout, bool(request.confirm))


def _period(
    name: str, frame: pd.DataFrame, meaning: Meaning, request: EvaluateRequest, exact: Exactness
) -> Period:
    groups = None
    if request.group is not None and request.group in frame.columns:
        groups = read_groups(frame[request.group])
    return Period(
        name,
        frame,
        read_predictions(frame, meaning),
        read_outcomes(frame, request.target, meaning.task),
        _times(frame, request),
        groups,
        exact,
    )


def _read(
    context: Context, table: Table, rows: ir.Table, request: EvaluateRequest
) -> tuple[pd.DataFrame, Exactness]:
    readable = [column.name for column in table.columns if column.kind != "nested"]
    cap = max(100, min(request.rows, CELLS // max(1, len(readable))))
    frame = context.engine.hash_sample(rows, cap, seed=request.seed, columns=readable)
    frame = frame.drop(columns=[ROW])
    if frame.empty:
        raise BadInput(f"{table.name} has no rows that may be judged; give more rows.")
    sampled = table.rows > cap and context.engine.aggregate(rows, {"n": rows.count()})["n"] > cap
    return frame, Exactness(kind="sampled", n=len(frame)) if sampled else EXACT


def _explored_reference(context: Context, table: Table, request: EvaluateRequest) -> ir.Table:
    """Return the reference's exploration rows by its own line; all rows without outcomes."""
    if request.target is None or not table.has(request.target):
        return table.expression
    roles = Roles(
        request.target,
        request.time if request.time and table.has(request.time) else None,
        request.group if request.group and table.has(request.group) else None,
    )
    holdout = cut_holdout(context.engine, table, roles, seed=request.seed)
    return context.exploration(table, holdout)


def _times(frame: pd.DataFrame, request: EvaluateRequest) -> np.ndarray | None:
    if request.time is None or request.time not in frame.columns:
        return None
    return read_times(frame[request.time])


def _before(times: np.ndarray | None, request: EvaluateRequest) -> np.ndarray:
    """Return which rows belong to the reference period.

    Raises:
        BadInput: there is no time, the instant can't be read, or one side is empty.
    """
    import pandas as pd

    until = str(request.reference_until)
    if times is None:
        raise BadInput("A reference period needs to know when; give --time COLUMN.")
    try:
        if times.dtype.kind == "M":
            cut = pd.Timestamp(until)
            cut = cut.tz_convert(None) if cut.tzinfo else cut
            whole_day = cut == cut.normalize() and len(until.strip()) <= 10
            limit = np.datetime64(cut + pd.Timedelta(days=1) if whole_day else cut)
            before = times < limit if whole_day else times <= limit
        else:
            before = times <= float(until)
    except (ValueError, TypeError, OverflowError):
        raise BadInput(
            f"{until!r} can't be read as an instant of {quoted(str(request.time))}; "
            "write it as it is in the table (2024-12-31)."
        ) from None
    if not before.any() or before.all():
        raise BadInput(
            f"The reference period up to {until} leaves no rows on one side (of the rows that may "
            "be judged); choose another instant."
        )
    return np.asarray(before)


def _check_columns(
    table: Table, request: EvaluateRequest, where: str, *, needs_target: bool
) -> None:
    needed = {"prediction": (request.prediction,), "score": request.score}
    for role, names in needed.items():
        for name in names:
            if name is not None and not table.has(name):
                raise BadInput(unknown_column(table, role, name))
    if where == "the table":
        target = request.target
        asked_for = target is not None and (needs_target or table.has(target))
        check_roles(table, Roles(target if asked_for else None, request.time, request.group))
        for role, names in {"sensitive attribute": request.sensitive,
                            "action": (request.action,)}.items():  # fmt: skip
            for name in names:
                if name is not None and not table.has(name):
                    raise BadInput(unknown_column(table, role, name))
    named = [*filter(None, (request.prediction, *request.score))]
    for name in named:
        if name in (request.target, request.time, request.group):
            raise BadInput(
                f"The column {quoted(name)} can't hold the predictions and play another role too."
            )
