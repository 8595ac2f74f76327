"""Worlds for tests of the split: honest rows, and ways to cut them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ml_engineer_tools import check_leakage
from ml_engineer_tools.evidence import Finding, Measurement

NUMBERS = [f"x{k}" for k in range(6)]
SPLIT_CHECKS = (
    "row_overlap", "near_row_overlap", "duplicate_rows", "near_duplicate_rows", "entity_overlap",
    "entity_found", "time_order", "aggregate_past_split", "split_separation", "entity_profile",
    "fold_entity_overlap", "fold_row_overlap", "fold_time_order",
)  # fmt: skip


def measure(train: pd.DataFrame, test: pd.DataFrame | None = None, **asked: Any) -> Measurement:
    return check_leakage(train, test=test, **asked).measurement


def found(measurement: Measurement, *checks: str) -> list[Finding]:
    return [finding for finding in measurement.findings if finding.check in checks]


def serious(measurement: Measurement) -> list[tuple[str, str]]:
    """Return check and severity of the split's findings that are more than a hint."""
    return [
        (finding.check, finding.severity)
        for finding in found(measurement, *SPLIT_CHECKS)
        if finding.severity in ("high", "medium")
    ]


def value(measurement: Measurement, quantity: str) -> float:
    return next(float(f.value) for f in measurement.figures if f.quantity == quantity)


def honest(seed: int, rows: int = 700) -> tuple[pd.DataFrame, np.random.Generator]:
    """Independent rows with numbers, a category and a count."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, len(NUMBERS)))
    frame = pd.DataFrame(x, columns=NUMBERS)
    frame["town"] = random.choice(list("abcdef"), rows)
    frame["age"] = random.integers(18, 90, rows)
    logit = x @ np.array([0.7, -0.6, 0.5, 0.4, 0.3, 0.0])
    frame["y"] = (random.random(rows) < 1 / (1 + np.exp(-logit))).astype(int)
    return frame, random


def shuffled(frame: pd.DataFrame, seed: int) -> pd.DataFrame:
    return frame.sample(frac=1, random_state=seed).reset_index(drop=True)


def cut(frame: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split at random, 30 % for the test."""
    test = np.random.default_rng(seed + 100).random(len(frame)) < 0.3
    return frame[~test].reset_index(drop=True), frame[test].reset_index(drop=True)
