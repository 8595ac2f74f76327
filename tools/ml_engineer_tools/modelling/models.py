"""Models: from the trivial one to boosted trees, fitted on some rows and asked about others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, get_args

import numpy as np

from ml_engineer_tools.modelling.boosted import THREADS, fit_boosted, load_lightgbm
from ml_engineer_tools.modelling.boosted_size import choose_size
from ml_engineer_tools.modelling.features import (
    FeatureEncoder,
    Prepared,
    prepare,
    stack,
    usable_features,
)
from ml_engineer_tools.modelling.linear import LINEAR_COLUMNS, fit_linear
from ml_engineer_tools.modelling.naive import last_value, previous_rows
from ml_engineer_tools.modelling.one_rule import fit_one_rule, level_scores
from ml_engineer_tools.modelling.splits import Fold
from ml_engineer_tools.modelling.task import Task

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "LINEAR_COLUMNS", "MODELS", "THREADS", "Fitted", "FittedModel", "ModelKind", "fit_model",
    "fit_predict", "last_value", "level_scores", "load_lightgbm", "predict_fold", "previous_rows",
]  # fmt: skip

ModelKind = Literal["trivial", "one_rule", "linear", "lightgbm"]
MODELS: tuple[ModelKind, ...] = get_args(ModelKind)
"""From the simplest to the most complex."""


class Fitted(Protocol):
    """What was learnt: predicts the classes that were there, or numbers."""

    def predict(self, matrix: np.ndarray) -> np.ndarray:
        """Return (m, k) probabilities of the classes learnt, or (m,) numbers."""
        ...

    @property
    def size(self) -> int:
        """Bytes that the model takes."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """The same prediction for every row: class shares, or a number."""

    value: np.ndarray

    def predict(self, matrix: np.ndarray) -> np.ndarray:
        """Return it for each row."""
        return np.full((len(matrix), *self.value.shape), self.value)

    @property
    def size(self) -> int:
        """Bytes that the model takes."""
        return int(self.value.nbytes)


@dataclass(frozen=True, slots=True, eq=False)
class FittedModel:
    """A fitted model that knows all classes of its task.

    Attributes:
        kind: which model.
        classes: how many classes the task has; 0 for numbers.
        present: codes of the classes that the training rows had; the others have probability 0.
        learnt: the model itself.
    """

    kind: str
    classes: int
    present: np.ndarray
    learnt: Fitted

    def predict(self, matrix: np.ndarray) -> np.ndarray:
        """Return (m, k) class probabilities, or (m,) numbers, for rows of `Prepared.matrix`."""
        found = self.learnt.predict(matrix)
        if not self.classes or len(self.present) == self.classes:
            return found
        full = np.zeros((len(matrix), self.classes))
        full[:, self.present] = found
        return full


def fit_model(
    kind: ModelKind,
    task: Task,
    features: Prepared,
    y: np.ndarray,
    rows: np.ndarray,
    *,
    seed: int = 0,
    quick: bool = False,
    inner: Fold | None = None,
) -> FittedModel:
    """Fit a model on some of the rows; everything that is learnt is learnt from them.

    The models: `trivial` (class shares, or the mean), `one_rule` (a tree of depth two on the
    one feature with the best first split), `linear` (logistic, ridge or Poisson regression),
    `lightgbm` (a fixed number of trees, of a size that `inner` decides).

    Args:
        kind: which model.
        task: what is predicted.
        features: of all n rows.
        y: (n,) class codes or numbers.
        rows: positions of those to learn from.
        seed: of the boosted trees.
        quick: whether fewer trees with coarser bins will do, for a model that is fitted often.
        inner: a split of `rows` by which the size of trees is chosen; None goes by their number.
    """
    y_train = y[rows]
    present = np.empty(0, dtype=np.int64)
    if task.kind != "regression":
        present, y_train = np.unique(y_train, return_inverse=True)
    learnt: Fitted
    nothing_to_learn = features.matrix.shape[1] == 0 or len(present) == 1
    if kind == "trivial" or nothing_to_learn:
        shares = np.bincount(y_train) / len(y_train) if len(present) else y_train.mean()
        learnt = Constant(np.asarray(shares))
    else:
        train = features.matrix[rows]
        if kind == "one_rule":
            learnt = fit_one_rule(task, features.levels, train, y_train)
        else:
            encoder = FeatureEncoder(features.levels).fit(train, scales=kind == "linear")
            if kind == "linear":
                learnt = fit_linear(task, encoder, train, y_train)
            else:
                size = None if inner is None else choose_size(task, features, y, inner, seed=seed)
                learnt = fit_boosted(
                    task, encoder, train, y_train, seed=seed, quick=quick, size=size
                )
    return FittedModel(kind, len(task.classes), present, learnt)


def predict_fold(
    kind: ModelKind,
    task: Task,
    features: Prepared,
    y: np.ndarray,
    fold: Fold,
    *,
    seed: int = 0,
    quick: bool = False,
) -> np.ndarray:
    """Fit a model on a fold's training rows and return predictions for its m validation rows.

    Returns:
        (m, k) class probabilities, or (m,) numbers.
    """
    model = fit_model(kind, task, features, y, fold.train, seed=seed, quick=quick)
    return model.predict(features.matrix[fold.validation])


def fit_predict(
    kind: ModelKind,
    task: Task,
    train_frame: pd.DataFrame,
    y_train: np.ndarray,
    validation_frame: pd.DataFrame,
    *,
    seed: int = 0,
) -> np.ndarray:
    """Fit a model on one frame and return its predictions for another one.

    Args:
        kind: which model; see `fit_model`.
        task: what is predicted.
        train_frame: features of the training rows; unusable columns are left out.
        y_train: (n,) class codes or numbers.
        validation_frame: the same columns for the rows to be predicted.
        seed: of the boosted trees.

    Returns:
        (m, k) class probabilities, or (m,) numbers.
    """
    names, _ = usable_features(train_frame)
    both = stack(train_frame, validation_frame, names)
    cut, rows = len(train_frame), len(both)
    y = np.concatenate([y_train, np.zeros(rows - cut, dtype=y_train.dtype)])
    fold = Fold(np.arange(cut), np.arange(cut, rows))
    return predict_fold(kind, task, prepare(both, names), y, fold, seed=seed)
