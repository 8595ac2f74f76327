"""Proposals of a time: the column that says when a row was known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.modelling.in_order import SORTED, is_in_order
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.instants import Form, form_of, to_instants
from ml_engineer_tools.profiling.role_proposals.name_hints import name_hint
from ml_engineer_tools.profiling.role_proposals.proposal import Proposal, Reason, best_first

if TYPE_CHECKING:
    import pandas as pd

LEAST, MEDIUM, HIGH = 1.5, 2.5, 4.0

FEWEST_ROWS = 30
"""With fewer rows their order says nothing: a convention."""

FEWEST_RISING = 100
"""With fewer rows a number that rises may be any trend: a convention."""

FEWEST_INSTANTS = 3
"""Different instants that a time has at least."""

MOSTLY_MISSING = 0.2
"""Share of missing values from which a date is rather an event that may not happen."""

LIFETIMES = 25 * 365.25
"""Days between the outer twentieths of a date from which it may be a date of birth: a
convention."""

DATED: dict[Form, Reason] = {
    "instant": Reason("holds dates", 2.0),
    "iso text": Reason("is text that reads as dates", 2.0),
    "other text": Reason("is text that reads as dates, though not as YYYY-MM-DD", 2.0),
    "day number": Reason("holds whole numbers that all read as YYYYMMDD", 2.0),
    "year": Reason("holds whole numbers that may be years", 0.5),
    "epoch seconds": Reason("holds whole numbers that may be seconds since 1970", 0.5),
    "epoch milliseconds": Reason("holds whole numbers that may be milliseconds since 1970", 0.5),
}


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A column that reads as time; `instants` are its known values in file order."""

    name: str
    form: Form
    instants: pd.Series


def propose_times(inputs: Inputs) -> list[Proposal]:
    """Return the columns that may say when, best first; numbers only where no date does."""
    candidates = time_candidates(inputs)
    dated = [c for c in candidates if DATED[c.form].points >= 1]
    proposals = [_judge(inputs, c, alone=len(dated) == 1) for c in candidates]
    found = best_first([p for p in proposals if p is not None], LEAST)
    return found or best_first(_rising(inputs), LEAST)


def time_candidates(inputs: Inputs) -> list[Candidate]:
    """Return the columns of the sample that read as time."""
    found = []
    for name, summary in inputs.summaries.items():
        if summary.distinct < FEWEST_INSTANTS or name in (inputs.roles.group, inputs.roles.target):
            continue
        values = inputs.sample[name]
        form = form_of(summary.column, values)
        if form is not None:
            instants = to_instants(values, form).dropna()
            if len(instants):
                found.append(Candidate(name, form, instants))
    return found


def is_sorted(values: np.ndarray) -> bool:
    """Tell whether the values hardly ever go back along the file, or hardly ever forward."""
    return len(values) >= FEWEST_ROWS and is_in_order(values)


def _judge(inputs: Inputs, candidate: Candidate, *, alone: bool) -> Proposal | None:
    summary = inputs.summaries[candidate.name]
    reasons = [DATED[candidate.form]]
    days = candidate.instants.astype("int64").to_numpy() / 86_400e6
    ordered = is_sorted(days)
    if ordered:
        reasons.append(Reason("the file is sorted by it", 1.5))
    if alone and reasons[0].points >= 1:
        reasons.append(Reason("is the only column of dates", 1.0))
    hint = name_hint(candidate.name, "time")
    if hint is not None:
        reasons.append(hint)
    if reasons[0].points < 1 and not ordered and hint is None:
        return None
    if summary.missing_share > MOSTLY_MISSING:
        reasons.append(Reason("is often missing", -1.5))
    elif not summary.missing:
        reasons.append(Reason("is never missing", 0.5))
    low, high = np.quantile(days, [0.05, 0.95])
    if high - low > LIFETIMES and not ordered and candidate.form != "year":
        reasons.append(Reason("spans lifetimes", -2.0))
    return Proposal((candidate.name,), tuple(reasons), MEDIUM, HIGH)


def _rising(inputs: Inputs) -> list[Proposal]:
    """Return numbers that rise along the file by uneven steps: a clock without a date."""
    found = []
    for name, summary in inputs.summaries.items():
        if not summary.column.is_numeric or summary.missing or name == inputs.roles.group:
            continue
        values = inputs.sample[name].to_numpy(dtype=np.float64)
        if len(values) < FEWEST_RISING or not np.isfinite(values).all():
            continue
        steps = np.diff(values)
        uneven = len(np.unique(steps[steps > 0])) > 1
        # Rows of a sample are apart by uneven steps even where the file counts by ones.
        counts = summary.column.kind == "integer" and summary.unique and _is_dense(summary.maximum,
            summary.minimum, summary.rows)  # fmt: skip
        if is_sorted(values) and (steps >= 0).mean() >= SORTED and uneven and not counts:
            if len(np.unique(values)) < len(values) / 10:
                continue
            reasons = [Reason("rises along the file by uneven steps, as a clock does", 1.5)]
            if hint := name_hint(name, "time"):
                reasons.append(hint)
            found.append(Proposal((name,), tuple(reasons), MEDIUM, HIGH))
    return found


def _is_dense(maximum: float | str | None, minimum: float | str | None, rows: int) -> bool:
    if isinstance(maximum, str) or isinstance(minimum, str) or maximum is None or minimum is None:
        return False
    return maximum - minimum + 1 <= 1.1 * rows
