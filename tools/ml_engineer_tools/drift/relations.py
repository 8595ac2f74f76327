"""Relations: do columns still go together as they did, where some moved by themselves?

A column that moved far is all that a model needs to tell two tables apart, and hides what happened
between the others. Columns that moved are therefore replaced by their ranks within their table,
which are the same in both whatever moved, and the tables are told apart once more: by relations
alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_tools.drift.comparison import FALSE_DISCOVERY_RATE, SURE, Comparison
from ml_engineer_tools.drift.counts import TableCounts
from ml_engineer_tools.drift.domain import (
    AUTO_ROWS,
    FEWEST_ROWS,
    LARGE_AUC,
    LEVEL,
    SMALL_AUC,
    Domain,
    driving,
)
from ml_engineer_tools.drift.sides import Reference
from ml_engineer_tools.evidence import Severity
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import joined


def moved_columns(comparisons: Sequence[Comparison]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the columns that moved: numbers, whose ranks tell relations; and others, which don't.

    Nor do numbers of which another share is missing or infinite.
    """
    moved = [comparison for comparison in comparisons if comparison.moved]
    ranked = {
        c.name
        for c in moved
        if c.reference.way == "number" and not c.found("missing") and not c.found("infinite")
    }
    return frozenset(ranked), frozenset(c.name for c in moved) - ranked


def why_not_compared(
    reference: Reference,
    tables: tuple[TableCounts, TableCounts],
    *,
    seasons: bool,
    repeating: bool,
    classifier: bool | None,
    told: Domain | None,
) -> str | None:
    """Return the sentence that relations between columns were not compared; None if they were.

    Args:
        reference: the reference.
        tables: what was counted of both.
        seasons: whether the reference was weighted by seasons.
        repeating: whether rows of one table repeat each other.
        classifier: what was asked for.
        told: what the domain classifier found, if it was asked.
    """
    if told is not None and len(told.drivers) > 1:
        return None
    fewest = min(table.rows for table in tables)
    if told is not None or sum(c.way in ("number", "levels") for c in tables[0].columns) < 2:
        why = "there is only one column to be compared"
        if not any(c.way in ("number", "levels") for c in tables[0].columns):
            return None
    elif reference.saved is not None:
        why = "a saved reference holds no rows; give the table itself for that"
    elif repeating:
        why = "rows repeat each other, so that a model would know them by their copies"
    elif seasons:
        why = "the reference was weighted to the current mix of seasons"
    elif classifier is False:
        why = "the domain classifier was switched off"
    elif fewest < FEWEST_ROWS:
        why = f"that takes {FEWEST_ROWS} rows of either table"
    elif classifier is None and sum(table.rows for table in tables) > AUTO_ROWS:
        why = f"above {AUTO_ROWS:,} rows that is done on demand only (classifier)"
    else:
        why = "no two columns are worth enough independent rows for that"
    return f"How columns go together was not compared: {why}."


def report_relations(found: Domain, p_value: float, recorder: Recorder) -> None:
    """Record how well the tables are told apart by relations, and a finding if they are.

    Args:
        found: by ranks of the columns that moved.
        p_value: adjusted for all tests of the report.
        recorder: where it is recorded.
    """
    auc = recorder.figure("relations_auc", found.auc, interval=found.interval,
                          interval_level=LEVEL, n=found.rows)  # fmt: skip
    evidence = recorder.figure("relations_p_value_adjusted", p_value, n=found.rows)
    source = "ROC AUC of 0.2 standard deviations, Cohen (1988)"
    limit = recorder.convention("relations_auc_threshold", SMALL_AUC, source=source)
    if found.auc < SMALL_AUC or p_value >= FALSE_DISCOVERY_RATE:
        return
    drivers = driving(found)
    shares = [
        recorder.figure("relations_gain_share", share, column=name, n=found.rows)
        for name, share in drivers
    ]
    names = [name for name, _ in drivers]
    low, high = found.interval
    severity: Severity = "high" if found.auc >= LARGE_AUC else "medium"
    recorder.finding(
        "relations_changed",
        severity,
        "Beside what moved by itself, columns go together otherwise than in the reference: with "
        "ranks in place of the columns that moved, a model tells the tables apart with an "
        f"out-of-fold ROC AUC of {auc} ({LEVEL:.0%} interval {low:.3f} to {high:.3f}; 0.5 is "
        f"chance, threshold {limit}), mostly by {joined(names)}.",
        columns=names,
        clauses=("S8", "P5"),
        figures=[auc, limit, evidence, *shares],
        confidence="high" if p_value < SURE else "medium",
        question="Is one of them computed or joined otherwise than before?",
        harmless_if="the model doesn't use how they go together",
    )
