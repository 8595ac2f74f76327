"""Contradictory labels: equal cases with different labels, and the error that they make certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Confidence, Figure, Severity, format_value
from ml_engineer_tools.modelling.task import infer_task
from ml_engineer_tools.profiling.cases.described import (
    COINCIDENCES,
    coincidences,
    describing_columns,
)
from ml_engineer_tools.profiling.cases.repeated import parts_of_cases, repeated_cases
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.summaries import LARGEST_MOMENT
from ml_engineer_tools.tables.names import listed, quoted
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir

MANY_CONTRADICTIONS = 0.01
"""Share of rows in contradictory cases from which on it is more than a detail: a convention."""

SUMS = ("twins", "cases", "contradictory", "unexplained")
"""What is summed over the cases."""


def check_contradictions(inputs: Inputs) -> None:
    """Record exploration rows that are equal in all that describes them but not in the label."""
    target, explored = inputs.roles.target, inputs.explored
    sample = inputs.labelled_sample()
    if target is None or explored is None or sample.empty:
        return
    described, left_out = describing_columns(inputs)
    if not described:
        return
    try:
        numeric = infer_task(sample[target]).kind == "regression"
    except BadInput:
        return
    found = _count(inputs, explored, described, numeric=numeric)
    recorder, rows = inputs.recorder, int(found["rows"] or 0)
    if not rows:
        return
    figures = [
        recorder.figure("contradictory_rows", int(found["contradictory"] or 0), unit="rows",
                        column=target, split="exploration", n=rows),
        recorder.figure("contradictory_cases", int(found["cases"] or 0), unit="cases",
                        column=target, split="exploration", n=rows),
        recorder.figure("rows_with_twin", int(found["twins"] or 0), unit="rows", column=target,
                        split="exploration", n=rows),
    ]  # fmt: skip
    if not found["contradictory"]:
        return
    chance = coincidences(sample, described, rows)
    figures.append(recorder.figure("equal_pairs_by_chance", chance, unit="pairs", n=rows))
    floor = _record_floor(inputs, found, rows, numeric=numeric)
    _report(inputs, figures, floor, left_out, coarse=chance >= COINCIDENCES)


def _count(
    inputs: Inputs, explored: ir.Table, described: list[str], *, numeric: bool
) -> dict[str, float | None]:
    """Count; `unexplained` is rows, or for a number the sum of squares.

    Only cases that come up again in the table are looked at: the others contradict nothing.
    """
    label = explored[inputs.roles.target or ""]
    known = label.notnull()
    if label.type().is_floating():
        known = known & ~label.isnan() & (label.abs() < LARGEST_MOMENT)
    labelled = explored.select(ROW, label=label).filter(known)
    if numeric:
        labelled = labelled.mutate(label=labelled["label"].cast("float64"))
    whole = {"rows": labelled.count()}
    if numeric:
        whole["variance"] = labelled["label"].var(how="pop")
    found: dict[str, float | None] = dict(inputs.engine.aggregate(labelled, whole))
    again = repeated_cases(inputs, described)
    rows = int(inputs.engine.aggregate(again, {"rows": again.count()})["rows"])
    if rows:
        line = inputs.holdout.model_dump_json() if inputs.holdout else ""
        table = inputs.table.fingerprint.sha256
        again = inputs.engine.keep(
            f"labels of cases {table} {inputs.roles.target} {line} {described}",
            labelled.inner_join(again, ROW).select("case", "label"),
        )
    parts = parts_of_cases(again, rows) if rows else ()
    counted = [inputs.engine.aggregate(*_contradictions(part, numeric=numeric)) for part in parts]
    return found | {name: sum(one[name] or 0 for one in counted) for name in SUMS}


def _contradictions(labelled: ir.Table, *, numeric: bool) -> tuple[ir.Table, dict[str, ir.Scalar]]:
    """Return the cases of several labelled rows, and what is summed over them."""
    if numeric:
        cases = labelled.group_by("case").aggregate(
            n=lambda t: t.count(),
            other=lambda t: t["label"].max() != t["label"].min(),
            unexplained=lambda t: t["label"].var(how="pop") * t.count(),
        )
    else:
        by_label = labelled.group_by(["case", "label"]).aggregate(n=lambda t: t.count())
        cases = by_label.group_by("case").aggregate(
            n=lambda t: t["n"].sum(),
            other=lambda t: t.count() > 1,
            unexplained=lambda t: t["n"].sum() - t["n"].max(),
        )
    cases = cases.filter(cases["n"] > 1)
    return cases, {
        "twins": cases["n"].sum(),
        "cases": cases["other"].sum(),
        "contradictory": cases["n"].sum(where=cases["other"]),
        "unexplained": cases["unexplained"].sum(),
    }


def _record_floor(
    inputs: Inputs, found: dict[str, float | None], rows: int, *, numeric: bool
) -> Figure:
    target, unexplained = inputs.roles.target, float(found["unexplained"] or 0)
    if not numeric:
        return inputs.recorder.figure(
            "error_floor", unexplained / rows, column=target, split="exploration", n=rows,
            headline=True,
        )  # fmt: skip
    floor = inputs.recorder.figure(
        "rmse_floor", (unexplained / rows) ** 0.5, column=target, split="exploration", n=rows,
        headline=True,
    )  # fmt: skip
    variance = float(found["variance"] or 0)
    if variance > 0:
        inputs.recorder.figure(
            "r2_ceiling", max(0.0, 1 - unexplained / rows / variance), column=target,
            split="exploration", n=rows,
        )  # fmt: skip
    return floor


def _report(
    inputs: Inputs, figures: list[Figure], floor: Figure, left_out: list[str], *, coarse: bool
) -> None:
    contradictory, cases, _, chance = figures
    rows = contradictory.n or 1
    share = float(contradictory.value) / rows
    many = share >= MANY_CONTRADICTIONS
    recorder = inputs.recorder
    shown = recorder.figure(
        "contradictory_share", share, column=inputs.roles.target, split="exploration", n=rows
    )
    limits = [
        recorder.convention("many_contradictory_share", MANY_CONTRADICTIONS,
                            source="a convention of this tool"),
        recorder.convention("equal_pairs_that_mean_nothing", COINCIDENCES,
                            source="a convention of this tool"),
    ]  # fmt: skip
    severity: Severity = "medium" if many else "low"
    confidence: Confidence = "high"
    if coarse:
        # With as many pairs by chance as there are rows, that is what such columns are like.
        told = many and float(chance.value) < rows
        severity, confidence = ("low" if told else "info"), "medium"
    wrong = (
        f"gets at least {float(floor.value):.1%} of these rows wrong"
        if floor.quantity == "error_floor"
        else f"has a root mean squared error of at least {format_value(floor.value)} on these rows"
    )
    why = (
        "The columns are coarse: equal cases come about by chance, so this is mostly what they "
        "don't tell, not wrong labels."
        if coarse
        else "Chance hardly makes cases this detailed equal: one case was labelled more than once."
    )
    but = f", {listed(left_out)} left out" if left_out else ""
    recorder.finding(
        "contradictory_labels",
        severity,
        f"{contradictory} rows ({share:.1%}) equal another row in all that describes them{but}, "
        f"but not in the target {quoted(inputs.roles.target or '')}. Any function of these "
        f"columns {wrong}. {why}",
        columns=[inputs.roles.target or ""],
        clauses=["P3", "H5", "S3"],
        figures=[contradictory, cases, shown, floor, chance, *limits],
        confidence=confidence,
        question="Who labelled these cases twice, and which label holds?"
        if not coarse
        else "Which column that tells these cases apart is missing from the table?",
        harmless_if="the outcome is uncertain even when all of this is known",
    )
