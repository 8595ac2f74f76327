"""Failure cases: the rows on which the chosen model was most wrong, as a local file to read.

The file holds cells of the table, so it stays on this machine: no model is shown it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ml_engineer_tools.baselines.depth.chosen import Judged
from ml_engineer_tools.baselines.depth.explaining import contributions
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.evidence import Artefact
from ml_engineer_tools.modelling.features import Prepared
from ml_engineer_tools.modelling.models import FittedModel

if TYPE_CHECKING:
    import pandas as pd

CASES = 50
"""Rows that the file holds."""

REASONS = 3
"""Columns whose contribution is told for each row."""

FOLDER = "failure_cases"


def losses(judged: Judged) -> np.ndarray:
    """Return (m,) how wrong each prediction was: 1 minus the outcome's probability, or |error|."""
    if judged.prediction.ndim == 1:
        return np.asarray(np.abs(judged.prediction - judged.y))
    return np.asarray(1 - judged.prediction[np.arange(len(judged.y)), judged.y])


def failure_table(
    judged: Judged, rows: Rows, features: Prepared, fitted: FittedModel
) -> pd.DataFrame:
    """Return the worst rows, the worst first, with prediction, outcome and what led there.

    What led there is told of the model that learnt from all rows, whose prediction stands beside
    it: `base_…` plus what all columns add is that prediction, on the scale that the name says.
    """
    loss = losses(judged)
    worst = np.argsort(-loss, kind="stable")[:CASES]
    places = judged.rows[worst]
    table = rows.frame.iloc[places].reset_index(drop=True)
    told: dict[str, Any] = {"model": judged.model, "loss": loss[worst].round(6)}
    if judged.prediction.ndim == 1:
        told["predicted"] = judged.prediction[worst].round(6)
    elif judged.prediction.shape[1] == 2:
        told["chance_of_positive"] = judged.prediction[worst, 1].round(6)
    else:
        said = judged.prediction[worst].argmax(axis=1)
        told["predicted"] = np.array([str(rows.task.classes[k]) for k in said])
    explained = contributions(fitted, features, places, rows.task)
    if explained is not None:
        added = explained.added
        told["predicted_by_model_of_all_rows"] = explained.predicted.round(6)
        told[f"base_{explained.scale}"] = explained.base.round(6)
        for k in range(min(REASONS, added.shape[1])):
            top = np.argsort(-np.abs(added), axis=1, kind="stable")[:, k]
            names = [features.origins[column] for column in top]
            amounts = added[np.arange(len(top)), top]
            told[f"reason_{k + 1}_{explained.scale}"] = np.array(
                [f"{name} {amount:+.3g}" for name, amount in zip(names, amounts, strict=True)]
            )
        # Only with the rest do base and reasons add up to the prediction.
        others = np.argsort(-np.abs(added), axis=1, kind="stable")[:, REASONS:]
        if others.shape[1]:
            rest = np.take_along_axis(added, others, axis=1).sum(axis=1)
            told[f"other_columns_{explained.scale}"] = rest.round(6)
    for position, (name, values) in enumerate(told.items()):
        label = name if name not in table.columns else f"{name}_"
        table.insert(position, label, values)
    return table


def write_failures(table: pd.DataFrame, folder: Path, evidence_id: str) -> Artefact | None:
    """Write the table below a folder; None if it can't be written there."""
    path = folder / FOLDER / f"{evidence_id[:16]}.csv"
    content = table.to_csv(index=False).encode("utf-8", "replace")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError:
        return None
    return Artefact(
        kind="failure_cases", path=str(path), sha256=hashlib.sha256(content).hexdigest()
    )
