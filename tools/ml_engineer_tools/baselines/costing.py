"""Costing: what each model's decisions cost, at a threshold chosen for it on other rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ml_engineer_tools.baselines.depth.chosen import Judged
from ml_engineer_tools.baselines.floors import TRIVIAL
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.baselines.trials import Spent, Trial
from ml_engineer_tools.evaluation.costs import PER, CostMatrix, choose_threshold, halves


def costed(trial: Trial, rows: Rows, costs: CostMatrix, *, seed: int) -> Trial:
    """Return the trial of two classes with what its decisions cost.

    A threshold is chosen on one half of the rows that judge and pays on the other (in time on the
    later one). The trivial model needs none: its one probability acts always or never.

    Args:
        trial: of any model; an earlier outcome taken for this one acts where it was positive, or
            always, or never, whichever was cheapest.
        rows: tell the outcomes.
        costs: of decisions.
        seed: of the halves.
    """
    judged = Judged.of(trial, rows, seed=seed)
    said = judged.prediction
    score = said.astype(np.float64) if said.ndim == 1 else said[:, 1]
    acts, known = np.zeros(len(score), dtype=bool), np.zeros(len(score), dtype=bool)
    for fold in halves(judged.parts, times=judged.times, seed=seed):
        at = (
            costs.calibrated_threshold
            if trial.model == TRIVIAL
            else choose_threshold(judged.y[fold.train], score[fold.train], costs)
        )
        acts[fold.validation] = score[fold.validation] >= at
        known[fold.validation] = True
    if not known.any():
        return trial
    spent = np.where(known, PER * costs.of_rows(judged.y, acts), np.nan)
    least = PER * costs.of_rows(judged.y, judged.y == 1)
    regret = float((spent - least)[known].mean())
    positives = int((judged.y[known] == 1).sum())
    rarer = min(positives, int(known.sum()) - positives)
    return replace(trial, spent=Spent(spent, acts, judged.parts, regret, rarer))
