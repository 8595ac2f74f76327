"""The schema of both tables: what is gone, what is new, what changed its type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import MOST_NAMED, listed, quoted
from ml_engineer_tools.tables.table import Column, Kind, Table

if TYPE_CHECKING:
    from ml_engineer_tools.drift.sides import Reference

ALIKE = 0.8
"""Similarity of names (difflib) from which a column may have been renamed: a convention."""

KINDS: dict[Kind, str] = {
    "integer": "whole numbers", "number": "numbers", "boolean": "true or false", "text": "text",
    "date": "dates", "timestamp": "times", "nested": "lists or structures",
    "other": "another type",
}  # fmt: skip
"""What columns of a kind hold, in words."""

Comparable = Literal["number", "levels", "dates", "nothing"]
"""How columns of a kind are compared; columns of different groups can't be compared."""


@dataclass(frozen=True, slots=True)
class Schema:
    """How the columns of two tables match, the target left out.

    Attributes:
        common: columns of both, as the reference has them, in its order.
        gone: names that only the reference has.
        new: names that only the current table has.
        retyped: names in `common`, and the target's, whose values can't be compared as they are.
        types: for these, what they hold in either table, in words.
    """

    common: tuple[Column, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    retyped: tuple[str, ...]
    types: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def comparable(column: Column) -> Comparable:
    """Return how the column's values are compared."""
    if column.is_numeric:
        return "number"
    if column.kind in ("text", "boolean"):
        return "levels"
    return "dates" if column.is_temporal else "nothing"


def match_columns(reference: Reference, current: Table) -> Schema:
    """Match the columns of both tables by name; the target is left out.

    Raises:
        BadInput: they have no column in common.
    """
    before = reference.columns
    after = [column for column in current.columns if column.name != reference.asked.target]
    names_before = {column.name for column in before}
    names_after = {column.name for column in after}
    common = tuple(column for column in before if column.name in names_after)
    if not common:
        raise BadInput(
            f"{reference.fingerprint.name} and {current.name} have no column in common that could "
            "be compared; give two tables of the same features."
        )
    retyped = [c.name for c in common if _retyped(c, current.column(c.name))]
    label = reference.label
    if label and current.has(label.name) and _retyped(label, current.column(label.name)):
        retyped.append(label.name)
    theirs = {c.name: c for c in (*before, *filter(None, [label]))}
    return Schema(
        types={
            name: (KINDS[theirs[name].kind], KINDS[current.column(name).kind]) for name in retyped
        },
        common=common,
        gone=tuple(column.name for column in before if column.name not in names_after),
        new=tuple(column.name for column in after if column.name not in names_before),
        retyped=tuple(retyped),
    )


def report_schema(schema: Schema, recorder: Recorder) -> None:
    """Record what changed in the schema."""
    renamed = _renamed(schema)
    question = "Was it renamed, or does the model have to do without it?"
    if renamed:
        pairs = ", ".join(f"{quoted(old)} as {quoted(new)}" for old, new in renamed[:MOST_NAMED])
        question = f"Is {pairs} in the current table? If so, rename it back."
    _report(recorder, "columns_gone", "high", schema.gone, "Gone from the current table", question,
            "the model doesn't use it")  # fmt: skip
    _report(recorder, "columns_new", "low", schema.new, "New in the current table",
            "Where does it come from, and did an older one get renamed to it?",
            "the model takes its inputs by name and leaves this one out")  # fmt: skip
    _report(recorder, "columns_retyped", "high", schema.retyped,
            "Stored as another type than in the reference, so not compared",
            "What changed upstream: the export, the unit, a code among numbers?",
            "it is converted back before the model sees it", schema.types)  # fmt: skip


def _renamed(schema: Schema) -> list[tuple[str, str]]:
    """Return pairs of gone and new names that are alike but for case, signs or a few letters."""
    import difflib

    plain = {_plain(name): name for name in reversed(schema.new)}
    pairs = []
    for name in schema.gone:
        near = difflib.get_close_matches(_plain(name), list(plain), n=1, cutoff=ALIKE)
        if near:
            pairs.append((name, plain.pop(near[0])))
    return pairs


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum()) or name


def _report(
    recorder: Recorder, check: str, severity: Literal["high", "low"], names: Sequence[str],
    what: str, question: str, harmless_if: str,
    types: Mapping[str, tuple[str, str]] | None = None,
) -> None:  # fmt: skip
    figure = recorder.figure(check, len(names), unit="columns", headline=bool(names))
    if names:
        recorder.finding(
            check,
            severity,
            f"{what}: {_with_types(names, types or {})} ({figure} in all).",
            columns=names,
            clauses=["S8", "P5", "Q2"],
            figures=[figure],
            confidence="high",
            question=question,
            harmless_if=harmless_if,
        )


def _with_types(names: Sequence[str], types: Mapping[str, tuple[str, str]]) -> str:
    """Return the first names as `listed` does, with what each held and holds."""
    if not types:
        return listed(names)
    shown = ", ".join(
        f"{quoted(name)} ({types[name][0]} → {types[name][1]})" for name in names[:MOST_NAMED]
    )
    return f"{shown} and others" if len(names) > MOST_NAMED else shown


def _retyped(before: Column, after: Column) -> bool:
    boolean = (before.kind == "boolean") != (after.kind == "boolean")
    return boolean or comparable(before) != comparable(after)
