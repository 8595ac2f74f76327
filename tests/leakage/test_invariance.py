"""The order of rows and columns, and the file's format, change no verdict but those on order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.context import Context
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.leakage import LeakageRequest
from ml_engineer_tools.leakage.tool import check_leakage
from ml_engineer_tools.tables.table import ROW

ON_ORDER = {"file_order", "time_order"}

ENGINE = open_engine()


def planted(rows: int, seed: int = 0) -> pd.DataFrame:
    """Visits of customers: a leak, a partial leak, repeated rows and honest columns."""
    rng = np.random.default_rng(seed)
    who, seconds = rng.integers(0, 60, rows), np.sort(rng.integers(0, 10**7, rows))
    frame = pd.DataFrame(
        {
            "at": pd.Timestamp("2023-01-01") + pd.to_timedelta(seconds, unit="s"),
            "customer": rng.choice(90_000, 60, replace=False)[who],
            "age": rng.integers(18, 80, 60)[who],
            "spent": rng.gamma(2, 30, rows).round(2),
            "bent": rng.normal(size=rows).round(4),
            "town": rng.choice(["Ulm", "Bonn", "Kiel", "Jena"], rows),
        }
    )
    frame["y"] = (frame["bent"] + rng.normal(size=rows) > 0.4).astype(int)
    frame["score"] = (frame["y"] * 2 + rng.normal(size=rows)).round(4)
    frame["gone"] = frame["spent"].where(rng.random(rows) > 0.1 + 0.5 * frame["y"])
    return pd.concat([frame, frame.iloc[:30]], ignore_index=True)


def verdicts(evidence: Evidence) -> set[tuple[str, str, tuple[str, ...]]]:
    return {
        (f.check, f.severity, tuple(sorted(f.columns)))
        for f in evidence.measurement.findings
        if f.check not in ON_ORDER
    }


def checked(**asked: str) -> Evidence:
    return check_leakage(LeakageRequest.model_validate({"target": "y", **asked}), Context(ENGINE))


@pytest.mark.parametrize("roles", [{}, {"time": "at"}], ids=["no roles", "time"])
def test_order_and_format_change_no_verdict(tmp_path: Path, roles: dict[str, str]) -> None:
    frame, test = planted(500), pd.concat([planted(300, seed=1), planted(500).iloc[:40]])
    ENGINE.register("test", test)
    with_test = {} if not roles else {"test": "test"}
    ENGINE.register("as it is", frame)
    expected = verdicts(checked(data="as it is", **roles, **with_test))
    assert len(expected) >= 2
    backwards = frame[sorted(frame.columns, reverse=True)]
    ENGINE.register("shuffled", backwards.sample(frac=1, random_state=1, ignore_index=True))
    frame.to_csv(tmp_path / "t.csv", index=False)
    for other in ("shuffled", str(tmp_path / "t.csv")):
        assert verdicts(checked(data=other, **roles, **with_test)) == expected, other


def test_names_of_columns_change_no_verdict() -> None:
    frame = planted(500)
    names = {name: f"c{k}" for k, name in enumerate(sorted(frame.columns, reverse=True))}
    back = {new: old for old, new in names.items()}
    ENGINE.register("named", frame)
    renamed = frame.rename(columns=names)[sorted(back)]
    ENGINE.register("renamed", renamed.sample(frac=1, random_state=1, ignore_index=True))
    expected = verdicts(checked(data="named", group="customer"))
    asked = LeakageRequest(data="renamed", target=names["y"], group=names["customer"])
    found = {
        (check, severity, tuple(sorted(back[name] for name in columns)))
        for check, severity, columns in verdicts(check_leakage(asked, Context(ENGINE)))
    }
    assert found == expected
    assert len(expected) >= 2


def test_draws_come_in_an_order_that_the_content_gives(tmp_path: Path) -> None:
    frame = planted(3_000)
    frame["gone"] = frame["gone"].where(frame["gone"].notna(), np.nan)
    ENGINE.register("draw", frame)
    ENGINE.register("draw shuffled", frame.sample(frac=1, random_state=2, ignore_index=True))
    frame[sorted(frame.columns)].to_csv(tmp_path / "draw.csv", index=False)
    drawn = []
    for name in ("draw", "draw shuffled", str(tmp_path / "draw.csv")):
        table = ENGINE.read(name)
        deciding = ENGINE.deciding_columns(table)
        sample = ENGINE.hash_sample(
            table.expression, 500, seed=3, by=deciding, in_file_order=False
        ).drop(columns=[ROW])
        drawn.append(sample[sorted(sample.columns)])
    assert 350 < len(drawn[0]) < 650
    for other in drawn[1:]:
        pd.testing.assert_frame_equal(drawn[0], other, check_dtype=False)


def test_draws_of_rows_that_are_alike_in_what_decides_come_in_an_order_of_their_values() -> None:
    frame = planted(3_000)
    frame["band"] = np.arange(len(frame)) // 40  # decides the draw, and tells few rows apart
    frame["twin"] = np.arange(len(frame)) // 2
    drawn = []
    for seed in range(3):
        shuffled = frame.sample(frac=1, random_state=seed, ignore_index=True)
        ENGINE.register(f"bands {seed}", shuffled)
        table = ENGINE.read(f"bands {seed}")
        for by in (["band"], ["twin"]):
            sample = ENGINE.hash_sample(table.expression, 900, seed=3, by=by, in_file_order=False)
            runs = sample["band"].ne(sample["band"].shift()).sum()
            assert by == ["twin"] or runs == sample["band"].nunique() > 5
            drawn.append(sample.drop(columns=[ROW]))
    for k, other in enumerate(drawn[2:]):
        pd.testing.assert_frame_equal(drawn[k % 2], other)
