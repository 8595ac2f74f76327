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
        if rate == "selection_rate" and disparity.ratio is not None:
            _tell_selection(disparity, (own, other), found.column, place)
            continue
        gap = figures["gap", f"{rate} {disparity.group}"]
        large = abs(disparity.difference.value) >= LARGE_RATE_GAP
        record.finding(
            "disparity",
            "high" if large else "medium",
            f"By {quoted(column)} the {rate.replace('_', ' ')} of a group is {own} and that of "
            f"the largest group {other}: a difference of {gap} beyond chance.",
            columns=[column],
            clauses=("S6", "R3"),
            figures=[own, other, gap],
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


def _tell_selection(
    disparity: Disparity, rates: tuple[Figure, Figure], column: str, place: Place
) -> None:
    """Hold a selection rate against the highest, by what people want: selection, or its absence.

    The rule is about the outcome that is good for people. Nothing in a table says whether being
    selected is: a loan is granted on one score and refused on another.
    """
    record, (own, highest) = place.record, rates
    limit = record.convention("four_fifths", FOUR_FIFTHS,
                              source="EEOC Uniform Guidelines (1978), 4D")  # fmt: skip
    cited, said = [own, highest], []
    for quantity, ratio, wanted, worse in (
        ("selection_rate_ratio", disparity.ratio, "being selected is good for people", "it"),
        ("not_selected_ratio", not_selected_ratio(disparity, float(own.value)),
         "being selected is a harm to them", "the other group"),
    ):  # fmt: skip
        if ratio is None:
            continue
        at = disparity.group if worse == "it" else disparity.reference
        of = place.write(quantity, Estimate(ratio, None, own.n or 0), column=column, slice=at)
        cited.append(of)
        whose = "of the rates" if worse == "it" else "of those not selected"
        verdict = (
            f"{of}, below the {limit} of the four-fifths rule, to the disadvantage of "
            f"{'the first group' if worse == 'it' else 'the one with the highest rate'}"
            if ratio < FOUR_FIFTHS
            else f"{of}, not below the {limit} of the four-fifths rule"
        )
        said.append(f"if {wanted}, the ratio {whose} is {verdict}")
    record.finding(
        "disparity",
        "high" if abs(disparity.difference.value) >= LARGE_RATE_GAP else "medium",
        f"By {quoted(column)} the selection rate of a group, the share predicted positive, is "
        f"{own} and that of the group with the highest {highest}, beyond chance: "
        f"{'; '.join(said)}.",
        columns=[column],
        clauses=("S6", "R3"),
        figures=[*cited, limit],
        confidence="high" if disparity.p_value < 0.001 else "medium",
        question="Is being predicted positive good for a person, or a harm? And is the difference "
        "meant, lawful, and known to those who decide?",
    )


def not_selected_ratio(disparity: Disparity, rate: float) -> float | None:
    """Return the share not selected of the group selected most, divided by this group's.

    Args:
        disparity: of selection rates, against the highest.
        rate: the group's selection rate.
    """
    highest = rate - disparity.difference.value
    return None if rate >= 1 else (1 - highest) / (1 - rate)


def _counts(disparity: Disparity) -> bool:
    # Where a group has none or all, its rate seems to have no error: only the interval knows.
    if disparity.p_value >= SIGNIFICANT or not disparity.difference.excludes_zero:
        return False
    if disparity.rate == "selection_rate" and disparity.ratio is not None:
        return disparity.ratio < FOUR_FIFTHS or _fewer_are_spared(disparity)
    if disparity.rate == "absolute_error":
        return disparity.ratio is not None and disparity.ratio >= 1 + WORSE_BY
    if disparity.rate == "mean_error":
        return True
    return abs(disparity.difference.value) >= RATE_GAP


def _fewer_are_spared(disparity: Disparity) -> bool:
    """Tell whether the group selected most falls short if being selected is a harm."""
    gap = -disparity.difference.value
    if disparity.ratio is None or disparity.ratio >= 1 or gap < RATE_GAP:
        return False
    spared = not_selected_ratio(disparity, gap * disparity.ratio / (1 - disparity.ratio))
    return spared is not None and spared < FOUR_FIFTHS
