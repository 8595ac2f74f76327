"""What the profile says of the columns that play a role: target, time, entity and key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.profiling.long_form import stack
from ml_engineer_tools.profiling.role_checks.class_spellings import check_class_spellings
from ml_engineer_tools.profiling.summaries import LEVEL_LIMIT, QUANTILES, Summary, summarize
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import agreeing, quoted
from ml_engineer_tools.tables.roles import unknown_column
from ml_engineer_tools.tables.table import Column, Table
from ml_engineer_tools.tables.target import count_target, is_class

if TYPE_CHECKING:
    import ibis.expr.types as ir

HEADLINE_CLASSES = 5
"""A target with at most so many classes shows all of them in the short view."""

RARE_CLASS = 0.05
"""Share below which the rarest class is pointed out: a convention."""

EVEN_PART = 0.25
"""With many classes even shares are small too, so the limit is at most this part of one: a
convention."""

FEWEST_OF_CLASS = 10
"""Rows of a class under which no score on it means anything: a convention."""


def check_key(table: Table, key: str, target: str | None = None) -> None:
    """Check that the key is a column, and not the target.

    Raises:
        BadInput: with the nearest names when it isn't there.
    """
    if not table.has(key):
        raise BadInput(unknown_column(table, "key", key))
    if key == target:
        raise BadInput(f"The column {target!r} can't be the target and the key too.")


def check_time(engine: Engine, table: Table, time: str) -> None:
    """Check that the time column orders rows: dates, or numbers, or text that reads as dates.

    Raises:
        BadInput: it has no value, or is of a type or has text that doesn't read as dates.
    """
    column = table.column(time)
    value = table.expression[time]
    name = quoted(time)
    if column.kind not in ("date", "timestamp", "integer", "number", "text"):
        raise BadInput(
            f"The time column {name} of {table.name} is of type {column.dtype}; "
            "name a column of dates or numbers."
        )
    unread = value.try_cast("timestamp").isnull() & value.notnull() if _is_text(column) else None
    measures = {"known": value.count()}
    if unread is not None:
        measures["unread"] = unread.sum()
    found = engine.aggregate(table.expression, measures)
    if not found["known"]:
        raise BadInput(f"The time column {name} of {table.name} is empty; name another column.")
    if found.get("unread"):
        raise BadInput(
            f"The time column {name} of {table.name} is text and {found['unread']:,} of its "
            "values don't read as dates; write them as YYYY-MM-DD or YYYY-MM-DD HH:MM:SS."
        )


def describe_time(engine: Engine, table: Table, time: str, recorder: Recorder) -> None:
    """Record which time the rows cover."""
    column = table.column(time)
    value = table.expression[time]
    instant = value.try_cast("timestamp") if _is_text(column) else value
    temporal = column.is_temporal or _is_text(column)
    known = instant.notnull()
    if value.type().is_floating():
        known = known & ~value.isnan()
    bounds = {"first": instant.min(where=known), "last": instant.max(where=known)}
    if temporal:
        bounds = {name: bound.cast("string") for name, bound in bounds.items()}
    found = engine.aggregate(table.expression, {**bounds, "missing": (~known).sum()})
    for name in ("first", "last"):
        bound = found[name]
        if isinstance(bound, str):
            bound = bound[:10] if column.kind == "date" else bound.replace(" ", "T")
        if bound is not None:
            quantity = f"{name}_{'instant' if temporal else 'time'}"
            recorder.figure(quantity, bound, column=time, n=table.rows, headline=True)
    share = int(found["missing"] or 0) / table.rows
    figure = recorder.figure("time_missing_share", share, column=time, n=table.rows)
    if share:
        recorder.finding(
            "time_missing",
            "medium",
            f"The time column {quoted(time)} is missing in {share:.1%} of the rows; they can't "
            "be put before or after anything.",
            columns=[time],
            clauses=["S3"],
            figures=[figure],
            question="When did the rows without a time happen?",
        )


def describe_key(summary: Summary, recorder: Recorder) -> None:
    """Record whether the key named names each row uniquely."""
    repeated = summary.known - summary.distinct
    figures = [
        recorder.figure("key_repeated_rows", repeated, unit="rows", column=summary.name,
                        n=summary.rows, headline=True),
        recorder.figure("key_missing_rows", summary.missing, unit="rows", column=summary.name,
                        n=summary.rows),
    ]  # fmt: skip
    if repeated or summary.missing:
        recorder.finding(
            "key_not_unique",
            "medium",
            f"The key {quoted(summary.name)} doesn't name each row: "
            f"{_told(repeated, summary.missing)}.",
            columns=[summary.name],
            clauses=["S3", "P3"],
            figures=figures,
            question="What makes a row of this table unique?",
        )


def _told(repeated: int, missing: int) -> str:
    parts = []
    if repeated:
        parts.append(
            f"{repeated:,} {agreeing(repeated, 'row repeats', 'rows repeat')} a key that came "
            "before"
        )
    if missing:
        parts.append(f"{missing:,} {agreeing(missing, 'row has', 'rows have')} none")
    return " and ".join(parts)


def describe_target(
    engine: Engine, table: Table, target: str, explored: ir.Table, recorder: Recorder
) -> None:
    """Record how the target spreads over the exploration rows, and where it is missing."""
    column = table.column(target)
    value = table.expression[target]
    missing = value.isnull() | value.isnan() if value.type().is_floating() else value.isnull()
    unlabelled = int(engine.aggregate(table.expression, {"n": missing.sum()})["n"] or 0)
    _report_unlabelled(table, target, unlabelled, recorder)
    counts = count_target(engine, explored, column)
    recorder.figure("exploration_rows", counts.known, unit="rows", column=target,
                    split="exploration", headline=True)  # fmt: skip
    if not counts.known:
        return
    if is_class(column, counts):
        _describe_classes(engine, explored, column, counts.known, recorder)
        return
    rows = counts.known
    summary = summarize(engine, explored, rows, [column])[target]
    for quantity, number in (("mean", summary.mean), ("standard_deviation", summary.deviation)):
        if number is not None:
            recorder.figure(f"target_{quantity}", number, column=target, n=rows,
                            split="exploration", headline=True)  # fmt: skip
    for share, number in zip(QUANTILES, summary.quantiles, strict=False):
        recorder.figure(f"target_quantile_{100 * share:02.0f}", number, column=target, n=rows,
                        split="exploration", headline=share == 0.5)  # fmt: skip


def _report_unlabelled(table: Table, target: str, rows: int, recorder: Recorder) -> None:
    figure = recorder.figure("target_missing_rows", rows, unit="rows", column=target, n=table.rows)
    if rows:
        recorder.headline(figure)
        recorder.finding(
            "target_missing",
            "medium",
            f"The target {quoted(target)} is missing in {rows:,} {agreeing(rows, 'row', 'rows')} "
            f"({rows / table.rows:.1%}).",
            columns=[target],
            clauses=["S3", "P3"],
            figures=[figure],
            question="Why do these rows have no label: not known yet, or never recorded?",
            harmless_if="they are missing for a reason that has nothing to do with the outcome",
        )


def _describe_classes(
    engine: Engine, explored: ir.Table, column: Column, rows: int, recorder: Recorder
) -> None:
    long = stack(explored, [column], "text")
    frame = engine.group(long, ["value"], {"n": long.count()})
    pairs = zip(frame["value"].astype(str), frame["n"].astype(int), strict=True)
    classes = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    recorder.figure("class_count", len(classes), column=column.name, split="exploration")
    shown = classes if len(classes) <= LEVEL_LIMIT else [*classes[: LEVEL_LIMIT - 1], classes[-1]]
    for level, n in shown:
        share = recorder.figure(
            "class_share", n / rows, column=column.name, slice=level, split="exploration", n=rows,
            headline=len(classes) <= HEADLINE_CLASSES,
        )  # fmt: skip
    written = dict(classes) if column.kind == "text" else {}
    lesser = check_class_spellings(recorder, column.name, written)
    if classes[-1][0] not in lesser:
        _report_imbalance(column.name, classes, share, recorder)
    own = [(level, n) for level, n in classes if level not in lesser]
    _report_rare(column.name, own, recorder)


def _report_imbalance(
    name: str, classes: list[tuple[str, int]], rarest: Figure, recorder: Recorder
) -> None:
    limit = min(RARE_CLASS, EVEN_PART / len(classes))
    if len(classes) < 2 or float(rarest.value) >= limit:
        return
    threshold = recorder.convention(
        "rare_class_share", limit, source="a convention of this tool", column=name
    )
    recorder.finding(
        "class_imbalance",
        "medium",
        f"The rarest class of the target {quoted(name)} has {float(rarest.value):.1%} of the rows, "
        f"under {limit:.1%}: accuracy says little here.",
        columns=[name],
        clauses=["S1", "S6", "P2"],
        figures=[rarest, threshold],
        confidence="high",
        question="What does it cost to miss this class, and to raise a false alarm?",
        harmless_if="the score that decides is that of each class, not accuracy",
    )


def _report_rare(name: str, classes: list[tuple[str, int]], recorder: Recorder) -> None:
    rare = sum(n < FEWEST_OF_CLASS for _, n in classes)
    if not rare or len(classes) < 2:
        return
    figure = recorder.figure("rare_classes", rare, unit="classes", column=name,
                             split="exploration")  # fmt: skip
    limit = recorder.convention(
        "fewest_rows_of_class", FEWEST_OF_CLASS, source="a convention of this tool", column=name
    )
    recorder.finding(
        "rare_classes",
        "medium",
        f"{figure} {agreeing(rare, 'class', 'classes')} of the target {quoted(name)} "
        f"{agreeing(rare, 'has', 'have')} under {limit} exploration rows: no score on so few "
        "means anything.",
        columns=[name],
        clauses=["S1", "S6", "P3"],
        figures=[figure, limit],
        confidence="high",
        question="Can rare classes be merged or left out, or more of their rows be labelled?",
        harmless_if="they are merged into others before training",
    )


def _is_text(column: Column) -> bool:
    return column.kind == "text"
