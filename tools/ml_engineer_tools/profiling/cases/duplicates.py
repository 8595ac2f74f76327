"""Duplicates beyond the key: rows that differ in nothing but what names or places them."""

from __future__ import annotations

from ml_engineer_tools.profiling.cases.described import (
    COINCIDENCES,
    coincidences,
    describing_columns,
)
from ml_engineer_tools.profiling.cases.repeated import count_cases
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.tables.names import agreeing, listed

MANY_DUPLICATES = 0.05
"""Share of rows from which on it is more than a detail: the default of deepchecks."""


SOME_DUPLICATES = 0.01
"""Share of rows from which it is told: columns that go together bring about a few by themselves; a
convention."""


def check_duplicates_beyond_key(inputs: Inputs) -> None:
    """Record rows that equal a row before them in all but key, time and identifiers.

    Labels play no part here: `contradictions` tells which of them agree.
    """
    described, left_out = describing_columns(inputs)
    if not described or not left_out:
        return
    total = inputs.table.rows
    repeated = total - count_cases(inputs, described)
    recorder = inputs.recorder
    figure = recorder.figure("duplicate_rows_beyond_key", repeated, unit="rows", n=total)
    if not repeated:
        return
    chance = coincidences(inputs.sample, described, total)
    expected = recorder.figure("equal_pairs_by_chance_beyond_key", chance, unit="pairs", n=total)
    if chance >= COINCIDENCES or repeated < SOME_DUPLICATES * total:
        return
    share = recorder.figure("duplicate_share_beyond_key", repeated / total, n=total)
    limit = recorder.convention(
        "many_duplicates_share", MANY_DUPLICATES, source="default of deepchecks' data integrity"
    )
    recorder.finding(
        "duplicates_beyond_key",
        "medium" if repeated >= MANY_DUPLICATES * total else "low",
        f"{repeated:,} {agreeing(repeated, 'row repeats', 'rows repeat')} another in everything "
        f"but {listed(left_out)} ({repeated / total:.1%}), far more than chance would bring about.",
        columns=left_out,
        clauses=["S3", "P3"],
        figures=[figure, share, expected, limit],
        confidence="medium",
        question="Is one event recorded several times under different keys?",
        harmless_if="the rows are different events that look alike",
    )
