"""Odd tables are profiled without a crash: a clear error or a right result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

ROWS = 200


def plain() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "x": rng.normal(size=ROWS),
            "s": rng.choice(list("abc"), ROWS),
            "t": pd.date_range("2024-01-01", periods=ROWS, freq="h"),
            "y": rng.normal(size=ROWS),
        }
    )


ODD: dict[str, Callable[[pd.DataFrame], Any]] = {
    "infinite labels": lambda f: f.assign(y=f["y"].where(f["y"] < 1, np.inf)),
    "enormous labels": lambda f: f.assign(y=f["y"] * 1e300),
    "infinite values": lambda f: f.assign(x=np.where(f["x"] > 0, np.inf, -np.inf)),
    "labels that are objects": lambda f: f.assign(y=(f["y"] > 0).astype(object).where(f["x"] > -1)),
    "lists and structures": lambda f: f.assign(
        x=pd.Series([[1, 2] for _ in range(ROWS)], dtype=object),
        s=pd.Series([{"a": 1} for _ in range(ROWS)], dtype=object),
    ),
    "a time zone": lambda f: f.assign(t=f["t"].dt.tz_localize("Europe/Berlin")),
    "mostly no time": lambda f: f.assign(t=f["t"].where(f.index < 5)),
    "dates of all ages": lambda f: f.assign(
        t=["0001-01-01 00:00:00", "9999-12-31 00:00:00", *f["t"].astype(str)[2:]]
    ),
    "days that don't exist": lambda f: f.assign(t=20240228 + np.arange(ROWS) % 4),
    "nothing but constants": lambda f: f.assign(x=0.0, s="same"),
    "names that are no names": lambda f: f.rename(columns={"x": "a`b\n" * 99, "s": " "}),
    "few rows": lambda f: f.head(12),
}


@pytest.mark.parametrize("odd", ODD)
def test_with_and_without_roles(odd: str, profile: Callable[..., Any]) -> None:
    frame = ODD[odd](plain())
    roles: tuple[dict[str, str], ...] = ({}, {"target": "y", "time": "t"})
    assert all(profile(frame, **given).evidence.measurement.figures for given in roles)
