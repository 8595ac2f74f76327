"""An entity that several columns name together, wherever a group may be given."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools import check_leakage, profile, train_baselines
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence


def shelves(rows: int = 1_500, seed: int = 0) -> pd.DataFrame:
    """Rows of products in shops: each product sells in its own way in each shop."""
    random = np.random.default_rng(seed)
    shop, product = random.integers(0, 20, rows), random.integers(0, 18, rows)
    shelf = shop * 18 + product
    own, place = random.normal(size=360), random.normal(size=(360, 3))
    frame = pd.DataFrame({"shop": [f"S{k}" for k in shop], "product, kind": product + 100})
    frame["x"] = random.normal(size=rows)
    for k in range(3):
        frame[f"place_{k}"] = place[shelf, k] + 0.2 * random.normal(size=rows)
    frame["y"] = (random.normal(size=rows) + 2 * own[shelf] + frame["x"] > 0).astype(int)
    return frame


def quantities(evidence: Evidence, quantity: str, column: str) -> list[float]:
    return [
        float(f.value)
        for f in evidence.measurement.figures
        if f.quantity == quantity and f.subject.column == column
    ]


def test_the_combination_is_the_entity_in_every_tool() -> None:
    frame, group = shelves(), "shop,product, kind"
    several = int((frame.groupby(["shop", "product, kind"]).size() > 1).sum())
    leakage = check_leakage(frame, target="y", group=group)
    assert quantities(leakage, "entities_with_several_rows", group) == [several]
    (gap,) = (f for f in leakage.measurement.figures if f.quantity == "group_split_optimism")
    assert float(gap.value) > 0.05
    assert quantities(profile(frame, target="y", group=group), "entity_count", group) == [
        frame.groupby(["shop", "product, kind"]).ngroups
    ]
    baselines = train_baselines(frame, target="y", group=["shop", "product, kind"])
    scored = [f for f in baselines.measurement.figures if f.quantity == "roc_auc"]
    assert {f.subject.split for f in scored} == {"group 5-fold"}
    names = {f.subject.column for f in baselines.measurement.figures}
    assert group not in names


def test_a_combination_is_met_on_both_sides_of_a_split(tmp_path: Path) -> None:
    frame = shelves()
    frame[:1_000].to_csv(tmp_path / "train.csv", index=False)
    frame[1_000:].astype({"product, kind": float}).to_parquet(tmp_path / "test.parquet")
    evidence = check_leakage(
        tmp_path / "train.csv", test=tmp_path / "test.parquet", group="shop, product, kind"
    )
    (finding,) = (f for f in evidence.measurement.findings if f.check == "entity_overlap")
    assert finding.severity == "high"
    (share,) = quantities(evidence, "entity_overlap_row_share", "shop, product, kind")
    known = set(zip(frame["shop"][:1_000], frame["product, kind"][:1_000], strict=True))
    tested = list(zip(frame["shop"][1_000:], frame["product, kind"][1_000:], strict=True))
    assert share == pytest.approx(np.mean([one in known for one in tested]))


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ("shop,product", "no column 'product' for the group; nearest: 'product, kind'"),
        ("shop,shop", "names the column 'shop' twice"),
        (["shop", "y"], "'y' can't be the target and part of the group"),
    ],
)
def test_what_is_wrong_with_a_combination_is_said(group: str | list[str], said: str) -> None:
    for tool in (check_leakage, profile, train_baselines):
        with pytest.raises(BadInput, match=said):
            tool(shelves(200), target="y", group=group)
