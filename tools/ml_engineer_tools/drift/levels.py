"""Levels of text and boolean columns: how often each comes up in either table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml_engineer_tools.drift.counts import ColumnCounts, Counts
from ml_engineer_tools.drift.distances import FEWEST_EXPECTED


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of one column in both tables.

    Attributes:
        names: the levels, most rows in both tables together first.
        reference: rows of each in the reference, shape (levels,).
        current: rows of each in the current table, shape (levels,).
        reference_rest, current_rest: rows of levels that are not named.
        unseen: which levels the reference may have had, but doesn't name, shape (levels,).
        effective: the smaller number of independent rows.
    """

    names: tuple[str, ...]
    reference: Counts
    current: Counts
    reference_rest: float
    current_rest: float
    unseen: NDArray[np.bool_]
    effective: float

    def contingency(self) -> tuple[Counts, Counts]:
        """Return rows by level, then all other levels, for both tables.

        Levels that expect under `FEWEST_EXPECTED` rows in the smaller table can't be compared one
        by one, and stand with the rest. So do those that the reference doesn't name: which levels
        are the most frequent depends on the table, so they must not be set against the others.
        """
        apart = ~(self.few() | self.unseen)
        rest = (
            self.reference_rest + float(self.reference[~apart].sum()),
            self.current_rest + float(self.current[~apart].sum()),
        )
        return np.append(self.reference[apart], rest[0]), np.append(self.current[apart], rest[1])

    def contingent_name(self, place: int) -> str | None:
        """Return the name of a level of `contingency`; None for the rest."""
        apart = np.flatnonzero(~(self.few() | self.unseen))
        return self.names[apart[place]] if place < len(apart) else None

    def are_sparse(self) -> bool:
        """Tell whether most rows have a level with too few rows to be compared by itself."""
        few = self.few()
        total = self.reference + self.current
        rest = self.reference_rest + self.current_rest
        return bool(float(total[few].sum()) + rest > (float(total.sum()) + rest) / 2)

    def few(self) -> NDArray[np.bool_]:
        """Return which levels have too few rows to be compared by themselves, shape (levels,)."""
        reference = float(self.reference.sum()) + self.reference_rest
        current = float(self.current.sum()) + self.current_rest
        total = self.reference + self.current
        share = total / max(reference + current, 1.0)
        few: NDArray[np.bool_] = share * self.effective < FEWEST_EXPECTED
        return few

    def unknown_rows(
        self, reference_known: int, current_known: int, *, together: float = 1.0
    ) -> tuple[int, float]:
        """Return the current rows of levels that the reference lacks, and how odd their number is.

        Had the rows of both tables been dealt at random, a level of t rows would be in the
        current table only with a probability of (m / (n + m))^t. The oddity is the number of
        rows less its mean, in standard deviations. Levels that are not named are not counted.

        Args:
            reference_known: n, rows of the reference.
            current_known: m, rows of the current table.
            together: how many rows are dealt at once: the design effect.
        """
        total = self.reference + self.current
        alone = (current_known / (reference_known + current_known)) ** (total / together)
        alone = np.where(self.unseen, 0.0, alone)
        unknown = float(self.current[(self.reference == 0) & ~self.unseen].sum())
        mean = float((total * alone).sum())
        deviation = float(np.sqrt((total**2 * alone * (1 - alone)).sum()))
        return int(unknown), (unknown - mean) / deviation if deviation > 0 else 0.0


def match_levels(reference: ColumnCounts, current: ColumnCounts) -> Levels:
    """Match the levels of both tables by name."""
    before = dict(zip(reference.levels, reference.counts, strict=True))
    after = dict(zip(current.levels, current.counts, strict=True))
    complete = reference.rest == 0
    names = sorted(
        {name for counts in (before, after) for name, n in counts.items() if n > 0},
        key=lambda name: (-before.get(name, 0.0) - after.get(name, 0.0), name),
    )
    unseen = np.array([not complete and name not in before for name in names], dtype=bool)
    return Levels(
        names=tuple(names),
        reference=np.array([before.get(name, 0.0) for name in names]),
        current=np.array([after.get(name, 0.0) for name in names]),
        reference_rest=reference.rest,
        current_rest=current.rest,
        unseen=unseen,
        effective=min(reference.effective, current.effective),
    )
