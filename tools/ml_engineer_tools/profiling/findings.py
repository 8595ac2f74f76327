"""Findings of the profile: what to look at before a model is trained on the table.

One finding a check, with all its columns: a table of two thousand columns stays readable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.profiling.cases.described import COINCIDENCES
from ml_engineer_tools.profiling.summaries import Summary
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import MOST_NAMED, agreeing, joined, listed

HIGH_MISSING = 0.5
"""From this share of missing values on a column is pointed out: a convention."""

SOME_MISSING = 0.2
"""From this share on it is mentioned: a convention."""

MANY_DUPLICATES = 0.05
"""Share of duplicate rows from which on it is more than a detail: the default of deepchecks."""

OWN = "a convention of this tool"


def report_columns(
    summaries: Mapping[str, Summary], identifiers: Sequence[str], recorder: Recorder
) -> None:
    """Record the findings on columns.

    Args:
        summaries: of all columns but the target.
        identifiers: columns without a role that look as if they named the rows.
        recorder: takes the findings.
    """
    found = list(summaries.values())
    _report_empty(found, recorder)
    _report_constant(found, recorder)
    _report_missing(found, recorder)
    _report_infinite(found, recorder)
    _report_keys(found, recorder)
    _report_identifiers(identifiers, recorder)


def report_duplicates(rows: int, duplicates: int, by_chance: float, recorder: Recorder) -> None:
    """Record how many rows are an exact copy of one before them.

    Args:
        rows: of the table.
        duplicates: among them.
        by_chance: equal pairs that columns as coarse as these bring about by themselves.
        recorder: takes the finding.
    """
    figure = recorder.figure("duplicate_rows", duplicates, unit="rows", n=rows, headline=True)
    if not duplicates:
        return
    share = recorder.figure("duplicate_share", duplicates / rows, n=rows, headline=True)
    chance = recorder.figure("duplicate_pairs_by_chance", by_chance, unit="pairs", n=rows)
    limit = recorder.convention(
        "many_duplicates_share", MANY_DUPLICATES, source="default of deepchecks' data integrity"
    )
    coarse = by_chance >= COINCIDENCES
    recorder.finding(
        "duplicate_rows",
        "medium" if duplicates >= MANY_DUPLICATES * rows and not coarse else "low",
        f"{duplicates:,} {agreeing(duplicates, 'row is an exact copy', 'rows are exact copies')} "
        f"of another row ({duplicates / rows:.1%}), the first of each set not counted: a random "
        "split puts copies on both sides."
        + (" The columns are coarse: equal rows come about by chance." if coarse else ""),
        clauses=["S3", "P3"],
        figures=[figure, share, chance, limit],
        confidence="high",
        question="Are these rows the same case recorded twice, or different cases that look alike?",
        harmless_if="the columns are too coarse to tell different cases apart",
    )


def _report_empty(found: Sequence[Summary], recorder: Recorder) -> None:
    empty = [summary.name for summary in found if not summary.known]
    figure = _count("all_null_columns", empty, recorder)
    if empty:
        recorder.finding(
            "all_null",
            "medium",
            f"Without a single value: {_all_of(empty, figure)}.",
            columns=empty,
            clauses=["P3", "S3"],
            figures=[figure],
            question="Was something lost on the way, or was this never recorded?",
        )


def _report_constant(found: Sequence[Summary], recorder: Recorder) -> None:
    constant = [summary.name for summary in found if summary.constant]
    figure = _count("constant_columns", constant, recorder)
    if constant:
        recorder.finding(
            "constant",
            "low",
            f"The same value wherever there is one: {_all_of(constant, figure)}.",
            columns=constant,
            clauses=["S4", "P3"],
            figures=[figure],
            question="Does it vary in production, so that the table shows only one case of it?",
        )


def _report_missing(found: Sequence[Summary], recorder: Recorder) -> None:
    partial = [summary for summary in found if summary.missing and summary.known]
    partial.sort(key=lambda summary: -summary.missing_share)
    if not partial:
        return
    worst = recorder.figure(
        "worst_missing_share", partial[0].missing_share, column=partial[0].name,
        n=partial[0].rows, headline=True,
    )  # fmt: skip
    many = [summary for summary in partial if summary.missing_share >= SOME_MISSING]
    if not many:
        return
    limit = recorder.convention("missing_share_threshold", SOME_MISSING, source=OWN)
    high = recorder.convention("high_missing_share_threshold", HIGH_MISSING, source=OWN)
    names = [summary.name for summary in many]
    count = _count("columns_with_many_missing", names, recorder)
    recorder.finding(
        "high_missing",
        "medium" if many[0].missing_share >= HIGH_MISSING else "low",
        f"{count} columns miss at least {SOME_MISSING:.1%} of their values, most of all "
        f"{listed(names, 1).removesuffix(' and others')} with {many[0].missing_share:.1%}."
        if len(names) > 1
        else f"{listed(names)} misses {many[0].missing_share:.1%} of its values.",
        columns=names,
        clauses=["P3", "H3", "H5"],
        figures=[worst, count, limit, high],
        question="Why is it missing, and is it as often missing when the model is used?",
        harmless_if="it is missing for the same reason and as often in production",
    )


def _report_infinite(found: Sequence[Summary], recorder: Recorder) -> None:
    infinite = [summary.name for summary in found if summary.infinite]
    if infinite:
        figure = _count("columns_with_infinite_values", infinite, recorder)
        recorder.finding(
            "infinite",
            "medium",
            f"Infinite values in {_all_of(infinite, figure)}: left out of moments, bounds and "
            "quantiles.",
            columns=infinite,
            clauses=["P3", "H5"],
            figures=[figure],
            question="Which division by zero or overflow made them?",
        )


def _report_keys(found: Sequence[Summary], recorder: Recorder) -> None:
    keys = [s for s in found if s.unique and not s.missing and s.column.kind != "number"]
    _count("key_candidates", [summary.name for summary in keys], recorder)
    for summary in keys:
        recorder.figure("key_candidate_rows", summary.rows, unit="rows", column=summary.name)


def _report_identifiers(names: Sequence[str], recorder: Recorder) -> None:
    if names:
        figure = _count("identifier_like_columns", names, recorder)
        recorder.finding(
            "identifier_like",
            "low",
            f"Nearly every value is different in {_all_of(names, figure)}: an identifier, an "
            "index or free text says nothing of a new row.",
            columns=names,
            clauses=["S4", "H5"],
            figures=[figure],
            question="Does it name the row, or is it measured?",
            harmless_if="it is left out of the features",
        )


def _all_of(names: Sequence[str], figure: Figure) -> str:
    """Name columns, with how many they are where they are too many to be named."""
    return f"{listed(names)} ({figure} in all)" if len(names) > MOST_NAMED else joined(names)


def _count(quantity: str, names: Sequence[str], recorder: Recorder) -> Figure:
    return recorder.figure(quantity, len(names), unit="columns", headline=bool(names))
