"""Values that mean the same and are written otherwise are told: dates, names of rows, types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift import DriftRequest
from ml_engineer_tools.drift.reference import build_reference
from ml_engineer_tools.drift.request import ReferenceRequest
from ml_engineer_tools.drift.saved import write_reference
from ml_engineer_tools.drift.tool import measure_drift
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Finding

ROWS = 500
ENGINE = open_engine()


def orders(seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "order": [f"{x:032x}" for x in rng.integers(2**40, 2**62, ROWS)],
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 100, ROWS), "D"),
            "amount": rng.normal(size=ROWS),
            "items": rng.poisson(4, ROWS),
        }
    )


def findings(reference: str, current: str) -> dict[str, Finding]:
    request = DriftRequest(reference=reference, current=current, classifier=False)
    evidence = measure_drift(request, Context(ENGINE))
    return {f.check: f for f in evidence.measurement.findings}


@pytest.mark.parametrize("kind", ["frames", "files", "saved"])
@pytest.mark.parametrize(("written", "named"), [("%d/%m/%Y", "DD/MM/YYYY"), ("%Y-%m-%d", None)])
def test_dates_in_another_format(
    kind: str, written: str, named: str | None, tmp_path: Path
) -> None:
    names = []
    for name, frame, way in (("before", orders(1), "%Y-%m-%d"), ("after", orders(2), written)):
        frame["day"] = frame["day"].dt.strftime(way)
        if kind == "frames":
            ENGINE.register(name, frame)
            names.append(name)
        else:
            names.append(str(tmp_path / f"{name}.csv"))
            frame.to_csv(names[-1], index=False)
    if kind == "saved":
        saved, _ = build_reference(ReferenceRequest(data=names[0]), Context(ENGINE))
        write_reference(saved, tmp_path / "r")
        names[0] = str(tmp_path / "r")

    found = findings(*names)

    if named is None:
        assert all(finding.severity == "info" for finding in found.values())
    else:
        statement = found["dates_written_otherwise"].statement
        assert f"YYYY-MM-DD in the reference, {named} in the current table" in statement


def test_names_of_rows_that_were_cut_shorter() -> None:
    ENGINE.register("before", orders(1))
    ENGINE.register("after", orders(2).assign(order=lambda frame: frame["order"].str[-12:]))
    found = findings("before", "after")
    assert "12 characters, where they had 32" in found["names_of_other_length"].statement


def test_names_that_are_counted_on_are_no_other_names() -> None:
    ENGINE.register("before", orders(1).assign(order=[f"u{k}" for k in range(1000, 1500)]))
    ENGINE.register("after", orders(2).assign(order=[f"u{k}" for k in range(10_000, 10_500)]))
    assert "names_of_other_length" not in findings("before", "after")


def test_a_change_of_type_is_told_with_both_types() -> None:
    ENGINE.register("before", orders(1))
    ENGINE.register("after", orders(2).assign(items=lambda f: f["items"].astype(str) + " items"))
    assert (
        "`items` (whole numbers → text)" in findings("before", "after")["columns_retyped"].statement
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [(str.upper, "by upper and lower case only"), (lambda name: f"{name} ", "by blanks only"),
     (lambda name: f"new {name}", None)],
)  # fmt: skip
def test_levels_that_differ_in_case_or_blanks_only(
    change: Callable[[str], str], words: str | None
) -> None:
    rng = np.random.default_rng(3)
    before, after = (
        orders(k).assign(tier=rng.choice(["Gold", "Silver", "Bronze"], ROWS)) for k in (1, 2)
    )
    ENGINE.register("before", before)
    ENGINE.register("after", after.assign(tier=after["tier"].map(change)))
    statement = findings("before", "after")["new_levels"].statement
    assert "3 levels" in statement
    assert (words or "100.0% of the rows of the current table.") in statement
    assert ("only" in statement) is (words is not None)
