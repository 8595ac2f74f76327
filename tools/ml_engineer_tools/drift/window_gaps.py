"""Windows in which a column has no value to compare: it is missing there, or infinite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ml_engineer_tools.drift.comparison import HIGH_DISTANCE, Comparison
from ml_engineer_tools.drift.counts import ColumnCounts
from ml_engineer_tools.drift.infinite_findings import HARMLESS, QUESTION
from ml_engineer_tools.drift.telling import CLAUSES, as_percent
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import agreeing, quoted

if TYPE_CHECKING:
    from ml_engineer_tools.drift.windowed import Compared

Gap = Literal["missing", "infinite"]
GAPS: tuple[Gap, ...] = ("missing", "infinite")

QUESTIONS: dict[Gap, str] = {
    "missing": "Did a source fail, or a join lose its partner?",
    "infinite": QUESTION,
}
HARMLESS_IF: dict[Gap, str] = {
    "missing": "the model was trained with as many gaps, and they mean the same",
    "infinite": HARMLESS,
}


def report_gaps(
    name: str, pairs: Sequence[tuple[Compared, Comparison]], unit: str, recorder: Recorder
) -> None:
    """Record in which windows a column was missing or infinite more or less often than before.

    Args:
        name: of the column.
        pairs: each window with what the column is like in it.
        unit: what a window is.
        recorder: where it is recorded.
    """
    for gap in GAPS:
        _report(gap, name, pairs, unit, recorder)


def _share(gap: Gap, counted: ColumnCounts) -> float:
    return counted.missing_share if gap == "missing" else counted.infinite_share


def _report(
    gap: Gap,
    name: str,
    pairs: Sequence[tuple[Compared, Comparison]],
    unit: str,
    recorder: Recorder,
) -> None:
    over = [(w, c) for w, c in pairs if c.found(gap)]
    if not over:
        return
    shares = {
        w.label: recorder.figure(f"{gap}_share", _share(gap, c.current), column=name,
                                 window=w.label, n=c.current.rows)
        for w, c in pairs
    }  # fmt: skip
    before = recorder.figure(f"{gap}_share", _share(gap, over[0][1].reference), column=name,
                             window="reference")  # fmt: skip

    def change(comparison: Comparison) -> float:
        return abs(_share(gap, comparison.current) - _share(gap, comparison.reference))

    worst, comparison = max(over, key=lambda pair: change(pair[1]))
    count = recorder.figure(f"{gap}_windows", len(over), unit=f"{unit}s", column=name)
    recorder.finding(
        f"{gap}_changed",
        "high" if change(comparison) >= HIGH_DISTANCE else "medium",
        f"{quoted(name)} was {gap} in another share of rows in {count} "
        f"{agreeing(len(over), unit, f'{unit}s')}, first in {over[0][0].label}; most so in "
        f"{worst.label}: {as_percent(shares[worst.label])}, where it is {as_percent(before)} in "
        "the reference.",
        columns=[name],
        clauses=(*CLAUSES, "Q2"),
        figures=[count, shares[worst.label], before],
        confidence=comparison.confidence(gap),
        question=QUESTIONS[gap],
        harmless_if=HARMLESS_IF[gap],
    )
