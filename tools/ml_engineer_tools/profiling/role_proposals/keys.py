"""Proposals of a key: one column, or two together, that name each row once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.profiling.cases.described import case_of
from ml_engineer_tools.profiling.identifiers import FEWEST_ROWS, FEWEST_UNIQUE, names_rows
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.role_proposals.name_hints import name_hint
from ml_engineer_tools.profiling.role_proposals.proposal import Proposal, Reason, best_first
from ml_engineer_tools.profiling.summaries import Summary

if TYPE_CHECKING:
    import pandas as pd

EXPECTED_PAIRS = 20.0
"""Equal pairs that two independent columns would have, from which having none is no chance: its
probability is exp(-20) (Poisson approximation)."""

TRIED_COLUMNS = 12
"""Columns, those with the most values, of which pairs are tried: a convention."""

CONFIRMED_PAIRS = 2
"""Pairs, the best on the sample, that are counted over all rows: a convention."""

LEAST, MEDIUM, HIGH = 1.0, 2.0, 3.0


def propose_keys(inputs: Inputs) -> list[Proposal]:
    """Return the columns that name each row, best first; pairs only where no column does alone."""
    if inputs.table.rows < FEWEST_ROWS:
        return []
    alone = [
        proposal
        for summary in inputs.summaries.values()
        if (proposal := _alone(summary, inputs.sample[summary.name])) is not None
    ]
    return best_first(alone, LEAST) or best_first(_pairs(inputs), LEAST)


def _alone(summary: Summary, values: pd.Series) -> Proposal | None:
    if not summary.unique or summary.missing:
        return None
    kind = summary.column.kind
    reasons = [Reason("is different in every row and never missing", 1.0)]
    if kind == "integer":
        if runs_along(values):
            reasons.append(Reason("counts along the file", 2.0))
        elif names_rows(summary):
            reasons.append(Reason("fills its range too evenly for a measure", 2.0))
        elif summary.known < FEWEST_UNIQUE:
            return None
    elif kind == "text":
        spaces = values.dropna().astype(str).str.contains(r"\s").mean()
        reasons.append(Reason("is one word each", 2.0) if spaces < 0.1 else Reason("is text", 0.0))
    elif summary.column.is_temporal:
        reasons.append(Reason("says when", 1.0))
    else:
        return None
    if hint := name_hint(summary.name, "key"):
        reasons.append(hint)
    return Proposal((summary.name,), tuple(reasons), MEDIUM, HIGH)


def runs_along(values: pd.Series) -> bool:
    """Tell whether whole numbers rise, or fall, from each row of the sample to the next."""
    steps = np.diff(values.dropna().to_numpy(dtype=np.float64))
    return len(steps) >= FEWEST_ROWS and bool((steps > 0).all() or (steps < 0).all())


def _pairs(inputs: Inputs) -> list[Proposal]:
    """Return pairs of columns that never repeat together, though chance would make them repeat."""
    sample = inputs.sample
    tried = sorted(
        (s for s in inputs.summaries.values() if _may_be_part(s, sample[s.name])),
        key=lambda summary: (-summary.distinct, summary.name),
    )[:TRIED_COLUMNS]
    codes = {s.name: _codes(sample[s.name]) for s in tried}
    found: list[tuple[float, tuple[str, str]]] = []
    for first, second in combinations(sorted(codes), 2):
        expected = _equal_pairs(codes[first]) * _equal_share(codes[second])
        if expected < EXPECTED_PAIRS:
            continue
        both = codes[first] * (int(codes[second].max()) + 1) + codes[second]
        if len(np.unique(both)) == len(both):
            found.append((expected, (first, second)))
    found.sort(key=lambda pair: (-pair[0], pair[1]))
    pairs = [names for _, names in found[:CONFIRMED_PAIRS]]
    return [
        Proposal(
            names,
            (Reason("never repeat together in any row, which chance would not bring about", 2.5),),
            MEDIUM,
            HIGH,
        )
        for names in pairs
        if _confirmed(inputs, names)
    ]


def _may_be_part(summary: Summary, values: pd.Series) -> bool:
    if summary.missing or summary.distinct < 2:
        return False
    if summary.column.kind == "number":
        numbers = values.to_numpy(dtype=np.float64)
        return bool((numbers == np.floor(numbers)).all())
    return summary.column.kind in ("integer", "text", "date", "timestamp")


def _codes(values: pd.Series) -> np.ndarray:
    import pandas as pd

    return np.asarray(pd.factorize(values)[0], dtype=np.int64)


def _equal_share(codes: np.ndarray) -> float:
    counts = np.bincount(codes).astype(np.float64)
    return float((counts * (counts - 1)).sum() / (len(codes) * (len(codes) - 1.0)))


def _equal_pairs(codes: np.ndarray) -> float:
    return _equal_share(codes) * len(codes) * (len(codes) - 1.0) / 2


def _confirmed(inputs: Inputs, names: Sequence[str]) -> bool:
    rows = inputs.table.expression
    case = rows.select(case=case_of(rows, names))
    distinct = inputs.engine.aggregate(case, {"n": case["case"].nunique()})["n"]
    return int(distinct) == inputs.table.rows
