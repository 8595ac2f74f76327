"""Confirmation: one chosen model's score on the locked holdout, after the look was recorded."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from ml_engineer_tools.baselines.board import Board, slice_without
from ml_engineer_tools.baselines.fitting import fitting_metric
from ml_engineer_tools.baselines.look_findings import tell_look
from ml_engineer_tools.baselines.request import BaselinesRequest
from ml_engineer_tools.baselines.rows import (
    Labelled,
    make_numeric,
    read_labelled,
    without_columns,
)
from ml_engineer_tools.baselines.splitting import Split
from ml_engineer_tools.baselines.trials import try_model
from ml_engineer_tools.context import Context
from ml_engineer_tools.errors import Refused
from ml_engineer_tools.evidence import EXACT, Exactness
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.modelling.features import stack
from ml_engineer_tools.modelling.splits import Fold
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.roles import Roles
from ml_engineer_tools.tables.table import Table

SPLIT = "holdout"


def confirm(
    request: BaselinesRequest,
    context: Context,
    table: Table,
    roles: Roles,
    holdout: Holdout,
    record: Recorder,
) -> None:
    """Train the chosen model on the exploration rows and score it on the holdout.

    Raises:
        Refused: the look at the holdout was not recorded before.
        BadInput: one side has no labelled rows, or no feature is left.
    """
    if request.confirm is None or context.look is None:
        raise Refused(
            "The holdout is locked: a look at it has to be recorded before a model is scored on it."
        )
    context.progress(0.0, "Reading the rows")
    sides = [
        read_labelled(
            context.engine, table, side, request.target, most=request.rows, seed=request.seed
        )
        for side in (context.exploration(table, holdout), holdout.held_out(table))
    ]
    learnt, locked = sides
    both = Labelled(
        frame=stack(learnt.frame, locked.frame, list(learnt.frame.columns)),
        unlabelled=learnt.unlabelled + locked.unlabelled,
        exactness=_exactness(learnt, locked),
    )
    rows = make_numeric(table, both, roles, positive=request.positive)
    features = rows.features
    if request.without:
        features = without_columns(features, request.without)
    cut = len(learnt.frame)
    judged = np.arange(cut, len(rows))
    if rows.times is not None:
        judged = judged[np.argsort(rows.times[judged], kind="stable")]
    split = Split(
        kind="holdout",
        name=SPLIT,
        reason="Trained on all exploration rows, scored once on the locked holdout.",
        folds=(Fold(np.arange(cut), judged),),
        times=rows.times if holdout.kind == "time" else None,
        groups=rows.groups,
    )
    record.note(split.reason)
    if both.unlabelled:
        record.note(f"{both.unlabelled:,} rows without a usable target were left out.")
    context.progress(0.3, f"Training {request.confirm}")
    started = time.perf_counter()
    trial = try_model(request.confirm, rows.task, features, rows.y, split, seed=request.seed)
    record.timing(f"{request.confirm} {SPLIT}", round(time.perf_counter() - started, 3))
    fitting = fitting_metric(rows.task, rows.y[:cut], request.costs)
    board = Board(
        rows.task,
        {request.confirm: trial},
        record,
        # No threshold is chosen on the holdout: with costs it is told by the Brier score.
        replace(fitting, metric=fitting.probing),
        slice=slice_without(request.without),
        exactness=both.exactness,
    )
    board.write_scores()
    tell_look(board, request.confirm, trial, context.look, context.candidates)
    context.progress(1.0, "Done")


def _exactness(learnt: Labelled, locked: Labelled) -> Exactness:
    if learnt.exactness.kind == locked.exactness.kind == "exact":
        return EXACT
    return Exactness(kind="sampled", n=len(locked.frame))
