"""The naive floor on later rows: the last outcome repeated, and the trivial model.

The last outcome is looked up among all labelled rows and not in a sample of them: in a thinned
series the row before is an older one, and persistence would look weaker than it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import EXACT, Exactness, Figure, format_value
from ml_engineer_tools.leakage.check_names import PERSISTENCE
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.stress.figures import stress_figure
from ml_engineer_tools.leakage.stress.quick_model import QuickModel, Split, score_folds, time_split
from ml_engineer_tools.leakage.stress.rows import Order, StressRows, numbered_together
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.modelling.models import last_value
from ml_engineer_tools.modelling.role_columns import read_groups, read_times
from ml_engineer_tools.modelling.task import encode_target
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROWS = 200_000
"""Of a longer table the last so many rows are read, target, time and entity only."""


@dataclass(frozen=True, slots=True, eq=False)
class Naive:
    """All labelled exploration rows, or the last ones, with nothing but outcome and order."""

    y: np.ndarray
    order: Order
    entities: np.ndarray | None
    exactness: Exactness


def read_naive(
    inputs: Inputs, exploration: ir.Table, rows: StressRows, labelled: int
) -> Naive | None:
    """Read the outcomes in their order; None if the rows have no order that can be read."""
    if rows.order is None:
        return None
    target, time = str(inputs.roles.target), rows.order.column
    entity = rows.entities.column if rows.entities is not None else None
    parts = rows.entities.parts if rows.entities is not None else ()
    several = (target, time, *(parts or (entity,)))
    names = list(dict.fromkeys(name for name in several if name is not None))
    narrow = exploration.filter(exploration[target].notnull()).select(ROW, *names)
    many = labelled > ROWS
    if many:
        import ibis

        by = [ibis.desc(name) for name in (time, ROW) if name is not None]
        narrow = narrow.order_by(by).limit(ROWS)
    frame = inputs.engine.hash_sample(narrow, ROWS, seed=inputs.seed, rows=ROWS if many else None)
    frame = frame[frame[target].notna()].reset_index(drop=True)
    if parts and entity is not None:
        frame = frame.assign(**{entity: numbered_together(frame, parts)})
    try:
        values = frame[ROW].to_numpy() if time is None else read_times(frame[time])
        y = encode_target(rows.task, frame[target])
    except BadInput:
        return None
    return Naive(
        y=y,
        order=Order(values, time),
        entities=None if entity is None else read_groups(frame[entity]),
        exactness=EXACT if len(y) >= labelled else Exactness(kind="sampled", n=len(y)),
    )


def naive_figures(
    inputs: Inputs, model: QuickModel, naive: Naive, split: Split, suspects: tuple[str, ...]
) -> list[Figure]:
    """Record what the quick model, the last outcome and the trivial model reach on later rows.

    The metric is one that an outcome repeated has too: accuracy, or R2.
    """
    task = model.rows.task
    metric = "r2" if task.kind == "regression" else "accuracy"
    quick = score_folds(task, model.rows.y, model.predictions(split, suspects), split, metric)
    whole = time_split(split.name, naive.order, naive.entities)
    last, trivial = np.zeros_like(naive.y), np.zeros_like(naive.y)
    for fold in whole.folds:
        known = naive.y[fold.train]
        last[fold.validation] = last_value(task, naive.y, naive.order.values, fold, naive.entities)
        trivial[fold.validation] = known.mean() if metric == "r2" else np.bincount(known).argmax()
    judged = sum(len(fold.validation) for fold in split.folds)
    found = []
    if quick is not None:
        found.append(stress_figure(inputs, model, metric, quick, split.name, judged))
    for name, prediction in (("last_value", last), ("trivial", trivial)):
        reached = score_folds(task, naive.y, prediction, whole, metric)
        if reached is not None:
            rows = sum(len(fold.validation) for fold in whole.folds)
            found.append(
                stress_figure(
                    inputs, model, metric, reached, split.name, rows, name=name,
                    exactness=naive.exactness,
                )
            )  # fmt: skip
    return found


def against_naive(figures: list[Figure]) -> str:
    """Return the sentence that puts the quick model beside the naive floor; empty without it."""
    if len(figures) < 3:
        return ""
    quick, last, trivial = figures
    metric = METRIC_NAMES[quick.quantity]
    if max(float(last.value), float(trivial.value)) >= float(quick.value):
        best_first = sorted(
            ((last, "the last value repeated"), (trivial, "the trivial model")),
            key=lambda pair: -float(pair[0].value),
        )
        (first, its_name), (second, other_name) = best_first
        return (
            f" On the later rows {its_name} reaches {metric} {format_value(first.value)}, "
            f"{other_name} {format_value(second.value)} and the quick model no more than "
            f"{format_value(quick.value)}."
        )
    return (
        f" On the later rows the quick model reaches {metric} {format_value(quick.value)}, the "
        f"last value {format_value(last.value)}, the trivial model "
        f"{format_value(trivial.value)}."
    )


def report_persistence(inputs: Inputs, figures: list[Figure], columns: tuple[str, ...]) -> None:
    """Record that repeating the last outcome beats the quick model, where it surely does."""
    if len(figures) < 3:
        return
    quick, last, trivial = figures
    if not (quick.interval and last.interval and last.interval[0] > quick.interval[1]):
        return
    metric = METRIC_NAMES[quick.quantity]
    first = f"The last value repeated ({metric} {format_value(last.value)}) beats"
    if float(trivial.value) >= float(last.value):
        first = (
            f"The trivial model ({metric} {format_value(trivial.value)}) and the last value "
            f"repeated ({format_value(last.value)}) beat"
        )
    inputs.record.finding(
        PERSISTENCE,
        "low",
        f"{first} the quick model ({format_value(quick.value)}) on later rows: a score says "
        "little here until it is put beside that.",
        columns=columns,
        clauses=("S2", "P4", "H1"),
        figures=[last, quick, *([trivial] if float(trivial.value) >= float(last.value) else [])],
        confidence="high",
        question="Is the last outcome known by the time of the next prediction?",
        harmless_if="The outcome becomes known too late to be repeated.",
    )
