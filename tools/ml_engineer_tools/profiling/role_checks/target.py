"""The target that was given: whether it is what it is taken for, a class or a quantity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.modelling.task import Task, infer_task
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.target import CLASS_LIMIT

if TYPE_CHECKING:
    import pandas as pd

FEWEST_COUNTS = 6
"""Different whole numbers from which classes may be counts or grades: a convention."""

UNEVEN = 5.0
"""How many times more rows the most common of them has than the rarest: a convention."""

ROWS_PER_VALUE = 20
"""Rows for each different value from which a quantity may be classes: a convention."""

FEWEST_ROWS = 50
"""With fewer labelled rows nothing is said of their kind: a convention."""

SAME_STEP = 0.99
"""Share of steps in file order that rise from which on a number counts rows: a convention."""


def check_target_values(inputs: Inputs) -> None:
    """Record where the target given may not be what it is taken for, on exploration rows."""
    target = inputs.roles.target
    sample = inputs.labelled_sample()
    if target is None or len(sample) < FEWEST_ROWS:
        return
    try:
        task = infer_task(sample[target])
    except BadInput as problem:
        _report_unusable(inputs, target, sample[target], str(problem))
        return
    if task.kind == "regression":
        if counts_rows(sample[target]):
            _report_counter(inputs, target)
        else:
            _ask_for_classes(inputs, target, sample[target])
    elif may_be_counts(task, sample[target]):
        _ask_for_counts(inputs, target, task)


def counts_rows(values: pd.Series) -> bool:
    """Tell whether whole numbers never repeat and rise, or fall, all along the file."""
    numbers = values.to_numpy(dtype=np.float64)
    steps = np.diff(numbers)
    whole = bool((numbers == np.floor(numbers)).all())
    rising = max(float((steps > 0).mean()), float((steps < 0).mean()))
    return whole and rising > SAME_STEP and len(np.unique(numbers)) == len(numbers)


def may_be_counts(task: Task, values: pd.Series) -> bool:
    """Tell whether classes look like counts or grades: whole numbers in a row, one peak, uneven.

    Codes of classes have no reason to be common in the middle and rarer towards the ends.
    """
    if len(task.classes) < FEWEST_COUNTS or not all(isinstance(c, int) for c in task.classes):
        return False
    levels = np.array(sorted(task.classes))
    counts = values.astype(float).value_counts().reindex(levels.astype(float)).to_numpy()
    in_a_row = bool((np.diff(levels) == 1).mean() >= 0.8)
    peak = int(counts.argmax())
    # A step against the slope counts only if it is more than its own noise.
    noise = 2 * np.sqrt(counts[1:] + counts[:-1])
    steps = np.diff(counts)
    one_peak = bool((steps[:peak] >= -noise[:peak]).all() and (steps[peak:] <= noise[peak:]).all())
    return in_a_row and one_peak and float(counts.max()) >= UNEVEN * float(counts.min())


def _report_unusable(inputs: Inputs, target: str, values: pd.Series, why: str) -> None:
    distinct = inputs.recorder.figure(
        "target_distinct_count", int(values.astype(str).nunique()), column=target,
        split="exploration", n=len(values),
    )  # fmt: skip
    if int(distinct.value) < 2:
        inputs.recorder.note(why)
        return
    inputs.recorder.finding(
        "target_like_text",
        "high",
        f"The target {quoted(target)} is text with {distinct} different values: free text or a "
        "name, not classes that can be predicted.",
        columns=[target],
        clauses=["S1", "S3"],
        figures=[distinct],
        confidence="medium",
        question="Which column holds the outcome, or how are these values grouped into classes?",
        harmless_if="the task is to write text, which this tool doesn't judge",
    )


def _report_counter(inputs: Inputs, target: str) -> None:
    rows = inputs.recorder.figure(
        "target_different_in_rows", len(inputs.labelled_sample()), unit="rows", column=target,
        split="exploration",
    )  # fmt: skip
    inputs.recorder.finding(
        "target_like_identifier",
        "high",
        f"The target {quoted(target)} is a whole number that is different in each of {rows} rows "
        "and runs through the file in one direction: it numbers the rows.",
        columns=[target],
        clauses=["S1", "S3"],
        figures=[rows],
        confidence="high",
        question="Which column holds the outcome?",
        harmless_if="it is a total that grows from row to row, and its growth is predicted",
    )


def _ask_for_classes(inputs: Inputs, target: str, values: pd.Series) -> None:
    distinct = int(values.nunique())
    if distinct > CLASS_LIMIT or len(values) < ROWS_PER_VALUE * distinct:
        return
    figure = inputs.recorder.figure("target_distinct_count", distinct, column=target,
                                    split="exploration", n=len(values))  # fmt: skip
    inputs.recorder.finding(
        "target_few_values",
        "low",
        f"The target {quoted(target)} is taken for a quantity, but has only {figure} different "
        "values: it may be classes or grades.",
        columns=[target],
        clauses=["S1"],
        figures=[figure],
        confidence="low",
        question="Does half way between two of its values mean something?",
        harmless_if="it is a quantity that is measured in coarse steps",
    )


def _ask_for_counts(inputs: Inputs, target: str, task: Task) -> None:
    figure = inputs.recorder.figure(
        "target_distinct_count", len(task.classes), column=target, split="exploration",
        n=len(inputs.labelled_sample()),
    )  # fmt: skip
    inputs.recorder.finding(
        "target_may_be_counts",
        "low",
        f"The {figure} whole numbers of the target {quoted(target)} are taken for classes, but "
        "are spread as counts or grades are, with one peak: their order would be lost.",
        columns=[target],
        clauses=["S1"],
        figures=[figure],
        confidence="low",
        question="Is one more of it always more of the same? Then predict the number.",
        harmless_if="the numbers are codes of classes without an order",
    )
