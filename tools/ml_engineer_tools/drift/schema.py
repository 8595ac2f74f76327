"""The schema of both tables: what is gone, what is new, what changed its type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import listed
from ml_engineer_tools.tables.table import Column, Table

Comparable = Literal["number", "levels", "dates", "nothing"]
"""How columns of a kind are compared; columns of different groups can't be compared."""


@dataclass(frozen=True, slots=True)
class Schema:
    """How the columns of two tables match, the target left out.

    Attributes:
        common: columns of both, as the reference has them, in its order.
        gone: names that only the reference has.
        new: names that only the current table has.
        retyped: names in `common` whose values can't be compared as they are.
    """

    common: tuple[Column, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    retyped: tuple[str, ...]


def comparable(column: Column) -> Comparable:
    """Return how the column's values are compared."""
    if column.is_numeric:
        return "number"
    if column.kind in ("text", "boolean"):
        return "levels"
    return "dates" if column.is_temporal else "nothing"


def match_columns(reference: Table, current: Table, target: str | None) -> Schema:
    """Match the columns of both tables by name.

    Raises:
        BadInput: they have no column in common.
    """
    left_out = {target}
    before = [column for column in reference.columns if column.name not in left_out]
    after = [column for column in current.columns if column.name not in left_out]
    names_before = {column.name for column in before}
    names_after = {column.name for column in after}
    common = tuple(column for column in before if column.name in names_after)
    if not common:
        raise BadInput(
            f"{reference.name} and {current.name} have no column in common that could be "
            "compared; give two tables of the same features."
        )
    return Schema(
        common=common,
        gone=tuple(column.name for column in before if column.name not in names_after),
        new=tuple(column.name for column in after if column.name not in names_before),
        retyped=tuple(
            column.name for column in common if _retyped(column, current.column(column.name))
        ),
    )


def report_schema(schema: Schema, recorder: Recorder) -> None:
    """Record what changed in the schema."""
    _report(recorder, "columns_gone", "high", schema.gone, "Gone from the current table",
            "Was it renamed, or does the model have to do without it?")  # fmt: skip
    _report(recorder, "columns_new", "low", schema.new, "New in the current table",
            "Where does it come from, and did an older one get renamed to it?")  # fmt: skip
    _report(recorder, "columns_retyped", "high", schema.retyped,
            "Stored as another type than in the reference, so not compared",
            "What changed upstream?")  # fmt: skip


def _report(
    recorder: Recorder, check: str, severity: Literal["high", "low"], names: Sequence[str],
    what: str, question: str,
) -> None:  # fmt: skip
    figure = recorder.figure(check, len(names), unit="columns", headline=bool(names))
    if names:
        recorder.finding(
            check,
            severity,
            f"{what}: {listed(names)} ({figure} in all).",
            columns=names,
            clauses=["S8", "P5", "Q2"],
            figures=[figure],
            question=question,
        )


def _retyped(before: Column, after: Column) -> bool:
    boolean = (before.kind == "boolean") != (after.kind == "boolean")
    return boolean or comparable(before) != comparable(after)
