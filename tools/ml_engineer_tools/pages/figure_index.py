"""Figures by what they are and what they are about, so that a page can look them up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ml_engineer_tools.evidence import Evidence, Figure


class FigureIndex:
    """The figures of one evidence, by quantity and by column."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_quantity: dict[str, list[Figure]] = defaultdict(list)
        self._by_column: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        for figure in figures:
            self._by_quantity[figure.quantity].append(figure)
            if figure.subject.column is not None:
                self._by_column[figure.subject.column][figure.quantity].append(figure)

    @classmethod
    def of(cls, evidence: Evidence) -> FigureIndex:
        """Return the index of an evidence's figures."""
        return cls(evidence.measurement.figures)

    def all(self, *quantities: str) -> list[Figure]:
        """Return the figures of these quantities, in the order of the evidence."""
        return [figure for quantity in quantities for figure in self._by_quantity[quantity]]

    def first(self, *quantities: str) -> Figure | None:
        """Return the first figure of the first of these quantities that there is."""
        return next(iter(self.all(*quantities)), None)

    def of_column(self, column: str, *quantities: str) -> list[Figure]:
        """Return a column's figures of these quantities."""
        known = self._by_column.get(column, {})
        return [figure for quantity in quantities for figure in known.get(quantity, [])]

    def quantities(self, column: str) -> list[str]:
        """Return what there are figures of for a column, in the order of the evidence."""
        return list(self._by_column.get(column, {}))

    def value(self, column: str, quantity: str) -> Figure | None:
        """Return a column's one figure of a quantity, None if it has none."""
        return next(iter(self.of_column(column, quantity)), None)

    def columns(self, *quantities: str) -> Sequence[str]:
        """Return the columns that have a figure of one of these quantities, in order."""
        named = (figure.subject.column for figure in self.all(*quantities))
        return list(dict.fromkeys(name for name in named if name is not None))
