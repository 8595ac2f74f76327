"""`experiments`: the log of trained models, listed, or some of them side by side."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from ml_engineer.cli import FINE
from ml_engineer.cli.terminal import harmless
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.errors import ToolError
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.monitoring.plan import METRICS
from ml_engineer_tools.store import Experiment, Store

UNBOUNDED = 10_000
"""Characters that are enough for any row."""

DESCRIBED = ("data", "target", "seed")
"""Arguments that the list tells in columns of their own."""


def experiments(options: Namespace) -> int:
    """List the models that were trained with parameters, data version and result; or compare.

    Raises:
        ToolError: an evidence is no experiment, or only one was named.
    """
    store = Store.open_existing(Workspace().root)
    if store is None:
        raise ToolError("Nothing has been measured in this directory yet.")
    found = store.experiments()
    if options.evidence:
        found = [_named(found, name) for name in options.evidence]
        if len(found) < 2:
            raise ToolError("One experiment can't be compared; name two or more, such as E3 E5.")
    if options.json:
        for experiment in found:
            print(experiment.model_dump_json(indent=2))
    elif options.evidence:
        _compare(found)
    else:
        _list(found)
    if not found:
        print("No model has been trained here yet.", file=sys.stderr)
    return FINE


def _named(found: Sequence[Experiment], name: str) -> Experiment:
    for experiment in found:
        if experiment.alias.casefold() == name.casefold():
            return experiment
    known = ", ".join(experiment.alias for experiment in found) or "none"
    raise ToolError(f"{name} is no experiment; there are {known}.")


def _list(found: Sequence[Experiment]) -> None:
    if not found:
        return
    console = Console(highlight=False)
    table = _table("evidence", "when", "table", "data", "target", "seed", "asked", "result")
    rows = [
        [harmless(cell) for cell in (
            one.alias, one.started_at[:16].replace("T", " "),
            one.tables[0].name if one.tables else "", _data_version(one)[:8],
            str(one.arguments.get("target", "")), str(one.seed), _asked(one), _result(one),
        )]
        for one in found
    ]  # fmt: skip
    for row in rows:
        table.add_row(*map(Text, row))
    if Measurement.get(console, console.options.update(max_width=UNBOUNDED), table).maximum <= (
        console.width
    ):
        console.print(table)
        return
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for alias, when, name, data, target, seed, asked, result in rows:
        text = Text(f"{when}  {name} ({data}), target {target}, seed {seed}")
        text.append(f"\n{result}", style="bold")
        text.append(f"\n{asked}" if asked else "", style="dim")
        grid.add_row(alias, text)
    console.print(grid)


def _compare(found: Sequence[Experiment]) -> None:
    console = Console(highlight=False)
    table = _table("", *(one.alias for one in found))
    names = sorted({name for one in found for name in one.arguments})
    libraries = sorted({name for one in found for name in one.versions})
    rows = [(name, [str(one.arguments.get(name, "")) for one in found]) for name in names]
    rows.append(("data version", [_data_version(one) for one in found]))
    rows += [(name, [one.versions.get(name, "") for one in found]) for name in libraries]
    same = [(name, cells) for name, cells in rows if len(set(cells)) == 1 and cells[0]]
    for name, cells in rows:
        if len(set(cells)) > 1:
            table.add_row(*(Text(harmless(cell)) for cell in (f"{name} differs", *cells)))
    keys = list(dict.fromkeys(_key(figure) for one in found for figure in one.figures))
    for key in keys:
        cells = [
            next((_shown(figure) for figure in one.figures if _key(figure) == key), "")
            for one in found
        ]
        table.add_row(*(Text(harmless(cell)) for cell in (key, *cells)))
    console.print(table)
    alike = ", ".join(name for name, _ in same)
    console.print(Text(harmless(f"The same in all: {alike}.")), style="dim")
    if len({one.tables[0].sha256 for one in found if one.tables}) > 1:
        console.print("The tables differ, so the scores are not of the same rows.")
    else:
        console.print(
            "Intervals are of each score by itself; only differences within one experiment are "
            "paired.", style="dim",
        )  # fmt: skip


def _data_version(one: Experiment) -> str:
    return one.tables[0].sha256[:12] if one.tables else ""


def _asked(one: Experiment) -> str:
    told = []
    for name, value in one.arguments.items():
        if name in DESCRIBED or value in (None, [], (), ""):
            continue
        words = str(value)
        if isinstance(value, list):
            words = " ".join(map(str, value))
        elif isinstance(value, dict):
            words = ", ".join(f"{key} {part}" for key, part in value.items() if part)
        # How many may be read is asked for; how many there are stands in the evidence.
        told.append(f"at most {value:,} rows" if name == "rows" else f"{name} {words}")
    return "; ".join(told)


def _result(one: Experiment) -> str:
    """Return the score of the model that was chosen, and of the most complex one beside it."""
    scored = [figure for figure in one.figures if figure.subject.split and figure.subject.model]
    scored = [figure for figure in scored if figure.quantity in METRICS] or scored
    looks = [figure for figure in one.figures if figure.quantity == "look_number"]
    if one.chosen is not None:
        # Only what is of the same rows, columns and metric stands beside it.
        place = _place(one.chosen)
        others = [f for f in scored if _place(f) == place and f.handle != one.chosen.handle]
        scored = [*others[-1:], one.chosen]
    told = [
        f"{figure.subject.model} {figure.quantity} {figure}"
        f"{' (chosen)' if figure == one.chosen else ''}"
        for figure in scored[-2:]
    ]
    return "; ".join([*told, *(f"look {figure}" for figure in looks)])


def _place(figure: Figure) -> tuple[str | None, ...]:
    return figure.quantity, figure.subject.split, figure.subject.slice


def _key(figure: Figure) -> str:
    parts = (figure.quantity, figure.subject.model, figure.subject.split, figure.subject.slice)
    return ", ".join(part for part in parts if part)


def _shown(figure: Figure) -> str:
    if figure.interval is None:
        return str(figure)
    return "{} ({:.4g} to {:.4g})".format(figure, *figure.interval)


def _table(*names: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    return table
