"""What is wrong with how values are written, as evidence."""

from __future__ import annotations

from ml_engineer_tools.evidence import EXACT, Figure
from ml_engineer_tools.profiling.column_values import ColumnValues
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.semantic_types.semantic_type import SemanticType
from ml_engineer_tools.profiling.values.mixed import (
    NEARLY_ALL,
    Mixed,
    Mixture,
    mixed,
    reads_as_numbers,
)
from ml_engineer_tools.profiling.values.spelling import Variants, variants
from ml_engineer_tools.tables.names import agreeing, joined, listed, quoted

MOST_VARIANTS = 5
"""Levels of a column whose spellings are recorded, those with most rows: a convention."""

MOST_CITED = 12
"""Figures that a finding cites."""

SPELLED = ("category", "ordered_category", "boolean", "code", "free_text")
"""Semantic types whose levels may be spelled in several ways."""

MUCH = 0.01
"""Share of rows with a lesser spelling from which on it is more than a detail: a convention."""


def check_spelling(inputs: Inputs) -> None:
    """Record levels of a category that are spelled in several ways."""
    found = {
        name: spelled
        for name, values in inputs.values.items()
        if _has_levels(values, inputs.semantic_types[name]) and (spelled := variants(values.texts))
    }
    if not found:
        return
    recorder = inputs.recorder
    shares = {
        name: sum(level.rows for level in spelled) / inputs.values[name].known
        for name, spelled in found.items()
    }
    names = sorted(found, key=lambda name: (-shares[name], name))
    figures = [figure for name in names for figure in _record(inputs, name, found[name])]
    worst = recorder.figure(
        "spelling_variant_share", shares[names[0]], column=names[0],
        n=inputs.values[names[0]].known, exactness=inputs.values[names[0]].exactness,
    )  # fmt: skip
    levels = sum(len(spelled) for spelled in found.values())
    count = recorder.figure("levels_spelled_in_several_ways", levels, unit="levels", headline=True)
    slips = all(level.slip for spelled in found.values() for level in spelled)
    recorder.finding(
        "spelling_variants",
        "medium" if shares[names[0]] >= MUCH and not slips else "low",
        f"{count} {agreeing(levels, 'level', 'levels')} of {joined(names)} "
        f"{agreeing(levels, 'is', 'are')} spelled in several ways: "
        + ("" if len(names) == 1 else f"most of all in {quoted(names[0])}, where ")
        + f"{shares[names[0]]:.1%} of the values have a lesser spelling.",
        columns=names,
        clauses=["P3", "H3"],
        figures=[count, worst, *figures[:MOST_CITED]],
        confidence="medium" if slips else "high",
        question="Are these the same thing, and is it written as one when the model is used?",
        harmless_if="the spellings mean different things",
    )


def _has_levels(values: ColumnValues, kind: SemanticType) -> bool:
    """Tell whether a column of text has levels that repeat."""
    if kind.word not in SPELLED or not values.texts:
        return False
    return values.known >= 2 * len(values.texts)


def _record(inputs: Inputs, name: str, spelled: list[Variants]) -> list[Figure]:
    """Record the lesser spellings of a column's levels, each level's under its own number."""
    values = inputs.values[name]
    return [
        inputs.recorder.figure(
            "spelling_rows", n, unit="rows", column=name, slice=text,
            window=f"level {number}", n=values.known, exactness=values.exactness,
        )
        for number, level in enumerate(spelled[:MOST_VARIANTS], start=1)
        for text, n in level.spellings
    ]  # fmt: skip


def _spoilt_numbers(inputs: Inputs) -> dict[str, Mixed]:
    """Return the text columns that are numbers but for few cells, counted in all rows."""
    suspects = [
        name
        for name, values in inputs.values.items()
        if values.kind == "text" and reads_as_numbers(values)
    ]
    if not suspects:
        return {}
    table = inputs.table.expression
    counted = {
        str(k): (table[name].notnull() & table[name].strip().try_cast("float64").isnull()).sum()
        for k, name in enumerate(suspects)
    }
    rows = inputs.engine.aggregate(table, counted)
    return {
        name: Mixed(name, "numbers and text", int(rows[str(k)]), exact=True)
        for k, name in enumerate(suspects)
        if 0 < int(rows[str(k)]) <= (1 - NEARLY_ALL) * inputs.summaries[name].known
    }


def check_mixed_types(inputs: Inputs) -> None:
    """Record columns of text whose values are of several types or written in several ways."""
    spoilt = _spoilt_numbers(inputs)
    found: list[Mixed] = list(spoilt.values())
    for name, values in inputs.values.items():
        one = None if name in spoilt else mixed(values, inputs.semantic_types[name])
        if one is not None:
            found.append(one)
    if not found:
        return
    found.sort(key=lambda one: (-one.rows / max(1, inputs.values[one.column].known), one.column))
    recorder = inputs.recorder
    figures = [
        recorder.figure(
            "mixed_rows", one.rows, unit="rows", column=one.column, window=one.mixture,
            n=inputs.summaries[one.column].known if one.exact else inputs.values[one.column].known,
            exactness=EXACT if one.exact else inputs.values[one.column].exactness,
        )
        for one in found
    ]  # fmt: skip
    count = recorder.figure("mixed_columns", len(found), unit="columns", headline=True)
    kinds: dict[Mixture, list[str]] = {}
    for one in found:
        kinds.setdefault(one.mixture, []).append(one.column)
    told = "; ".join(f"{mixture} ({listed(names, 3)})" for mixture, names in kinds.items())
    if spoilt:
        rows = sum(one.rows for one in spoilt.values())
        told += (
            f". {rows:,} {agreeing(rows, 'cell', 'cells')} that {agreeing(rows, 'is', 'are')} no "
            f"number {agreeing(rows, 'makes', 'make')} text of all of {listed(sorted(spoilt), 3)}"
        )
    unsure = set(kinds) == {"dates that read as day or month first"}
    recorder.finding(
        "mixed_types",
        "low" if unsure else "medium",
        f"{count} {agreeing(len(found), 'column of text mixes', 'columns of text mix')} types or "
        f"ways of writing: {told}.",
        columns=[one.column for one in found],
        clauses=["P3", "S4"],
        figures=[count, *figures[:MOST_CITED]],
        confidence="medium" if unsure else "high",
        question="Which is meant, and does the code that computes features read all of them?",
        harmless_if="one step reads them all before both training and serving",
    )
