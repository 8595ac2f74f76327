"""The report in depth: everything that is asked of the chosen model, in the order of its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import numpy as np

from ml_engineer_tools.baselines.board import Board
from ml_engineer_tools.baselines.complexity import Choice
from ml_engineer_tools.baselines.depth.chosen import Judged
from ml_engineer_tools.baselines.depth.decision import tell_metric, tell_worth
from ml_engineer_tools.baselines.depth.evaluating import evaluate_chosen
from ml_engineer_tools.baselines.depth.explaining import coefficient_unit, record_coefficients
from ml_engineer_tools.baselines.depth.failure_cases import failure_table
from ml_engineer_tools.baselines.depth.importance import measure_importance
from ml_engineer_tools.baselines.depth.learning import measure_learning
from ml_engineer_tools.baselines.depth.serving import measure_serving
from ml_engineer_tools.baselines.floors import SLICE_FREE
from ml_engineer_tools.baselines.inner_split import inner_split
from ml_engineer_tools.baselines.request import BaselinesRequest
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.baselines.splitting import Split
from ml_engineer_tools.evaluation.margins import record_margins
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.modelling.features import Prepared
from ml_engineer_tools.modelling.models import FittedModel, ModelKind, fit_model
from ml_engineer_tools.modelling.side_by_side import begun, fits_at_once

if TYPE_CHECKING:
    import pandas as pd


def report_in_depth(
    board: Board,
    choice: Choice,
    rows: Rows,
    features: Prepared,
    request: BaselinesRequest,
    least: Figure,
    positive: Figure | None,
    told: Callable[[str], None],
) -> pd.DataFrame | None:
    """Record what stands behind the chosen model's score; return its failure cases.

    Where no model beats the trivial one, the best that learns is looked into.

    Args:
        board: the models on the split that is believed.
        choice: what the verdict recommends.
        rows: all rows.
        features: what models learnt from.
        request: tells costs, sensitive columns, and the seed.
        least: the smallest gain that counts.
        positive: the share of positive rows, of two classes.
        told: is told what is being done.
    """
    seed, chosen = request.seed, choice.model
    learning = [model for model in board.ladder if model not in SLICE_FREE]
    best = board.best_learner(board.primary)
    asked = request.look_into if request.look_into in learning else None
    model = asked or (chosen if chosen in learning else best if best in learning else None)
    if model is None:
        return None
    kind = cast(ModelKind, model)
    if asked is not None:
        board.record.note(
            f"Calibration, costs, slices and groups are told of {model} alone, as it was asked for."
        )
    elif model != chosen:
        worth = (
            "is shown to be worth having yet"
            if choice.gains == "undecided"
            else ("is worth having")
        )
        board.record.note(f"No model {worth}; what follows looks into {model}.")
    elif len(learning) > 1:
        board.record.note(
            f"Calibration, costs, slices and groups are told of {model} alone, the model that the "
            "verdict recommends; another one's may differ."
        )
    wanted = dict.fromkeys((*learning, *(choice.pair or ())))
    judged = {name: Judged.of(board.trials[name], rows, seed=seed) for name in wanted}
    tell_metric(board, model, request.costs, positive)
    if choice.pair is not None:
        tell_worth(board, choice, judged, rows, request.costs)
    told("Judging the chosen model")

    def fit_whole(kind: ModelKind) -> FittedModel:
        every = np.arange(len(rows))
        inner = inner_split(board.trials[model].split, every, seed=seed)
        return fit_model(kind, rows.task, features, rows.y, every, seed=seed, inner=inner)

    # Trees learn from all rows while the score is taken apart; other models are quick, and
    # silence warnings for the whole process.
    ahead = [kind] if fits_at_once(kind) > 1 else []
    with begun(fit_whole, ahead, at_once=1) as fitted:
        # Pooled over folds: other figures than the means over folds that the board holds.
        pooled = f"{board.trials[model].split.name}, pooled"
        place = Place(board.record, model, pooled, exactness=board.exactness)
        evaluate_chosen(
            place, rows, judged[model], request, brier=board.figure(model, "brier"),
            rule=board.trials.get("one_rule"),
            learnt=_share_learnt(board.trials[model].split, rows),
        )  # fmt: skip
        measure_importance(board, kind, rows, features, seed=seed, told=told)
        measure_learning(board, kind, rows, features, seed=seed, least=least, told=told)
        told("Training on all rows")
        whole = next(fitted, None) or fit_whole(kind)
    measure_serving(board, features)
    linear = whole
    if model != "linear" and "linear" in learning:
        linear = fit_whole("linear")
    record_coefficients(board, linear, rows, features, unit=coefficient_unit(rows))
    if rows.task.kind == "regression":
        chosen_rows = judged[model]
        record_margins(place, chosen_rows.y, chosen_rows.prediction, chosen_rows.parts)
    return failure_table(judged[model], rows, features, whole)


def _share_learnt(split: Split, rows: Rows) -> float:
    """Return the share of positives among the rows learnt from, of two classes."""
    shares = [float((rows.y[fold.train] == 1).mean()) for fold in split.folds]
    return float(np.average(shares, weights=[len(fold.validation) for fold in split.folds]))
