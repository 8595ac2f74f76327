"""The order of rows and columns, and the file's format, change no verdict but those on order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.context import Context
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.profiling import ProfileRequest
from ml_engineer_tools.profiling.tool import profile_dataset

ON_ORDER = {"time_not_in_file_order", "constant_for_a_stretch", "file_sorted",
            "target_follows_file_order", "proposed_target", "proposed_time"}  # fmt: skip

ENGINE = open_engine()


def planted() -> pd.DataFrame:
    """Visits of customers with something of most kinds to find."""
    rng = np.random.default_rng(0)
    rows = 800
    who = rng.integers(0, 100, rows)
    frame = pd.DataFrame(
        {
            "visit": [f"v{k:04d}" for k in rng.permutation(rows)],
            "at": pd.Timestamp("2023-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 300, rows)),
                                                               unit="D"),
            "customer": rng.choice(90_000, 100, replace=False)[who],
            "age": rng.integers(18, 80, 100)[who],
            "spent": rng.gamma(2, 30, rows).round(1),
            "bent": rng.normal(size=rows).round(3),
        }
    )  # fmt: skip
    frame["y"] = (frame["bent"] ** 2 + frame["spent"] / 60 + rng.normal(size=rows) > 2).astype(int)
    frame["gone"] = frame["spent"].where(rng.random(rows) > 0.2 + 0.5 * frame["y"])
    frame.loc[:4, "at"] = pd.Timestamp("2040-01-01")
    return frame


def verdicts(evidence: Evidence) -> set[tuple[str, str, tuple[str, ...]]]:
    return {
        (f.check, f.severity, tuple(sorted(f.columns)))
        for f in evidence.measurement.findings
        if f.check not in ON_ORDER
    }


def profiled(data: str, **roles: str) -> Evidence:
    return profile_dataset(ProfileRequest.model_validate({"data": data, **roles}), Context(ENGINE))


ROLES = {"target": "y", "time": "at", "group": "customer", "key": "visit"}


@pytest.mark.parametrize("roles", [{}, ROLES], ids=["no roles", "all roles"])
def test_order_and_format_change_no_verdict(tmp_path: Path, roles: dict[str, str]) -> None:
    frame = planted()
    ENGINE.register("as it is", frame)
    expected = verdicts(profiled("as it is", **roles))
    assert len(expected) >= (2 if not roles else 4)
    ENGINE.register("rows", frame.sample(frac=1, random_state=1, ignore_index=True))
    ENGINE.register("columns", frame[sorted(frame.columns, reverse=True)])
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    for other in ("rows", "columns", str(tmp_path / "t.csv"), str(tmp_path / "t.parquet")):
        assert verdicts(profiled(other, **roles)) == expected, other
