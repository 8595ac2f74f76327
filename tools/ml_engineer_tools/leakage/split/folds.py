"""Folds: whether a fold column keeps entities, equal rows and the order in time apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.fold_column import FoldColumn
from ml_engineer_tools.leakage.split.identifiers import (
    may_hold_identifiers,
    repeating_identifiers,
)
from ml_engineer_tools.leakage.split.near_rows import compared_columns
from ml_engineer_tools.leakage.split.rarity import share_by_chance
from ml_engineer_tools.leakage.split.row_keys import keyed
from ml_engineer_tools.leakage.split.sides import Sides
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir

HIGH_ROWS, MEDIUM_ROWS = 0.1, 0.01
"""Share of rows whose entity or twin is in another fold, severe and worth mending: conventions."""
TELLS_TIME = 0.25
"""Share of the variance of time's ranks between folds up to which folds are random over time.

Folds that are consecutive in time reach nearly 1, random ones nearly 0.
"""
SAMPLE = 20_000
"""Rows whose time is read."""


def check_folds(inputs: Inputs, sides: Sides, column: FoldColumn) -> list[Figure]:
    """Record what the folds cut; returns the headline figures."""
    found = _cut_entities(inputs, sides, column)
    found += _cut_twins(inputs, sides, column)
    return found + _mixed_times(inputs, column)


def _cut_entities(inputs: Inputs, sides: Sides, column: FoldColumn) -> list[Figure]:
    given = inputs.roles.group
    if given is not None:
        candidates = [given]
    else:
        names = [n for n in may_hold_identifiers(inputs, sides.train) if n != column.name]
        found = repeating_identifiers(inputs, names, sides.train)
        candidates = [identifier.name for identifier in found if identifier.has_traits]
    figures = []
    for entity in candidates:
        table = inputs.train.expression
        known = table.filter(table[entity].notnull() & table[column.name].notnull())
        pairs = known.select(entity=known[entity], fold=known[column.name])
        share = _share_cut(inputs, pairs)
        told = inputs.record.figure(
            "entity_in_several_folds_row_share", share, column=entity, n=inputs.train.rows
        )
        figures.append(told)
        if share < MEDIUM_ROWS:
            continue
        inputs.record.finding(
            "fold_entity_overlap",
            _severity(share) if given else "medium",
            f"The folds in {quoted(column.name)} cut entities: {share:.1%} of the rows have an "
            f"entity in {quoted(entity)} that stands in another fold too. A score over these folds "
            "does not speak for entities that the model has not met.",
            confidence="high" if given and column.given else "medium",
            columns=(entity, column.name),
            clauses=("S3", "H5"),
            figures=(told,),
            question=f"Do models train and test on the folds of {quoted(column.name)}?",
            harmless_if="In use, all entities are known ones and their history is available.",
        )
    return figures


def _severity(share: float) -> Severity:
    return "high" if share >= HIGH_ROWS else "medium"


def _share_cut(inputs: Inputs, pairs: ir.Table) -> float:
    """Return the share of rows whose `entity` stands in more than one `fold`."""
    sizes = pairs.group_by("entity").aggregate(rows=pairs.count(), folds=pairs.fold.nunique())
    cut = sizes.filter(sizes.folds > 1)
    rows = inputs.engine.aggregate(cut, {"n": cut["rows"].sum()})["n"]
    return int(rows or 0) / inputs.train.rows


def _cut_twins(inputs: Inputs, sides: Sides, column: FoldColumn) -> list[Figure]:
    names = [name for name in compared_columns(inputs, sides) if name != column.name]
    if len(names) < 2:
        return []
    keys = keyed(inputs, inputs.train, names, None)
    folds = inputs.train.expression.select(ROW, fold=inputs.train.expression[column.name])
    pairs = keys.join(folds, ROW).select(entity="key", fold="fold")
    share = _share_cut(inputs, pairs)
    told = inputs.record.figure("twin_in_another_fold_share", share, n=inputs.train.rows)
    expected = min(share_by_chance(sides, names, inputs.train.rows), share)
    if share - expected < max(MEDIUM_ROWS, expected):
        return [told]
    inputs.record.finding(
        "fold_row_overlap",
        _severity(share - expected),
        f"The folds in {quoted(column.name)} cut sets of equal rows: {share:.1%} of the rows equal "
        "one of another fold in all compared columns.",
        confidence="high" if column.given else "medium",
        columns=(column.name,),
        clauses=("S3", "H5"),
        figures=(told,),
        question="Do the repeated rows stand for different events, or was the same one kept twice?",
        harmless_if="They are different events that happen to look alike.",
    )
    return [told]


def _mixed_times(inputs: Inputs, column: FoldColumn) -> list[Figure]:
    time = inputs.roles.time
    if time is None:
        return []
    names = [time, column.name]
    sample = inputs.engine.hash_sample(
        inputs.train.expression, SAMPLE, seed=inputs.seed, columns=names
    )
    sample = sample[sample[time].notna() & sample[column.name].notna()]
    if len(sample) < 20 or sample[column.name].nunique() < 2:
        return []
    ranks = sample[time].rank().to_numpy(dtype=np.float64)
    means = sample[[column.name]].assign(rank=ranks).groupby(column.name)["rank"].transform("mean")
    between = float(np.var(means.to_numpy()) / max(np.var(ranks), 1e-12))
    told = inputs.record.figure(
        "fold_time_variance_share", between, column=column.name, n=len(sample)
    )
    if between > TELLS_TIME:
        return [told]
    inputs.record.finding(
        "fold_time_order",
        "medium",
        f"The folds in {quoted(column.name)} are mixed over the time in {quoted(time)}: which fold "
        f"a row is in explains {between:.1%} of when it was. A score over these folds is that of a "
        "random split and says nothing of rows that come later.",
        confidence="high",
        columns=(time, column.name),
        clauses=("S3", "P5"),
        figures=(told,),
        question="Will the model be used on rows that are later than those it was trained on?",
        harmless_if="The order in time plays no part in how the model will be used.",
    )
    return [told]
