"""One class of three that a column gives away, worth little over all classes, is asked about."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.evidence import Finding

LeaksOf = Callable[..., list[Finding]]
ROWS = 2_000


def three_classes(seed: int, spread: float = 0.7) -> tuple[pd.DataFrame, np.random.Generator]:
    """Rows of three classes, each of which has its own means in six columns."""
    random = np.random.default_rng(seed)
    y = random.choice(3, ROWS, p=[0.5, 0.3, 0.2])
    means = spread * random.normal(size=(3, 6))
    frame = pd.DataFrame(means[y] + random.normal(size=(ROWS, 6))).add_prefix("x")
    frame["town"] = random.choice(list("abcdef"), ROWS)
    frame["y"] = y
    return frame, random


def given_away(findings: list[Finding]) -> set[str]:
    return {name for finding in findings for name in finding.columns if "x" not in name}


@pytest.mark.parametrize("how", ["flag", "measure"])
def test_a_column_that_knows_one_class_is_asked_about(leaks_of: LeaksOf, how: str) -> None:
    frame, random = three_classes(25 + ROWS - 9)
    known = frame["y"] == 1
    if how == "flag":
        noise = random.random(ROWS) < known.mean()
        frame["code"] = np.where(random.random(ROWS) < 0.9, known, noise).astype(int)
    else:
        frame["code"] = (random.normal(size=ROWS) + 2.2 * known).round(3)
    findings = [f for f in leaks_of(frame) if "code" in f.columns]
    assert [finding.severity for finding in findings] == ["medium"]
    assert "one class" in findings[0].statement


@pytest.mark.parametrize("seed", [0, 1])
def test_a_column_that_tells_all_classes_is_none_that_gives_one_away(
    leaks_of: LeaksOf, seed: int
) -> None:
    frame, random = three_classes(seed)
    frame["code"] = (random.normal(size=ROWS) + 0.8 * frame["y"]).round(3)
    told = [f.statement for f in leaks_of(frame) if "one class" in f.statement]
    assert told == []
