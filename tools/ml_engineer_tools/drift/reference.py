"""Building a drift reference: what is saved of a table, and the evidence that it was."""

from __future__ import annotations

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.counting import count_reference, look
from ml_engineer_tools.drift.request import ReferenceRequest
from ml_engineer_tools.drift.saved import SavedReference, saved_column
from ml_engineer_tools.drift.sides import Asked, count_label
from ml_engineer_tools.evidence import Evidence, Exactness, TableFingerprint
from ml_engineer_tools.recorder import Recorder


def build_reference(request: ReferenceRequest, context: Context) -> tuple[SavedReference, Evidence]:
    """Count a table and return what is saved of it, with the evidence of what it says.

    Raises:
        BadInput: the table or a role is not usable.
    """
    engine, seed = context.engine, request.seed
    asked = Asked(request.target, request.prediction, request.time, request.group)
    table = engine.read(request.data)
    asked.check(table)
    context.progress(0.1, "counting the table")
    columns = [column for column in table.columns if column.name != asked.target]
    drawn = look(engine, table, columns, asked.roles, seed=seed)
    counted = count_reference(engine, table, columns, drawn, asked.roles)
    label = None
    if asked.target is not None:
        context.progress(0.8, "counting the labels of exploration rows")
        label = saved_column(
            table.column(asked.target),
            count_label(table, asked, context, seed=seed),
            seed=seed,
        )
    reference = SavedReference(
        table=table.fingerprint.model_copy(update={"name": table.name.rsplit("/", 1)[-1]}),
        target=asked.target,
        prediction=asked.prediction,
        time=asked.time,
        group=asked.group,
        columns=tuple(
            saved_column(column, found, seed=seed)
            for column, found in zip(columns, counted.columns, strict=True)
        ),
        label=label,
        sampled=counted.sampled,
    )
    return reference, _evidence(request, table.notes, reference, table.fingerprint, engine.name)


def _evidence(
    request: ReferenceRequest,
    notes: tuple[str, ...],
    reference: SavedReference,
    table: TableFingerprint,
    engine: str,
) -> Evidence:
    recorder = Recorder("build_drift_reference", request, [table], notes=notes)
    size = len(reference.text().encode())
    recorder.figure("row_count", table.rows, unit="rows", headline=True)
    recorder.figure("saved_columns", len(reference.columns), unit="columns", headline=True)
    recorder.figure("compared_columns", sum(c.way in ("number", "levels")
                    for c in reference.columns), unit="columns", headline=True)  # fmt: skip
    recorder.figure("reference_size", size, unit="bytes", headline=True)
    for column in reference.columns:
        known = column.rows - column.missing
        recorder.figure("missing_share", column.missing / column.rows, column=column.name,
                        n=column.rows)  # fmt: skip
        if column.quartiles is not None:
            sampled = reference.sampled
            recorder.figure(
                "median", column.quartiles[1], column=column.name, n=known,
                exactness=Exactness(kind="sampled", n=sampled) if sampled else Exactness(),
            )  # fmt: skip
        if column.effect > 1.5:
            recorder.figure("effective_rows", round(known / column.effect), unit="rows",
                            column=column.name, n=known,
                            exactness=Exactness(kind="approximate", error=0.5))  # fmt: skip
    recorder.note(
        "The saved reference holds no row: counts of bins and of frequent levels, rounded cuts."
    )
    if reference.target is not None:
        recorder.note("Labels were counted on exploration rows only; the holdout's stay unread.")
    return recorder.evidence(engine)
