"""All checks of the split, in their order: rows, entities, time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.context import Context
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.drawn_folds import ask_about_drawn_folds
from ml_engineer_tools.leakage.split.duplicate_rows import check_duplicate_rows
from ml_engineer_tools.leakage.split.entity_overlap import check_entity_overlap
from ml_engineer_tools.leakage.split.fold_column import FoldColumn, as_two_tables, find_fold_column
from ml_engineer_tools.leakage.split.folds import check_folds
from ml_engineer_tools.leakage.split.found_entities import ask_about_profile, find_entities
from ml_engineer_tools.leakage.split.joint_findings import ask_about_joint_entities
from ml_engineer_tools.leakage.split.near_rows import check_near_rows
from ml_engineer_tools.leakage.split.past_split import check_past_the_split
from ml_engineer_tools.leakage.split.period_rows import record_period_rows
from ml_engineer_tools.leakage.split.row_overlap import check_row_overlap
from ml_engineer_tools.leakage.split.scaled_together import check_scaled_together
from ml_engineer_tools.leakage.split.separation import check_separation
from ml_engineer_tools.leakage.split.shared_dates import ask_about_shared_dates
from ml_engineer_tools.leakage.split.sides import draw_sides
from ml_engineer_tools.leakage.split.time_order import check_time_order
from ml_engineer_tools.tables.names import agreeing, quoted
from ml_engineer_tools.tables.table import Table

if TYPE_CHECKING:
    import ibis.expr.types as ir


def check_split(
    inputs: Inputs, context: Context, exploration: ir.Table | None
) -> tuple[list[Figure], FoldColumn | None]:
    """Run the checks of the split; returns the headline figures, and the column of folds if any.

    Args:
        inputs: the surroundings.
        context: is told the progress.
        exploration: the rows of `inputs.train` whose labels may be read; None without a target.
    """
    context.progress(0.05, "drawing rows")
    sides = draw_sides(inputs)
    figures: list[Figure] = []
    column = None
    if inputs.test is None:
        column = find_fold_column(inputs, sides)
        if column is not None and column.train:
            inputs.record.note(
                f"The column {quoted(column.name)} says which rows are for training and which for "
                "the test: they were compared as two tables."
            )
            inputs, exploration = as_two_tables(inputs, column), None
            sides = draw_sides(inputs)
        elif column is not None:
            figures += check_folds(inputs, sides, column)
        else:
            ask_about_drawn_folds(inputs, sides, exploration)
    if inputs.test is None:
        inputs.record.note("No test table was given: overlap of rows was not checked.")
    else:
        _note_missing_columns(inputs, inputs.test)
    context.progress(0.1, "comparing rows")
    if inputs.test is None:
        figures += check_duplicate_rows(inputs, sides, exploration)
    else:
        figures += [*check_row_overlap(inputs, sides), *check_near_rows(inputs, sides)]
    context.progress(0.25, "comparing entities")
    figures += check_entity_overlap(inputs, sides, exploration)
    if inputs.roles.group is None and inputs.test is None:
        figures += find_entities(inputs, sides, exploration)
    elif inputs.roles.group is None:
        ask_about_profile(inputs, sides, exploration)
    ask_about_joint_entities(inputs, sides, exploration)
    context.progress(0.35, "looking at the order in time")
    figures += check_time_order(inputs)
    ask_about_shared_dates(inputs)
    record_period_rows(inputs)
    context.progress(0.4, "comparing the two tables as populations")
    figures += check_separation(inputs, sides)
    check_scaled_together(inputs)
    check_past_the_split(inputs, sides)
    return figures, column


def _note_missing_columns(inputs: Inputs, test: Table) -> None:
    missing = sum(not test.has(c.name) for c in inputs.train.columns)
    if missing:
        word = agreeing(missing, "column", "columns")
        inputs.record.note(f"The test table lacks {missing} {word}; the others were compared.")
