"""The worlds are what their labels say, the same for the same seed, and scored by rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from benchmarks.leakage_worlds.case import make_case
from benchmarks.leakage_worlds.catalogue import CLEAN, LEAKS, make_world, world_names
from benchmarks.leakage_worlds.checking import Checked, Found, write_disguise
from benchmarks.leakage_worlds.manifest import Label, append, read_labels, write_world
from benchmarks.leakage_worlds.oracle import Inflation, inflation, strength_of
from benchmarks.leakage_worlds.scoring import (
    alarms,
    changed,
    is_hit,
    is_near_hit,
    recall,
    wrongly_accused,
)

LABEL = Label("w", "target", "post_outcome", "w.csv", "y", columns=("late",))


def checked(
    *found: Found, label: Label = LABEL, disguised: tuple[Found, ...] | None = None
) -> Checked:
    return Checked(label, found, disguised, 0.1)


@pytest.mark.parametrize("name", [*LEAKS, *CLEAN])
def test_every_type_makes_a_world_that_holds_what_its_label_names(name: str) -> None:
    world = make_world(name, 1, seed=3)
    assert (world.kind == "clean") == (name in CLEAN)
    assert set(world.columns) <= set(world.train.columns)
    roles = {world.target, world.time, world.group, world.fold} - {None}
    assert roles <= set(world.train.columns)
    if world.test is not None:
        assert list(world.test.columns) == list(world.train.columns)
    assert world.target in world.honest_fresh.columns
    assert len(world.honest_fresh) >= 1_000
    assert world.train[world.target].nunique() >= 2


def test_the_same_seed_makes_the_same_world_and_another_seed_another() -> None:
    first, again, other = (make_world("missingness", 0, seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first.train, again.train)
    assert not first.train.equals(other.train)


def test_there_are_thirty_distinct_clean_controls_and_every_kind_can_be_asked_for() -> None:
    assert len(CLEAN) >= 30
    assert {name for name, _ in world_names(["clean"], 2, 1)} == set(CLEAN)
    both = {name for name, _ in world_names(["target", "split"], 2, 1)}
    assert both == set(LEAKS)


def test_repeated_rows_are_in_the_train_and_near_rows_are_not() -> None:
    for name, exact in (("exact_rows", True), ("near_rows", False)):
        world = make_world(name, 0, seed=0)
        assert world.test is not None
        shared = world.test.merge(world.train.drop_duplicates(), how="inner")
        assert (len(shared) > 0.5 * len(world.test)) == exact


def test_entities_are_shared_by_a_leaking_split_and_not_by_a_sound_one() -> None:
    leaking, sound = make_world("entities_given", 0, 0), make_world("split_by_group", 0, 0)
    for world, shares in ((leaking, True), (sound, False)):
        assert world.test is not None
        assert world.group is not None
        assert bool(set(world.train[world.group]) & set(world.test[world.group])) == shares
        assert not set(world.train[world.group]) & set(world.honest_fresh[world.group])


def test_the_oracle_calls_a_strong_leak_blatant_and_a_clean_control_harmless() -> None:
    for name, strength in (("encoded_copy", "blatant"), ("steep_feature", "harmless")):
        case = make_case(name, 0, 0, task="binary", knob=1.0, rows=1_000)
        assert inflation({**LEAKS, **CLEAN}[name](case)).strength == strength


@pytest.mark.parametrize(
    ("amount", "strength"),
    [
        (0.1, "blatant"),
        (0.0999, "subtle"),
        (0.03, "subtle"),
        (0.0299, "harmless"),
        (-0.2, "harmless"),
    ],
)
def test_limits_of_strength(amount: float, strength: str) -> None:
    assert strength_of(amount) == strength


def test_a_hit_names_the_leaking_column_aloud() -> None:
    loud = Found("suspect_feature", "medium", ("late", "other"))
    assert is_hit(loud, LABEL)
    assert not is_hit(replace(loud, severity="low"), LABEL)
    assert is_near_hit(replace(loud, severity="low"), LABEL)
    assert not is_hit(replace(loud, columns=("other",)), LABEL)
    assert not is_near_hit(Found("strongest_feature", "info", ("late",)), LABEL)


def test_a_hit_on_a_split_is_the_right_kind_of_check() -> None:
    label = Label("w", "split", "exact_rows", "w.csv", "y", test="t.csv")
    assert is_hit(Found("row_overlap", "high", ()), label)
    assert not is_hit(Found("time_order", "high", ()), label)
    assert is_near_hit(Found("time_order", "high", ()), label)
    assert not is_near_hit(Found("suspect_feature", "high", ("a",)), label)


def test_recall_and_alarms_count_worlds_not_findings() -> None:
    hit = Found("suspect_feature", "high", ("late",))
    count = recall([checked(hit, hit), checked()])
    assert (count.hits, count.of) == (1, 2)
    low, high = count.interval()
    assert low < 0.5 < high
    assert alarms([checked(hit, hit), checked()], "high").hits == 1
    assert wrongly_accused(checked(hit)) == ()
    assert len(wrongly_accused(checked(replace(hit, columns=("fair",))))) == 1


def test_what_vanishes_in_disguise_is_told_but_for_the_order_of_shuffled_rows() -> None:
    order, suspect = Found("file_order", "high", ()), Found("suspect_feature", "high", ("late",))
    gone, new = changed(checked(order, suspect, disguised=(replace(suspect, columns=("x",)),)))
    assert [f.columns for f in gone] == [("late",)]
    assert [f.columns for f in new] == [("x",)]
    kept = replace(LABEL, order_matters=True)
    assert changed(checked(order, label=kept, disguised=()))[0] == (order,)


def test_a_world_survives_its_manifest_and_its_disguise(tmp_path: Path) -> None:
    world = make_world("entities_given", 0, 0)
    label = write_world(world, Inflation(0.9, 0.75, "forest"), tmp_path)
    append(label, tmp_path)
    assert read_labels(tmp_path) == [label]
    assert label.strength == "blatant"
    other, names = write_disguise(label, tmp_path)
    assert names[other.target] == world.target
    assert other.group is not None
    assert names[other.group] == world.group
    assert other.test != label.test
    assert set(names.values()) == set(world.train.columns)


def test_a_line_of_a_manifest_that_lacks_its_target_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text('{"name": "a", "kind": "clean", "type": "x"}\n')
    with pytest.raises(ValueError, match="line 1"):
        read_labels(tmp_path)
