"""Why a monitor's threshold is what it is: measured within the reference, or a floor."""

from __future__ import annotations

from ml_engineer_tools.drift.comparison import LARGE_MISSING_CHANGE
from ml_engineer_tools.drift.distances import SMALL_SHIFT
from ml_engineer_tools.evidence import Evidence, Figure
from ml_engineer_tools.monitoring.variation import DEVIATIONS, missing_floor
from ml_engineer_tools.store.monitoring_plans import Monitor

NEARLY = 1e-6
"""Relative difference up to which a threshold is the figure that it was taken from: rounding."""


def reason_of(monitor: Monitor, variation: Evidence) -> str:
    """Return where a monitor's threshold comes from, in words.

    Args:
        monitor: one of the plan.
        variation: evidence of what varied within the reference (`measure_variation`).
    """
    if monitor.signal == "performance":
        side = "lower" if monitor.bound == "below" else "upper"
        return f"the {side} end of the confirmed score's interval"
    if monitor.column is None:
        return "any at all"
    figures = _by_quantity(variation, monitor.column)
    highest = _number(figures.get(f"{monitor.quantity}_highest"))
    spans = next((f for f in variation.measurement.figures if f.quantity == "span_count"), None)
    if highest is None or spans is None:
        return "measured within the reference"
    seen = f"{spans} stretches of the reference"
    if monitor.quantity == "missing_share":
        usual = _number(figures.get("missing_share")) or 0.0
        floors = missing_floor(usual), usual + LARGE_MISSING_CHANGE
        if any(_same(monitor.threshold, floor) for floor in floors):
            return (
                f"a floor, a change from {usual:.1%} that the drift check calls one; "
                f"within {seen} at most {highest:.1%} were missing"
            )
    elif _same(monitor.threshold, SMALL_SHIFT):
        return (
            "a floor, the smallest shift that the drift check calls one (0.2 standard deviations, "
            f"Cohen 1988); between {seen} it was at most {highest:.3g}"
        )
    if _same(monitor.threshold, highest):
        return f"the highest of {seen}"
    return f"mean and {DEVIATIONS:g} standard deviations of {seen}, at most {highest:.3g}"


def _by_quantity(variation: Evidence, column: str) -> dict[str, Figure]:
    return {
        figure.quantity: figure
        for figure in variation.measurement.figures
        if figure.subject.column == column and figure.subject.slice is None
    }


def _number(figure: Figure | None) -> float | None:
    return None if figure is None or isinstance(figure.value, str) else float(figure.value)


def _same(threshold: float, value: float) -> bool:
    return abs(threshold - value) <= NEARLY * max(abs(value), NEARLY) + 5e-7
