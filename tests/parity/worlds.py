"""Simulated features of training, and what serving made of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ml_engineer_tools.context import Context
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Evidence, Finding
from ml_engineer_tools.parity.request import ParityRequest
from ml_engineer_tools.parity.tool import check_parity

ENGINE = open_engine()
ROWS = 600


def training(rows: int = ROWS, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "id": [f"c{k:05d}" for k in range(rows)],
            "amount": np.exp(random.normal(3, 1, rows)),
            "age": random.integers(18, 90, rows),
            "share": random.random(rows),
            "hour": random.integers(0, 24, rows),
            "city": random.choice(["Köln", "Bonn", "Aachen", "Münster"], rows),
            "seen": pd.Timestamp("2024-02-01")
            + pd.to_timedelta(random.integers(0, 180 * 24 * 60, rows), unit="min"),
        }
    )


def panel(entities: int = 40, days: int = 20, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "id": np.repeat(np.arange(entities), days),
            "day": np.tile(pd.date_range("2024-01-01", periods=days), entities),
            "balance": random.normal(size=entities * days).cumsum(),
        }
    )


def compared(before: pd.DataFrame, after: pd.DataFrame, *key: str, **asked: Any) -> Evidence:
    ENGINE.register("trained", before)
    ENGINE.register("served", after)
    request = ParityRequest(training="trained", serving="served", key=key or ("id",), **asked)
    return check_parity(request, Context(ENGINE))


def differs(evidence: Evidence, column: str) -> Finding:
    (found,) = [
        f
        for f in evidence.measurement.findings
        if f.check == "feature_differs" and f.columns == (column,)
    ]
    return found


def patterns(evidence: Evidence, column: str) -> dict[str, float]:
    """Pattern -> share of the differing rows that it explains."""
    return {
        f.quantity.removeprefix("pattern_").removesuffix("_share"): float(f.value)
        for f in evidence.measurement.figures
        if f.subject.column == column
        and f.quantity.startswith("pattern_")
        and f.quantity.endswith("_share")
    }


def value(evidence: Evidence, quantity: str, **subject: str) -> float:
    return next(
        float(f.value)
        for f in evidence.measurement.figures
        if f.quantity == quantity
        and all(getattr(f.subject, key) == wanted for key, wanted in subject.items())
    )
