"""Columns whose values go missing in the same rows, and rows that miss nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.profiling.column_values import ColumnValues

SAME_ROWS = 0.95
"""Rows in which all of a block's columns are missing, as a share of the rows in which any is: a
convention."""

FEWEST_ROWS = 5
"""Rows of the sample in which a column is missing for it to join a block: a convention."""


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that go missing together, and the rows of the sample in which they do."""

    columns: tuple[str, ...]
    rows: int


def missing_masks(columns: Mapping[str, ColumnValues]) -> dict[str, np.ndarray]:
    """Return for each column with missing values in which rows of the sample they are."""
    masks = {name: values.sampled.isna().to_numpy() for name, values in columns.items()}
    return {name: mask for name, mask in masks.items() if mask.any()}


def blocks(masks: Mapping[str, np.ndarray]) -> list[Block]:
    """Return the sets of columns that are missing in the same rows, largest first.

    A column that is always missing, or hardly ever, belongs to none.
    """
    names = [n for n, m in masks.items() if m.sum() >= FEWEST_ROWS and not m.all()]
    names.sort(key=lambda name: (-int(masks[name].sum()), name))
    found: list[Block] = []
    taken: set[str] = set()
    for position, name in enumerate(names):
        if name in taken:
            continue
        mask = masks[name]
        same = [name]
        for other in names[position + 1 :]:
            if masks[other].sum() < SAME_ROWS * mask.sum():
                break
            if other not in taken and _overlap(mask, masks[other]) >= SAME_ROWS:
                same.append(other)
        taken.update(same)
        if len(same) > 1:
            found.append(Block(tuple(same), int(mask.sum())))
    return sorted(found, key=lambda block: (-len(block.columns), -block.rows, block.columns))


def complete_share(masks: Mapping[str, np.ndarray], rows: int) -> float:
    """Return the share of rows of the sample that miss no value."""
    if not rows:
        return 0.0
    incomplete = np.zeros(rows, dtype=bool)
    for mask in masks.values():
        incomplete |= mask
    return 1.0 - float(incomplete.mean())


def _overlap(one: np.ndarray, other: np.ndarray) -> float:
    return float((one & other).sum()) / float((one | other).sum())
