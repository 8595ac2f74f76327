"""Identifiers that nobody named: columns that may tell which entity a row belongs to.

What speaks for one: columns that are the same in all its rows, or in which rows of one value are
alike and rows with the next value aren't (`role_proposals.likeness`). Text, and numbers with gaps,
may be identifiers without that; whole numbers without gaps may be ages, years or counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.engine import content_hash, hash_threshold
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.profiling.role_proposals.likeness import Traits, alike_columns, traits_of
from ml_engineer_tools.tables.names import joined

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
SHOWN = 3
"""Columns that are named, in which rows are alike."""
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
    """A column that may name entities, and what speaks for it.

    Attributes:
        name: the column.
        attributes: columns that are the same in all rows of one value.
        alike: columns in which rows of one value are alike, and rows with the next value aren't.
        dense: whether these are whole numbers without gaps, with nothing else to speak for them.
    """

    name: str
    attributes: tuple[str, ...]
    alike: tuple[str, ...] = ()
    dense: bool = False

    @property
    def has_traits(self) -> bool:
        """Whether the entities show in other columns."""
        return bool(self.attributes or self.alike)

    @property
    def because(self) -> str:
        """What speaks for it, to follow "as"."""
        if self.attributes:
            return f"all rows of a value agree in {joined(list(self.attributes))}"
        if self.alike:
            return (
                f"rows of one value are alike in {joined(list(self.alike), SHOWN)} and rows with "
                "the next value are not"
            )
        if self.dense:
            return "rows of one value agree in the target and those of the next value do not"
        return "it has many values of a few rows each"


def may_hold_identifiers(inputs: Inputs, sample: pd.DataFrame) -> list[str]:
    """Return the columns that can be identifiers by their type: text and whole numbers.

    Args:
        inputs: the surroundings.
        sample: rows of the table.
    """
    return [
        column.name
        for column in inputs.features()
        if column.kind in ("text", "integer")
        or (column.kind == "number" and column.name in sample and _is_whole(sample[column.name]))
    ]


def _is_whole(values: pd.Series) -> bool:
    numbers = values.dropna().to_numpy(dtype=np.float64)
    return len(numbers) > 0 and bool(np.isfinite(numbers).all() and (numbers % 1 == 0).all())


def repeating_identifiers(
    inputs: Inputs, names: list[str], sample: pd.DataFrame
) -> list[Identifier]:
    """Return the columns with many values of a few rows each that are no measure.

    Args:
        inputs: the surroundings.
        names: columns to be looked at.
        sample: rows of `inputs.train`, in which rows of one value are compared.
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
    traits: Traits | None = None
    for name, count in zip(maybe, distinct, strict=True):
        if not fewest <= count <= most:
            continue
        sizes = _sizes(inputs, name)
        if not _may_be_identifier(inputs, name, sizes):
            continue
        attributes = _attributes(inputs, name)
        alike: tuple[str, ...] = ()
        if not attributes and name in sample:
            if traits is None:
                compared = [c.name for c in inputs.features() if c.name in sample]
                traits = traits_of(sample, compared)
            alike = _alike(traits, sample[name], seed=inputs.seed)
        dense = inputs.train.column(name).is_numeric and _is_dense(sizes)
        found.append(Identifier(name, attributes, alike, dense))
    # A year of birth is alike in the person whose attribute it is.
    owned = {name for identifier in found for name in identifier.attributes}
    return [one for one in found if one.attributes or not (one.alike and one.name in owned)]


def _alike(traits: Traits, values: pd.Series, *, seed: int) -> tuple[str, ...]:
    import pandas as pd

    codes = np.asarray(pd.factorize(values, sort=True)[0], dtype=np.int64)
    return tuple(n for n in alike_columns(traits, codes, seed=seed) if n != values.name)


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
