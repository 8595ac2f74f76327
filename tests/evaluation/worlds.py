"""Simulated predictions of a model that exists, good ones and ones that something happened to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ml_engineer_tools.context import Context
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evaluation.request import EvaluateRequest
from ml_engineer_tools.evaluation.tool import evaluate_predictions
from ml_engineer_tools.evidence import Evidence, Figure, Finding

ENGINE = open_engine()


def chance(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-(-1 + 1.5 * x + 0.8 * z))))


def binary(
    rows: int = 2000, seed: int = 0, *, shift: float = 0.0, keep: float = 1.0
) -> pd.DataFrame:
    """A calibrated score of two inputs; `keep` is how much of the first one's effect is left."""
    random = np.random.default_rng(seed)
    x, z = random.normal(size=rows), random.normal(size=rows)
    p = chance(x, z)
    y = (random.random(rows) < chance(keep * x, z)).astype(int)
    plan = random.choice(["a", "b", "c"], rows)
    return pd.DataFrame({"x": x, "z": z, "plan": plan, "p": p, "y": y})


def resampled(frame: pd.DataFrame, share: float, rows: int, seed: int = 0) -> pd.DataFrame:
    """The same world with another share of the positive class."""
    many = int(share * rows)
    parts = [
        frame[frame.y == 1].sample(many, random_state=seed),
        frame[frame.y == 0].sample(rows - many, random_state=seed),
    ]
    return pd.concat(parts).sample(frac=1, random_state=seed).reset_index(drop=True)


def several(rows: int = 1500, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, 3))
    chances = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    y = (random.random(rows)[:, None] > np.cumsum(chances, axis=1)).sum(axis=1)
    names = np.array(["red", "green", "blue"])
    frame = pd.DataFrame(chances, columns=[f"p_{name}" for name in names])
    return frame.assign(colour=names[y], guess=names[chances.argmax(axis=1)], size=x[:, 0])


def numbers(rows: int = 1500, seed: int = 0, *, bias: float = 0.0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    x = random.normal(size=rows)
    guess = 10 + 3 * x
    return pd.DataFrame({"x": x, "guess": guess + bias, "y": guess + random.normal(size=rows)})


def evaluated(frame: pd.DataFrame, reference: pd.DataFrame | None = None, **asked: Any) -> Evidence:
    ENGINE.register("live", frame)
    named: dict[str, Any] = {"data": "live"}
    if reference is not None:
        ENGINE.register("before", reference)
        named["reference"] = "before"
    if isinstance(training := asked.get("training"), pd.DataFrame):
        ENGINE.register("trained", training)
        asked["training"] = "trained"
    return evaluate_predictions(EvaluateRequest(**named, **asked), Context(ENGINE))


def finding(evidence: Evidence, check: str) -> Finding:
    (found,) = [f for f in evidence.measurement.findings if f.check == check]
    return found


def checks(evidence: Evidence, *severities: str) -> set[str]:
    return {f.check for f in evidence.measurement.findings if f.severity in severities}


def figure(evidence: Evidence, quantity: str, **subject: str) -> Figure:
    return next(
        f
        for f in evidence.measurement.figures
        if f.quantity == quantity
        and all(getattr(f.subject, key) == value for key, value in subject.items())
    )


def value(evidence: Evidence, quantity: str, **subject: str) -> float:
    return float(figure(evidence, quantity, **subject).value)
