"""Rows on both sides: exact and near ones are found, and coarse tables are left alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.leakage.split_worlds import (
    NUMBERS,
    cut,
    found,
    honest,
    measure,
    serious,
    shuffled,
    value,
)

from ml_engineer_tools import check_leakage

SEEDS = [0, 1]


def entered_twice(seed: int, how: str, share: float = 0.2) -> pd.DataFrame:
    """A table some of whose rows stand twice, the second time written a little differently."""
    frame, random = honest(seed)
    again = frame.sample(frac=share, random_state=seed)
    if how == "noise":
        again[NUMBERS] += random.normal(size=again[NUMBERS].shape) * 0.01
    elif how == "rounded":
        again[NUMBERS] = again[NUMBERS].round(1)
    elif how == "cells":
        changed = random.permuted(np.tile(np.arange(8) < 2, (len(again), 1)), axis=1)
        for place, column in enumerate(frame.columns[:8]):
            other = again[column].sample(frac=1, random_state=place).to_numpy()
            again[column] = again[column].mask(changed[:, place], other)
    elif how == "spelling":
        again["town"] = " " + again["town"].str.upper()
        again["age"] += 1
    elif how == "other_label":
        again["y"] = 1 - again["y"]
    return shuffled(pd.concat([frame, again]), seed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("how", ["noise", "rounded", "cells", "spelling"])
def test_rows_that_come_again_a_little_different_are_found_on_the_other_side(
    how: str, seed: int
) -> None:
    measurement = measure(*cut(entered_twice(seed, how), seed))
    (finding,) = found(measurement, "near_row_overlap")
    assert finding.severity == "high"
    # A fifth of the rows comes again: a third of the table stands twice, 70 % of it in training.
    assert value(measurement, "near_row_overlap_share") == pytest.approx(0.23, abs=0.06)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("how", ["noise", "rounded", "cells", "spelling"])
def test_rows_that_come_again_in_one_table_are_found(how: str, seed: int) -> None:
    measurement = measure(entered_twice(seed, how))
    (finding,) = found(measurement, "near_duplicate_rows")
    assert finding.severity == "high"


@pytest.mark.parametrize("seed", SEEDS)
def test_exact_copies_spread_by_a_random_split_are_no_chance_though_training_has_them_too(
    seed: int,
) -> None:
    measurement = measure(*cut(entered_twice(seed, "same"), seed), target="y")
    (finding,) = found(measurement, "row_overlap")
    assert (finding.severity, finding.confidence) == ("high", "high")
    assert value(measurement, "row_overlap_expected_share") < 0.01
    assert found(measurement, "near_row_overlap") == []


def coarse(rows: int, seed: int) -> pd.DataFrame:
    """Rows of columns with few values, skewed: some are equal by chance."""
    random = np.random.default_rng(seed)
    levels = np.minimum(random.geometric(0.3, size=(rows, 6)), 9)
    frame = pd.DataFrame(levels, columns=[f"c{k}" for k in range(6)])
    frame["y"] = (random.random(rows) < 0.2 + 0.06 * levels[:, 0]).astype(int)
    return frame


def test_rows_that_equal_each_other_more_across_the_tables_than_in_one_are_no_chance() -> None:
    train, test = coarse(1_500, 0), coarse(600, 1)
    (chance,) = found(measure(train, test, target="y"), "row_overlap")
    assert chance.severity == "info"
    test = pd.concat([test[:250], train.sample(n=350, random_state=0)], ignore_index=True)
    (copied,) = found(measure(train, test, target="y"), "row_overlap")
    assert copied.severity == "high"
    # Of a table whose equal rows were taken out nothing is learnt of chance.
    measurement = measure(train.drop_duplicates(), coarse(600, 1), target="y")
    assert found(measurement, "row_overlap")[0].severity == "info"


def test_copies_with_another_label_are_told_apart() -> None:
    measurement = measure(*cut(entered_twice(0, "other_label"), 0), target="y")
    assert value(measurement, "row_overlap_same_label") == 0
    assert value(measurement, "row_overlap_other_label") > 30


@pytest.mark.parametrize("kept_twice", [True, False])
def test_equal_rows_of_a_coarse_table_are_known_by_amounts_that_agree(kept_twice: bool) -> None:
    frame = coarse(900, 0)
    frame["paid"] = np.random.default_rng(1).gamma(2, 40, len(frame)).round(2)
    if kept_twice:
        again = frame.sample(n=400, random_state=0)
        frame = pd.concat([frame, again], ignore_index=True).sample(frac=1, random_state=0)
    measurement = measure(frame.drop(columns="y"), target="paid")
    (finding,) = found(measurement, "duplicate_rows")
    assert finding.severity == ("medium" if kept_twice else "info")
    assert ("same records more than once" in finding.statement) == kept_twice


def test_labels_of_equal_rows_are_compared_by_pairs_and_beside_what_chance_gives() -> None:
    measurement = measure(coarse(600, 0), target="y")
    (finding,) = found(measurement, "duplicate_rows")
    (twins,) = (f for f in measurement.figures if f.quantity.startswith("equal_rows_same_label"))
    (chance,) = (f for f in measurement.figures if f.quantity.startswith("same_label_expected"))
    # Of two labels about half of all pairs agree, whatever the rows.
    assert 0.45 < float(chance.value) <= float(twins.value) < 0.9
    assert f"{float(twins.value):.1%} have the same label" in finding.statement
    assert f"{float(chance.value):.1%}" in finding.statement


@pytest.mark.parametrize("share", [0.003, 0.04, 0.2])
def test_duplicates_of_one_table_weigh_as_much_as_they_can_do_to_a_score(share: float) -> None:
    measurement = measure(entered_twice(0, "same", share), target="y")
    (finding,) = found(measurement, "duplicate_rows")
    assert finding.severity == {0.003: "low", 0.04: "medium", 0.2: "high"}[share]
    assert value(measurement, "duplicate_rows_share") == pytest.approx(
        2 * share / (1 + share), abs=0.003
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_are_known_though_ids_and_instants_are_new(seed: int) -> None:
    frame = entered_twice(seed, "same")
    random = np.random.default_rng(seed)
    frame["id"] = random.permutation(len(frame))
    seconds = pd.to_timedelta(random.integers(0, 10**6, len(frame)), unit="s")
    frame["entered"] = pd.Timestamp("2024-01-01") + seconds
    checks = {
        check for check, severity in serious(measure(*cut(frame, seed))) if severity == "high"
    }
    assert checks & {"row_overlap", "near_row_overlap"}


@pytest.mark.parametrize("seed", SEEDS)
def test_honest_rows_draw_no_finding(seed: int) -> None:
    frame, _ = honest(seed)
    rows = ("row_overlap", "near_row_overlap", "duplicate_rows", "near_duplicate_rows")
    assert found(measure(*cut(frame, seed), target="y"), *rows) == []
    assert found(measure(frame), *rows) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_equal_answers_to_the_same_few_questions_are_different_people(seed: int) -> None:
    random = np.random.default_rng(seed)
    mood = random.normal(size=1_500)
    frame = pd.DataFrame(
        {
            f"q{k}": np.clip(np.round(mood + random.normal(size=1_500) + 3), 1, 5).astype(int)
            for k in range(6)
        }
    )
    frame["sum"] = frame.sum(axis=1)
    frame["sex"], frame["y"] = random.choice(["m", "f"], 1_500), random.integers(0, 2, 1_500)
    assert frame.duplicated().mean() > 0.02
    assert serious(measure(*cut(frame, seed))) == []
    assert serious(measure(frame)) == []


def test_columns_that_repeat_another_one_make_no_row_rare() -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"fare": random.integers(0, 90, 900), "class": random.integers(1, 4, 900)})
    for copy in range(8):
        frame[f"class {copy}"] = frame["class"].map({1: "first", 2: "second", 3: "third"})
    frame["age"] = random.integers(0, 9, 900)
    assert frame.duplicated().mean() > 0.1
    assert serious(measure(*cut(frame, 0))) == []


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes"])
def test_bundled_tables_split_at_random_are_clean(name: str) -> None:
    from sklearn import datasets

    frame = getattr(datasets, f"load_{name}")(as_frame=True).frame
    assert serious(measure(*cut(frame, 0))) == []
    assert serious(measure(frame)) == []


def test_names_types_order_of_columns_and_file_format_change_no_verdict(tmp_path: Path) -> None:
    train, test = cut(entered_twice(0, "cells"), 0)
    renamed = {name: f"c{k}" for k, name in enumerate(reversed(train.columns))}
    other = test.rename(columns=renamed)[[renamed[name] for name in sorted(train.columns)]]
    other[renamed["age"]] = other[renamed["age"]].astype(float)
    train.rename(columns=renamed).to_parquet(tmp_path / "train.parquet")
    other.assign(more=1).to_csv(tmp_path / "test.csv", index=False)
    written = check_leakage(tmp_path / "train.parquet", test=tmp_path / "test.csv").measurement
    assert serious(written) == serious(measure(train, test))
    assert value(written, "near_row_overlap_share") == pytest.approx(
        value(measure(train, test), "near_row_overlap_share"), abs=0.02
    )


def test_a_test_table_that_lacks_columns_or_has_them_as_text_is_compared() -> None:
    train, test = cut(entered_twice(0, "same"), 0)
    test = test.drop(columns=["x5"]).astype({"age": str, "x0": str})
    (finding,) = found(measure(train, test), "row_overlap")
    assert finding.severity == "high"
