"""Figures for the eye: a table where it fits, else a line for each, with nothing cut off."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ml_engineer.cli.terminal import harmless
from ml_engineer_tools.evidence import Figure

COLUMNS = ("handle", "quantity", "value", "interval", "n", "of")
NUMBERS = ("value", "n")

BETWEEN = 3
"""Characters that a table has between two columns."""

WRAPPED = 32
"""Characters that the last column has at least; longer subjects go on below."""


def figure_table(figures: Sequence[Figure], width: int) -> RenderableType:
    """Return figures as a table, or as lines where a table would need more than `width`."""
    rows = [_told(figure) for figure in figures]
    widest = {name: max(len(name), *(len(row[name]) for row in rows)) for name in COLUMNS}
    needed = sum(widest[name] + BETWEEN for name in COLUMNS[:-1]) + min(widest["of"], WRAPPED)
    return _table(rows) if needed <= width else _lines(rows)


def _table(rows: Sequence[dict[str, str]]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in COLUMNS:
        table.add_column(
            name,
            justify="right" if name in NUMBERS else "left",
            no_wrap=name != "of",
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(Text(row[name]) for name in COLUMNS))
    return table


def _lines(rows: Sequence[dict[str, str]]) -> Table:
    """Put each figure beside its handle: what it is, its value, and what it is of."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, min_width=max(len(row["handle"]) for row in rows))
    grid.add_column(overflow="fold")
    for row in rows:
        text = Text(f"{row['quantity']} ")
        text.append(row["value"], style="bold")
        if row["interval"]:
            text.append(f" ({row['interval']})")
        if row["n"]:
            text.append(f", n {row['n']}")
        if row["of"]:
            text.append(f"; {row['of']}", style="dim")
        grid.add_row(row["handle"], text)
    return grid


def _told(figure: Figure) -> dict[str, str]:
    unit = f" {figure.unit}" if figure.unit else ""
    exactness = "" if figure.exactness.kind == "exact" else f" ({figure.exactness.kind})"
    subject = "convention" if figure.convention else str(figure.subject)
    return {
        "handle": figure.handle,
        "quantity": figure.quantity,
        "value": f"{figure}{unit}",
        "interval": "{:.4g} to {:.4g}".format(*figure.interval) if figure.interval else "",
        "n": f"{figure.n:,}" if figure.n is not None else "",
        "of": harmless(subject + exactness),
    }
