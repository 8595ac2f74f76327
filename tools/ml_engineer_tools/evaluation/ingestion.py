"""Ingestion: whether the columns of two periods came in alike, as the drift measurement sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.request import DriftRequest
from ml_engineer_tools.drift.tool import measure_drift
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evaluation.parts import deal_parts, mean
from ml_engineer_tools.evaluation.periods import Period
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.remade_inputs import Remade
from ml_engineer_tools.evidence import Figure, Finding
from ml_engineer_tools.tables.names import joined, quoted

SCHEMA = ("columns_gone", "columns_retyped", "missing_changed", "new_levels", "levels_turned_over",
          "out_of_bounds")  # fmt: skip
"""Findings of drift that tell of ingestion."""

INPUTS = ("distribution_moved",)

LOST_GAP = 0.01
"""Rise of the share of rows without a prediction that counts: a convention."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a comparison of the columns of both periods found.

    Attributes:
        ingestion: findings that tell of schema, missing values, new levels.
        inputs: columns whose distribution moved.
        told: whether the columns could be compared at all.
        remade: inputs that hold the same otherwise: in another unit, or one value alone.
    """

    ingestion: tuple[Finding, ...]
    inputs: tuple[str, ...]
    told: bool
    remade: tuple[Remade, ...] = ()


def compare_columns(
    before: Period | str, after: Period | str, leave_out: Sequence[str | None], context: Context,
    *, time: str | None, seed: int,
) -> Moved:  # fmt: skip
    """Compare the columns of both periods, as `measure_drift` does; roles are left out.

    Args:
        before: the reference: its table's path, or its rows.
        after: the current period likewise.
        leave_out: columns that are no inputs.
        context: reads the tables.
        time: column of the time, which is not compared.
        seed: of samples.
    """
    left = {name for name in leave_out if name is not None}
    names = []
    for side, called in ((before, "reference period"), (after, "current period")):
        if isinstance(side, str):
            names.append(side)
        else:
            context.engine.register(called, side.frame)
            names.append(called)
    request = DriftRequest(
        reference=names[0], current=names[1], time=time, classifier=False, seed=seed
    )
    try:
        found = measure_drift(request, Context(context.engine)).measurement
    except BadInput:
        return Moved((), (), told=False)
    findings = [
        finding
        for finding in found.findings
        if finding.severity in ("high", "medium") and not set(finding.columns) <= left
    ]
    return Moved(
        tuple(f for f in findings if f.check in SCHEMA),
        tuple(
            dict.fromkeys(
                name for f in findings if f.check in INPUTS for name in f.columns
                if name not in left
            )
        ),
        told=True,
    )  # fmt: skip


def record_ingestion(moved: Moved, periods: tuple[Period, Period], place: Place) -> str:
    """Record whether columns, or predictions, came in differently; return which, or nothing."""
    record = place.record
    shares = []
    for period in periods:
        n = len(period)
        parts = deal_parts(n, times=period.times, groups=period.groups)
        shares.append(mean((~period.predicted.usable) * 1.0, parts))
    lost = [
        record.figure(
            "prediction_missing_share", found.value, window=period.name, interval=found.interval,
            n=found.rows, model=place.model,
        )
        for found, period in zip(shares, periods, strict=True)
    ]  # fmt: skip
    changed = list(dict.fromkeys(name for f in moved.ingestion for name in f.columns))
    remade, sizes = _remade_in_words(moved.remade, place)
    columns = list(dict.fromkeys((*changed, *(one.column for one in moved.remade))))
    count = record.figure("columns_broken", len(columns), unit="columns")
    more = (
        shares[0].interval is not None
        and shares[1].interval is not None
        and shares[1].interval[0] > shares[0].interval[1]
        and shares[1].value - shares[0].value >= LOST_GAP
    )
    checks = sorted({f.check.replace("_", " ") for f in moved.ingestion})
    if columns or more:
        says = []
        if changed:
            noun = "column" if len(columns) == 1 else "columns"
            says.append(f"{count} {noun} came in differently ({', '.join(checks)}): "
                        f"{joined(columns)}")  # fmt: skip
        says += remade
        if more:
            says.append(f"predictions are missing in {lost[1]} of the rows, before in {lost[0]}")
        record.finding(
            "stage_schema", "high",
            f"Schema and ingestion: {'; '.join(says)}. Look here first: a broken column shows as "
            "other inputs and as another relation downstream.",
            columns=columns, clauses=("S8", "P5", "Q2"), figures=[count, *sizes, *lost],
            confidence="high", question="What changed upstream, and since when?",
        )  # fmt: skip
        return joined(columns) if columns else "predictions are missing"
    quiet = (
        "no column vanished, changed its type or its share of missing values" if moved.told
        else "there are no columns beside the predictions that could be compared"
    )  # fmt: skip
    record.finding(
        "stage_schema", "info", f"Schema and ingestion: {quiet}.", clauses=("S8",),
        figures=[count, *lost],
    )  # fmt: skip
    return ""


def _remade_in_words(remade: Sequence[Remade], place: Place) -> tuple[list[str], list[Figure]]:
    """Say how each column was made otherwise, with the factor or the share that says so."""
    says, figures = [], []
    for one in remade:
        name = quoted(one.column)
        if one.how == "turned":
            says.append(f"{name} has its sign turned")
            continue
        quantity = "scale_factor" if one.how == "scaled" else "commonest_value_share"
        figures.append(place.record.figure(quantity, one.size, column=one.column, window="current"))
        says.append(
            f"all of {name} is {figures[-1]} times what it was (another unit?)"
            if one.how == "scaled"
            else f"{name} holds one value in {figures[-1]} of the rows, as if it were stuck"
        )
    return says, figures
