"""Identifiers: columns that name rows, or that name the entity a row belongs to."""

from __future__ import annotations

from ml_engineer_tools.profiling.summaries import Summary

NEARLY_UNIQUE = 0.9
"""Share of distinct values from which on a text column is taken for an identifier or for free
text: a convention."""

FEWEST_ROWS = 20
"""With fewer values than this, uniqueness says nothing."""

FEWEST_UNIQUE = 50
"""Integers that are all different are pointed out from so many values on: a convention."""

EXPECTED_REPEATS = 10
"""If values drawn at random from the column's range would repeat at least so often, and hardly
one does, the values were assigned and not measured: by chance that happens with a probability
of exp(-10) at most (Poisson approximation of the birthday problem)."""

ENTITY_ROWS = (2.0, 50.0)
"""Rows per value between which a column repeats like an entity: a convention."""

FEWEST_ENTITIES = 50
"""With fewer distinct values a column looks like a category: a convention."""

DENSE = 0.9
"""Share of the numbers between minimum and maximum that codes of entities use: a convention."""


def names_rows(summary: Summary, copied_rows: int = 0) -> bool:
    """Tell whether the column was assigned to name rows: safe enough to leave it out of a test.

    For text: nearly every value is different. For integers: values repeat at most a tenth as
    often as chance would make them repeat (see `EXPECTED_REPEATS`). A measure is never nearly
    as free of repeats as that, whatever its distribution: unevenness only adds repeats.

    Args:
        summary: of the column.
        copied_rows: rows that are equal to one before them in every column; they may repeat.
    """
    known = max(summary.known - copied_rows, summary.distinct)
    if known < FEWEST_ROWS or summary.distinct < NEARLY_UNIQUE * known:
        return False
    if summary.column.kind == "text":
        return True
    if summary.column.kind != "integer" or not summary.distinct_exact:
        return False
    expected = expected_repeats(known, _span(summary))
    return expected >= EXPECTED_REPEATS and (known - summary.distinct) <= expected / 10


def expected_repeats(drawn: int, span: float) -> float:
    """Return how often values drawn at random from a span of whole numbers would repeat."""
    return drawn * (drawn - 1) / (2 * span)


def may_name_rows(summary: Summary, copied_rows: int = 0) -> bool:
    """Tell whether the column looks like an identifier: worth a question, not proof."""
    all_different = summary.distinct_exact and summary.known - copied_rows <= summary.distinct
    return names_rows(summary, copied_rows) or (
        summary.column.kind == "integer" and all_different and summary.distinct >= FEWEST_UNIQUE
    )


def may_name_entities(summary: Summary) -> bool:
    """Tell whether the values repeat as entities do: text, or codes that leave no gaps."""
    if summary.distinct < FEWEST_ENTITIES:
        return False
    low, high = ENTITY_ROWS
    if not low <= summary.known / summary.distinct <= high:
        return False
    if summary.column.kind == "text":
        return True
    return summary.column.kind == "integer" and summary.distinct >= DENSE * _span(summary)


def _span(summary: Summary) -> float:
    if isinstance(summary.minimum, str) or isinstance(summary.maximum, str):
        return float("inf")
    return float((summary.maximum or 0) - (summary.minimum or 0) + 1)
