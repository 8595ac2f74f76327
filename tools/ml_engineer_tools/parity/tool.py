"""`check_parity`: does serving compute the features that training saw?

Rows are joined by key and compared column by column: share that differs, size, the pattern of the
difference, and whether the feature matters to a model.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.counting import count_reference, look
from ml_engineer_tools.drift.importance import (
    Importance,
    as_shares,
    measure_importance,
    record_skill,
)
from ml_engineer_tools.drift.sides import Asked
from ml_engineer_tools.engine.text_dates import written_otherwise
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.modelling.role_columns import read_times
from ml_engineer_tools.parity.cells import Both, bring_together
from ml_engineer_tools.parity.dependence import Bonds
from ml_engineer_tools.parity.findings import (
    Difference,
    record_date_formats,
    record_difference,
    record_equal,
    record_summary,
)
from ml_engineer_tools.parity.history import History, read_history
from ml_engineer_tools.parity.joining import Pairs, join_rows
from ml_engineer_tools.parity.other_rows import name_other_rows
from ml_engineer_tools.parity.patterns import find_patterns
from ml_engineer_tools.parity.request import ParityRequest
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import agreeing, joined, quoted
from ml_engineer_tools.tables.roles import Roles, unknown_column
from ml_engineer_tools.tables.table import Table
from ml_engineer_tools.tables.target import check_target

UNMATCHED = 0.01
"""Share of keys without a partner that is worth a question: a convention."""


def check_parity(request: ParityRequest, context: Context) -> Evidence:
    """Compare what training saw with what serving logged, row by row.

    Raises:
        BadInput: a table or column is not usable, rows can't be joined, or there is nothing to
            compare.
    """
    context.progress(0.0, "Reading both tables")
    # How a date is written is part of what serving sees.
    training, serving = (
        context.engine.read(path, text_dates=False) for path in (request.training, request.serving)
    )
    _check(request, training, context)
    record = Recorder(
        "check_parity", request, [training.fingerprint, serving.fingerprint],
        notes=[*training.notes, *serving.notes],
    )  # fmt: skip
    left_out = {*request.key, request.target}
    features = [c.name for c in training.columns if c.name not in left_out and serving.has(c.name)]
    for name in request.key:
        if not serving.has(name):
            raise BadInput(unknown_column(serving, "key", name))
    if not features:
        raise BadInput(
            f"{training.name} and {serving.name} have no column in common beside the key, so "
            "there is nothing to compare; give two tables of the same features."
        )
    context.progress(0.1, "Joining rows by key")
    pairs = join_rows(
        training, serving, request.key, features, context, most=request.rows, seed=request.seed
    )
    _record_keys(pairs, request, record)
    _record_columns(training, serving, left_out, record)
    context.progress(0.5, "Comparing the features")
    compared: list[Both] = []
    for name in features:
        both = bring_together(name, pairs.training[name], pairs.serving[name], request.tolerance)
        if both is None:
            record.note(f"{quoted(name)} holds lists or bytes, and was not compared.")
        else:
            compared.append(both)
    _record_types([both.name for both in compared if both.retyped], record)
    formats = written_otherwise(training.written, serving.written)
    record_date_formats([found for found in formats if found[0] in features], record)
    differing = [both for both in compared if both.differs.any()]
    importance = _importance(request, training, differing, context)
    if importance is not None:
        record_skill(importance, record)
    time, times = _times(request, training, pairs)
    history = _history(training, time, times, pairs, context) if differing else None
    bonds = Bonds.of_keys(pairs.keys, time, times)
    context.progress(0.8, "Looking for patterns")
    record_summary(len(compared), len(differing), len(pairs.training), record)
    differing.sort(key=lambda both: (-float(both.differs.mean()), both.name))
    for both in differing:
        patterns = name_other_rows(both, find_patterns(both, history, compared))
        share = None if importance is None else importance.shares.get(both.name)
        found = Difference(both, tuple(patterns), share)
        record_difference(found, record, pairs.exactness, importance, bonds)
    record_equal(
        [both.name for both in compared if not both.differs.any()],
        len(pairs.training),
        record,
        bonds,
    )
    if differing and history is None:
        record.note(_why_no_order(time, times, pairs))
    record.note(
        f"Numbers are equal up to a relative difference of {request.tolerance:g}; two missing "
        "values are equal."
    )
    context.progress(1.0, "Done")
    return record.evidence(context.engine.name)


def _check(request: ParityRequest, training: Table, context: Context) -> None:
    if len(set(request.key)) < len(request.key):
        raise BadInput("A key column is named twice; name each once.")
    for role, name in (("time", request.time), ("target", request.target)):
        if name is not None and not training.has(name):
            raise BadInput(unknown_column(training, role, name))
    if request.target is not None:
        if request.target in request.key:
            raise BadInput(f"The target {quoted(request.target)} can't be part of the key.")
        check_target(context.engine, training, request.target)


def _record_keys(pairs: Pairs, request: ParityRequest, record: Recorder) -> None:
    key = joined(list(request.key))
    matched = record.figure("matched_rows", pairs.matched, unit="rows", headline=True)
    for side, found, alone in zip(
        ("training", "serving"), pairs.counts, (pairs.only_training, pairs.only_serving),
        strict=True,
    ):  # fmt: skip
        keys = record.figure("distinct_keys", found.distinct, unit="keys", window=side)
        if found.empty:
            empty = record.figure("rows_without_key", found.empty, unit="rows", window=side)
            record.finding(
                "rows_without_key", "low",
                f"{empty} rows of {side} have no key ({key}); they were compared with nothing.",
                columns=request.key, clauses=("S4",), figures=[empty],
            )  # fmt: skip
        if found.repeated:
            many = record.figure("repeated_keys", found.repeated, unit="keys", window=side)
            rows = record.figure("repeated_key_rows", found.repeated_rows, unit="rows",
                                 window=side)  # fmt: skip
            record.finding(
                "repeated_keys",
                "medium" if found.repeated > UNMATCHED * found.distinct else "low",
                f"In {side} {many} of {keys} keys ({key}) are in several rows, {rows} in all; they "
                "were compared with nothing, since it can't be told which row is meant.",
                columns=request.key, clauses=("S4", "S3"), figures=[many, rows, keys],
                confidence="high",
                question="Is a request logged twice, or does the key need a second column, such as "
                "a time?",
            )  # fmt: skip
        if alone > UNMATCHED * found.distinct:
            other = "serving" if side == "training" else "training"
            without = record.figure("unmatched_keys", alone, unit="keys", window=side)
            share = record.figure("unmatched_share", alone / found.distinct, window=side,
                                  n=found.distinct)  # fmt: skip
            record.finding(
                "unmatched_keys",
                "medium" if side == "training" and alone > 0.5 * found.distinct else "low",
                f"{without} keys of {side}, a share of {share}, are not in {other}: nothing is "
                f"said of them. {matched} rows could be compared.",
                columns=request.key, clauses=("S4",), figures=[without, share, matched],
                question="Do both tables cover the same requests, and is logging sampled?",
            )  # fmt: skip
    for note in pairs.notes:
        record.note(note)
    if pairs.exactness.kind == "sampled":
        record.note(f"Of the joined rows {len(pairs.training):,} were drawn by a hash of the key.")


def _record_columns(
    training: Table, serving: Table, left_out: set[str | None], record: Recorder
) -> None:
    gone = [c.name for c in training.columns
            if c.name not in left_out and not serving.has(c.name)]  # fmt: skip
    new = [c.name for c in serving.columns
           if c.name not in left_out and not training.has(c.name)]  # fmt: skip
    if gone:
        figure = record.figure("features_not_logged", len(gone), unit="columns")
        record.finding(
            "features_not_logged", "medium",
            f"{figure} {agreeing(len(gone), 'column', 'columns')} of training "
            f"{agreeing(len(gone), 'is', 'are')} not among what serving logged: {joined(gone)}. "
            f"Nothing can be said of {agreeing(len(gone), 'it', 'them')}.",
            columns=gone, clauses=("S4", "P5"), figures=[figure], confidence="high",
            question="Does serving compute this, under another name, without logging it?",
            harmless_if="the model doesn't use it",
        )  # fmt: skip
    if new:
        figure = record.figure("columns_only_in_serving", len(new), unit="columns")
        record.finding(
            "columns_only_in_serving", "info",
            f"{figure} {agreeing(len(new), 'column is', 'columns are')} in serving only: "
            f"{joined(new)}.",
            columns=new, clauses=("S4",), figures=[figure],
        )  # fmt: skip


def _record_types(names: Sequence[str], record: Recorder) -> None:
    if not names:
        return
    figure = record.figure("retyped_features", len(names), unit="columns")
    record.finding(
        "stored_as_other_type", "low",
        f"{figure} {agreeing(len(names), 'feature is', 'features are')} stored as another type in "
        f"serving: {joined(list(names))}. Values were compared as numbers or instants where every "
        "one could be read, else as text.",
        columns=names, clauses=("S4",), figures=[figure], confidence="high",
        question="Does the model's code convert it on both sides?",
        harmless_if="the log writes it as text, and the model got the number",
    )  # fmt: skip


def _times(
    request: ParityRequest, training: Table, pairs: Pairs
) -> tuple[str | None, np.ndarray | None]:
    """Return the time of the joined rows, and its column: as it was told, or from the key."""
    temporal = [name for name in request.key if training.column(name).is_temporal]
    time = request.time if request.time is not None else next(iter(temporal), None)
    if time is None:
        return None, None
    source = pairs.keys[time] if time in pairs.keys.columns else pairs.training.get(time)
    if source is None or source.isna().any():
        return time, None
    return time, read_times(source)


def _history(
    training: Table, time: str | None, times: np.ndarray | None, pairs: Pairs, context: Context
) -> History | None:
    """Return the training rows around the joined ones, if an entity has several."""
    if time is None or times is None:
        return None
    entity = [name for name in pairs.keys.columns if name != time]
    return read_history(context.engine, training, pairs.places, pairs.drawn, entity, time)


def _why_no_order(time: str | None, times: np.ndarray | None, pairs: Pairs) -> str:
    """Return why stale values can't be told, and what would do."""
    if time is None:
        return (
            "Stale values can't be told: that needs an entity and a time, as in --key ID DATE, or "
            "--time."
        )
    if times is None:
        return (
            f"Stale values can't be told: {quoted(time)} isn't known in all of the joined rows, "
            "so that they have no order."
        )
    entity = [name for name in pairs.keys.columns if name != time]
    return (
        f"Stale values can't be told: no {joined(entity)} has several rows in training, so that "
        "there is no earlier row to compare with. That needs a key of an entity with many rows "
        "and a time, as in --key CUSTOMER DATE."
    )


def _importance(
    request: ParityRequest, training: Table, differing: Sequence[Both], context: Context
) -> Importance | None:
    """Return how much columns matter: as told, or by labels of the training table."""
    if request.importance:
        return as_shares(request.importance, request.importance_of or "the request")
    if request.target is None or not differing:
        return None
    context.progress(0.6, "Measuring which features matter")
    asked = Asked(request.target, None, request.time, None)
    roles = Roles(request.target, request.time, None)
    columns = [
        c for c in training.columns
        if c.name not in {*request.key, request.target, request.time} and c.kind != "nested"
    ]  # fmt: skip
    drawn = look(context.engine, training, columns, roles, seed=request.seed)
    counted = count_reference(context.engine, training, columns, drawn, roles)
    return measure_importance(training, counted, asked, context, seed=request.seed)
