"""The time that nobody named: which date says best when a row was known, and why it is taken.

Names have no say. A date in whose order the file is comes first, as rows are written as they
happen. Dates that go with each other are steps of one event: the earliest is taken, since what
comes after it may be its outcome. Else the date that is spread least is: a date of birth is spread
over decades, and one that is, out of the file's order, is no time of a row at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.modelling.ranks import average_ranks
from ml_engineer_tools.modelling.role_columns import read_times
from ml_engineer_tools.profiling.role_proposals.times import LIFETIMES
from ml_engineer_tools.tables.names import agreeing, joined, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

FOLLOWS = 0.3
"""Rank correlation of a date with the file under which the file is not in its order: a medium one
(Cohen 1988), which chance hardly reaches."""
IN_ORDER = 0.99
"""Rank correlation from which the file is in the order of a date."""
TOGETHER = 0.9
"""Rank correlation from which two dates are steps of one event: a convention."""


@dataclass(frozen=True, slots=True, eq=False)
class ProposedTime:
    """A date taken for the time.

    Attributes:
        column: which one.
        values: (n,) sortable.
        why: what speaks for it, a clause.
        in_file_order: whether the file is in its order.
        later: dates that go with it and lie later on the whole.
    """

    column: str
    values: np.ndarray
    why: str
    in_file_order: bool
    later: tuple[str, ...]


def propose_time(
    rows: pd.DataFrame, names: Sequence[str], place: np.ndarray
) -> ProposedTime | None:
    """Return the date that says best when a row was known; None if none can be that.

    Args:
        rows: n rows.
        names: their columns of dates.
        place: (n,) the place of each row in the file.
    """
    read = {name: values for name in names if (values := _read(rows, name)) is not None}
    if not read:
        return None
    ranks = {name: _ranks(values) for name, values in read.items()}
    with_file = {name: abs(_correlation(own, _ranks(place))) for name, own in ranks.items()}
    spread = {name: _spread(values) for name, values in read.items()}
    chosen = []
    for name in read:
        group = [n for n in read if n == name or _correlation(ranks[n], ranks[name]) >= TOGETHER]
        if min(group, key=lambda n: (_middle(read[n]), n)) != name:
            continue
        follows = max(with_file[n] for n in group)
        if follows < FOLLOWS and spread[name] > LIFETIMES:
            continue
        # Chance correlations of unsorted files must not decide.
        how = -round(follows, 1) if follows >= FOLLOWS else 0.0
        chosen.append((how, spread[name], name, group))
    if not chosen:
        return None
    follows, _, best, group = min(chosen)
    sorted_by_it = max(with_file[n] for n in group) >= IN_ORDER
    others = [name for name in read if name not in group]
    later = tuple(name for name in group if name != best)
    return ProposedTime(
        best, read[best], _why(best, later, others, sorted_by_it, follows), sorted_by_it, later
    )


def _why(
    best: str, later: tuple[str, ...], others: list[str], sorted_by_it: bool, follows: float
) -> str:
    reasons = []
    if sorted_by_it:
        reasons.append("the file is in its order")
    elif follows:
        reasons.append("it goes with the order of the file")
    if later:
        goes = agreeing(len(later), "goes with it and lies", "go with it and lie")
        reasons.append(f"{joined(later)} {goes} later")
    if others and not follows:
        lies = agreeing(len(others), "is", "are")
        reasons.append(f"{joined(others)} {lies} spread over a longer time")
    return "; ".join(reasons) or f"{quoted(best)} is the only column of dates in every row"


def _read(rows: pd.DataFrame, name: str) -> np.ndarray | None:
    if name not in rows.columns or rows[name].isna().any():
        return None
    try:
        values = read_times(rows[name])
    except BadInput:
        return None
    return values if len(np.unique(values)) > 1 else None


def _ranks(values: np.ndarray) -> np.ndarray:
    return np.asarray(average_ranks(np.unique(values, return_inverse=True)[1]), dtype=np.float64)


def _correlation(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.corrcoef(first, second)[0, 1])


def _days(values: np.ndarray) -> np.ndarray:
    return values.astype("datetime64[us]").astype(np.float64) / 86_400e6


def _middle(values: np.ndarray) -> float:
    return float(np.median(_days(values)))


def _spread(values: np.ndarray) -> float:
    low, high = np.quantile(_days(values), [0.05, 0.95])
    return float(high - low)
