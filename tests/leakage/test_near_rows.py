"""Near rows: copies are counted though much was moved, and independent rows are left alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.leakage.split_worlds import found, measure, shuffled, value

NEAR = ("near_row_overlap", "near_duplicate_rows")


def few_columns(kind: str, rows: int, seed: int) -> pd.DataFrame:
    """Independent rows of a few columns, in which unrelated rows lie near each other."""
    random = np.random.default_rng(seed)

    def numbers(count: int) -> pd.DataFrame:
        return pd.DataFrame(random.normal(size=(rows, count))).add_prefix("x")

    if kind == "two numbers":
        return numbers(2)
    if kind == "a number, a rounded one and two categories":
        return numbers(1).assign(
            rounded=random.normal(size=rows).round(2),
            kind=random.choice(list("abc"), rows),
            answer=random.integers(0, 5, rows),
        )
    if kind == "numbers that are mostly zero":
        return numbers(6).where(random.random((rows, 6)) < 0.3, 0.0)
    if kind == "numbers on a grid":
        return numbers(3).round(2)
    if kind == "numbers that are often missing":
        return numbers(5).mask(random.random((rows, 5)) < 0.3)
    assert kind == "few values"
    return pd.DataFrame({f"c{k}": random.geometric(0.1, rows) for k in range(4)})


@pytest.mark.parametrize("rows", [400, 1_500])
@pytest.mark.parametrize(
    "kind",
    [
        "two numbers", "a number, a rounded one and two categories", "few values",
        "numbers that are mostly zero", "numbers on a grid", "numbers that are often missing",
    ],
)  # fmt: skip
def test_unrelated_rows_of_few_columns_are_no_near_copies(kind: str, rows: int) -> None:
    frame = few_columns(kind, rows, rows + 1)
    cut = rows * 7 // 10
    assert found(measure(frame[:cut], frame[cut:]), *NEAR) == []
    assert found(measure(frame), *NEAR) == []


@pytest.mark.parametrize(("numbers", "noise"), [(5, 0.1), (8, 0.2), (20, 0.3)])
def test_copies_are_counted_though_each_number_was_moved_by_much_of_its_spread(
    numbers: int, noise: float
) -> None:
    random = np.random.default_rng(numbers)
    rows = pd.DataFrame(random.normal(size=(2_000, numbers))).add_prefix("x")
    rows["town"] = random.choice(list("abcde"), len(rows))
    train, new = rows[:1_400], rows[1_400:1_928]
    copies = train.sample(72, random_state=0).copy()
    copies.iloc[:, :numbers] += noise * random.normal(size=(72, numbers))
    measurement = measure(train, shuffled(pd.concat([new, copies]), 1))
    (finding,) = found(measurement, "near_row_overlap")
    assert finding.statement.startswith("At least")
    assert 0.07 < value(measurement, "near_row_overlap_share") <= 0.13
