"""Missing values as evidence: disguised ones, counted over all rows, and which go together."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ml_engineer_tools.evidence import EXACT, Exactness, Figure
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.missing.disguised import Disguise, Kind
from ml_engineer_tools.profiling.missing.together import blocks, complete_share, missing_masks
from ml_engineer_tools.tables.names import MOST_NAMED, joined, listed, quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_COUNTED = 300
"""Disguises, those with most rows, that are counted over all rows: a convention."""

MOST_CITED = 12
"""Figures that a finding cites; the others are read by their quantity."""

MOST_BLOCKS = 20
"""Blocks of columns that are recorded, largest first."""

MUCH = 0.2
"""Share of a column from which words for nothing are more than a detail: a convention."""

FEW_ZEROS = 0.1
"""Share of zeros up to which they are errors rather than a state of their own: a convention."""

IN_WORDS: dict[Kind, str] = {
    "sentinel": "a number set apart from all others",
    "zero": "zeros that no other value leads down to",
    "day": "a day years away from all others",
    "blank": "blank text",
    "word": "a word that says so",
}


def check_disguised_missing(inputs: Inputs) -> None:
    """Record values that stand for nothing, with their rows in the whole table."""
    found = sorted(inputs.disguises, key=lambda one: (-one.rows, one.column, str(one.value)))[
        :MOST_COUNTED
    ]
    if not found:
        return
    recorder, rows = inputs.recorder, inputs.table.rows
    counts = _count_in_table(inputs, found)
    of_column: dict[str, int] = {}
    figures: list[Figure] = []
    for disguise, n in zip(found, counts, strict=True):
        of_column[disguise.column] = of_column.get(disguise.column, 0) + n
        figures.append(
            recorder.figure(
                "disguised_missing_rows", n, unit="rows", column=disguise.column,
                slice=_written(disguise), n=rows,
            )
        )  # fmt: skip
    names = sorted(of_column, key=lambda name: (-of_column[name], name))
    worst = names[0]
    share = of_column[worst] / rows
    count = recorder.figure("disguised_missing_columns", len(names), unit="columns", headline=True)
    most = recorder.figure("disguised_missing_share", share, column=worst, n=rows, headline=True)
    only_words = all(disguise.kind == "word" for disguise in found)
    grave = any(
        disguise.kind in ("sentinel", "day", "blank")
        or (disguise.kind == "zero" and n <= FEW_ZEROS * rows)
        for disguise, n in zip(found, counts, strict=True)
    )
    recorder.finding(
        "disguised_missing",
        "medium" if grave or (only_words and share >= MUCH) else "low",
        f"{quoted(worst)} holds values that stand for nothing in {share:.1%} of its rows: "
        f"{_told(found)}."
        if len(names) == 1
        else f"{count} columns hold values that stand for nothing, most of all {quoted(worst)} in "
        f"{share:.1%} of its rows: {_told(found)}.",
        columns=names,
        clauses=["P3", "H5"],
        figures=[count, most, *figures[:MOST_CITED]],
        confidence="high" if only_words else "medium",
        question="Do these mean that nothing was recorded? Then read them as missing.",
        harmless_if="they are real values, or a meaning of their own, as never or not yet",
    )


def _told(found: Sequence[Disguise]) -> str:
    parts, alone = [], len({disguise.column for disguise in found}) == 1
    for kind, words in IN_WORDS.items():
        columns = dict.fromkeys(disguise.column for disguise in found if disguise.kind == kind)
        if columns:
            parts.append(words if alone else f"{words} ({listed(list(columns), 4)})")
    return "; ".join(parts)


def _written(disguise: Disguise) -> str:
    value = disguise.value
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) else repr(value)
    return value if value.strip() else "(blank)"


def _count_in_table(inputs: Inputs, found: Sequence[Disguise]) -> list[int]:
    """Count each over all rows in one scan."""
    rows = inputs.table.expression
    measures = {str(k): _is(rows[d.column], d).sum() for k, d in enumerate(found)}
    counted = inputs.engine.aggregate(rows, measures)
    return [int(counted[str(k)] or 0) for k in range(len(found))]


def _is(value: ir.Column, disguise: Disguise) -> ir.BooleanValue:
    import ibis

    told = disguise.value
    if disguise.kind == "day":
        return value.cast("date") == ibis.literal(datetime.date.fromisoformat(str(told)))
    if isinstance(told, float) and value.type().is_integer():
        told = int(told)
    return value == ibis.literal(told)


def check_missing_together(inputs: Inputs) -> None:
    """Record how many rows are complete, and the columns that go missing in the same rows."""
    recorder, n = inputs.recorder, len(inputs.sample)
    masks = missing_masks(inputs.values)
    if not masks:
        return
    exactness = EXACT if n >= inputs.table.rows else Exactness(kind="sampled", n=n)
    recorder.figure("complete_row_share", complete_share(masks, n), n=n, exactness=exactness)
    found = blocks(masks)[:MOST_BLOCKS]
    if not found:
        return
    figures: list[Figure] = []
    for number, block in enumerate(found, start=1):
        for name in block.columns:
            figure = recorder.figure(
                "missing_together_rows", block.rows, unit="rows", column=name,
                window=f"block {number}", n=n, exactness=exactness,
            )  # fmt: skip
            figures.append(figure)
    first = found[0]
    count = recorder.figure("missing_together_blocks", len(found), unit="blocks")
    in_all = recorder.figure("missing_together_columns", len(first.columns), unit="columns")
    recorder.finding(
        "missing_together",
        "info",
        f"{joined(first.columns)} go missing in the same rows"
        + (f" ({in_all} columns)" if len(first.columns) > MOST_NAMED else "")
        + (f"; {count} such sets of columns in all." if len(found) > 1 else "."),
        columns=[name for block in found for name in block.columns],
        clauses=["P3", "H5"],
        figures=[count, in_all, *figures[:MOST_CITED]],
        confidence="high",
        question="Do they come from one source that doesn't cover every row?",
        harmless_if="the source covers the same rows when the model is used",
    )
