"""Every type of world, and how its cases are laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.leakage_worlds import (
    clean_columns,
    clean_splits,
    identity_leaks,
    split_leaks,
    target_leaks,
    time_leaks,
)
from benchmarks.leakage_worlds.case import Case, make_case
from benchmarks.leakage_worlds.domains import TASKS
from benchmarks.leakage_worlds.world import World

Recipe = Callable[[Case], World]

KNOBS = (0.9, 0.3, 0.55, 0.15, 0.7, 0.42, 0.22, 1.0, 0.35)
"""Strengths that a type goes through; three tasks take turns, so nine cases meet all of them."""

LARGE_ROWS = 20_000
LARGE_EVERY = 9
"""One case in nine is a large table."""

HELD_OUT_FROM = 10_000
"""Seeds from here on are for reporting, those below for development."""

LEAKS: dict[str, Recipe] = {
    recipe.__name__: recipe
    for recipe in (
        target_leaks.post_outcome,
        target_leaks.encoded_copy,
        identity_leaks.sum_of,
        identity_leaks.difference_of,
        identity_leaks.product_of,
        identity_leaks.ratio_of,
        identity_leaks.affine_of,
        identity_leaks.monotone_of,
        time_leaks.lead_of_target,
        target_leaks.target_encoding,
        target_leaks.missingness,
        target_leaks.id_order,
        target_leaks.row_order,
        target_leaks.late_timestamp,
        target_leaks.small_part,
        split_leaks.exact_rows,
        split_leaks.exact_rows_other_label,
        split_leaks.near_rows,
        split_leaks.repeated_rows,
        split_leaks.oversampled,
        split_leaks.entities_given,
        split_leaks.entities_found,
        split_leaks.entities_in_folds,
        split_leaks.fold_cuts_group,
        time_leaks.random_split_of_time,
        time_leaks.random_folds_of_time,
        time_leaks.test_earlier,
        time_leaks.aggregate_past_split,
        time_leaks.separated,
    )
}

CLEAN: dict[str, Recipe] = {
    recipe.__name__: recipe
    for recipe in (
        clean_columns.plain,
        clean_columns.pure_noise,
        clean_columns.near_perfect,
        clean_columns.strong_feature,
        clean_columns.two_strong_features,
        clean_columns.strong_category,
        clean_columns.steep_feature,
        clean_columns.dates,
        clean_columns.planned_dates,
        clean_columns.arithmetic_among_features,
        clean_columns.redundant_columns,
        clean_columns.telling_gaps,
        clean_columns.gaps_at_random,
        clean_columns.special_values,
        clean_columns.running_number,
        clean_columns.random_codes,
        clean_columns.many_levels,
        clean_columns.historical_encoding,
        clean_columns.fold_wise_encoding,
        clean_columns.imbalanced,
        clean_columns.coarse_features,
        clean_columns.coarse_with_test,
        clean_columns.telling_names,
        clean_columns.wide_noise,
        clean_columns.small_table,
        clean_splits.random_split,
        clean_splits.random_split_with_dates,
        clean_splits.split_by_time,
        clean_splits.split_by_time_with_drift,
        clean_splits.split_by_group,
        clean_splits.split_by_unnamed_group,
        clean_splits.groups_without_effect,
        clean_splits.sorted_by_feature,
        clean_splits.sorted_by_date,
        clean_splits.numbered_log,
        clean_splits.honest_lag,
        clean_splits.sound_folds,
    )
}

BINARY_ONLY = {"imbalanced"}


TARGET_TYPES = frozenset(list(LEAKS)[: list(LEAKS).index("exact_rows")])


def world_names(
    only: Sequence[str], leaks_per_type: int, clean_per_type: int
) -> list[tuple[str, int]]:
    """Types and numbers of the worlds of a run.

    Args:
        only: names of types, or `target`, `split`, `clean` for all of a kind; all when empty.
        leaks_per_type: how many worlds of each leak.
        clean_per_type: how many of each clean control.
    """
    names = []
    for name in (*LEAKS, *CLEAN):
        kind = "clean" if name in CLEAN else "target" if name in TARGET_TYPES else "split"
        if not only or name in only or kind in only:
            count = clean_per_type if kind == "clean" else leaks_per_type
            names += [(name, number) for number in range(count)]
    return names


def make_world(name: str, number: int, seed: int) -> World:
    """Make a world of this type.

    Args:
        name: of the type.
        number: within the type, from 0; task, strength and size follow from it.
        seed: of the run; see `HELD_OUT_FROM`.
    """
    turn = list(CLEAN).index(name) if name in CLEAN else 0
    task = "binary" if name in BINARY_ONLY else TASKS[(number + turn + seed) % len(TASKS)]
    large = number % LARGE_EVERY == LARGE_EVERY - 1
    knob = KNOBS[(number + seed) % len(KNOBS)]
    case = make_case(name, number, seed, task=task, knob=knob, rows=LARGE_ROWS if large else None)
    return {**LEAKS, **CLEAN}[name](case)
