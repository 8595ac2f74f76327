"""What the order of the rows tells, recorded: eras, sorted columns, the target along the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import EXACT, Exactness, Figure, format_value
from ml_engineer_tools.modelling.order import SMALL_EFFECT, file_order_dependence
from ml_engineer_tools.modelling.sorted_by import sorted_by
from ml_engineer_tools.modelling.task import encode_target, infer_task
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.relations.check import sampled
from ml_engineer_tools.profiling.role_proposals.keys import runs_along
from ml_engineer_tools.profiling.row_order.eras import SHORTEST_SHARE, Era, find_era
from ml_engineer_tools.profiling.row_order.sorting import ROWS_PER_BLOCK, sorting_of
from ml_engineer_tools.tables.names import agreeing, joined, quoted
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import pandas as pd

FEWEST_ROWS = 100
"""Labelled rows from which the target's dependence on the place in the file is judged."""


def check_row_order(inputs: Inputs) -> None:
    """Record what the order of the file tells."""
    sample = inputs.sample
    names = [n for n, s in inputs.summaries.items() if s.known and s.column.kind != "nested"]
    _report_eras(inputs, sample, names)
    ordering = _report_sorting(inputs, sample, names)
    if inputs.roles.time is None:
        _report_target(inputs, ordering)


def _exactness(inputs: Inputs) -> Exactness:
    n = len(inputs.sample)
    return EXACT if n >= inputs.table.rows else Exactness(kind="sampled", n=n)


def _report_eras(inputs: Inputs, sample: pd.DataFrame, names: list[str]) -> None:
    import pandas as pd

    found: dict[str, Era] = {}
    for name in names:
        summary = inputs.summaries[name]
        if summary.distinct + bool(summary.missing) < 2:
            continue
        # Missing is a value here: a field that was not recorded yet.
        codes = pd.factorize(sample[name], use_na_sentinel=True)[0]
        if era := find_era(np.asarray(codes)):
            found[name] = era
    if not found:
        return
    recorder, rows = inputs.recorder, len(sample)
    ordered = sorted(found, key=lambda name: (found[name].start - found[name].stop, name))
    shares = [
        recorder.figure(
            "constant_stretch_share", (found[name].stop - found[name].start) / rows, column=name,
            n=rows, exactness=_exactness(inputs),
            window=f"rows {int(sample[ROW].iloc[found[name].start]) + 1} to "
            f"{int(sample[ROW].iloc[found[name].stop - 1]) + 1}",
        )
        for name in ordered
    ]  # fmt: skip
    limit = recorder.convention(
        "constant_stretch_threshold", SHORTEST_SHARE, source="a convention of this tool"
    )
    longest, era = shares[0], found[ordered[0]]
    where = "the first " if era.start == 0 else "the last " if era.stop == rows else ""
    recorder.finding(
        "constant_for_a_stretch",
        "medium",
        f"{joined(ordered)} {agreeing(len(ordered), 'holds', 'hold')} one and the same value for a "
        f"long stretch of the file and {agreeing(len(ordered), 'varies', 'vary')} in the rest: "
        f"{quoted(ordered[0])} for {where}{float(longest.value):.1%} of the rows, one after the "
        "other. The file looks written in eras.",
        columns=ordered,
        clauses=["P3", "P1", "S4"],
        figures=[*shares[:5], limit],
        confidence="high",
        question="Was it not recorded then, and filled in later with one value?",
        harmless_if="it really did not change then",
    )


def _report_sorting(inputs: Inputs, sample: pd.DataFrame, names: list[str]) -> list[str]:
    """Record which columns sort the file; returns those that are neither time, key nor counter."""
    sortings = {name: s for name in names if (s := sorting_of(sample[name])) is not None}
    recorder = inputs.recorder
    count = recorder.figure(
        "sorting_columns", len(sortings), unit="columns", n=len(sample),
        exactness=_exactness(inputs),
    )  # fmt: skip
    natural = {
        name
        for name in sortings
        if name in (inputs.roles.time, inputs.key)
        or inputs.summaries[name].column.is_temporal
        or (inputs.summaries[name].column.kind == "integer" and runs_along(sample[name]))
    }
    others = [name for name in sortings if name not in natural]
    # Where time or a counter sorts the file, a year or a campaign that follows it is no news.
    if not others or natural:
        return others
    recorder.finding(
        "file_sorted",
        "info",
        f"The file is sorted by {joined(others)}: a split without shuffling would leave some of "
        "its values out of the training rows.",
        columns=others,
        clauses=["S3"],
        figures=[count],
        confidence="high",
        question="Was it sorted for the export, or is this the order in which rows came about?",
        harmless_if="rows are shuffled, or split by time, before anything is learnt",
    )
    return others


def _report_target(inputs: Inputs, ordering: list[str]) -> None:
    """Record whether the target depends on the place in the file, on exploration rows."""
    target, sample = inputs.roles.target, inputs.labelled_sample()
    if target is None or len(sample) < FEWEST_ROWS:
        return
    try:
        task = infer_task(sample[target])
    except BadInput:
        return
    y = encode_target(task, sample[target])
    order = file_order_dependence(task, y)
    recorder = inputs.recorder
    figures: list[Figure] = [
        recorder.figure(quantity, value, column=target, split="exploration", n=len(y),
                        exactness=sampled(inputs, len(y)))
        for quantity, value in (
            ("target_neighbour_agreement", order.lag_agreement),
            ("target_trend_in_file_order", order.trend),
        )
    ]  # fmt: skip
    if not order.depends:
        return
    figures.append(
        recorder.convention("small_effect", SMALL_EFFECT, source="Cohen (1988)", column=target)
    )
    agreement, trend, _ = figures
    category = None
    if not order.is_sorted and ordering:
        category = sorted_by(task, y, sample[ordering], seed=inputs.seed)
    coarse = [name for name in ordering if sample[name].nunique() <= len(y) / ROWS_PER_BLOCK]
    if order.is_sorted:
        why = f"The file is sorted by the target {quoted(target)}: shuffle it before any split"
    elif category is not None:
        why = (
            f"The file is sorted by {quoted(category)}, and that explains why neighbouring rows "
            f"agree in the target {quoted(target)}"
        )
    elif coarse:
        why = (
            f"Neighbouring rows agree in the target {quoted(target)} more than chance would have "
            f"it; the file is sorted by {joined(coarse)}, which may be why"
        )
    else:
        why = (
            f"The target {quoted(target)} depends on the place in the file, though no time was "
            "given: rows near each other share more than chance, and a random split puts them on "
            "both sides"
        )
    harmless = order.is_sorted or category is not None or bool(coarse)
    recorder.finding(
        "target_follows_file_order",
        "low" if harmless else "medium",
        f"{why} (with 0 for chance and 1 for always, neighbours agree by "
        f"{format_value(agreement.value)} and the target goes with the place by "
        f"{format_value(trend.value)}).",
        columns=[target] if category is None else [target, category],
        clauses=["S3", "P5"],
        figures=figures,
        confidence="high",
        question="Is the file in the order of time, and is there a column that says when?",
        harmless_if="the order came about by sorting or joining, not by time",
    )
