"""Other columns: a feature that holds what belongs to another column of the same row.

Columns are exchanged where one side relies on their order, or a mapping names the wrong one. Each
value is then a right one, in its own row: nothing is wrong with the rows or their key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ml_engineer_tools.parity.cells import Both, equal
from ml_engineer_tools.parity.patterns import Pattern
from ml_engineer_tools.tables.names import quoted

NEARLY_ALL = 0.95
"""Share of the differing rows in which a column has to hold the other's values. Of two columns
that differ by chance alone fewer do, also of flags: a convention."""

FEWEST = 10
"""Rows from which it is asked; and different values from which one column may hold another's
without the other holding its own: the fewer values there are, the more agree by chance."""

GLANCE = 40
"""Rows that are looked at before all are."""


def exchanged_pattern(both: Both, others: Sequence[Both]) -> Iterator[Pattern]:
    """Yield `exchanged` where two columns hold each other's values in the rows that differ.

    Args:
        both: the feature.
        others: all features that differ.
    """
    for other in others:
        rows = _held(both, other)
        if rows is not None and _held(other, both) is not None:
            yield Pattern("exchanged", rows, words=quoted(other.name))
            return


def copied_pattern(both: Both, others: Sequence[Both], left: np.ndarray) -> Iterator[Pattern]:
    """Yield `other_column` where nothing else explains rows that hold another column's values.

    Args:
        both: the feature.
        others: all features that were compared.
        left: (n,) rows that no other pattern explains.
    """
    if left.sum() < NEARLY_ALL * both.differs.sum():
        return
    for other in others:
        rows = _held(both, other)
        if rows is not None and len(np.unique(both.serving[rows].astype(str))) >= FEWEST:
            yield Pattern("other_column", rows, words=quoted(other.name))
            return


def _held(both: Both, other: Both) -> np.ndarray | None:
    """Return the differing rows in which serving holds training's value of another column.

    None if those are not nearly all that have a value.
    """
    if other.name == both.name or other.kind != both.kind:
        return None
    known = both.differs & ~both.missing[0] & ~both.missing[1]
    places = np.flatnonzero(known)
    if len(places) < FEWEST:
        return None
    some = places[:: max(1, len(places) // GLANCE)]
    if equal(both.serving[some], other.training[some]).mean() < NEARLY_ALL / 2:
        return None
    same = np.zeros(len(known), dtype=bool)
    same[places] = equal(both.serving[places], other.training[places])
    return same if same.sum() >= NEARLY_ALL * len(places) else None
