"""Text that holds numbers or dates, as evidence: its bounds, middle and spread."""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.evidence import Exactness
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.summaries import QUANTILES
from ml_engineer_tools.profiling.values.written import read_days, read_numbers
from ml_engineer_tools.tables.names import joined

NUMBERS = ("number", "money", "share")
DAYS = ("date", "timestamp", "date_of_birth")


def written_numbers(inputs: Inputs) -> dict[str, np.ndarray]:
    """Return the numbers of each column of text that writes some, sorted, of the sample."""
    return {
        name: numbers
        for name, values in inputs.values.items()
        if values.kind == "text" and inputs.semantic_types[name].word in NUMBERS
        and len(numbers := read_numbers(values.texts))
    }  # fmt: skip


def check_written(inputs: Inputs) -> None:
    """Record bounds and moments of numbers, and the first and last day, that text writes."""
    recorder = inputs.recorder
    read: list[str] = []
    for name, numbers in written_numbers(inputs).items():
        exactness = inputs.values[name].exactness
        read.append(name)
        _record_numbers(inputs, name, numbers, exactness)
    for name, values in inputs.values.items():
        if values.kind != "text" or inputs.semantic_types[name].word not in DAYS:
            continue
        days = read_days(values.texts)
        if not days:
            continue
        read.append(name)
        for quantity, day in (("first_instant", days[0]), ("last_instant", days[-1])):
            recorder.figure(quantity, day.isoformat(), column=name, n=values.known,
                            exactness=values.exactness)  # fmt: skip
    if read:
        recorder.note(
            f"Text that writes numbers or dates was read as such in {joined(read)}, as the sample "
            "has it: bounds, middle and spread are of what read."
        )


def _record_numbers(inputs: Inputs, name: str, numbers: np.ndarray, exactness: Exactness) -> None:
    n = len(numbers)
    figures = [("minimum", float(numbers[0])), ("maximum", float(numbers[-1]))]
    figures.append(("mean", float(numbers.mean())))
    if n > 1:
        figures.append(("standard_deviation", float(numbers.std(ddof=1))))
    figures += [
        (f"quantile_{100 * share:02.0f}", float(number))
        for share, number in zip(QUANTILES, np.quantile(numbers, QUANTILES), strict=True)
    ]
    for quantity, number in figures:
        if np.isfinite(number):
            inputs.recorder.figure(quantity, number, column=name, n=n, exactness=exactness)
