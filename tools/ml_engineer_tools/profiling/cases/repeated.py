"""Cases that come up again, told apart part by part: the memory of a part, however many rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ml_engineer_tools.profiling.inputs import Inputs

if TYPE_CHECKING:
    import ibis.expr.types as ir

PART_ROWS = 250_000
"""Rows whose cases are told apart at once, which takes some 25 MB: a convention."""


def count_cases(inputs: Inputs, described: Sequence[str]) -> int:
    """Count the different cases of the table, exactly."""
    counts = [
        inputs.engine.aggregate(part, {"n": part["case"].nunique()})["n"]
        for part in parts_of_cases(_cases(inputs, described), inputs.table.rows)
    ]
    return sum(map(int, counts))


def repeated_cases(inputs: Inputs, described: Sequence[str]) -> ir.Table:
    """Return `ROW` and `case` of the rows whose case comes up again anywhere in the table."""
    import ibis

    parts = []
    for k, part in enumerate(parts_of_cases(_cases(inputs, described), inputs.table.rows)):
        sizes = part.group_by("case").aggregate(n=lambda t: t.count())
        several = part.semi_join(sizes.filter(sizes["n"] > 1), "case")
        parts.append(inputs.engine.keep(f"{_key(inputs, described)} again {k}", several))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def parts_of_cases(rows: ir.Table, count: int) -> Iterator[ir.Table]:
    """Yield rows in parts by their `case`, so that equal ones are in the same part.

    Args:
        rows: have a column `case`.
        count: how many rows there are at most.
    """
    parts = 1 << (max(0, count - 1) // PART_ROWS).bit_length()
    if parts == 1:
        yield rows
        return
    for part in range(parts):
        yield rows.filter((rows["case"] & (parts - 1)) == part)


def _cases(inputs: Inputs, described: Sequence[str]) -> ir.Table:
    """Return `ROW` and `case` of every row, computed once."""
    rows = inputs.table.expression
    return inputs.engine.keep_hashes(_key(inputs, described), rows, described)


def _key(inputs: Inputs, described: Sequence[str]) -> str:
    return f"cases {inputs.table.fingerprint.sha256} {list(described)}"
