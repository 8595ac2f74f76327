"""Row overlap: test rows that are in the training table too, beyond what chance explains."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ml_engineer_tools.engine import content_hash
from ml_engineer_tools.evidence import Figure, Severity, format_value
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.tables.names import agreeing, joined

if TYPE_CHECKING:
    import ibis.expr.types as ir

HIGH_EXCESS = 0.05
"""Share of test rows, beyond chance, from which overlap is severe (deepchecks' default limit)."""
MEDIUM_EXCESS = 0.005
"""Share of test rows, beyond chance, from which overlap is worth mending before scoring."""
STANDARD_ERRORS = 4.0
"""How far beyond chance, in binomial standard errors, overlap has to be to count."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many test rows equal a training row in the columns compared.

    Attributes:
        columns: the columns compared.
        test_rows: rows of the test table.
        matched: test rows that equal a training row.
        same_label: of them, those that equal one with the same label; None without labels.
        expected: share of matches that chance explains: of training rows that have a twin there.
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
        """Share of test rows that match beyond what twins within the training table explain."""
        return self.share - self.expected

    @property
    def beyond_chance(self) -> bool:
        """Whether the excess is more than sampling noise and more than half the expected share."""
        spread = math.sqrt(max(self.expected * (1 - self.expected), 1e-12) / self.test_rows)
        noise = STANDARD_ERRORS * spread
        return self.matched > 0 and self.excess > max(noise, self.expected / 2)


def check_row_overlap(inputs: Inputs) -> list[Figure]:
    """Record the overlap of the test rows with the training rows; returns the headline figures."""
    test = inputs.test
    names = inputs.common()
    if test is None or not names:
        return []
    overlaps = [_measure(inputs, names)]
    identifiers = _all_distinct(inputs, names)
    kept = [name for name in names if name not in identifiers]
    if identifiers and kept:
        overlaps.append(_measure(inputs, kept))
    chosen = max(overlaps, key=lambda o: (o.beyond_chance, o.excess, len(o.columns)))
    return [_report(inputs, chosen, sorted(identifiers) if chosen is not overlaps[0] else [])]


def _all_distinct(inputs: Inputs, names: list[str]) -> set[str]:
    """Return the columns that number the rows, on either side, and would hide an overlap.

    Numbers with a fraction are left in: a measure may well be distinct in each row.
    """
    assert inputs.test is not None  # noqa: S101  told to the type checker
    found: set[str] = set()
    for table in (inputs.train, inputs.test):
        able = [n for n in names if table.column(n).kind in ("integer", "text", "timestamp")]
        if not able or table.rows < 2:
            continue
        measures = {f"m{k}": table.expression[name].nunique() for k, name in enumerate(able)}
        distinct = inputs.engine.aggregate(table.expression, measures)
        found |= {name for k, name in enumerate(able) if distinct[f"m{k}"] == table.rows}
    return found


def _measure(inputs: Inputs, names: list[str]) -> Overlap:
    test = inputs.test
    assert test is not None  # noqa: S101  told to the type checker
    target = inputs.roles.target
    labelled = target is not None and test.has(target)
    sides = [_keys(table.expression, names, target if labelled else None)
             for table in (inputs.train, test)]  # fmt: skip
    train_keys, test_keys = sides
    matched = test_keys.key.isin(train_keys.key)
    same = test_keys.labelled_key.isin(train_keys.labelled_key)
    flags = test_keys.select(matched=matched, same=same & matched)
    counts = _whole(inputs.engine.aggregate(
        flags, {"matched": flags.matched.sum(), "same": flags.same.sum()}
    ))  # fmt: skip
    twins = train_keys.group_by("key").aggregate(rows=train_keys.count())
    repeated = twins.rows > 1
    within = _whole(inputs.engine.aggregate(twins, {"n": twins.rows.sum(where=repeated)}))
    return Overlap(
        columns=tuple(names),
        test_rows=test.rows,
        matched=counts["matched"],
        same_label=counts["same"] if labelled else None,
        expected=within["n"] / inputs.train.rows,
    )


def _keys(table: ir.Table, names: list[str], target: str | None) -> ir.Table:
    key = content_hash(table, names, seed=0, purpose="overlap")
    labelled = key
    if target is not None:
        labelled = key.concat(content_hash(table, [target], seed=0, purpose="overlap"))
    return table.select(key=key, labelled_key=labelled)


def _whole(values: dict[str, Any]) -> dict[str, int]:
    return {name: int(value or 0) for name, value in values.items()}


def _report(inputs: Inputs, overlap: Overlap, left_out: list[str]) -> Figure:
    record = inputs.record
    share = record.figure(
        "row_overlap_share", overlap.share, table=inputs.test.name if inputs.test else None,
        split="test", n=overlap.test_rows,
    )  # fmt: skip
    if overlap.matched == 0:
        return share
    rows = record.figure("row_overlap_rows", overlap.matched, unit="rows", split="test")
    expected = record.figure("row_overlap_expected_share", overlap.expected, split="train")
    figures = [share, rows, expected]
    statement = (
        f"{format_value(rows.value)} test {agreeing(overlap.matched, 'row', 'rows')} "
        f"({overlap.share:.1%}) {agreeing(overlap.matched, 'equals', 'equal')} a training row in "
        "all compared columns; twins within the training table explain "
        f"{overlap.expected:.1%}."
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
    if overlap.excess >= HIGH_EXCESS:
        return "high"
    return "medium" if overlap.excess >= MEDIUM_EXCESS else "low"
