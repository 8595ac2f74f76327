"""The honest splits that rows can be put under, and whether the table came split that way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.leakage.check_names import TIME_ORDER
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.stress.quick_model import Split, cluster_split, time_split
from ml_engineer_tools.leakage.stress.rows import StressRows
from ml_engineer_tools.leakage.stress.table_folds import keep_apart
from ml_engineer_tools.modelling.splits import FEWEST_ROWS
from ml_engineer_tools.tables.names import quoted

FEWEST_CLUSTERS = 20
"""With fewer entities, folds of entities are too few to compare: a convention."""


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """An honest split, the words for what it keeps apart, and whether the user does so already."""

    split: Split
    words: str
    columns: tuple[str, ...]
    already_done: bool


def alternatives(inputs: Inputs, rows: StressRows) -> list[Alternative]:
    """Return the splits that these rows can be put under besides the random one, strictest first.

    Strictest first: by time, by entity, by duplicates.
    """
    found = []
    if rows.order is not None and len(np.unique(rows.order.values)) > FEWEST_ROWS:
        column = rows.order.column
        entities = None if rows.entities is None else rows.entities.codes
        split = time_split("file order" if column is None else "time", rows.order, entities)
        words = "in file order" if column is None else f"in the order of {quoted(column)}"
        if rows.order.is_sort:
            words += ", by which the file is sorted"
        found.append(
            Alternative(split, words, _named(column), _is_split_by_time(inputs, rows, split.name))
        )
    if rows.entities is not None and rows.entities.codes.max() + 1 >= FEWEST_CLUSTERS:
        column = rows.entities.column
        split = cluster_split("group", rows.entities, inputs.seed)
        words = f"with the rows of each {quoted(str(column))} kept together"
        found.append(Alternative(split, words, _named(column), _is_split_by_group(inputs, rows)))
    if rows.twins is not None:
        split = cluster_split("duplicates", rows.twins, inputs.seed)
        done = rows.folds is not None and keep_apart(rows.folds.codes, "duplicates", rows)
        found.append(Alternative(split, "with duplicate rows kept together", (), done))
    return found


def _named(column: str | None) -> tuple[str, ...]:
    return () if column is None else (column,)


def _is_split_by_time(inputs: Inputs, rows: StressRows, name: str) -> bool:
    """Tell whether the test given lies after the training rows, or the folds follow in time."""
    if rows.folds is not None:
        return keep_apart(rows.folds.codes, name, rows)
    return bool(inputs.test or inputs.parts) and inputs.roles.time is not None and not any(
        finding.check == TIME_ORDER and finding.severity in ("high", "medium")
        for finding in inputs.record.findings
    )  # fmt: skip


def _is_split_by_group(inputs: Inputs, rows: StressRows) -> bool:
    """Tell whether the test given, or the folds, share no entity with the training rows."""
    if rows.folds is not None:
        return keep_apart(rows.folds.codes, "group", rows)
    return bool(inputs.test or inputs.parts) and inputs.roles.group is not None and not any(
        finding.check == "entity_overlap" for finding in inputs.record.findings
    )  # fmt: skip
