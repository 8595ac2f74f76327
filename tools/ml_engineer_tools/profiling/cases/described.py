"""What describes a case: the columns left when those that name or place the row are taken away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.profiling.inputs import Inputs

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

NEARLY_UNIQUE = 0.9
"""Share of distinct instants from which on a date names the row rather than describes it: a
convention."""

PAIRED_ROWS, PAIRED_COLUMNS = 4_000, 60
"""Rows on which columns are paired, and columns up to which they are: with more, cases that
agree in all of them by chance are out of the question."""

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
        dated = inputs.semantic_types[name].word in ("date", "timestamp")
        instant = dated and summary.distinct >= NEARLY_UNIQUE * summary.known
        if not summary.known or summary.constant:
            continue
        naming = name in taken or inputs.may_name_rows(name) or instant
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
    """Return how many pairs of `rows` rows are expected to be equal though they aren't one case.

    The number of pairs times the chance that two rows agree in all columns. That chance is a
    product along a tree: each column agrees given that the column before it that says most of
    it does (Chow & Liu 1968). Columns that only together say the same are counted apart, so
    this is rather too few than too many. It is no less than the least that so many rows must have
    in common, whatever they hold, if there are only so many different cases (see `_unavoidable`).

    Args:
        frame: a sample of the rows.
        columns: of the frame.
        rows: of the table.
    """
    import pandas as pd

    # Each case once: rows that were recorded twice must not count as what chance does.
    texts = frame[list(columns)].astype(str)
    cases = texts.drop_duplicates()
    codes = {name: pd.factorize(cases[name])[0].astype(np.int64) for name in columns}
    alone = {name: _agreement(code) for name, code in codes.items()}
    ordered = sorted(columns, key=lambda name: (alone[name], name))
    thin = {name: code[:: max(1, len(cases) // PAIRED_ROWS)] for name, code in codes.items()}
    pairs = math.log(max(rows * (rows - 1) / 2, 1e-9))
    least, logarithm = pairs + _unavoidable(texts), pairs
    for k, name in enumerate(ordered):
        chance = alone[name]
        for before in ordered[:k] if len(ordered) <= PAIRED_COLUMNS else ():
            given = _agreement(thin[before])
            if given > 0:
                both = thin[before] * (int(codes[name].max()) + 1) + thin[name]
                chance = max(chance, _agreement(both) / given)
        logarithm += math.log(min(chance, 1.0)) if chance > 0.0 else -math.inf
    return math.exp(min(max(logarithm, least), 50.0))


def _unavoidable(texts: pd.DataFrame) -> float:
    """Return the logarithm of the least chance that two rows agree, by how many cases there are.

    Of all distributions over that many cases the even one has the fewest equal pairs. It says
    nothing where rows agree far more often than that, nor of prose, which is never the same by
    chance.

    Args:
        texts: a sample of the rows, each value as text.
    """
    pairs = len(texts) * (len(texts) - 1) / 2
    if not pairs or any(
        texts[name].str.count(r"\s").mean() + 1 >= WORDS_OF_PROSE for name in texts.columns
    ):
        return -math.inf
    logarithm = -sum(math.log(texts[name].nunique()) for name in texts.columns)
    sizes = texts.value_counts().to_numpy(dtype=np.float64)
    equal = float((sizes * (sizes - 1)).sum()) / 2
    return logarithm if equal <= FAR_MORE * pairs * math.exp(logarithm) else -math.inf


WORDS_OF_PROSE = 4
"""Words on average from which a text is prose: a convention."""

FAR_MORE = 3.0
"""So many times the equal pairs that chance must bring are far more than chance: a convention."""


def _agreement(codes: np.ndarray) -> float:
    """Return the share of pairs of different rows that have the same code."""
    n = len(codes)
    counts = np.unique(codes, return_counts=True)[1].astype(np.float64)
    return float((counts * (counts - 1)).sum()) / max(n * (n - 1.0), 1.0)
