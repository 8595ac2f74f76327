"""Entities that nobody named: single columns, several together, and categories that are none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.leakage.split_worlds import cut, found, honest, measure, serious, shuffled

PEOPLE, VISITS = 200, 4


def visits(seed: int, *, sick: bool = True) -> tuple[pd.DataFrame, np.ndarray]:
    """Four visits each of 200 people, and who came; being sick is for life."""
    random = np.random.default_rng(seed)
    who = random.permutation(np.repeat(np.arange(PEOPLE), VISITS))
    frame = pd.DataFrame({"pulse": random.normal(size=len(who)),
                          "temperature": random.normal(size=len(who)).round(1)})  # fmt: skip
    risk = np.where(random.random(PEOPLE) < 0.5, 0.85, 0.15)[who] if sick else 0.5
    frame["y"] = (random.random(len(who)) < risk).astype(int)
    return frame, who


def static(frame: pd.DataFrame, who: np.ndarray, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    days = pd.to_timedelta(random.integers(0, 20_000, PEOPLE)[who], unit="D")
    frame["born"] = pd.Timestamp("1950-01-01") + days
    frame["town"] = random.choice([f"town {k}" for k in range(30)], PEOPLE)[who]
    frame["sex"] = random.choice(["m", "f"], PEOPLE)[who]
    return frame


@pytest.mark.parametrize("written", ["integer", "text", "fraction"])
@pytest.mark.parametrize("seed", [0, 1])
def test_an_identifier_in_one_table_is_asked_about_whatever_it_is_written_as(
    written: str, seed: int
) -> None:
    frame, who = visits(seed)
    frame = static(frame, who, seed)
    number = np.random.default_rng(seed).permutation(90_000)[:PEOPLE][who]
    frame["key"] = {
        "integer": number, "text": np.char.add("c", number.astype(str)), "fraction": number / 7,
    }[written]  # fmt: skip
    findings = found(measure(frame, target="y"), "entity_found", "entity_profile")
    assert [finding.severity for finding in findings] == ["medium"]
    # Who was born when names the person as well as the key does.
    assert findings[0].columns in ([("key",)] if written != "fraction" else [("key",), ("born",)])
    assert findings[0].question is not None


@pytest.mark.parametrize("seed", [0, 1])
def test_a_static_profile_names_entities_without_any_identifier(seed: int) -> None:
    frame, who = visits(seed)
    frame = static(frame, who, seed)
    for measurement in (measure(frame, target="y"), measure(*cut(frame, seed), target="y")):
        (finding,) = found(measurement, "entity_profile")
        assert finding.severity == "medium"
        assert finding.columns[0] == "born"


@pytest.mark.parametrize("seed", [0, 1])
def test_two_columns_together_name_an_entity(seed: int) -> None:
    frame, who = visits(seed)
    random = np.random.default_rng(seed)
    frame["site"], frame["number"] = who % 12, who // 12
    frame["height"] = random.integers(150, 200, PEOPLE)[who]
    frame["blood"] = random.choice(list("ABO"), PEOPLE)[who]
    (finding,) = found(measure(frame, target="y"), "entity_profile")
    assert (finding.severity, set(finding.columns)) == ("medium", {"site", "number"})


def test_a_measure_too_fine_to_repeat_is_a_fingerprint() -> None:
    frame, who = visits(0)
    random = np.random.default_rng(0)
    frame["height"] = random.normal(170, 10, PEOPLE).round(2)[who]
    frame["gene"] = random.normal(size=PEOPLE)[who]
    (finding,) = found(measure(frame, target="y"), "entity_profile")
    assert finding.severity == "medium"


def test_entities_whose_label_is_their_own_in_no_way_are_only_a_hint() -> None:
    frame, who = visits(0, sick=False)
    frame = static(frame, who, 0)
    frame["key"] = np.char.add("c", who.astype(str))
    assert serious(measure(frame, target="y")) == []


@pytest.mark.parametrize("seed", [0, 1])
def test_categories_with_many_levels_and_what_follows_from_them_are_not_accused(seed: int) -> None:
    frame, random = honest(seed, rows=1_200)
    zone = random.integers(0, 150, len(frame))
    frame["zone"] = np.char.add("z", random.permutation(150).astype(str))[zone]
    frame["region"] = random.integers(0, 9, 150)[zone]
    frame["income"] = random.normal(size=150)[zone]
    assert serious(measure(frame, target="y")) == []
    assert serious(measure(shuffled(honest(seed)[0], seed), target="y")) == []


def test_known_entities_later_in_time_are_what_a_forecast_meets() -> None:
    frame, who = visits(0)
    frame["key"], frame["day"] = who, pd.date_range("2024-01-01", periods=len(frame))
    roles: dict[str, Any] = {"target": "y", "group": "key", "time": "day"}
    (finding,) = found(measure(frame[:600], frame[600:], **roles), "entity_overlap")
    assert finding.severity == "low"
    one_period = cut(frame, 0)
    (finding,) = found(measure(*one_period, **roles), "entity_overlap")
    assert finding.severity == "high"


@pytest.mark.parametrize(("shown_in", "kind"), [("features", "int64"), ("labels", "float64")])
def test_entities_that_are_numbered_without_gaps_are_found_and_put_under_stress(
    shown_in: str, kind: str
) -> None:
    random = np.random.default_rng(0)
    who = random.permutation(np.repeat(np.arange(250), 5))
    effect = 3 * random.normal(size=250)[who]
    frame = pd.DataFrame({"visit": random.normal(size=len(who)), "nr": who.astype(kind)})
    if shown_in == "features":
        for k in range(4):
            frame[f"s{k}"] = random.normal(size=250)[who] + 0.05 * random.normal(size=len(who))
    frame["y"] = (effect + random.normal(size=len(who)) > 0).astype(int)
    measurement = measure(frame, target="y")
    (finding,) = found(measurement, "entity_found")
    assert (finding.columns, finding.severity) == (("nr",), "medium")
    under_stress = found(measurement, "split_stress")
    assert {finding.columns for finding in under_stress} == {("nr",)}
    assert under_stress[0].severity in ("high", "medium")
    assert not found(measurement, "nothing_found")


def test_ages_and_days_without_gaps_are_no_entities() -> None:
    random = np.random.default_rng(0)
    age, day = random.integers(0, 120, (2, 1_200))
    level = np.cumsum(random.normal(size=120))
    frame = pd.DataFrame({"age": age, "day": day, "x": random.normal(size=1_200)})
    frame["weight"] = age + 5 * random.normal(size=1_200)
    frame["y"] = (level[day] + age / 20 + random.normal(size=1_200) > 3).astype(int)
    assert not found(measure(frame, target="y"), "entity_found", "entity_overlap")
