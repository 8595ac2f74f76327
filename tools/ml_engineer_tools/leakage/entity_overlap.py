"""Entity overlap: customers, devices and the like that stand on both sides of a split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.evidence import Figure, Severity, format_value
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ml_engineer_tools.tables.table import Table

HIGH_ROWS = 0.1
"""Share of test rows of known entities from which overlap is severe: a convention."""
MEDIUM_ROWS = 0.01
"""Share of test rows of known entities from which overlap can move a score: a convention."""

FEWEST_ENTITIES = 50
"""Fewer distinct values than this are levels of a category, not entities: a convention."""
MOST_ROWS_EACH = 50
"""With more rows a value on average, a column is taken for a category: a convention."""
LARGEST_SHARE = 0.05
"""A value that holds more of the rows than this marks a category or a measure: a convention."""
NEIGHBOURS_ALIKE = 0.2
"""Correlation of the row counts of neighbouring values from which numbers are a measure.

The values of a measure come as often as those beside them; identifiers don't know their neighbours.
"""


def check_entity_overlap(inputs: Inputs) -> list[Figure]:
    """Record entities that are on both sides, given or found; returns the headline figures."""
    group = inputs.roles.group
    if group is None:
        _ask_about_shared_identifiers(inputs)
        return []
    if inputs.test is None:
        return _check_within(inputs, group)
    if not inputs.test.has(group):
        inputs.record.note("The test table lacks the group column: entities were not compared.")
        return []
    return _check_between(inputs, inputs.test, group)


def _check_between(inputs: Inputs, test: Table, group: str) -> list[Figure]:
    rows, row_share, entities, entity_share = _shared(inputs, test, group)
    record = inputs.record
    by_rows = record.figure(
        "entity_overlap_row_share", row_share, column=group, split="test", n=rows
    )
    by_entity = record.figure(
        "entity_overlap_share", entity_share, column=group, split="test", n=entities
    )
    if row_share > 0:
        record.finding(
            "entity_overlap",
            _severity(row_share),
            f"{entity_share:.1%} of the test entities in {quoted(group)} are in the training table "
            f"too; they hold {row_share:.1%} of the test rows. The score does not speak for "
            "entities that the model has not met.",
            columns=(group,),
            clauses=("S3", "H5"),
            figures=(by_entity, by_rows),
            question="Will the model be used on entities that it was not trained on?",
            harmless_if="In use, all entities are known ones and their history is available.",
        )
    return [by_rows]


def _severity(row_share: float) -> Severity:
    if row_share >= HIGH_ROWS:
        return "high"
    return "medium" if row_share >= MEDIUM_ROWS else "low"


def _shared(inputs: Inputs, test: Table, name: str) -> tuple[int, float, int, float]:
    """Return test rows with a value, the share of them met in training, and so for entities."""
    train_counts, test_counts = (_counts(table.expression, name) for table in (inputs.train, test))
    marked = test_counts.mutate(met=test_counts.entity.isin(train_counts.entity))
    found = inputs.engine.aggregate(
        marked,
        {
            "rows": marked.rows.sum(),
            "met_rows": marked.rows.sum(where=marked.met),
            "entities": marked.count(),
            "met": marked.met.sum(),
        },
    )
    rows, entities = int(found["rows"] or 0), int(found["entities"] or 0)
    return (
        rows,
        int(found["met_rows"] or 0) / max(rows, 1),
        entities,
        int(found["met"] or 0) / max(entities, 1),
    )


def _counts(table: ir.Table, name: str) -> ir.Table:
    """Count the rows of each value, nulls left out; whole numbers are written alike in any type."""
    import ibis

    value = table[name]
    text = value.cast("string")
    if value.type().is_floating():
        whole = (value == value.floor()) & (value.abs() < 2**53)
        text = ibis.ifelse(whole, value.cast("int64").cast("string"), text)
    named = table.filter(value.notnull()).select(entity=text)
    return named.group_by("entity").aggregate(rows=named.count())


def _check_within(inputs: Inputs, group: str) -> list[Figure]:
    counts = _counts(inputs.train.expression, group)
    found = inputs.engine.aggregate(
        counts,
        {
            "entities": counts.count(),
            "repeated": (counts.rows > 1).sum(),
            "rows": counts.rows.sum(where=counts.rows > 1),
        },
    )
    repeated = int(found["repeated"] or 0)
    record = inputs.record
    entities = record.figure("entities", int(found["entities"] or 0), column=group)
    several = record.figure("entities_with_several_rows", repeated, column=group)
    share = record.figure(
        "rows_of_repeated_entities_share", int(found["rows"] or 0) / inputs.train.rows, column=group
    )
    if repeated:
        record.finding(
            "entity_split",
            "info",
            f"{format_value(several.value)} of {format_value(entities.value)} entities in "
            f"{quoted(group)} have more than one row. A random split would put them on both sides: "
            "folds have to keep an entity together.",
            columns=(group,),
            clauses=("S3",),
            figures=(several, entities, share),
        )
    return []


def _ask_about_shared_identifiers(inputs: Inputs) -> None:
    if inputs.test is None:
        return
    candidates = [
        column.name
        for column in inputs.features()
        if column.kind in ("text", "integer") and inputs.test.has(column.name)
    ]
    for name in _repeating_identifiers(inputs, candidates):
        rows, row_share, _, _ = _shared(inputs, inputs.test, name)
        if row_share < MEDIUM_ROWS:
            continue
        share = inputs.record.figure(
            "entity_overlap_row_share", row_share, column=name, split="test", n=rows
        )
        inputs.record.finding(
            "entity_overlap",
            "low",
            f"{quoted(name)} looks like an identifier with several rows each, and {row_share:.1%} "
            "of the test rows have one that is in the training table too.",
            columns=(name,),
            clauses=("S3",),
            figures=(share,),
            question=f"Does {quoted(name)} name an entity? If so, give it as the group.",
            harmless_if="It is a category with many levels, or all entities are known in use.",
        )


def _repeating_identifiers(inputs: Inputs, names: list[str]) -> list[str]:
    """Return the columns with many values of a few rows each that are no measure."""
    if not names:
        return []
    table, rows = inputs.train.expression, inputs.train.rows
    distinct = inputs.engine.aggregate(
        table, {f"m{k}": table[name].nunique() for k, name in enumerate(names)}
    )
    able = [
        name
        for k, name in enumerate(names)
        if max(FEWEST_ENTITIES, rows / MOST_ROWS_EACH) <= distinct[f"m{k}"] <= rows / 2
    ]
    return [name for name in able if _is_identifier(inputs, name)]


def _is_identifier(inputs: Inputs, name: str) -> bool:
    import numpy as np

    table = inputs.train.expression
    known = table.filter(table[name].notnull()).select(value=table[name])
    counts = inputs.engine.group(known, ["value"], {"rows": known.count()}).sort_values("value")
    rows = counts["rows"].to_numpy(dtype="float64")
    if rows.max() > max(LARGEST_SHARE * rows.sum(), 2):
        return False
    if inputs.train.column(name).kind == "text":
        return True
    logs = np.log(rows)
    if logs.std() == 0:
        return True
    return float(np.corrcoef(logs[1:], logs[:-1])[0, 1]) < NEIGHBOURS_ALIKE
