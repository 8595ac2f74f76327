"""What describes a case: the columns left when those that name or place the row are taken away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ml_engineer_tools.profiling.identifiers import may_name_rows
from ml_engineer_tools.profiling.inputs import Inputs

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

NEARLY_UNIQUE = 0.9
"""Share of distinct instants from which on a date names the row rather than describes it: a
convention."""

COINCIDENCES = 1.0
"""Equal pairs expected by chance from which on equal cases say nothing: a convention."""


def describing_columns(inputs: Inputs) -> tuple[list[str], list[str]]:
    """Return the columns that describe a case, and those left out because they name the row.

    Left out are the roles, the key, columns that look like identifiers, and dates that hardly
    repeat. The target is in neither list.
    """
    taken = {inputs.roles.time, inputs.roles.group, inputs.key}
    described: list[str] = []
    left_out: list[str] = []
    for name, summary in inputs.summaries.items():
        instant = summary.column.is_temporal and summary.distinct >= NEARLY_UNIQUE * summary.known
        if not summary.known or summary.constant:
            continue
        naming = name in taken or may_name_rows(summary) or instant
        (left_out if naming else described).append(name)
    return described, left_out


def case_of(rows: ir.Table, columns: Sequence[str]) -> ir.IntegerValue:
    """Return a 64-bit hash of the columns: equal for equal cases.

    Two different cases among n share one with a probability of about n^2 / 2^65: one in
    300,000 at ten million rows.
    """
    import ibis

    # Neutral names: a column's own could be of any length.
    case: ir.IntegerValue = ibis.struct(
        {f"c{k}": rows[name] for k, name in enumerate(columns)}
    ).hash()
    return case


def coincidences(frame: pd.DataFrame, columns: Sequence[str], rows: int) -> float:
    """Return how many pairs of `rows` rows would be equal if the columns were independent.

    The product over the columns of the chance that two rows share a value, times the number of
    pairs. Columns that go together make more pairs equal, so this is a lower bound of what
    coarse columns bring about by themselves.

    Args:
        frame: a sample of the rows.
        columns: of the frame.
        rows: of the table.
    """
    logarithm = math.log(max(rows * (rows - 1) / 2, 1e-9))
    n = len(frame)
    for name in columns:
        counts = frame[name].astype(str).value_counts(dropna=False).to_numpy(dtype=float)
        # Unbiased: pairs of different rows of the sample that share a value.
        equal = float((counts * (counts - 1)).sum()) / max(n * (n - 1), 1)
        if equal == 0.0:
            return 0.0
        logarithm += math.log(equal)
    return math.exp(min(logarithm, 50.0))
