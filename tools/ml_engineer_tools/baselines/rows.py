"""Rows: the labelled rows that models learn from and are judged by, read and made numeric."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import EXACT, Exactness
from ml_engineer_tools.modelling.features import Prepared, prepare, usable_features
from ml_engineer_tools.modelling.role_columns import read_groups, read_times
from ml_engineer_tools.modelling.task import (
    Task,
    are_counts,
    encode_target,
    infer_task,
    with_positive,
)
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.roles import Roles
from ml_engineer_tools.tables.table import ROW, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

CELLS = 20_000_000
"""A sample holds at most about so many cells, so that wide tables fit into memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Rows with a known target, in file order.

    Attributes:
        frame: all columns that can be read.
        unlabelled: rows that were dropped since their target is null or not finite.
        exactness: whether these are all rows or a sample of them.
    """

    frame: pd.DataFrame
    unlabelled: int
    exactness: Exactness


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The same rows as numbers.

    Attributes:
        task: what is predicted.
        y: (n,) class codes or numbers.
        features: the usable columns.
        left_out: the other columns, each with the reason.
        times: (n,) sortable, if there is a time column.
        groups: (n,) entity codes, -1 for unknown, if there is an entity column.
        frame: the rows as they were read; empty where they were not read from a table.
    """

    task: Task
    y: np.ndarray
    features: Prepared
    left_out: dict[str, str]
    times: np.ndarray | None
    groups: np.ndarray | None
    frame: pd.DataFrame = field(default_factory=lambda: _no_frame())

    def __len__(self) -> int:
        return len(self.y)


def read_labelled(
    engine: Engine, table: Table, rows: ir.Table, target: str, *, most: int, seed: int
) -> Labelled:
    """Read the rows whose target is known: all of them, or a hash sample of about `most`.

    Raises:
        BadInput: no row has a target.
    """
    columns = (*table.columns, *table.made)
    readable = [column.name for column in columns if column.kind != "nested"]
    cap = max(100, min(most, CELLS // max(1, len(readable))))
    known, sampled, unlabelled = rows, False, 0
    if table.rows > cap:
        # Only then can it be a sample, and its rows should all have a target.
        value = rows[target]
        known = rows.filter(value.notnull())
        counted = engine.aggregate(rows, {"all": rows.count(), "known": value.notnull().sum()})
        labelled = int(counted["known"] or 0)
        sampled, unlabelled = labelled > cap, int(counted["all"]) - labelled
    frame = engine.hash_sample(known, cap, seed=seed, columns=readable).drop(columns=[ROW])
    usable = _is_finite(frame[target])
    dropped = int((~usable).sum())
    if dropped:
        frame = frame[usable].reset_index(drop=True)
    if frame.empty:
        raise BadInput(f"No row to learn from has a value of the target {quoted(target)}.")
    exactness = Exactness(kind="sampled", n=len(frame)) if sampled else EXACT
    return Labelled(frame, unlabelled + dropped, exactness)


def make_numeric(
    table: Table, labelled: Labelled, roles: Roles, *, positive: str | None = None
) -> Rows:
    """Turn labelled rows into numbers; columns with a role are no features.

    Args:
        table: where they come from.
        labelled: the rows.
        roles: name the target, the time and the entity.
        positive: which of two classes is the positive one; None lets the classes tell.

    Raises:
        BadInput: the target or the time can't be used, or no feature is left.
    """
    frame = labelled.frame
    target = str(roles.target)
    task = infer_task(frame[target])
    if positive is not None:
        task = with_positive(task, positive, target)
    names, left_out = usable_features(frame, roles.given().values())
    nested = [column.name for column in table.columns if column.kind == "nested"]
    left_out |= dict.fromkeys(nested, "is nested or binary")
    if not names:
        raise BadInput(
            f"{table.name} has no column that a model could use beside the target "
            f"{quoted(target)}; add features."
        )
    y = encode_target(task, frame[target])
    if task.kind == "regression":
        task = replace(task, counts=are_counts(y))
    return Rows(
        task=task,
        y=y,
        features=prepare(frame, names),
        left_out=left_out,
        times=None if roles.time is None else read_times(frame[roles.time]),
        groups=None if roles.group is None else read_groups(frame[roles.group]),
        frame=frame,
    )


def without_columns(features: Prepared, names: Iterable[str]) -> Prepared:
    """Return the features with the suspects left out.

    Raises:
        BadInput: nothing is left.
    """
    kept = features.without(names)
    if not kept.origins:
        raise BadInput("Without the suspect columns no feature is left; name fewer of them.")
    return kept


def _no_frame() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame()


def _is_finite(values: pd.Series) -> pd.Series:
    import pandas as pd

    known = values.notna()
    if pd.api.types.is_float_dtype(values.dtype):
        known &= ~values.isin([np.inf, -np.inf])
    return known
