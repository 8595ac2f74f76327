"""Entities that two columns name together: found though nobody named them, and no others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.leakage.split_worlds import cut, found, measure, serious

ROWS = 2_000


def readings(kind: str, seed: int) -> pd.DataFrame:
    """Rows of two columns and what goes with them: their pair, or only the one and the other."""
    random = np.random.default_rng(seed)
    first, second = random.integers(0, 25, ROWS), random.integers(0, 20, ROWS)
    if kind == "household":
        first, second = random.integers(0, 200, ROWS), random.integers(1, 4, ROWS)
    pair = first * 25 + second
    frame = pd.DataFrame({"first": first + 1_000, "second": second})
    frame["x"] = random.normal(size=ROWS)
    frame["kind"] = random.choice(list("abc"), ROWS)
    noise = random.normal(size=ROWS)
    effect = random.normal(size=6_000)
    if kind in ("text", "household"):
        frame["size"] = random.normal(size=6_000)[pair] + 0.5 * random.normal(size=ROWS)
        frame["model"] = random.choice(list("klmn"), 6_000)[pair]
        noise += 2 * effect[pair]
    if kind == "text":
        frame["first"] = "site " + frame["first"].astype(str)
    if kind == "label alone":
        noise += 2 * effect[pair]
    if kind == "effects that add up":
        frame["size"] = effect[first] + effect[100 + second] + 0.5 * random.normal(size=ROWS)
        noise += effect[200 + first] + effect[300 + second]
    if kind == "a total":
        frame["total"] = frame["first"] * frame["second"]
        noise += frame["total"] / 10_000
    if kind == "a measure of two measures":
        frame["index"] = second / (first + 10) ** 2 + 1e-4 * random.normal(size=ROWS)
        noise += 100 * frame["index"]
    frame["y"] = (noise + frame["x"] > np.median(noise)).astype(int)
    return frame


@pytest.mark.parametrize("kind", ["text", "household"])
def test_a_pair_of_columns_whose_rows_are_alike_is_asked_about(kind: str) -> None:
    frame = readings(kind, 0)
    for measurement in (measure(frame, target="y"), measure(*cut(frame, 0), target="y")):
        (finding,) = found(measurement, "entity_profile", "entity_found", "entity_overlap")
        assert finding.severity == "medium"
        # Members of one household may be found by it alone, which keeps each of them together.
        together = {"first", "second"}
        assert set(finding.columns) in ([together] if kind == "text" else [together, {"first"}])
        stress = found(measurement, "split_stress")
        assert {"medium", "high"} & {one.severity for one in stress}


def test_a_pair_of_columns_that_only_the_label_knows_is_put_under_stress() -> None:
    measurement = measure(readings("label alone", 1), target="y")
    (finding,) = found(measurement, "entity_profile")
    assert set(finding.columns) == {"first", "second"}


def test_a_pair_that_a_split_keeps_apart_is_not_asked_about() -> None:
    frame = readings("text", 2)
    pair = frame["first"].str.cat(frame["second"].astype(str))
    test = pd.factorize(pair)[0] % 3 == 0
    assert found(measure(frame[~test], frame[test], target="y"), "entity_profile") == []


@pytest.mark.parametrize(
    "kind", ["effects that add up", "a total", "a measure of two measures", "nothing"]
)
def test_two_columns_with_much_to_say_are_no_entity(kind: str) -> None:
    frame = readings(kind, 3)
    for measurement in (measure(frame, target="y"), measure(*cut(frame, 3), target="y")):
        assert found(measurement, "entity_profile") == []
        assert serious(measurement) == []
