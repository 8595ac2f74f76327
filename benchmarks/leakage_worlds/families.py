"""Which names of checks are the right kind for a type of leak.

Names are matched by their parts, because what counts is that the right thing is said, not how the
check is called.
"""

from __future__ import annotations

from benchmarks.leakage_worlds.manifest import Label

ROWS = ("row_overlap", "rows", "duplicate", "near_row", "repeat", "contradict", "equal_cases")
ENTITIES = ("entity", "entities", "group")
TIME = ("time", "date", "temporal", "period", "shared_dates")
FOLDS = ("fold",)
ORDER = ("order", "sorted")
STRESS = ("stress", "persistence")
AGGREGATES = ("aggregate", "reach", "past_split")
SEPARATION = ("separat", "adversarial", "shift")

OF_TYPE: dict[str, tuple[str, ...]] = {
    "row_order": ORDER,
    "exact_rows": ROWS,
    "exact_rows_other_label": ROWS,
    "near_rows": ROWS,
    "repeated_rows": ROWS,
    "oversampled": ROWS,
    "entities_given": ENTITIES,
    "entities_found": ENTITIES,
    "entities_in_folds": (*ENTITIES, *STRESS),
    "fold_cuts_group": FOLDS,
    "random_split_of_time": (*TIME, *STRESS),
    "random_folds_of_time": (*TIME, *STRESS),
    "test_earlier": TIME,
    "aggregate_past_split": AGGREGATES,
    "separated": SEPARATION,
}
"""For types that are found by what is said of the split, whatever column is named."""

SPLIT = (*ROWS, *ENTITIES, *TIME, *FOLDS, *ORDER, *STRESS, *AGGREGATES, *SEPARATION)


def right_kind(check: str, label: Label) -> bool:
    """Whether a check of this name says what is wrong with the world, strictly."""
    parts = label.checks or OF_TYPE.get(label.type, SPLIT if label.kind == "split" else ())
    return any(part in check for part in parts)


def right_side(check: str, label: Label) -> bool:
    """Whether it at least speaks of the right side: of the split, or of the target."""
    about_split = any(part in check for part in SPLIT)
    return right_kind(check, label) or about_split == (label.kind == "split")
