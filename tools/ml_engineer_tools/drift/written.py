"""How values are written: dates in another format, names of rows that are shorter or longer.

The values mean what they meant, so that nothing moved; but code that reads them fails, reads other
days, or finds no partner any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ml_engineer_tools.drift.telling import CLAUSES
from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.engine.text_dates import written_otherwise
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.table import Table

LONGER = 2
"""Characters by which names have to be longer: those that are counted grow by one."""


def report_date_formats(
    before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]], recorder: Recorder
) -> None:
    """Record each column of dates that the current table writes in another way.

    Args:
        before: ways in which the reference's columns are written, see `Table.written`.
        after: those of the current table.
        recorder: where it is recorded.
    """
    for name, first, second in written_otherwise(before, after):
        figures = [
            recorder.figure("date_format", way, column=name, window=window)
            for window, way in (("reference", first), ("current", second))
        ]
        recorder.finding(
            "dates_written_otherwise",
            "medium",
            f"{quoted(name)} writes its dates in another way: {first} in the reference, {second} "
            "in the current table. They were compared as the same dates.",
            columns=[name],
            clauses=(*CLAUSES, "Q2"),
            figures=figures,
            confidence="high",
            question="Which format does the model's code read, and is the day first in it?",
            harmless_if="dates are read by a parser that knows both formats",
        )


def report_name_lengths(
    engine: Engine, reference: Table, current: Table, names: Sequence[str], recorder: Recorder
) -> None:
    """Record columns that name rows where all names have another length than they had.

    Args:
        engine: that read both.
        reference: a table.
        current: the other.
        names: columns that name rows in both.
        recorder: where it is recorded.
    """
    texts = [n for n in names if reference.column(n).kind == current.column(n).kind == "text"]
    if not texts:
        return
    before, after = (_lengths(engine, table, texts) for table in (reference, current))
    for name in texts:
        if len({*before[name]}) != 1 or len({*after[name]}) != 1:
            continue
        then, now = before[name][0], after[name][0]
        if then is None or now is None or then <= now < then + LONGER:
            continue
        lengths = [
            recorder.figure("name_length", length, unit="characters", column=name, window=window)
            for window, length in (("reference", then), ("current", now))
        ]
        recorder.finding(
            "names_of_other_length",
            "medium",
            f"{quoted(name)}: all values have {lengths[1]} characters, where they had {lengths[0]} "
            f"in the reference{': cut short, or other names' if now < then else ''}.",
            columns=[name],
            clauses=(*CLAUSES, "Q2"),
            figures=lengths,
            confidence="high",
            question="Is it the same key, and is it cut somewhere? Cut names may not be unique.",
            harmless_if="nothing is joined by it, and it is no input",
        )


def _lengths(
    engine: Engine, table: Table, names: Sequence[str]
) -> dict[str, tuple[int | None, int | None]]:
    rows = table.expression
    wanted: dict[str, Any] = {}
    for k, name in enumerate(names):
        length: Any = rows[name].length()
        wanted |= {f"low{k}": length.min(), f"high{k}": length.max()}
    found = engine.aggregate(rows, wanted)
    return {name: (found[f"low{k}"], found[f"high{k}"]) for k, name in enumerate(names)}
