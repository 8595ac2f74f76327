"""Gradient-boosted trees: LightGBM with one thread, of a size that suits the rows."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.modelling.features import FeatureEncoder
from ml_engineer_tools.modelling.task import Task

THREADS = 1
"""At these sizes a second thread gains nothing, and one thread never waits for a busy core."""
QUICK_TREES, FEWEST_ROUNDS = 40, 10

MANY_ROWS = 10_000
"""Rows from which large trees are the default, where no rows are given to choose by."""

WIDE_COLUMNS = 200
"""Beyond so many columns each tree looks at a random part of them, with coarser bins, so that
wide tables finish."""

FINE_BINS, COARSE_BINS = 255, 63
"""LightGBM's default, and what its guide advises for speed."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much the trees can learn: their leaves, how far each goes, and how many there are."""

    leaves: int
    rate: float
    rounds: int


SMALL, LARGE = Size(8, 0.05, 100), Size(31, 0.1, 100)


@dataclass(frozen=True, slots=True, eq=False)
class Boosted:
    """Fitted trees with their encoder."""

    encoder: FeatureEncoder
    booster: Any
    is_binary: bool

    def predict(self, matrix: np.ndarray, *, rounds: int | None = None) -> np.ndarray:
        """Return (m, k) probabilities of the classes learnt, or (m,) numbers.

        Args:
            matrix: (m, columns) not encoded.
            rounds: only the first so many; None for all.
        """
        rows = self.encoder.trees(matrix)
        found = np.asarray(
            self.booster.predict(rows, num_threads=THREADS, num_iteration=rounds), dtype=np.float64
        )
        return np.column_stack([1 - found, found]) if self.is_binary else found

    def contributions(self, matrix: np.ndarray) -> np.ndarray:
        """Return (m, columns + 1) what each column adds to the raw score, the last the base.

        These are the exact Shapley values of trees (Lundberg et al. 2020); of several classes
        they are those of each class side by side.
        """
        rows = self.encoder.trees(matrix)
        found = self.booster.predict(rows, pred_contrib=True, num_threads=THREADS)
        return np.asarray(found, dtype=np.float64)

    @property
    def size(self) -> int:
        """Bytes of the model as LightGBM writes it."""
        return len(self.booster.model_to_string().encode())


def load_lightgbm() -> Any:
    """Import LightGBM and return it.

    Raises:
        BadInput: its native library can't be loaded, mostly for want of an OpenMP runtime.
    """
    # Idle OpenMP threads that spin make it many times slower beside another busy process
    # (LightGBM issue 6728); the policy is read when the library is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        import lightgbm
    except (ImportError, OSError):
        raise BadInput(
            "LightGBM can't be loaded on this machine; install the OpenMP runtime "
            "(libgomp1 on Debian, libomp on macOS)."
        ) from None
    return lightgbm


def fit_boosted(
    task: Task,
    encoder: FeatureEncoder,
    train: np.ndarray,
    y_train: np.ndarray,
    *,
    seed: int,
    quick: bool = False,
    size: Size | None = None,
    coarse: bool = False,
) -> Boosted:
    """Fit a fixed number of trees.

    Stopping early would need rows chosen at random, no honest judge where rows have an order; see
    `boosted_size` for a choice that is.

    Args:
        task: what is predicted.
        encoder: fitted on the training rows.
        train: (n, m) features of the training rows, not encoded.
        y_train: (n,) codes of the classes present, or numbers.
        seed: of the trees.
        quick: whether fewer trees with coarser bins will do, for a model that is fitted often.
        size: of the trees; None takes small ones for few rows.
        coarse: whether coarser bins will do, for trees that only compare sizes.
    """
    lightgbm = load_lightgbm()
    classes = 0 if task.kind == "regression" else int(y_train.max()) + 1
    objective = {0: "regression", 2: "binary"}.get(classes, "multiclass")
    rows, columns = train.shape
    chosen = size or (SMALL if rows < MANY_ROWS else LARGE)
    if quick:
        chosen = Size(31, 0.1, max(FEWEST_ROUNDS, QUICK_TREES * 2 // max(2, classes)))
    smallest = max(2, min(20, rows // 20))
    parameters: dict[str, Any] = {
        "objective": objective,
        "max_bin": COARSE_BINS if quick or coarse or columns > WIDE_COLUMNS else FINE_BINS,
        "learning_rate": chosen.rate,
        "num_leaves": chosen.leaves,
        "min_data_in_leaf": smallest,
        "min_data_per_group": max(2, min(100, rows // 20)),
        "feature_fraction": min(1.0, WIDE_COLUMNS / columns),
        "num_threads": THREADS,
        "deterministic": True,
        "force_row_wise": True,
        "seed": seed,
        "verbosity": -1,
    }
    if objective == "multiclass":
        parameters["num_class"] = classes
    if task.counts and float(y_train.sum()) > 0:
        parameters["objective"] = "poisson"
    binning = {name: parameters[name] for name in ("max_bin", "num_threads", "verbosity")}
    data = lightgbm.Dataset(
        encoder.trees(train),
        label=y_train,
        categorical_feature=encoder.categorical,
        params=binning,
    )
    booster = lightgbm.train(parameters, data, num_boost_round=chosen.rounds)
    return Boosted(encoder, booster, objective == "binary")
