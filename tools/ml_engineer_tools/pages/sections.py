"""Sections of a page: a heading, a sentence, and drawings; what they hold differs by tool."""

from __future__ import annotations

from dataclasses import dataclass

from ml_engineer_tools.pages.charts import Bar, Columns, Dots


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing with its caption; exactly one of the three kinds is set.

    Attributes:
        caption: what is drawn, and of what.
        bars: lying bars with labels.
        dots: values with intervals over one axis.
        columns: upright bars.
    """

    caption: str
    bars: tuple[Bar, ...] = ()
    dots: Dots | None = None
    columns: Columns | None = None


@dataclass(frozen=True, slots=True)
class ColumnCard:
    """One column of the table: its name, what it is, what it holds, and what was found of it.

    Attributes:
        name: the column.
        kind: semantic type, in words.
        role: target, time, entity or key; empty for a feature.
        missing: share without a value, in words, and the same in per cent for a bar.
        facts: pairs of a label and a value.
        drawing: its distribution.
        flags: severity and check of each finding that names it.
    """

    name: str
    kind: str
    role: str
    missing: tuple[str, float]
    facts: tuple[tuple[str, str], ...]
    drawing: Drawing | None
    flags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page."""

    title: str
    text: str = ""
    drawings: tuple[Drawing, ...] = ()
    cards: tuple[ColumnCard, ...] = ()

    @property
    def anchor(self) -> str:
        """The name by which the page links to it."""
        return "".join(c if c.isalnum() else "-" for c in self.title.casefold())

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.drawings or self.cards)
