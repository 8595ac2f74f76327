"""The leakage check: runs every check that the given roles and tables allow, and sums up."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from ml_engineer_tools.context import Context
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import EXACT, Evidence, Exactness, Figure
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.leakage.check_names import FEATURES_JUDGED
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.process.findings import check_process
from ml_engineer_tools.leakage.process.script import read_script
from ml_engineer_tools.leakage.request import LeakageRequest
from ml_engineer_tools.leakage.split.checks import check_split
from ml_engineer_tools.leakage.target.late_features import check_late_features
from ml_engineer_tools.profiling.roles import check_time
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.entity import with_entity
from ml_engineer_tools.tables.names import agreeing, quoted
from ml_engineer_tools.tables.roles import Roles, check_left_out, check_roles
from ml_engineer_tools.tables.table import Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from ml_engineer_tools.leakage.stress.rows import Order
    from ml_engineer_tools.leakage.target.derived import Derived
    from ml_engineer_tools.leakage.target.probe import Probe

NO_TIME = "No time column was given: order in time was not checked."
TOOL = "check_leakage"


def check_leakage(request: LeakageRequest, context: Context) -> Evidence:
    """Say whether a score on this data can be believed.

    Raises:
        BadInput: a table, a role or a script is not usable, or the two tables have no column in
            common.
    """
    context.progress(0.0, "reading the code" if request.code else "reading the tables")
    scripts = [read_script(path) for path in request.code]
    if request.data is None:
        record = Recorder(TOOL, request, scripts=[script.fingerprint for script in scripts])
        check_process(record, scripts)
        return record.evidence(context.engine.name)
    roles = Roles(request.target, request.time, request.group, request.fold)
    train = with_entity(context.engine.read(request.data), request.group, request.target)
    check_roles(train, roles)
    check_left_out(train, request.without, roles)
    if roles.time is not None:
        check_time(context.engine, train, roles.time)
    test = context.engine.read(request.test) if request.test else None
    if test is not None and train.made:
        # A test table that lacks a part of the entity is compared without it, and that is said.
        with suppress(BadInput):
            test = with_entity(test, request.group)
    holdout = None
    if roles.target is not None:
        from ml_engineer_tools.tables.target import check_target

        check_target(context.engine, train, roles.target)
        holdout = context.holdout_for(train, roles, seed=request.seed)
    tables = [train.fingerprint] + ([test.fingerprint] if test else [])
    record = Recorder(
        TOOL, request, tables, holdout=holdout,
        notes=[*train.notes, *(test.notes if test else ())],
        scripts=[script.fingerprint for script in scripts],
    )  # fmt: skip
    if request.without:
        named = ", ".join(map(quoted, request.without))
        record.note(f"Left out, since no model will get it: {named}.")
    inputs = Inputs(
        context.engine, record, train, test, roles, request.seed, left_out=request.without
    )
    for table in (train, test):
        _count_unlabelled(inputs, table)
    if test is not None and not inputs.common():
        raise BadInput(
            f"{test.name} has no column in common with {train.name} but the target; "
            "give a test table with the same columns."
        )
    exploration = context.exploration(train, holdout) if holdout else None
    figures, column = check_split(inputs, context, exploration)
    if column is not None and column.train:
        inputs = replace(inputs, parts=column.name)
    elif column is not None:
        inputs = replace(inputs, folds=column.name)
    headline = [*figures, *check_late_features(inputs)]
    suspects = _check_features(inputs, context, holdout) if holdout else None
    if not (suspects or inputs.roles.time):
        record.note(NO_TIME)
    _sum_up(inputs, headline, suspects)
    check_process(record, scripts)
    context.progress(1.0, "done")
    return record.evidence(context.engine.name)


def _count_unlabelled(inputs: Inputs, table: Table | None) -> None:
    """Say how many rows of a table have no label: what needs one goes without them."""
    target = inputs.roles.target
    if table is None or target is None or not table.has(target):
        return
    label = table.expression[target]
    missing = label.isnull()
    if label.type().is_floating():
        missing = missing | label.isnan()
    rows = int(inputs.engine.aggregate(table.expression, {"n": missing.sum()})["n"] or 0)
    if rows == 0:
        return
    inputs.record.figure("rows_without_label", rows, unit="rows", table=table.name, n=table.rows)
    inputs.record.note(
        f"{rows:,} of the {table.rows:,} rows of {table.name} ({rows / table.rows:.1%}) "
        f"{agreeing(rows, 'has', 'have')} no label in {quoted(target)}: what needs labels was "
        f"judged without {agreeing(rows, 'it', 'them')}."
    )


def _check_features(inputs: Inputs, context: Context, holdout: Holdout) -> list[Figure]:
    """Run the checks that need a target; returns the headline figures, suspects first."""
    from ml_engineer_tools.leakage.split.file_order import check_file_order
    from ml_engineer_tools.leakage.target.checks import check_target_leaks
    from ml_engineer_tools.leakage.target.late_pairs import tell_late_pairs
    from ml_engineer_tools.leakage.target.probe import draw_sample, open_probe

    context.progress(0.45, "drawing a sample of the exploration rows")
    exploration = context.exploration(inputs.train, holdout)
    sample, labelled = draw_sample(inputs, exploration)
    _check_classes(inputs, sample, labelled)
    probe = open_probe(inputs, sample, labelled)
    if probe is None:
        return []
    context.progress(0.55, "looking for what gives the target away")
    found = check_target_leaks(inputs, exploration, sample, probe)
    tell_late_pairs(inputs, sample)
    context.progress(0.75, "looking at the order of the file")
    order = check_file_order(inputs, probe)
    count = inputs.record.figure(FEATURES_JUDGED, len(found.columns), unit="columns")
    context.progress(0.8, "putting the split under stress")
    worth = _weigh(inputs, exploration, sample, probe, found.derived)
    return [count, *worth, *found.figures, *order]


def _check_classes(inputs: Inputs, sample: pd.DataFrame, labelled: int) -> None:
    """Say so where classes of the target are one class written in several ways."""
    from ml_engineer_tools.profiling.role_checks.class_spellings import check_sampled_classes

    target, n = str(inputs.roles.target), len(sample)
    exactness = EXACT if n >= labelled else Exactness(kind="sampled", n=n)
    check_sampled_classes(inputs.record, target, sample[target], exactness=exactness)


def _weigh(
    inputs: Inputs,
    exploration: ir.Table,
    sample: pd.DataFrame,
    probe: Probe,
    derived: tuple[Derived, ...],
) -> list[Figure]:
    """Say what a score is worth: under other splits, and without the suspects."""
    from ml_engineer_tools.leakage.impact import check_impact, merely_strong, suspect_sets
    from ml_engineer_tools.leakage.stress.alternatives import alternatives
    from ml_engineer_tools.leakage.stress.cut_folds import grade_cut_folds
    from ml_engineer_tools.leakage.stress.naive import read_naive
    from ml_engineer_tools.leakage.stress.quick_model import QuickModel
    from ml_engineer_tools.leakage.stress.rows import draw_stress_rows
    from ml_engineer_tools.leakage.stress.split_stress import check_split_stress

    sets = suspect_sets(inputs)
    suspects = tuple(dict.fromkeys(name for columns in sets for name in columns))
    strong = merely_strong(inputs)
    asked = (*suspects, *(name for columns in strong for name in columns))
    rows = draw_stress_rows(inputs, exploration, sample, probe, asked, derived)
    entity = rows.entities.column if rows.entities else None
    # An entity is no suspect: what it tells of its rows is put under stress.
    sets, strong = (
        [left for one in columns if (left := tuple(name for name in one if name != entity))]
        for columns in (sets, strong)
    )
    suspects = tuple(name for name in suspects if name != entity)
    _note_time(inputs, rows.order)
    model = QuickModel(rows, inputs.seed, forced=tuple(name for name in asked if name != entity))
    if not set(model.features.origins) - model.held_back:
        return []
    others = alternatives(inputs, rows)
    naive = read_naive(inputs, exploration, rows, probe.labelled)
    stressed = check_split_stress(inputs, model, others, suspects, naive)
    grade_cut_folds(inputs, model, stressed)
    worth = check_impact(inputs, model, sets, strong, stressed[0] if stressed else None)
    if worth or stressed:
        inputs.record.note(
            "Intervals of the quick model's scores, of gaps between them and of what it loses hold "
            "for its models as they were trained: they count the luck of the rows that judged, not "
            "that of the rows learnt from."
        )
    return list(dict.fromkeys([*worth, *(f for one in stressed for f in one.headline)]))


def _has_dates(inputs: Inputs) -> bool:
    """Tell whether dates were compared with a time, or with each other."""
    time = inputs.roles.time
    dates = sum(column.is_temporal for column in inputs.features())
    return dates > 1 if time is None else inputs.train.column(time).is_temporal and dates > 0


def _note_time(inputs: Inputs, order: Order | None) -> None:
    """Say what stands in for a time that nobody named."""
    if inputs.roles.time is not None:
        return
    if order is None:
        inputs.record.note(NO_TIME)
    elif order.column is None:
        inputs.record.note("No time column was given: the order of the file was taken for it.")
    elif order.is_sort:
        inputs.record.note(
            f"No time column was given: the file is sorted by {quoted(order.column)}, and figures "
            "in its order hold for a time only if it is one."
        )
    else:
        inputs.record.note(
            f"No time column was given: {quoted(order.column)} was proposed as one, since "
            f"{order.proposed}. Figures in its order hold if it says when a row was known."
        )


def _sum_up(inputs: Inputs, headline: list[Figure], features: list[Figure] | None) -> None:
    record = inputs.record
    if features is None:
        record.note("No target was given: features were not checked, only the split.")
    for figure in [*(features or []), *headline]:
        record.headline(figure)
    if any(finding.severity != "info" for finding in record.findings):
        return
    ran = [
        words
        for words, done in (
            ("features that say too much, copies and sums of the target", bool(features)),
            ("dependence on the order of the file", bool(features) and not inputs.roles.time),
            ("rows and entities on both sides of the split", inputs.test is not None),
            ("order in time", inputs.roles.time is not None),
            ("dates later than the row's time", _has_dates(inputs)),
        )
        if done
    ]
    record.finding(
        "nothing_found",
        "info",
        f"No leak was found. Checked: {'; '.join(ran) or 'nothing that could be checked'}. That "
        "none was found is no proof that there is none.",
        clauses=("S3", "S4", "H5"),
        figures=(features or [])[:1],
    )
