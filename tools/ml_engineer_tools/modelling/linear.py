"""Linear models: logistic, ridge and Poisson regression on encoded features."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from ml_engineer_tools.modelling.features import FeatureEncoder, LinearColumn
from ml_engineer_tools.modelling.task import Task

THREADS = 1
"""At these sizes a second thread gains nothing, and one thread never waits for a busy core."""

LINEAR_COLUMNS = 300
"""A linear model uses at most so many encoded columns, those most correlated with the target."""

FARTHEST = 2.0
"""Predicted counts are cut at this many times the largest one learnt: a log link explodes beyond
what it has seen. A convention."""


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """A fitted linear model with its encoder.

    Attributes:
        encoder: encodes rows.
        chosen: which encoded columns are used; None for all.
        model: scikit-learn's model.
        most: predictions are cut at this; None for no cut.
        is_number: whether a quantity is predicted.
    """

    encoder: FeatureEncoder
    chosen: np.ndarray | None
    model: Any
    most: float | None
    is_number: bool

    def predict(self, matrix: np.ndarray) -> np.ndarray:
        """Return (m, k) probabilities of the classes learnt, or (m,) numbers."""
        rows = self.encoder.linear(matrix)
        rows = rows if self.chosen is None else rows[:, self.chosen]
        asked = self.model.predict if self.is_number else self.model.predict_proba
        found = np.asarray(asked(rows), dtype=np.float64)
        return found if self.most is None else np.minimum(found, self.most)

    def coefficients(self) -> list[tuple[LinearColumn, float]]:
        """Return for each encoded column what one unit of the feature (or a level) changes.

        The unit of the change is that of the target for ridge regression, log-odds for two
        classes, and the logarithm of the expected count. Models of several classes have none.
        """
        weights = np.atleast_2d(self.model.coef_)
        if len(weights) != 1:
            return []
        columns = self.encoder.linear_columns()
        used = range(len(columns)) if self.chosen is None else self.chosen
        return [
            (columns[k], float(weight) / columns[k].scale)
            for k, weight in zip(used, weights[0], strict=True)
        ]

    @property
    def size(self) -> int:
        """Bytes that the model takes."""
        return int(np.asarray(self.model.coef_).nbytes + 8 * len(self.encoder.levels) * 4)


def fit_linear(
    task: Task, encoder: FeatureEncoder, train: np.ndarray, y_train: np.ndarray
) -> Linear:
    """Fit logistic regression for classes, Poisson regression for counts, ridge for other numbers.

    Args:
        task: what is predicted.
        encoder: fitted on the training rows.
        train: (n, m) features of the training rows, not encoded.
        y_train: (n,) codes of the classes present, or numbers.
    """
    from sklearn.linear_model import LogisticRegression, PoissonRegressor, Ridge
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    rows, chosen, most = encoder.linear(train), None, None
    if rows.shape[1] > LINEAR_COLUMNS:
        chosen = _most_correlated(task, rows, y_train)
        rows = rows[:, chosen]
    model: Any
    with warnings.catch_warnings(), threadpool_limits(THREADS):
        # Not converging to the last digit is no news for a baseline.
        warnings.simplefilter("ignore")
        if task.kind == "regression" and task.counts:
            # The penalty of one ridge unit, in the mean loss that scikit-learn minimises here.
            model = PoissonRegressor(alpha=1 / len(rows), max_iter=300).fit(rows, y_train)
            most = FARTHEST * float(y_train.max())
        elif task.kind == "regression":
            model = Ridge(alpha=1.0).fit(rows, y_train)
        else:
            model = LogisticRegression(C=1.0, max_iter=300, tol=1e-4).fit(rows, y_train)
    return Linear(encoder, chosen, model, most, task.kind == "regression")


def _most_correlated(task: Task, train: np.ndarray, y_train: np.ndarray) -> np.ndarray:
    centred = train - train.mean(axis=0)
    spread = np.sqrt((centred**2).sum(axis=0))
    targets = (
        y_train[:, None].astype(np.float64)
        if task.kind == "regression"
        else (y_train[:, None] == np.unique(y_train)).astype(np.float64)
    )
    targets = targets - targets.mean(axis=0)
    strength = np.abs(centred.T @ targets).max(axis=1) / np.maximum(spread, 1e-12)
    return np.sort(np.argsort(-strength, kind="stable")[:LINEAR_COLUMNS])
