"""One rule: a tree of depth two on the one feature with the best first split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ml_engineer_tools.modelling.features import LARGEST
from ml_engineer_tools.modelling.task import Task


@dataclass(frozen=True, slots=True, eq=False)
class OneRule:
    """A small tree on one column of the matrix.

    Attributes:
        column: which one.
        scores: for a category a number for each level, by which the tree orders them.
        tree: scikit-learn's tree.
        is_number: whether a quantity is predicted.
    """

    column: int
    scores: np.ndarray | None
    tree: Any
    is_number: bool

    def predict(self, matrix: np.ndarray) -> np.ndarray:
        """Return (m, k) probabilities of the classes learnt, or (m,) numbers."""
        values = np.clip(matrix[:, self.column], -LARGEST, LARGEST)
        if self.scores is not None:
            values = _scored(values, self.scores)
        asked = self.tree.predict if self.is_number else self.tree.predict_proba
        return np.asarray(asked(values[:, None]), dtype=np.float64)

    @property
    def size(self) -> int:
        """Bytes that the model takes."""
        tree = self.tree.tree_
        scores = 0 if self.scores is None else self.scores.nbytes
        return int(tree.threshold.nbytes + tree.value.nbytes + scores)


def fit_one_rule(
    task: Task, levels: tuple[int, ...], train: np.ndarray, y_train: np.ndarray
) -> OneRule:
    """Choose the feature by its best single split, then fit a small tree on it alone.

    Args:
        task: what is predicted.
        levels: as in `Prepared.levels`.
        train: (n, m) features of the training rows.
        y_train: (n,) codes of the classes present, or numbers.
    """
    ordered = np.clip(train, -LARGEST, LARGEST)
    scores: dict[int, np.ndarray] = {}
    # Scores only order the levels; those of huge targets would leave the range of the trees.
    size = float(np.abs(y_train).max(initial=0.0)) if task.kind == "regression" else 1.0
    target = y_train / size if size > LARGEST else y_train
    for k, count in enumerate(levels):
        if count:
            scores[k] = level_scores(task, train[:, k], target, count)
            ordered[:, k] = _scored(ordered[:, k], scores[k])
    first = _tree(task, len(y_train), depth=1).fit(ordered, y_train)
    chosen = max(int(first.tree_.feature[0]), 0)
    rule = _tree(task, len(y_train), depth=2).fit(ordered[:, [chosen]], y_train)
    return OneRule(chosen, scores.get(chosen), rule, task.kind == "regression")


def level_scores(
    task: Task, column: np.ndarray, y: np.ndarray, levels: int, *, prior_rows: float = 10.0
) -> np.ndarray:
    """Return a number for each level of a category by which a tree can order the levels.

    For two classes and for numbers: the level's mean target, drawn towards the overall mean as
    if by `prior_rows` more rows (additive smoothing). For more classes: the level's most common
    class plus a part below one that grows with how common it is.

    Args:
        task: what is predicted.
        column: (n,) codes from 0 of training rows, NaN for null.
        y: (n,) their class codes or numbers.
        levels: how many codes there are.
        prior_rows: strength of the smoothing.
    """
    known = ~np.isnan(column)
    codes, target = column[known].astype(np.intp), y[known]
    counts = np.bincount(codes, minlength=levels)
    if task.kind == "multiclass":
        classes = len(task.classes)
        cells = np.bincount(codes * classes + target, minlength=levels * classes)
        shares = cells.reshape(levels, classes)
        part = 0.9 * shares.max(axis=1) / np.maximum(counts, 1)
        return np.asarray(np.where(counts > 0, shares.argmax(axis=1) + part, -1.0))
    sums = np.bincount(codes, weights=target.astype(np.float64), minlength=levels)
    return np.asarray((sums + prior_rows * y.mean()) / (counts + prior_rows))


def _scored(column: np.ndarray, scores: np.ndarray) -> np.ndarray:
    known = ~np.isnan(column)
    found = np.full(len(column), np.nan)
    found[known] = scores[column[known].astype(np.intp)]
    return found


def _tree(task: Task, rows: int, *, depth: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    family = DecisionTreeRegressor if task.kind == "regression" else DecisionTreeClassifier
    leaves = None if depth == 1 else max(2**depth, len(task.classes))
    smallest = max(2, min(20, rows // 20))
    return family(
        max_depth=max(depth, (leaves or 2).bit_length()) if leaves else depth,
        max_leaf_nodes=leaves,
        min_samples_leaf=smallest,
        random_state=0,
    )
