"""Duplicate rows of one table: a random split would spread them over both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.leakage.check_names import DUPLICATES
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.near_rows import (
    FEWEST_ROWS,
    HIGH_SHARE,
    MEDIUM_SHARE,
    compared_columns,
    measure_near_rows,
)
from ml_engineer_tools.leakage.split.rarity import share_by_chance
from ml_engineer_tools.leakage.split.row_keys import keyed
from ml_engineer_tools.leakage.split.sides import Sides

if TYPE_CHECKING:
    import ibis.expr.types as ir

WORTH_A_WORD = 0.0005
"""A smaller share of rows rounds to nothing, and is not told."""

RARELY_ALIKE = 0.05
"""Labels of two rows that agree by chance less often than this (an amount, say) tell a record kept
twice from two cases that look alike (a convention)."""


def check_duplicate_rows(
    inputs: Inputs, sides: Sides, exploration: ir.Table | None
) -> list[Figure]:
    """Record rows that stand twice, exactly or nearly; returns the headline figures.

    Args:
        inputs: the surroundings; without a test table.
        sides: a sample of the table, and the same rows again.
        exploration: the rows whose labels may be compared; None without a target.
    """
    names = compared_columns(inputs, sides)
    if len(names) < 2:
        return []
    headline = _exact(inputs, sides, names, exploration)
    near = measure_near_rows(inputs, sides, names)
    if near is not None:
        share = inputs.record.figure(
            "near_duplicate_rows_share", near.share, n=near.judged, exactness=sides.exactness
        )
        inputs.record.finding(
            "near_duplicate_rows",
            near.severity,
            f"At least {near.share:.1%} of the rows nearly equal another row without being the "
            "same: they agree with it in most columns, or lie closer to it than unrelated rows lie "
            "to each other; rows that were changed by more can't be told from unrelated ones. A "
            "random split would spread them over both sides.",
            confidence="medium",
            clauses=("S3", "H5"),
            figures=(share,),
            question="Are these the same records, entered or exported twice, or of one entity?",
            harmless_if="They are different events whose values hardly vary.",
        )
        headline.append(share)
    return headline


def _exact(
    inputs: Inputs, sides: Sides, names: list[str], exploration: ir.Table | None
) -> list[Figure]:
    keys = keyed(inputs, inputs.train, names, inputs.roles.target)
    sizes = keys.group_by("key").aggregate(rows=keys.count())
    repeated = sizes.filter(sizes["rows"] > 1)
    rows = int(inputs.engine.aggregate(repeated, {"n": repeated["rows"].sum()})["n"] or 0)
    share = rows / inputs.train.rows
    record = inputs.record
    told = record.figure("duplicate_rows_share", share, n=inputs.train.rows)
    if share < WORTH_A_WORD:
        return []
    twins = keys.filter(keys.key.isin(repeated.key))
    expected = min(share_by_chance(sides, names, inputs.train.rows), share)
    chance = record.figure("duplicate_rows_expected_share", expected, n=inputs.train.rows)
    figures = [told, chance]
    statement = (
        f"{share:.1%} of the rows equal another row in all compared columns; chance explains "
        f"{expected:.1%}. A random split would spread them over both sides."
    )
    severity = _severity(share - expected, expected, inputs.train.rows)
    harmless_if = "They are different events that happen to look alike."
    labels = None if exploration is None else _labels(inputs, exploration, twins)
    if labels is not None:
        agree, alike, pairs = labels
        same = record.figure("equal_rows_same_label_share_of_pairs", agree, n=pairs)
        by_chance = record.figure("same_label_expected_share_of_pairs", alike)
        figures += [same, by_chance]
        statement += (
            f" Of the pairs of equal rows whose labels could be compared, {_percent(agree)} have "
            f"the same label; of pairs drawn at random {_percent(alike)} have."
        )
        if severity in ("info", "low") and alike <= RARELY_ALIKE < agree:
            by_label = _severity(
                share * agree - expected * alike, expected * alike, inputs.train.rows
            )
            if by_label in ("medium", "high"):
                # No more than medium: a label may be a function of the columns.
                severity = "medium"
                statement += (
                    " Labels that rarely agree by chance agree here, so these are the same "
                    "records more than once, unless the columns determine the label exactly."
                )
                harmless_if = "The columns determine the label exactly."
    record.finding(
        DUPLICATES,
        severity,
        statement,
        confidence="high" if expected <= share / 10 else "medium",
        clauses=("S3", "H5"),
        figures=figures,
        question="Do the repeated rows stand for different events, or was the same one kept twice?",
        harmless_if=harmless_if,
    )
    return [told]


def _severity(excess: float, expected: float, rows: int) -> Severity:
    noise = 4 * (expected / rows) ** 0.5
    if excess <= max(noise, expected):
        return "info"
    if excess * rows < 2 * FEWEST_ROWS - 0.5 or excess < MEDIUM_SHARE:
        return "low"
    return "high" if excess >= HIGH_SHARE else "medium"


def _percent(share: float) -> str:
    return f"{share:.2%}" if share < 0.01 else f"{share:.1%}"


def _labels(
    inputs: Inputs, exploration: ir.Table, twins: ir.Table
) -> tuple[float, float, int] | None:
    """Return how often pairs of rows have the same label; None where no pair can be compared.

    Returns:
        That share of the pairs of equal rows, that of all pairs, and how many of equal rows.
    """
    from ml_engineer_tools.tables.table import ROW

    label = exploration[str(inputs.roles.target)]
    known = exploration.filter(label.notnull())
    rows = twins.filter(twins[ROW].isin(known[ROW]))
    equal = rows.group_by("key").aggregate(rows=rows.count())
    same = rows.group_by("key", "labelled").aggregate(rows=rows.count())
    sizes = known.group_by(known[str(inputs.roles.target)]).aggregate(rows=known.count())
    whole = known.aggregate(rows=known.count())
    pairs, agreeing, alike, total = (
        _ordered_pairs(inputs, counts) for counts in (equal, same, sizes, whole)
    )
    if not pairs or not total:
        return None
    return agreeing / pairs, alike / total, int(pairs) // 2


def _ordered_pairs(inputs: Inputs, counts: ir.Table) -> float:
    """Return the number of ordered pairs of different rows inside the sets that were counted."""
    rows = counts["rows"].cast("float64")
    found = inputs.engine.aggregate(counts, {"pairs": (rows * (rows - 1)).sum()})
    return float(found["pairs"] or 0)
