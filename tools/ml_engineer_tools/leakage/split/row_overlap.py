"""Row overlap: test rows that are in the training table too, beyond what chance explains."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ml_engineer_tools.evidence import Confidence, Figure, Severity, format_value
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.rarity import share_by_chance
from ml_engineer_tools.leakage.split.row_keys import all_distinct, keyed
from ml_engineer_tools.leakage.split.sides import Sides
from ml_engineer_tools.tables.names import agreeing, joined

if TYPE_CHECKING:
    import ibis.expr.types as ir

HIGH_EXCESS = 0.05
"""Share of test rows, beyond chance, from which overlap is severe (deepchecks' default limit)."""
MEDIUM_EXCESS = 0.01
"""Share of test rows, beyond chance, from which overlap is worth mending before scoring."""
STANDARD_ERRORS = 4.0
"""How far beyond chance, in Poisson standard errors, overlap has to be to count."""
FEWEST_ROWS = 3
"""Fewer rows than this are no more than worth a note, however small the table: a convention."""
FEWEST_TWINS = 20
"""Training rows that equal another one, label and all, from which none were taken out: a
convention."""
MARGIN = 2.0
"""How much more often than a training row a test row may have a twin by chance: a convention."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many test rows equal a training row in the columns compared.

    Attributes:
        columns: the columns compared.
        test_rows: rows of the test table.
        matched: test rows that equal a training row.
        same_label: of them, those that equal one with the same label; None without labels.
        expected: share of test rows whose match chance may explain: their values are common.
    """

    columns: tuple[str, ...]
    test_rows: int
    matched: int
    same_label: int | None
    expected: float

    @property
    def share(self) -> float:
        """Share of test rows that are in the training table."""
        return self.matched / self.test_rows

    @property
    def excess(self) -> float:
        """Share of test rows that match beyond what chance explains."""
        return self.share - self.expected

    @property
    def beyond_chance(self) -> bool:
        """Whether the excess is more than sampling noise, and more than chance explains."""
        noise = STANDARD_ERRORS * math.sqrt(self.expected / self.test_rows)
        return self.matched > 0 and self.excess > max(noise, self.expected)


def check_row_overlap(inputs: Inputs, sides: Sides) -> list[Figure]:
    """Record the overlap of the test rows with the training rows; returns the headline figures."""
    test = inputs.test
    names = inputs.common()
    if test is None or not names:
        return []
    identifiers = all_distinct(inputs, [inputs.train, test], names)
    kept = [name for name in names if name not in identifiers]
    if not identifiers or not kept:
        return [_report(inputs, _measure(inputs, sides, names), [])]
    part = _measure(inputs, sides, kept)
    # Rows that differ in what is kept are not the same in all columns either.
    whole = _measure(inputs, sides, names) if part.matched else replace(part, columns=tuple(names))
    chosen = max((whole, part), key=lambda o: (o.beyond_chance, o.excess, len(o.columns)))
    return [_report(inputs, chosen, sorted(identifiers) if chosen is not whole else [])]


def _measure(inputs: Inputs, sides: Sides, names: list[str]) -> Overlap:
    test = inputs.test
    assert test is not None  # noqa: S101  told to the type checker
    target = inputs.roles.target
    labelled = target is not None and test.has(target)
    train_keys, test_keys = (
        keyed(inputs, table, names, target if labelled else None) for table in (inputs.train, test)
    )
    matched = test_keys.key.isin(train_keys.key)
    same = test_keys.labelled.isin(train_keys.labelled)
    flags = test_keys.select(matched=matched, same=same & matched)
    counts = inputs.engine.aggregate(
        flags, {"matched": flags.matched.sum(), "same": flags.same.sum()}
    )
    found = int(counts["matched"] or 0)
    expected = 0.0
    if found:
        expected = min(share_by_chance(sides, names, inputs.train.rows), found / test.rows)
    if expected:
        expected = min(expected, _share_in_one_table(inputs, train_keys))
    return Overlap(
        columns=tuple(names),
        test_rows=test.rows,
        matched=found,
        same_label=int(counts["same"] or 0) if labelled else None,
        expected=expected,
    )


def _share_in_one_table(inputs: Inputs, keys: ir.Table) -> float:
    """Return the most that chance explains by what the training rows have in common themselves.

    An unrelated row is as likely to equal a training row as another training row is; `MARGIN` times
    that covers a test of commoner rows. It is 1 where equal rows may have been taken out.
    """
    standing = {}
    for name in ("labelled", "key"):
        sizes = keys.group_by(name).aggregate(n=keys.count())
        several = sizes.filter(sizes.n > 1)
        standing[name] = int(inputs.engine.aggregate(several, {"n": several.n.sum()})["n"] or 0)
    if standing["labelled"] < FEWEST_TWINS:
        return 1.0
    return min(1.0, MARGIN * standing["key"] / inputs.train.rows)


def _report(inputs: Inputs, overlap: Overlap, left_out: list[str]) -> Figure:
    record = inputs.record
    share = record.figure(
        "row_overlap_share", overlap.share, table=inputs.test.name if inputs.test else None,
        split="test", n=overlap.test_rows,
    )  # fmt: skip
    if overlap.matched == 0:
        return share
    rows = record.figure("row_overlap_rows", overlap.matched, unit="rows", split="test")
    expected = record.figure("row_overlap_expected_share", overlap.expected, split="test")
    figures = [share, rows, expected]
    statement = (
        f"{format_value(rows.value)} test {agreeing(overlap.matched, 'row', 'rows')} "
        f"({overlap.share:.1%}) {agreeing(overlap.matched, 'equals', 'equal')} a training row in "
        f"all compared columns; chance explains {overlap.expected:.1%}."
    )
    if overlap.same_label is not None:
        same = record.figure("row_overlap_same_label", overlap.same_label, unit="rows")
        other = record.figure(
            "row_overlap_other_label", overlap.matched - overlap.same_label, unit="rows"
        )
        figures += [same, other]
        statement += (
            f" Of them {format_value(same.value)} "
            f"{agreeing(overlap.same_label, 'has', 'have')} the same label there and "
            f"{format_value(other.value)} only another one."
        )
    if left_out:
        verb = agreeing(len(left_out), "it differs", "they differ")
        statement += f" Not compared, as {verb} in every row: {joined(left_out)}."
    record.finding(
        "row_overlap",
        _severity(overlap),
        statement,
        confidence=_confidence(overlap),
        columns=left_out,
        clauses=("S3", "H5"),
        figures=figures,
        question="Were the two tables cut from one that holds rows twice, or joined by mistake?",
        harmless_if=(
            "Different events happen to look alike, because the columns can take few values."
        ),
    )
    return share


def _severity(overlap: Overlap) -> Severity:
    if not overlap.beyond_chance:
        return "info"
    if overlap.excess * overlap.test_rows < FEWEST_ROWS - 0.5:
        return "low"
    if overlap.excess >= HIGH_EXCESS:
        return "high"
    return "medium" if overlap.excess >= MEDIUM_EXCESS else "low"


def _confidence(overlap: Overlap) -> Confidence:
    if not overlap.beyond_chance:
        return "low"
    return "high" if overlap.expected <= overlap.share / 10 else "medium"
