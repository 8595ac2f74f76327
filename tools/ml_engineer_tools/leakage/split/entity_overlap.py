"""Entity overlap: customers, devices and the like that stand on both sides of a split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.evidence import Figure, Severity, format_value
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.found_entities import (
    SMALL_AGREEMENT,
    and_labels,
    label_agreement,
    labels_tell,
)
from ml_engineer_tools.leakage.split.identifiers import (
    may_hold_identifiers,
    repeating_identifiers,
)
from ml_engineer_tools.leakage.split.sides import Sides
from ml_engineer_tools.leakage.split.time_order import is_split_by_time
from ml_engineer_tools.tables.names import agreeing, quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ml_engineer_tools.tables.table import Table

HIGH_ROWS = 0.1
"""Share of test rows of known entities from which overlap is severe: a convention."""
MEDIUM_ROWS = 0.01
"""Share of test rows of known entities from which overlap can move a score: a convention."""


def check_entity_overlap(
    inputs: Inputs, sides: Sides, exploration: ir.Table | None
) -> list[Figure]:
    """Record entities that are on both sides, given or found; returns the headline figures."""
    group = inputs.roles.group
    if group is None:
        _ask_about_shared_identifiers(inputs, sides, exploration)
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
            "low" if is_split_by_time(inputs) else _severity(row_share),
            f"{entity_share:.1%} of the test entities in {quoted(group)} are in the training table "
            f"too; they hold {row_share:.1%} of the test rows. The score does not speak for "
            "entities that the model has not met.",
            columns=(group,),
            clauses=("S3", "H5"),
            figures=(by_entity, by_rows),
            question="Will the model be used on entities that it was not trained on?",
            harmless_if="In use, all entities are known ones and their history is available, as "
            "with a test that comes later.",
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
            f"{quoted(group)} {agreeing(repeated, 'has', 'have')} more than one row. A random "
            "split would put them on both sides: folds have to keep an entity together.",
            columns=(group,),
            clauses=("S3",),
            figures=(several, entities, share),
        )
    return []


def _ask_about_shared_identifiers(
    inputs: Inputs, sides: Sides, exploration: ir.Table | None
) -> None:
    if inputs.test is None:
        return
    names = [n for n in may_hold_identifiers(inputs, sides.train) if inputs.test.has(n)]
    for identifier in repeating_identifiers(inputs, names, sides.train):
        name = identifier.name
        rows, row_share, _, _ = _shared(inputs, inputs.test, name)
        if row_share < MEDIUM_ROWS:
            continue
        agreement = label_agreement(inputs, exploration, (name,))
        own_label = agreement is not None and float(agreement.value) >= SMALL_AGREEMENT
        if identifier.dense and not (
            identifier.has_traits or (own_label and labels_tell(inputs, sides, exploration, name))
        ):
            continue
        share = inputs.record.figure(
            "entity_overlap_row_share", row_share, column=name, split="test", n=rows
        )
        inputs.record.finding(
            "entity_overlap",
            "medium" if identifier.has_traits or own_label else "low",
            f"{quoted(name)} may name entities, as {identifier.because}, and {row_share:.1%} of "
            f"the test rows have one that is in the training table too{and_labels(agreement)}.",
            columns=(name,),
            clauses=("S3",),
            figures=[share] if agreement is None else [share, agreement],
            question=f"Does {quoted(name)} name an entity? If so, give it as the group.",
            harmless_if="It is a category with many levels, or all entities are known in use.",
        )
