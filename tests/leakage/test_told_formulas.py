"""Told formulas: what is said of an identity is what was measured."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tests.leakage.split_worlds import found, measure, value


def test_a_class_cut_from_a_mass_index_is_told_with_its_square() -> None:
    random = np.random.default_rng(25)
    height = random.normal(1.72, 0.09, 1_500).round(2)
    weight = random.normal(76, 14, 1_500).round(1)
    index = weight / height**2
    frame = pd.DataFrame({"age": random.integers(18, 90, 1_500), "tall": height, "heavy": weight})
    frame["band"] = np.where(index < 22, "low", np.where(index < 27, "mid", "high"))
    measurement = measure(frame, target="band")
    (finding,) = found(measurement, "arithmetic_identity")
    assert finding.statement.startswith("`heavy` divided by the square of `tall`, cut at limits,")
    assert 0.97 <= value(measurement, "target_determined_share") <= 1


def test_odd_powers_are_told_as_powers_and_unequal_weights_as_weights() -> None:
    random = np.random.default_rng(1)
    a, b, c = random.lognormal(0, 0.5, (3, 1_500))
    frame = pd.DataFrame({"a": a, "b": b, "c": c})
    powers = measure(frame.assign(y=(a / b**1.5 > 1).astype(int)), target="y")
    sums = measure(frame.assign(y=(a + 1.5 * b > 2.8).astype(int)), target="y")
    assert found(powers, "arithmetic_identity")[0].statement.startswith("A product of powers of")
    assert found(sums, "arithmetic_identity")[0].statement.startswith("A weighted sum of")
