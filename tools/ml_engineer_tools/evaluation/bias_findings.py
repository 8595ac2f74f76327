"""Bias as figures and findings."""

from __future__ import annotations

from ml_engineer_tools.evaluation.bias import BiasProfile, Disparity
from ml_engineer_tools.evaluation.parts import Estimate
from ml_engineer_tools.evaluation.place import SIGNIFICANT, Place
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.tables.names import quoted

FOUR_FIFTHS = 0.8
"""Ratio of selection rates below which there is adverse impact (EEOC Uniform Guidelines 1978)."""

RATE_GAP = 0.05
"""Difference of error rates between groups that counts: a convention."""

LARGE_RATE_GAP = 0.2

WORSE_BY = 0.2
"""Share by which an absolute error has to be larger to count: a convention."""


def record_bias(found: BiasProfile, place: Place) -> None:
    """Record representation, rates and calibration of each group, and disparities that count."""
    record, column = place.record, found.column
    if found.unknown:
        record.figure("unknown_group_rows", found.unknown, unit="rows", column=column)
    figures: dict[tuple[str, str], Figure] = {}
    for group in found.groups:
        rows = round(group.share.value * group.share.rows)
        record.figure("group_rows", rows, unit="rows", column=column, slice=group.name)
        place.write("group_share", group.share, column=column, slice=group.name)
        for rate, value in group.rates.items():
            figures[rate, group.name] = place.write(rate, value, column=column, slice=group.name)
    # Selection rates are held against the highest: against the largest group they are only told.
    compared = [d for d in found.disparities if d.rate != "selection_rate"]
    telling = [d for d in (*compared, *found.shortfalls) if _counts(d)]
    for disparity in found.disparities:
        key = ("gap", f"{disparity.rate} {disparity.group}")
        figures[key] = place.write(f"{disparity.rate}_difference", disparity.difference,
                                   column=column, slice=disparity.group)  # fmt: skip
    worst: dict[str, Disparity] = {}
    for disparity in sorted(telling, key=lambda d: -abs(d.difference.value)):
        worst.setdefault(disparity.rate, disparity)
    for disparity in worst.values():
        rate = disparity.rate
        own, other = figures[rate, disparity.group], figures[rate, disparity.reference]
        cited = [own, other]
        if rate == "selection_rate" and disparity.ratio is not None:
            of = place.write("selection_rate_ratio", Estimate(disparity.ratio, None, own.n or 0),
                             column=column, slice=disparity.group)  # fmt: skip
            limit = record.convention("four_fifths", FOUR_FIFTHS,
                                      source="EEOC Uniform Guidelines (1978), 4D")  # fmt: skip
            against = "the group with the highest"
            by = f"a ratio of {of}, below the {limit} of the four-fifths rule,"
            cited += [of, limit]
        else:
            gap = figures["gap", f"{rate} {disparity.group}"]
            against, by = "the largest group", f"a difference of {gap}"
            cited.append(gap)
        large = abs(disparity.difference.value) >= LARGE_RATE_GAP
        record.finding(
            "disparity",
            "high" if large else "medium",
            f"By {quoted(column)} the {rate.replace('_', ' ')} of a group is {own} and that of "
            f"{against} {other}: {by} beyond chance.",
            columns=[column],
            clauses=("S6", "R3"),
            figures=cited,
            confidence="high" if disparity.p_value < 0.001 else "medium",
            question="Is this difference meant, lawful, and known to those who decide?",
        )
    if not telling:
        record.finding(
            "disparity", "info",
            f"By {quoted(column)} no group is shown to differ from the largest in its rates, or "
            "from the highest selection rate, by an amount that counts; small groups can't be "
            "told.",
            columns=[column], clauses=("S6", "R3"),
            figures=list(figures.values())[:6],
        )  # fmt: skip


def _counts(disparity: Disparity) -> bool:
    # Where a group has none or all, its rate seems to have no error: only the interval knows.
    if disparity.p_value >= SIGNIFICANT or not disparity.difference.excludes_zero:
        return False
    if disparity.rate == "selection_rate" and disparity.ratio is not None:
        return disparity.ratio < FOUR_FIFTHS
    if disparity.rate == "absolute_error":
        return disparity.ratio is not None and disparity.ratio >= 1 + WORSE_BY
    if disparity.rate == "mean_error":
        return True
    return abs(disparity.difference.value) >= RATE_GAP
