"""Target rates: how the target changes over the values of a suspect, as figures to draw."""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.evidence import Figure, format_value
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.modelling.cells import Cells

MOST = 10
"""Bins or levels that are drawn."""
FEWEST_ROWS = 10
"""Rows from which a level is named: fewer could point at a person."""


def record_target_rates(
    inputs: Inputs,
    probe: Probe,
    name: str,
    cells: Cells,
    *,
    only_missing: bool = False,
    unit: str = "",
) -> list[Figure]:
    """Record the mean target, or the share of a class, in at most ten bins or levels of a column.

    Of several classes it is the one whose share differs most between the bins. Bins are cut at
    quantiles and told by their ends; levels are told by name, the most frequent first; the rest
    of them and the missing values have a slice of their own.

    Args:
        inputs: the surroundings.
        probe: rows and target.
        name: of the column.
        cells: of the column.
        only_missing: tell rows with a value from those without, whatever the value.
        unit: of the numbers, as it is written behind them.
    """
    bins, names = _bins(cells, unit)
    if only_missing:
        bins = np.where(bins == len(names) - 1, 1, 0)
        names = ["not missing", "missing"]
    counts = np.bincount(bins, minlength=len(names))
    if probe.task.kind == "regression":
        target, quantity, suffix = probe.y.astype(np.float64), "target_mean", ""
    else:
        code = _most_moved(probe, bins, counts)
        target, quantity = (probe.y == code).astype(np.float64), "target_rate"
        several = probe.task.kind == "multiclass"
        suffix = f", class {probe.task.classes[code]}" if several else ""
    sums = np.bincount(bins, weights=target, minlength=len(names))
    return [
        inputs.record.figure(
            quantity,
            float(total / rows),
            column=name,
            slice=f"{label}{suffix}",
            n=int(rows),
            exactness=probe.exactness(),
        )
        for label, rows, total in zip(names, counts, sums, strict=True)
        if rows >= FEWEST_ROWS
    ]


def _most_moved(probe: Probe, bins: np.ndarray, counts: np.ndarray) -> int:
    """Return the class whose share differs most between the bins; of two the second one."""
    if probe.task.kind == "binary":
        return 1
    filled = np.maximum(counts, 1)
    moved = []
    for code in range(len(probe.task.classes)):
        hits = np.bincount(bins, weights=probe.y == code, minlength=len(counts))
        share = hits.sum() / len(bins)
        moved.append(float((filled * (hits / filled - share) ** 2).sum()) / max(share, 1e-9))
    return int(np.argmax(moved))


def _bins(cells: Cells, unit: str) -> tuple[np.ndarray, list[str]]:
    """Return the bin of each row, and the names of the bins in their order."""
    counts = np.bincount(cells.codes, minlength=cells.count)
    last = cells.count - 1
    place = np.empty(cells.count, dtype=np.intp)
    names: list[str] = []
    if cells.is_category:
        order = np.argsort(-counts[:last], kind="stable")
        shown = [int(k) for k in order[: MOST - 2] if counts[k] >= FEWEST_ROWS]
        place[:] = len(shown)
        place[shown] = np.arange(len(shown))
        names = [cells.levels[k] for k in shown] + ["others"]
    else:
        before = np.cumsum(counts[:last]) - counts[:last]
        rows = max(int(counts[:last].sum()), 1)
        groups = np.unique(before * (MOST - 1) // rows, return_inverse=True)[1]
        if last <= MOST - 1:
            groups = np.arange(last)
        place[:last] = groups
        for group in range(int(groups.max(initial=-1)) + 1):
            inside = np.flatnonzero(groups == group)
            low, high = cells.lows[inside[0]], cells.highs[inside[-1]]
            span = _number(low) if low == high else f"{_number(low)} to {_number(high)}"
            names.append(span + unit)
    place[last] = len(names)
    return place[cells.codes], [*names, "missing"]


def _number(value: float) -> str:
    return format_value(int(value) if value.is_integer() and abs(value) < 1e15 else float(value))
