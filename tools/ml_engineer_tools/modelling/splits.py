"""Splits: which rows a model learns from and which ones judge it.

Folds hold positions (0 to n-1), sorted. All are seeded; none looks at features.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.errors import BadInput

FOLDS = 5
"""Folds of a random or group split: the customary number."""

WINDOWS = 3
"""Validation windows of a split in time."""

FIRST_TRAINING_SHARE = 0.7
"""Share of the rows before the first validation window of a split in time."""

FEWEST_ROWS = 10
"""With fewer rows than this nothing is split: no score on them means anything."""


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """One split: positions of the rows trained on, and of the rows that judge."""

    train: np.ndarray
    validation: np.ndarray


def stratified_folds(
    codes: np.ndarray | None, *, n: int = FOLDS, seed: int = 0, rows: int | None = None
) -> list[Fold]:
    """Deal the rows of each class evenly into folds, at random.

    There are fewer than `n` folds when the second most common class has fewer rows than that;
    rarer classes are missing from some folds. With `codes` None (a regression) `rows` rows are
    dealt without regard to anything.

    Raises:
        BadInput: fewer than `FEWEST_ROWS` rows.
    """
    classes = np.zeros(rows or 0, dtype=np.int64) if codes is None else codes
    _check_rows(len(classes))
    counts = np.sort(np.unique(classes, return_counts=True)[1])[::-1]
    deciding = counts[1] if len(counts) > 1 else counts[0]
    folds = int(max(2, min(n, deciding)))
    random = np.random.default_rng(seed)
    shuffled = random.permutation(len(classes))
    # Sorted by class and dealt in turn: every fold gets its share of each class.
    dealt = shuffled[np.argsort(classes[shuffled], kind="stable")]
    number = np.empty(len(classes), dtype=np.int64)
    number[dealt] = np.arange(len(classes)) % folds
    return _from_numbers(number, folds)


def group_folds(groups: np.ndarray, *, n: int = FOLDS, seed: int = 0) -> list[Fold]:
    """Deal whole groups into folds of about equal size; no group is on both sides of a fold.

    Args:
        groups: (n,) group codes; negative means unknown, such a row is a group of its own.
        n: folds wanted; there are fewer when there are fewer groups.
        seed: of the order in which groups of the same size are dealt.

    Raises:
        BadInput: fewer than two groups, or fewer than `FEWEST_ROWS` rows.
    """
    _check_rows(len(groups))
    own = own_groups(groups)
    labels, inverse, sizes = np.unique(own, return_inverse=True, return_counts=True)
    if len(labels) < 2:
        raise BadInput(
            "All rows belong to one group, so they can't be split by group; leave the group out."
        )
    folds = min(n, len(labels))
    random = np.random.default_rng(seed)
    shuffled = random.permutation(len(labels))
    order = shuffled[np.argsort(-sizes[shuffled], kind="stable")]
    loads = np.zeros(folds, dtype=np.int64)
    fold_of = np.empty(len(labels), dtype=np.int64)
    for label in order:
        emptiest = int(loads.argmin())
        fold_of[label] = emptiest
        loads[emptiest] += sizes[label]
    return _from_numbers(fold_of[inverse], folds)


def time_folds(times: np.ndarray, n: int = WINDOWS) -> list[Fold]:
    """Cut the later part of the time into `n` windows, each judged by what came before it.

    The origin expands: a window is predicted from all earlier rows. Rows of the same instant are
    always on the same side. The first window starts after `FIRST_TRAINING_SHARE` of the rows.

    Args:
        times: (n,) sortable, without nulls, in any order.
        n: windows wanted; there are fewer when there are too few instants.

    Raises:
        BadInput: fewer than two instants, or fewer than `FEWEST_ROWS` rows.
    """
    _check_rows(len(times))
    ordered = np.sort(times)
    if ordered[0] == ordered[-1]:
        raise BadInput("All rows have the same time, so they can't be split by time.")
    shares = np.linspace(FIRST_TRAINING_SHARE, 1, n + 1)[:-1]
    # A window starts at an instant; the first instant of all can't start one.
    starts = {ordered[min(int(share * len(ordered)), len(ordered) - 1)] for share in shares}
    later = sorted(start for start in starts if start > ordered[0])
    if not later:
        later = [ordered[ordered > ordered[0]][0]]
    folds = []
    for k, start in enumerate(later):
        before_end = times < later[k + 1] if k + 1 < len(later) else np.ones(len(times), bool)
        validation = (times >= start) & before_end
        folds.append(Fold(np.flatnonzero(times < start), np.flatnonzero(validation)))
    return folds


def file_order_folds(rows: int, n: int = WINDOWS) -> list[Fold]:
    """Split `rows` rows like `time_folds`, with their place in the file as their time."""
    return time_folds(np.arange(rows), n)


def own_groups(groups: np.ndarray) -> np.ndarray:
    """Return group codes in which every row of an unknown (negative) group has its own."""
    unknown = groups < 0
    own = groups.astype(np.int64)
    own[unknown] = own.max(initial=0) + 1 + np.arange(int(unknown.sum()))
    return own


def _check_rows(rows: int) -> None:
    if rows < FEWEST_ROWS:
        raise BadInput(
            f"Only {rows} rows are left to learn from and to judge by; "
            f"at least {FEWEST_ROWS} are needed."
        )


def _from_numbers(number: np.ndarray, folds: int) -> list[Fold]:
    return [Fold(np.flatnonzero(number != k), np.flatnonzero(number == k)) for k in range(folds)]
