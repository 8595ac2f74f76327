"""Overlap: whether the rows to be judged are others than those that the model was trained on."""

from __future__ import annotations

from ml_engineer_tools.context import Context
from ml_engineer_tools.engine.content import content_hash
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.request import EvaluateRequest
from ml_engineer_tools.evidence import Severity
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.table import Table

FEW = 0.01
"""Share of rows that are training rows too, up to which it is worth a note only: a convention."""


def check_overlap(
    table: Table, training: Table, request: EvaluateRequest, context: Context, place: Place
) -> None:
    """Count rows, and entities, that the training table has too.

    Rows are compared by all columns that both tables have, but for predictions and roles that say
    nothing of a row's content.
    """
    engine, record = context.engine, place.record
    left = {request.prediction, request.action, *request.score}
    names = sorted(
        column.name
        for column in table.columns
        if training.has(column.name) and column.name not in left and column.kind != "nested"
    )
    if len([name for name in names if name != request.target]) == 0:
        record.finding(
            "training_overlap", "medium",
            "Whether rows were trained on can't be told: the training table has no input column in "
            "common with this one.",
            clauses=("S3", "H5"),
            figures=[record.figure("common_columns", len(names), unit="columns")],
        )  # fmt: skip
        return
    keys = [
        t.expression.select(key=content_hash(t.expression, names, seed=0, purpose="overlap"))
        for t in (table, training)
    ]
    known = keys[1].distinct()
    shared = engine.aggregate(
        keys[0].semi_join(known, "key"), {"n": keys[0].semi_join(known, "key").count()}
    )["n"]
    rows = record.figure("training_overlap_rows", int(shared), unit="rows", n=table.rows)
    share = record.figure("training_overlap_share", int(shared) / table.rows, n=table.rows)
    same = table.fingerprint.sha256 == training.fingerprint.sha256
    severity: Severity = "high" if int(shared) / table.rows > FEW or same else "low"
    severity = severity if int(shared) else "info"
    record.finding(
        "training_overlap",
        severity,
        (
            "The table is the training table itself: all figures are of rows that the model knows."
            if same
            else f"{rows} rows, a share of {share}, equal a training row in all common columns."
            if int(shared)
            else f"No row equals a training row in the common columns ({rows} of {share} share)."
        ),
        clauses=("S3", "H5"),
        figures=[rows, share],
        confidence="high",
        question="Were these rows part of the training?" if int(shared) else None,
        harmless_if="different cases happen to look alike" if int(shared) and not same else None,
    )
    group = request.group
    if group is None or not training.has(group):
        return
    mine = table.expression.select(entity=table.expression[group].cast("string")).distinct()
    theirs = training.expression.select(entity=training.expression[group].cast("string")).distinct()
    both = mine.semi_join(theirs, "entity")
    entities = int(engine.aggregate(both, {"n": both.count()})["n"])
    count = record.figure("training_overlap_entities", entities, unit="entities", column=group)
    if entities:
        record.finding(
            "training_entities", "medium",
            f"{count} entities of {quoted(group)} are in the training table too: the figures are "
            "of known entities, and say nothing of new ones.",
            columns=[group], clauses=("S3", "H5"), figures=[count], confidence="high",
            harmless_if="the model only ever meets entities that it was trained on",
        )  # fmt: skip
