"""`profile_dataset`: what is this table?

Each column is read three times at most (see `summaries`), all of them up to four times for
duplicate rows and equal cases, and those with a role at most six times more. What looks at single
rows does so on one sample without labels and one of exploration rows with them (see `inputs`).
"""

from __future__ import annotations

from collections.abc import Iterable

from ml_engineer_tools.context import Context
from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.profiling.by_level import check_by
from ml_engineer_tools.profiling.cases.contradictions import check_contradictions
from ml_engineer_tools.profiling.cases.described import coincidences
from ml_engineer_tools.profiling.cases.duplicates import check_duplicates_beyond_key
from ml_engineer_tools.profiling.copies.check import check_copies
from ml_engineer_tools.profiling.coverage.check import check_coverage
from ml_engineer_tools.profiling.findings import report_columns, report_duplicates
from ml_engineer_tools.profiling.inputs import Check, Inputs
from ml_engineer_tools.profiling.missing.check import (
    check_disguised_missing,
    check_missing_together,
)
from ml_engineer_tools.profiling.relations.check import check_relations
from ml_engineer_tools.profiling.relations.missingness import check_missingness
from ml_engineer_tools.profiling.request import ProfileRequest
from ml_engineer_tools.profiling.role_checks.group import check_group
from ml_engineer_tools.profiling.role_checks.target import check_target_values
from ml_engineer_tools.profiling.role_proposals.check import check_roles_not_given
from ml_engineer_tools.profiling.roles import (
    check_key,
    check_time,
    describe_key,
    describe_target,
    describe_time,
)
from ml_engineer_tools.profiling.row_order.check import check_row_order
from ml_engineer_tools.profiling.semantic_types.check import check_semantic_types
from ml_engineer_tools.profiling.sensitive.check import check_sensitive_attributes
from ml_engineer_tools.profiling.summaries import QUANTILES, Summary, summarize
from ml_engineer_tools.profiling.values.near_constant import check_near_constant
from ml_engineer_tools.profiling.values.number_check import (
    check_histograms,
    check_impossible,
    check_outliers,
)
from ml_engineer_tools.profiling.values.text_check import check_mixed_types, check_spelling
from ml_engineer_tools.profiling.values.written_check import check_written
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.entity import with_entity
from ml_engineer_tools.tables.roles import Roles, check_roles, unknown_column
from ml_engineer_tools.tables.table import ROW, Table
from ml_engineer_tools.tables.target import check_target


def profile_dataset(request: ProfileRequest, context: Context) -> Evidence:
    """Describe a table: its columns, gaps, duplicates, constants, keys, and what roles hold.

    Of the target, nothing but counts of missing labels is taken from rows that are held out.

    Raises:
        BadInput: the table, a role or the key is not usable.
    """
    inputs = _open(request, context)
    for position, (doing, check) in enumerate(CHECKS):
        context.progress(0.5 + 0.5 * position / len(CHECKS), doing)
        check(inputs)
    return inputs.recorder.evidence(context.engine.name)


def _open(request: ProfileRequest, context: Context) -> Inputs:
    """Read the table, check what was said of it, and summarize its columns."""
    engine = context.engine
    table = with_entity(engine.read(request.data), request.group, request.target)
    roles = Roles(target=request.target, time=request.time, group=request.group)
    _check(engine, table, roles, request.key)
    if request.by is not None and not table.has(request.by):
        raise BadInput(unknown_column(table, "levels", request.by))
    holdout = context.holdout_for(table, roles, seed=request.seed) if roles.target else None
    explored = context.exploration(table, holdout) if holdout else None
    recorder = Recorder(
        "profile_dataset", request, [table.fingerprint], holdout=holdout, notes=table.notes
    )
    context.progress(0.1, "summarizing the columns")
    columns = [column for column in table.columns if column.name != roles.target]
    exact = {name for name in (request.key,) if name is not None}
    summaries = summarize(engine, table.expression, table.rows, columns, exact=exact)
    recorder.figure("row_count", table.rows, unit="rows", headline=True)
    recorder.figure("column_count", len(table.columns), unit="columns", headline=True)
    return Inputs(
        engine, recorder, table, roles, request.key, request.seed, summaries, holdout, explored,
        request.by,
    )  # fmt: skip


def _check_duplicates(inputs: Inputs) -> None:
    table, duplicates = inputs.table, inputs.copied_rows
    columns = [name for name in inputs.sample.columns if name != ROW]
    by_chance = coincidences(inputs.sample, columns, table.rows) if duplicates else 0.0
    report_duplicates(table.rows, duplicates, by_chance, inputs.recorder)
    inputs.recorder.note(
        "A duplicate is a row equal to one before it in every column; the first is not counted."
    )


def _check_given_roles(inputs: Inputs) -> None:
    engine, table, roles, recorder = inputs.engine, inputs.table, inputs.roles, inputs.recorder
    if roles.target is not None and inputs.explored is not None:
        describe_target(engine, table, roles.target, inputs.explored, recorder)
        recorder.note("Statistics of the target are of exploration rows; the holdout was not read.")
    if roles.time is not None:
        describe_time(engine, table, roles.time, recorder)
    if inputs.key is not None and inputs.key in inputs.summaries:
        describe_key(inputs.summaries[inputs.key], recorder)


def _check_columns(inputs: Inputs) -> None:
    taken = {*inputs.roles.given().values(), inputs.key}
    free = [name for name in inputs.summaries if name not in taken]
    identifiers = [name for name in free if inputs.may_name_rows(name)]
    report_columns(inputs.summaries, identifiers, inputs.recorder)


def _describe_columns(inputs: Inputs) -> None:
    _record_columns(inputs.summaries.values(), inputs.recorder)
    if any(summary.column.kind == "nested" for summary in inputs.summaries.values()):
        inputs.recorder.note(
            "Lists and structures are compared as wholes; their insides aren't described."
        )


CHECKS: tuple[tuple[str, Check], ...] = (
    ("counting duplicate rows", _check_duplicates),
    ("looking at the roles", _check_given_roles),
    ("checking the entities", check_group),
    ("checking the target", check_target_values),
    ("telling what columns mean", check_semantic_types),
    ("looking for attributes of people", check_sensitive_attributes),
    ("looking for missing values in disguise", check_disguised_missing),
    ("looking at what is missing together", check_missing_together),
    ("looking for columns that hardly vary", check_near_constant),
    ("comparing spellings", check_spelling),
    ("looking for mixed types", check_mixed_types),
    ("looking for impossible values", check_impossible),
    ("looking for outliers", check_outliers),
    ("comparing columns", check_copies),
    ("proposing roles", check_roles_not_given),
    ("looking at the time covered", check_coverage),
    ("looking at the order of the rows", check_row_order),
    ("looking at the columns", _check_columns),
    ("comparing cases", check_duplicates_beyond_key),
    ("comparing the labels of equal cases", check_contradictions),
    ("relating columns to the target", check_relations),
    ("relating missing values to the target", check_missingness),
    ("writing down the columns", _describe_columns),
    ("reading numbers and dates in text", check_written),
    ("drawing histograms", check_histograms),
    ("comparing levels", check_by),
)
"""What is done and the check that does it, in order. The figures of all columns come last."""


def _check(engine: Engine, table: Table, roles: Roles, key: str | None) -> None:
    check_roles(table, roles)
    if key is not None:
        check_key(table, key, roles.target)
    if roles.time is not None:
        check_time(engine, table, roles.time)
    if roles.target is not None:
        check_target(engine, table, roles.target)


def _record_columns(summaries: Iterable[Summary], recorder: Recorder) -> None:
    for summary in summaries:
        _record_column(summary, recorder)


def _record_column(summary: Summary, recorder: Recorder) -> None:
    name, rows = summary.name, summary.rows
    recorder.figure("missing_share", summary.missing_share, column=name, n=rows)
    for quantity, count in (
        ("null_count", summary.nulls),
        ("nan_count", summary.nans),
        ("infinite_count", summary.infinite),
        ("zero_count", summary.zeros),
        ("negative_count", summary.negatives),
    ):
        if count:
            recorder.figure(quantity, count, unit="rows", column=name, n=rows)
    if not summary.known:
        return
    recorder.figure(
        "distinct_count", summary.distinct, column=name, n=rows,
        exactness=summary.distinct_exactness,
    )  # fmt: skip
    if summary.column.kind != "boolean":
        _record_numbers(summary, recorder)
    if summary.length is not None:
        shortest, mean, longest = summary.length
        recorder.figure("text_length_minimum", shortest, unit="characters", column=name)
        recorder.figure("text_length_mean", mean, unit="characters", column=name)
        recorder.figure("text_length_maximum", longest, unit="characters", column=name)
    if not summary.column.is_temporal:
        for level, n in (summary.levels or summary.top or {}).items():
            recorder.figure("level_rows", n, unit="rows", column=name, slice=level, n=rows)


def _record_numbers(summary: Summary, recorder: Recorder) -> None:
    name, known = summary.name, summary.known - summary.infinite
    bounds = ("first_instant", "last_instant") if summary.column.is_temporal else (
        "minimum", "maximum")  # fmt: skip
    moments = ("mean", "standard_deviation")
    values = (summary.minimum, summary.maximum, summary.mean, summary.deviation)
    for quantity, value in zip((*bounds, *moments), values, strict=True):
        if value is not None:
            recorder.figure(quantity, value, column=name, n=known)
    for share, number in zip(QUANTILES, summary.quantiles, strict=False):
        recorder.figure(
            f"quantile_{100 * share:02.0f}", number, column=name, n=known,
            exactness=summary.quantile_exactness,
        )  # fmt: skip
