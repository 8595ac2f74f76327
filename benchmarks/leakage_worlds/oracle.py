"""How strong a leak is: a trusting user's score minus the score on honest fresh rows.

The scale is ROC AUC for two classes, macro one-against-rest ROC AUC for more, and R squared, not
below 0, for an amount. The user tries three quick models, believes the best score, and takes that
model; its honest score comes from a fit on `honest_train`, scored on `honest_fresh`.
"""

from __future__ import annotations

import importlib
import warnings
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from benchmarks.leakage_worlds.world import World
from numpy.typing import NDArray

BLATANT, SUBTLE = 0.10, 0.03
"""Inflation from which a leak is blatant, and subtle; below it is harmless (a convention)."""

FOLDS = 3
MANY_LEVELS = 30

Strength = Literal["blatant", "subtle", "harmless"]


@dataclass(frozen=True)
class Inflation:
    """What a trusting user believes, and what is true.

    Attributes:
        naive: the user's score.
        honest: the same model's score on fresh rows, with nothing leaking.
        model: which model the user took.
    """

    naive: float
    honest: float
    model: str

    @property
    def amount(self) -> float:
        """How much too high the user's score is."""
        return self.naive - self.honest

    @property
    def strength(self) -> Strength:
        """The class of the leak."""
        return strength_of(self.amount)


def strength_of(amount: float) -> Strength:
    """Name an inflation: blatant from 0.10 up, subtle from 0.03, harmless below."""
    if amount >= BLATANT:
        return "blatant"
    return "subtle" if amount >= SUBTLE else "harmless"


def inflation(world: World) -> Inflation:
    """Measure the inflation of a world. Takes seconds; deterministic."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it has no stubs

    # Only libraries that are loaded are limited. OpenMP threads that wait for a busy core cost a
    # hundred times what they save.
    importlib.import_module("sklearn.ensemble")
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scores = {name: _naive_score(world, name) for name in ("boosted", "forest", "linear")}
        best = max(scores, key=lambda name: (scores[name], name))
        honest = _fit_and_score(world, best, world.honest_train, world.honest_fresh)
    return Inflation(scores[best], honest, best)


def _naive_score(world: World, model: str) -> float:
    train, test = world.train, world.test
    if world.position:
        train = train.assign(**{"Unnamed: 0": np.arange(len(train))})
    if world.naive == "test":
        assert test is not None, "a world that is scored on its test has one"
        return _fit_and_score(world, model, train, test)
    scores = [
        _fit_and_score(world, model, train[~held], train[held]) for held in _folds(world, train)
    ]
    return float(np.mean(scores))


def _folds(world: World, train: pd.DataFrame) -> list[NDArray[np.bool_]]:
    if world.naive == "fold_column":
        fold = train[world.fold].to_numpy()
        return [fold == k for k in sorted(set(fold))[:FOLDS]]
    place = np.random.default_rng(len(train)).permutation(len(train)) % FOLDS
    return [place == k for k in range(FOLDS)]


def _fit_and_score(world: World, model: str, train: pd.DataFrame, held: pd.DataFrame) -> float:
    dropped = [world.target, *([world.fold] if world.fold else [])]
    kept = [c for c in train.columns if c not in dropped and c in held.columns]
    kept = [c for c in kept if c not in (world.time, world.group)]
    x, z = _encode(train[kept], held[kept], one_hot=model == "linear")
    y, truth = train[world.target], held[world.target]
    if world.task == "regression":
        fitted = _regressor(model).fit(x, y)
        return max(0.0, _r_squared(truth.to_numpy(dtype=np.float64), fitted.predict(z)))
    fitted = _classifier(model).fit(x, y)
    return _auc(truth.to_numpy(), fitted.predict_proba(z), list(fitted.classes_))


def _encode(train: pd.DataFrame, held: pd.DataFrame, *, one_hot: bool) -> tuple[Any, Any]:
    """Numbers from a table: dates as days, levels as codes or indicators, missing as a flag."""
    parts: list[tuple[Any, Any]] = []
    for name in train.columns:
        a, b = _as_numbers(train[name]), _as_numbers(held[name])
        if a is not None and b is not None:
            parts.append((a[:, None], b[:, None]))
            continue
        levels = train[name].astype("string").fillna("?").value_counts()
        few = one_hot and len(levels) <= MANY_LEVELS
        known = sorted(levels.index) if few or not one_hot else sorted(levels.index[:MANY_LEVELS])
        codes = {level: k for k, level in enumerate(known)}
        coded = [
            s.astype("string").fillna("?").map(codes).fillna(-1).to_numpy(dtype=np.float64)
            for s in (train[name], held[name])
        ]
        if one_hot:
            grid = np.arange(len(known))
            parts.append(tuple((c[:, None] == grid).astype(np.float64) for c in coded))
        else:
            parts.append((coded[0][:, None], coded[1][:, None]))
    x, z = np.hstack([p[0] for p in parts]), np.hstack([p[1] for p in parts])
    gaps = np.isnan(x).any(axis=0)
    if gaps.any():
        middle = np.nanmedian(x[:, gaps], axis=0)
        filled = []
        for m in (x, z):
            missing = np.isnan(m[:, gaps])
            m[:, gaps] = np.where(missing, middle, m[:, gaps])
            filled.append(np.hstack([m, missing.astype(np.float64)]))
        x, z = filled
    return x, np.nan_to_num(z, nan=0.0)


def _as_numbers(values: pd.Series) -> NDArray[np.float64] | None:
    if pd.api.types.is_numeric_dtype(values):
        return values.to_numpy(dtype=np.float64, na_value=np.nan)
    known = values.dropna().astype(str)
    if len(known) and known.str.fullmatch(r"\d{4}-\d\d-\d\d.*").all():
        stamps = pd.to_datetime(values, errors="coerce").astype("datetime64[s]")
        seconds = stamps.astype("int64").to_numpy(dtype=np.float64)
        return np.where(stamps.isna(), np.nan, seconds / 86_400)
    return None


def _classifier(model: str) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if model == "boosted":
        return HistGradientBoostingClassifier(
            max_iter=60, max_leaf_nodes=15, early_stopping=False, random_state=0
        )
    if model == "forest":
        return RandomForestClassifier(40, min_samples_leaf=2, random_state=0, n_jobs=1)
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=300))


def _regressor(model: str) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if model == "boosted":
        return HistGradientBoostingRegressor(
            max_iter=60, max_leaf_nodes=15, early_stopping=False, random_state=0
        )
    if model == "forest":
        return RandomForestRegressor(
            30, min_samples_leaf=2, max_features=0.5, random_state=0, n_jobs=1
        )
    return make_pipeline(StandardScaler(), Ridge(1.0))


def _r_squared(truth: NDArray[np.float64], told: NDArray[np.float64]) -> float:
    return 1 - float(((truth - told) ** 2).sum() / ((truth - truth.mean()) ** 2).sum())


def _auc(truth: NDArray[Any], chances: NDArray[np.float64], classes: list[Any]) -> float:
    from sklearn.metrics import roc_auc_score

    scores = []
    for k, name in enumerate(classes if len(classes) > 2 else classes[1:]):
        hit = truth == name
        if 0 < hit.sum() < len(hit):
            column = chances[:, k if len(classes) > 2 else 1]
            scores.append(float(roc_auc_score(hit, column)))
    return float(np.mean(scores)) if scores else 0.5
