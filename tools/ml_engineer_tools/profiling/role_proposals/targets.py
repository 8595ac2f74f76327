"""Proposals of a target: the column that the others say most of, hints of name and place aside."""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.profiling.identifiers import may_name_rows
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.role_proposals.name_hints import name_hint
from ml_engineer_tools.profiling.role_proposals.proposal import Proposal, Reason, best_first
from ml_engineer_tools.profiling.role_proposals.votes import WEAK, associations, votes
from ml_engineer_tools.profiling.summaries import Summary
from ml_engineer_tools.tables.target import CLASS_LIMIT

LEAST, MEDIUM, HIGH = 2.0, 3.5, 5.0

FEWEST_ROWS = 50
"""With fewer rows nothing but names and places is known of a target."""

MOST_MISSING = 0.5
"""Share of missing values from which a column is no target: a convention."""

MEDIUM_ASSOCIATION = 0.3
"""A medium effect (Cohen 1988)."""

MANY_VOTES, SOME_VOTES = 0.4, 0.2
"""Shares of the other columns that are most related to this one: conventions."""


def propose_targets(inputs: Inputs, taken: set[str]) -> list[Proposal]:
    """Return the columns that may be what is to be predicted, best first.

    Args:
        inputs: the surroundings; no target was given, so columns are columns.
        taken: columns that have or may have another role.
    """
    names = [name for name, summary in inputs.summaries.items() if name not in taken]
    if len(names) < 2:
        return []
    order = list(inputs.summaries)
    kept, found = associations(inputs.sample, names)
    counted = votes(kept, found)
    proposals = []
    for name in names:
        summary = inputs.summaries[name]
        if not _can_be_predicted(summary):
            continue
        reasons = [*_of_name_and_place(name, order), *_of_values(summary)]
        if name in counted and inputs.table.rows >= FEWEST_ROWS:
            row = np.delete(found[kept.index(name)], kept.index(name))
            reasons.append(_of_votes(counted[name], len(kept) - 1, float(row.max(initial=0.0))))
        proposals.append(Proposal((name,), tuple(r for r in reasons if r.points), MEDIUM, HIGH))
    return best_first(proposals, LEAST)


def _can_be_predicted(summary: Summary) -> bool:
    kind = summary.column.kind
    if kind not in ("integer", "number", "boolean", "text") or summary.constant:
        return False
    if not summary.known or summary.missing_share > MOST_MISSING or may_name_rows(summary):
        return False
    return kind != "text" or summary.distinct <= CLASS_LIMIT


def _of_name_and_place(name: str, order: list[str]) -> list[Reason]:
    reasons = []
    if hint := name_hint(name, "target"):
        reasons.append(hint)
    if name == order[-1]:
        reasons.append(Reason("is the last column", 1.5))
    elif name == order[0]:
        reasons.append(Reason("is the first column", 0.5))
    return reasons


def _of_values(summary: Summary) -> list[Reason]:
    if summary.distinct == 2:
        return [Reason("has two values", 1.0)]
    few = summary.distinct <= CLASS_LIMIT / 2
    return [Reason("has few values", 0.25)] if few else []


def _of_votes(count: int, others: int, strongest: float) -> Reason:
    if strongest < WEAK:
        return Reason("no other column says anything of it", -2.0)
    share = count / max(others, 1)
    if share >= MANY_VOTES and count >= 3:
        return Reason("most other columns are more related to it than to any other", 2.0)
    if share >= SOME_VOTES and count >= 2:
        return Reason("several columns are more related to it than to any other", 1.0)
    if strongest >= MEDIUM_ASSOCIATION:
        return Reason("another column says something of it", 0.5)
    return Reason("others say little of it", 0.0)
