"""Pairs of columns of which one can be told from the other, found on the sample.

Columns are compared by signatures, so that 300 of them take no longer than a sort of each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ml_engineer_tools.profiling.column_values import ColumnValues
from ml_engineer_tools.profiling.copies.lines import Line, find_lines

if TYPE_CHECKING:
    import pandas as pd

How = Literal["equal", "nearly equal", "recoded", "linear", "nearly linear", "follows"]

FEWEST_TELLING = 8
"""Rows with another than the most frequent value that are needed: fewer agree by chance."""

NEARLY = 0.99
"""Share of rows in which two columns have to agree: a convention."""

BEYOND_CHANCE = 0.9
"""Share of the rows in which either has another than its most frequent value in which they have
to agree, so that two columns of zeros aren't nearly equal: a convention."""

MANY_COLUMNS = 1000
"""Beyond so many columns of a kind, nearly equal and linear ones aren't looked for."""

FIRST_ROWS = 400
"""Rows on which all pairs are compared first."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A column that another one, before it in the file, tells."""

    column: str
    original: str
    how: How
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class _Coded:
    """A column as numbers of its values by first appearance, -1 where it is missing."""

    name: str
    kind: str
    codes: np.ndarray
    distinct: int
    repeats: int
    telling: int


def copies(columns: Mapping[str, ColumnValues], named: Collection[str] = ()) -> list[Copy]:
    """Return the copies among columns, in file order; of each the first column it repeats.

    Args:
        columns: the values.
        named: columns that name or count the rows; only exact lines are looked for among them.
    """
    coded = [one for values in columns.values() if (one := _coded(values)) is not None]
    same: dict[bytes, list[_Coded]] = {}
    for column in coded:
        same.setdefault(hashlib.sha256(column.codes.tobytes()).digest(), []).append(column)
    found: dict[str, Copy] = {}
    for members in same.values():
        # Where each value comes up once, all columns part the rows alike: equal ones begin alike.
        beginning: dict[Hashable, list[_Coded]] = {}
        for column in members:
            begin_alike = beginning.setdefault(_first_value(columns, column), [])
            copy = _first_copy(columns, begin_alike, members[0], column)
            begin_alike.append(column)
            if copy is not None:
                found[column.name] = copy
    rest = [column for column in coded if column.name not in found]
    lines = {
        copy.column: copy
        for copy in _lines(columns, [c for c in coded if not _is_equal(found, c)], named)
    }
    for copy in _near_copies(columns, rest):
        found.setdefault(copy.column, copy)
    for name, copy in lines.items():
        # A straight line says more than that the values go one to one.
        if name not in found or (copy.how == "linear" and found[name].how == "recoded"):
            found[name] = copy
    order = {name: k for k, name in enumerate(columns)}
    return sorted(found.values(), key=lambda copy: order[copy.column])


def _is_equal(found: Mapping[str, Copy], column: _Coded) -> bool:
    return column.name in found and found[column.name].how == "equal"


def _coded(values: ColumnValues) -> _Coded | None:
    import pandas as pd

    if values.kind in ("nested", "other") or values.known < FEWEST_TELLING:
        return None
    codes = np.asarray(pd.factorize(values.sampled)[0], dtype=np.int64)
    rows = np.bincount(codes[codes >= 0])
    telling = int(rows.sum() - rows.max()) + int((codes < 0).sum())
    if len(rows) < 2 or telling < FEWEST_TELLING:
        return None
    return _Coded(values.name, values.kind, codes, len(rows), int(rows[rows > 1].sum()), telling)


def _first_value(columns: Mapping[str, ColumnValues], column: _Coded) -> Hashable:
    """Return the first known value, the same for all that `_equal` takes for equal."""
    value: Hashable = columns[column.name].sampled.iloc[int((column.codes >= 0).argmax())]
    return float(value) if column.kind in ("integer", "number") else value  # type: ignore[arg-type]


def _first_copy(
    columns: Mapping[str, ColumnValues],
    begin_alike: Sequence[_Coded],
    first: _Coded,
    column: _Coded,
) -> Copy | None:
    """Return what a column copies of those before it that part the rows as it does.

    Args:
        columns: the values.
        begin_alike: those of them with the same first value.
        first: the first of them, the column itself if it is.
        column: the column.
    """
    sampled = columns[column.name].sampled
    for other in begin_alike:
        if _equal(columns[other.name].sampled, sampled, other.kind, column.kind).all():
            return Copy(column.name, other.name, "equal")
    # Where hardly a value repeats, any two columns part the rows alike.
    if column is not first and column.repeats >= max(FEWEST_TELLING, 0.1 * len(column.codes)):
        return Copy(column.name, first.name, "recoded")
    return None


def _equal(one: pd.Series, other: pd.Series, kind: str, other_kind: str) -> np.ndarray:
    """Return in which rows two columns are equal, both missing included."""
    if (kind == "text") != (other_kind == "text") or (
        kind in ("date", "timestamp") and kind != other_kind
    ):
        return np.zeros(len(one), dtype=bool)
    both = (one.isna() & other.isna()).to_numpy()
    equal = (one == other).fillna(False).to_numpy(dtype=bool)
    return np.asarray(both | equal)


def _near_copies(columns: Mapping[str, ColumnValues], coded: Sequence[_Coded]) -> list[Copy]:
    found = []
    for kinds in (("integer", "number"), ("text",)):
        members = [column for column in coded if column.kind in kinds]
        if not 1 < len(members) <= MANY_COLUMNS:
            continue
        table = _matrix(columns, members)
        step = max(1, len(table) // FIRST_ROWS)
        first = table[::step]
        for j in range(1, len(members)):
            agree = (first[:, :j] == first[:, [j]]).mean(axis=0)
            for k in np.flatnonzero(agree >= NEARLY - 0.03):
                if _nearly_equal(table[:, k], table[:, j]):
                    name, original = members[j].name, members[int(k)].name
                    found.append(Copy(name, original, "nearly equal"))
                    break
    return found


def _matrix(columns: Mapping[str, ColumnValues], members: Sequence[_Coded]) -> np.ndarray:
    """Return the columns side by side as numbers that are the same for the same value."""
    import pandas as pd

    if members[0].kind != "text":
        table = [
            columns[m.name].sampled.to_numpy(dtype=np.float64, na_value=np.nan) for m in members
        ]
        return np.column_stack(table)
    texts = pd.concat([columns[m.name].sampled for m in members], ignore_index=True)
    codes = np.asarray(pd.factorize(texts)[0], dtype=np.float64)
    codes[codes < 0] = np.nan
    return codes.reshape(len(members), -1).T


def _nearly_equal(one: np.ndarray, other: np.ndarray) -> bool:
    agree = (one == other) | (np.isnan(one) & np.isnan(other))
    if agree.mean() < NEARLY:
        return False
    telling = (one != _most_frequent(one)) | (other != _most_frequent(other))
    return bool(telling.sum() >= FEWEST_TELLING and agree[telling].mean() >= BEYOND_CHANCE)


def _most_frequent(values: np.ndarray) -> float:
    distinct, rows = np.unique(values[~np.isnan(values)], return_counts=True)
    return float(distinct[rows.argmax()]) if len(distinct) else float("nan")


def _lines(
    columns: Mapping[str, ColumnValues], coded: Sequence[_Coded], named: Collection[str]
) -> list[Copy]:
    """Find columns that are a straight line of another, or nearly follow it.

    Args:
        columns: the values.
        coded: those that are compared.
        named: columns that name or count the rows: what rises along the file follows them all.
    """
    members = [c for c in coded if c.kind in ("integer", "number") and c.distinct > 2]
    if not 1 < len(members) <= MANY_COLUMNS:
        return []
    found: dict[str, Copy] = {}
    for j, k, line in find_lines(_matrix(columns, members)):
        name, original = members[j].name, members[k].name
        if not line.exact and (name in named or original in named):
            continue
        best = found.get(name)
        if best is None or (line.exact and best.how != "linear"):
            how: How = "linear" if line.exact else "nearly linear"
            found[name] = Copy(name, original, "follows" if line.by_rank else how, line)
    return list(found.values())
