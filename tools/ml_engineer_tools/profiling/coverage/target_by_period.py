"""The target along time, on exploration rows: its rate or mean in each period, and its moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evaluation.parts import LEVEL, t_quantile, wilson
from ml_engineer_tools.evidence import Figure, format_value
from ml_engineer_tools.modelling.task import Task, infer_task
from ml_engineer_tools.profiling.coverage.calendar import TRUNCATIONS, ordinals, written
from ml_engineer_tools.profiling.coverage.timeline import Timeline
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.instants import Form, instant_expression
from ml_engineer_tools.profiling.summaries import LARGEST_MOMENT
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir

FEWEST_ROWS = 30
"""Rows of a period whose rate counts when moves are judged: a convention."""

FEWEST_PERIODS = 3
"""Periods from which moves are judged: a convention."""

MOVE = 0.05
"""Standard deviation of the periods' rates, sampling noise taken off, from which the target is
said to move: a convention."""

MOVE_IN_DEVIATIONS = 0.2
"""The same for a number, in its own standard deviations: a small effect (Cohen 1988)."""

SIGNIFICANCE = 0.001
"""Probability of as much by chance under which it is believed: a convention."""


def check_target_by_period(
    inputs: Inputs, time: str, form: Form, timeline: Timeline, called: str
) -> None:
    """Record the target's rate (of the positive class) or mean in each period."""
    target, explored = inputs.roles.target, inputs.explored
    sample = inputs.labelled_sample()
    if target is None or explored is None or sample.empty:
        return
    try:
        task = infer_task(sample[target])
    except BadInput:
        return
    if task.kind == "multiclass":
        return
    counted = _count(inputs, explored, target, task, time, form, timeline)
    if counted is None:
        return
    every, n, mean, variance, worth, units = counted
    quantity = "period_target_mean" if task.kind == "regression" else "period_target_rate"
    for ordinal, rows, level, spread, independent, of in zip(
        every, n, mean, variance, worth, units, strict=True
    ):
        reach = t_quantile(max(float(of) - 1, 1), LEVEL) * float(np.sqrt(spread / independent))
        inputs.recorder.figure(
            quantity, float(level), column=target, split="exploration", n=int(rows),
            window=written(int(ordinal), timeline.period),
            interval=None if of < 2 else
            wilson(float(level), float(independent), parts=int(of)) if task.kind == "binary"
            else ((float(level) - reach, float(level) + reach) if rows >= FEWEST_ROWS else None),
        )  # fmt: skip
    _judge(inputs, target, task, (n, mean, variance, worth), timeline.period, called)


def _count(
    inputs: Inputs, explored: ir.Table, target: str, task: Task, time: str, form: Form,
    timeline: Timeline,
) -> tuple[np.ndarray, ...] | None:  # fmt: skip
    """Count the periods that have labelled rows.

    Returns:
        Ordinals, rows, means, variances of a row, how many independent rows they are worth, and
        how many entities there are (rows, without a group).
    """
    import pandas as pd

    label = explored[target]
    known = label.notnull()
    if label.type().is_floating():
        known = known & ~label.isnan() & (label.abs() < LARGEST_MOMENT)
    if task.kind == "regression":
        value = label.cast("float64")
    else:
        positive = task.positive
        value = (label == (bool(positive) if label.type().is_boolean() else positive)).cast(
            "float64"
        )
    start = instant_expression(explored[time], form).truncate(TRUNCATIONS[timeline.period])
    group = inputs.roles.group
    entity = start if group is None else explored[group]
    rows = explored.select(start=start, value=value, known=known, entity=entity)
    rows = rows.filter(rows["known"] & rows["start"].notnull())
    frame = inputs.engine.group(
        rows,
        ["start"],
        {
            "n": rows["value"].count(),
            "mean": rows["value"].mean(),
            "variance": rows["value"].var(how="pop"),
        },
    ).sort_values("start", ignore_index=True)
    stamps = pd.to_datetime(frame["start"])
    if stamps.dt.tz is not None:
        stamps = stamps.dt.tz_localize(None)
    found = ordinals(stamps, timeline.period) if len(frame) else np.empty(0, dtype=np.int64)
    told = ordinals(timeline.starts, timeline.period)
    kept = (found >= told[0]) & (found <= told[-1])
    if not kept.any():
        return None
    columns = (frame[name].to_numpy(dtype=np.float64)[kept] for name in ("n", "mean", "variance"))
    n, mean, variance = columns
    if group is None:
        return found[kept], n, mean, variance, n, n
    centre = float((n * mean).sum() / n.sum())
    entities = _count_entities(inputs, rows, centre)[kept]
    return found[kept], n, mean, variance, *_worth(n, mean - centre, variance, entities)


def _count_entities(inputs: Inputs, rows: ir.Table, centre: float) -> np.ndarray:
    """Return for each period, in their order, how many entities it has and three sums over them.

    Of their rows squared, of their rows times their total (less `centre` a row), and of that total
    squared.
    """
    by_entity = rows.group_by(["start", "entity"]).aggregate(
        rows=rows["value"].count().cast("float64"),
        total=(rows["value"] - centre).sum().cast("float64"),
    )
    size, total = by_entity["rows"], by_entity["total"]
    found = inputs.engine.group(
        by_entity,
        ["start"],
        {
            "entities": size.count(),
            "sizes": (size**2).sum(),
            "both": (size * total).sum(),
            "totals": (total**2).sum(),
        },
    ).sort_values("start", ignore_index=True)
    return found[["entities", "sizes", "both", "totals"]].to_numpy(dtype=np.float64)


def _worth(
    n: np.ndarray, mean: np.ndarray, variance: np.ndarray, entities: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return how many independent rows those of each period are worth, and its entities.

    By the variance of a mean of entities of unequal size (Cochran 1977, "Sampling Techniques",
    section 9A); never more than there are.
    """
    count, sizes, both, totals = entities.T
    away = np.maximum(totals - 2 * mean * both + mean**2 * sizes, 0.0)
    away = away * count / np.maximum(count - 1, 1)
    plain = variance * n
    worth = n * plain / np.maximum(np.maximum(away, plain), 1e-300)
    return np.where(plain > 0, worth, count), count


def moves(n: np.ndarray, mean: np.ndarray, variance: np.ndarray) -> tuple[float, float]:
    """Return the standard deviation of the periods' levels beyond noise, and a p-value.

    Between-period variance by the method of moments (DerSimonian & Laird 1986), the test is
    Cochran's Q.

    Args:
        n: (k,) rows of each period, as many as the dependent ones are worth.
        mean: (k,) their rates or means.
        variance: (k,) variances of a row.
    """
    from scipy.special import chdtrc

    pooled = max(float((n * variance).sum() / n.sum()), 1e-12)
    weights = n / pooled
    centre = float((weights * mean).sum() / weights.sum())
    q = float((weights * (mean - centre) ** 2).sum())
    freedom = len(n) - 1
    scale = float(weights.sum() - (weights**2).sum() / weights.sum())
    between = max(0.0, (q - freedom) / scale)
    return float(np.sqrt(between)), float(chdtrc(freedom, q))


def _judge(
    inputs: Inputs, target: str, task: Task, counted: tuple[np.ndarray, ...], period: str,
    called: str,
) -> None:  # fmt: skip
    n, mean, variance, worth = counted
    enough = n >= FEWEST_ROWS
    if enough.sum() < FEWEST_PERIODS:
        return
    n, mean, variance, worth = n[enough], mean[enough], variance[enough], worth[enough]
    spread, p_value = moves(worth, mean, variance)
    recorder = inputs.recorder
    numeric = task.kind == "regression"
    overall = float((n * mean).sum() / n.sum())
    whole = float(np.sqrt((n * (variance + (mean - overall) ** 2)).sum() / n.sum()))
    moved = recorder.figure(
        "period_target_spread", spread / whole if numeric and whole > 0 else spread, column=target,
        split="exploration", n=int(n.sum()), unit="standard deviations" if numeric else None,
    )  # fmt: skip
    limit = MOVE_IN_DEVIATIONS if numeric else MOVE
    if float(moved.value) < limit or p_value >= SIGNIFICANCE:
        return
    word = "mean" if numeric else "rate"
    ends: list[Figure] = [
        recorder.figure(f"{name}_period_target_{word}", float(value), column=target,
                        split="exploration")
        for name, value in (("lowest", mean.min()), ("highest", mean.max()))
    ]  # fmt: skip
    threshold = recorder.convention(
        "target_move_threshold", limit, source="Cohen (1988)" if numeric else
        "a convention of this tool",
    )  # fmt: skip
    recorder.finding(
        "target_moves_in_time",
        "medium",
        f"The {word} of the target {quoted(target)} moves along {called}: by {period} it lies "
        f"between {format_value(ends[0].value)} and {format_value(ends[1].value)}, far more than "
        "chance. A random split would hide that.",
        columns=[target],
        clauses=["S3", "P5", "S8"],
        figures=[*ends, moved, threshold],
        confidence="high",
        question="Did the world change, or how the label is made? Is it a season?",
        harmless_if="it is a season that the features know, and the split is made in time",
    )
