"""Identifiers that nobody named: columns that may tell which entity a row belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.engine import content_hash, hash_threshold
from ml_engineer_tools.leakage.inputs import Inputs

if TYPE_CHECKING:
    import pandas as pd

FEWEST_ENTITIES = 50
"""Fewer distinct values than this are levels of a category, not entities: a convention."""
MOST_ROWS_EACH = 50
"""With more rows a value on average, a column is taken for a category: a convention."""
LARGEST_SHARE = 0.05
"""A value that holds more of the rows than this marks a category or a measure: a convention."""
EQUAL = 1e-9
"""Spread of the row counts below which all values have as many rows."""
NEIGHBOURS_ALIKE = 0.2
"""Correlation of the row counts of neighbouring values from which numbers are a measure.

The values of a measure come as often as those beside them; identifiers don't know their neighbours.
"""
DOUBT = 1.5
"""An approximate count nearer to a limit than this factor is counted exactly."""
ROWS = 30_000
"""Rows, in whole entities, in which attributes are looked for."""
DENSE = 0.9
"""Whole numbers that use so much of their range may be ages, years or counts: a convention."""
MOST_ATTRIBUTES = 50
"""Columns that are looked at as attributes of an entity."""
ALWAYS_SAME = 0.95
"""Share of the repeated values whose rows all agree in a column that is their attribute."""
RARELY_SAME = 0.5
"""Two rows drawn at random may agree this often at most, or that they agree says nothing."""
IN_ORDER = 0.99
"""Rank correlation from which a column is the same measure again, such as an age and a year."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A column that may name entities, and the columns that are the same in all rows of one."""

    name: str
    attributes: tuple[str, ...]


def repeating_identifiers(inputs: Inputs, names: list[str]) -> list[Identifier]:
    """Return the columns with many values of a few rows each that are no measure.

    Whole numbers without gaps are among them only if an attribute speaks for it.
    """
    if not names:
        return []
    table, rows = inputs.train.expression, inputs.train.rows
    fewest, most = max(FEWEST_ENTITIES, rows / MOST_ROWS_EACH), rows / 2
    about = inputs.engine.approx_distinct(inputs.train)
    unique = inputs.engine.unique_columns(inputs.train)
    able = [name for name in names if name not in unique]
    maybe = [name for name in able if fewest / DOUBT <= about.get(name, 0) <= most * DOUBT]
    distinct = inputs.engine.count_distinct(table.select(*maybe), rows=rows) if maybe else []
    found = []
    for name, count in zip(maybe, distinct, strict=True):
        if not fewest <= count <= most:
            continue
        sizes = _sizes(inputs, name)
        if not _may_be_identifier(inputs, name, sizes):
            continue
        attributes = _attributes(inputs, name)
        if attributes or inputs.train.column(name).kind == "text" or not _is_dense(sizes):
            found.append(Identifier(name, attributes))
    return found


def _sizes(inputs: Inputs, name: str) -> pd.DataFrame:
    """Return `value` and its `rows`, in the order of the values."""
    table = inputs.train.expression
    known = table.filter(table[name].notnull()).select(value=table[name])
    return inputs.engine.group(known, ["value"], {"rows": known.count()}).sort_values("value")


def _may_be_identifier(inputs: Inputs, name: str, sizes: pd.DataFrame) -> bool:
    rows = sizes["rows"].to_numpy(dtype="float64")
    if rows.max() > max(LARGEST_SHARE * rows.sum(), 2):
        return False
    logs = np.log(rows)
    if inputs.train.column(name).kind == "text" or float(logs.std()) < EQUAL:
        return True
    return float(np.corrcoef(logs[1:], logs[:-1])[0, 1]) < NEIGHBOURS_ALIKE


def _is_dense(sizes: pd.DataFrame) -> bool:
    span = float(sizes["value"].max()) - float(sizes["value"].min()) + 1
    return len(sizes) >= DENSE * span


def _attributes(inputs: Inputs, name: str) -> tuple[str, ...]:
    """Return the features that are the same in all rows of a value, and else rarely are."""
    others = [
        column
        for column in inputs.features()
        if column.name != name and column.kind in ("text", "integer", "number", "date", "timestamp")
    ][:MOST_ATTRIBUTES]
    if not others:
        return ()
    table = inputs.train.expression
    known = table.filter(table[name].notnull())
    if inputs.train.rows > ROWS:
        key = content_hash(known, [name], seed=inputs.seed, purpose="attributes")
        known = known.filter(key < hash_threshold(ROWS / inputs.train.rows))
    renamed = known.select(
        entity=known[name], **{f"c{k}": known[column.name] for k, column in enumerate(others)}
    )
    grouped = renamed.group_by("entity").aggregate(
        size=renamed.count(),
        **{f"low{k}": renamed[f"c{k}"].min() for k in range(len(others))},
        **{f"high{k}": renamed[f"c{k}"].max() for k in range(len(others))},
    )
    repeated = grouped.filter(grouped["size"] > 1)
    same = inputs.engine.aggregate(
        repeated,
        {f"s{k}": (repeated[f"low{k}"] == repeated[f"high{k}"]).mean() for k in range(len(others))},
    )
    constant = [k for k in range(len(others)) if (same[f"s{k}"] or 0) >= ALWAYS_SAME]
    if not constant:
        return ()
    kept = repeated.select("entity", "size", **{f"v{k}": repeated[f"low{k}"] for k in constant})
    frame = inputs.engine.group(
        kept, ["entity", "size", *[f"v{k}" for k in constant]], {"n": kept.count()}
    )
    return tuple(others[k].name for k in constant if _tells(frame, f"v{k}"))


def _tells(frame: pd.DataFrame, name: str) -> bool:
    """Tell whether it is remarkable that the rows of an entity agree in this column.

    It is not if most rows agree in it anyway, nor if it is the entity's own number again: another
    name for each, or a number that rises or falls with it.
    """
    import pandas as pd

    weights = frame.groupby(name)["size"].sum().to_numpy(dtype="float64")
    if len(weights) < 2 or float(((weights / weights.sum()) ** 2).sum()) > RARELY_SAME:
        return False
    both = frame[["entity", name]].dropna()
    if not all(pd.api.types.is_numeric_dtype(both[column].dtype) for column in both):
        return bool(both[name].nunique() < both["entity"].nunique())
    ranks = both.rank().to_numpy(dtype="float64")
    return abs(float(np.corrcoef(ranks.T)[0, 1])) < IN_ORDER
