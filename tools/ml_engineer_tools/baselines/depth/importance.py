"""Permutation importance: what the score loses when a column's values are shuffled.

Breiman (2001), on rows that judged the model. Columns that say the same share their importance,
and each may then look unimportant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.baselines.board import Board
from ml_engineer_tools.baselines.depth.chosen import thinned
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.baselines.trials import difference
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.modelling.features import Prepared
from ml_engineer_tools.modelling.influence import Influence, influences
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.modelling.models import ModelKind
from ml_engineer_tools.modelling.scores import higher_is_better
from ml_engineer_tools.modelling.side_by_side import fits_at_once, side_by_side
from ml_engineer_tools.tables.names import quoted

ROWS = 2_000
"""Rows of each fold that are predicted anew for each column."""

MOST_COLUMNS = 100
"""Columns that are shuffled, those that come first."""

TOLD = 3
"""Columns that the statement names."""


@dataclass(frozen=True, slots=True)
class Shuffled:
    """One column: what the score loses without it."""

    column: str
    figure: Figure
    counts: bool


def measure_importance(
    board: Board, model: ModelKind, rows: Rows, features: Prepared, *, seed: int,
    told: Callable[[str], None] = lambda message: None,
) -> list[Shuffled]:  # fmt: skip
    """Record for each column what the model's metric loses, and say which matter most."""
    trial, record, metric = board.trials[model], board.record, board.fitting.probing
    split = thinned(trial.split, ROWS, seed=seed)
    random = np.random.default_rng(seed)
    plain = [
        influences(rows.task, rows.y[fold.validation], fitted.predict(
            features.matrix[fold.validation]))
        for fitted, fold in zip(trial.fitted, split.folds, strict=True)
    ]  # fmt: skip
    sign = 1 if higher_is_better(metric) else -1
    found = []
    origins = list(dict.fromkeys(features.origins))
    # Drawn before, column by column, so that it does not matter which thread is quicker.
    asked = [
        (name, [random.permutation(len(fold.validation)) for fold in split.folds])
        for name in origins[:MOST_COLUMNS]
    ]

    def shuffle(question: tuple[str, list[np.ndarray]]) -> list[dict[str, Influence]]:
        name, orders = question
        places = [k for k, origin in enumerate(features.origins) if origin == name]
        scored = []
        for fitted, fold, order in zip(trial.fitted, split.folds, orders, strict=True):
            matrix = features.matrix[fold.validation]
            matrix[:, places] = matrix[order][:, places]
            scored.append(influences(rows.task, rows.y[fold.validation], fitted.predict(matrix)))
        return scored

    at_once = fits_at_once(model)
    for (name, _), shuffled in zip(
        asked, side_by_side(shuffle, asked, at_once=at_once), strict=True
    ):
        told("Shuffling columns")
        pair = (plain, shuffled) if sign > 0 else (shuffled, plain)
        lost = difference(*pair, metric, split)
        if lost is None:
            continue
        figure = record.figure(
            "permutation_importance", lost.value, model=model, column=name,
            split=split.name, slice=board.slice, interval=lost.interval, n=split.validated,
            exactness=board.exactness,
        )  # fmt: skip
        low = lost.interval[0] if lost.interval else 0.0
        found.append(Shuffled(name, figure, low > 0))
    found.sort(key=lambda one: -float(one.figure.value))
    _tell(board, model, found, len(origins))
    return found


def _tell(board: Board, model: str, found: list[Shuffled], columns: int) -> None:
    top = [one for one in found if one.counts][:TOLD]
    record = board.record
    if columns > MOST_COLUMNS:
        record.note(f"Permutation importance was measured for {MOST_COLUMNS} of the columns.")
    if not top:
        return
    said = ", ".join(f"{quoted(one.column)} ({one.figure})" for one in top)
    record.finding(
        "importance",
        "info",
        f"{model} leans most on {said}: what its {METRIC_NAMES[board.fitting.probing]} "
        "loses when their values are shuffled. Columns that say the same share their importance.",
        columns=[one.column for one in top],
        clauses=("S5", "S6"),
        figures=[one.figure for one in top],
        question="Is each of them known before the prediction, and does its effect make sense?",
    )
