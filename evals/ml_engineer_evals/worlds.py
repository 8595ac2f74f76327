"""Generated data worlds: tables with known faults, so that a right diagnosis is exact.

All are made from the demo's synthetic customers with a fixed seed, cut to the first few hundred
of them so that a case takes seconds. A case writes its world into its own workspace.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

CUSTOMERS = 250
"""Customers that are kept of the demo's, in the small worlds."""

ENTITY, TIME, TARGET, LEAK = "customer_id", "snapshot_date", "churned", "exit_call_minutes"


@dataclass(frozen=True, slots=True)
class Tables:
    """What a world attaches: paths, and the columns with a role."""

    data: Path
    test: Path
    target: str
    time: str
    group: str


@dataclass(frozen=True, slots=True)
class World:
    """A generated data world.

    Attributes:
        about: what is planted in it.
        write: writes it into a directory.
    """

    about: str
    write: Callable[[Path], Tables]


def _demo(directory: Path) -> Tables:
    from ml_engineer.demo import write_demo

    data, test = write_demo(directory)
    for table in (data, test):
        _rewrite(table, keep=lambda name: True)
    return Tables(data, test, TARGET, TIME, ENTITY)


def _without_leak(directory: Path) -> Tables:
    tables = _demo(directory)
    for table in (tables.data, tables.test):
        _rewrite(table, keep=lambda name: name != LEAK)
    return tables


def _renamed(directory: Path) -> Tables:
    tables = _demo(directory)
    for table in (tables.data, tables.test):
        names = _rewrite(table, keep=lambda name: True, renamed=True)
    return Tables(tables.data, tables.test, names[TARGET], names[TIME], names[ENTITY])


def _rewrite(
    path: Path, *, keep: Callable[[str], bool], renamed: bool = False
) -> Mapping[str, str]:
    """Keep the first customers and some columns; returns the new name of each column."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    places = [place for place, name in enumerate(header) if keep(name)]
    names = {header[place]: f"c{place + 1}" if renamed else header[place] for place in places}
    # The demo numbers its customers from C00000 on.
    entity, last = header.index(ENTITY) if ENTITY in header else 0, f"C{CUSTOMERS:05d}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names.values())
        writer.writerows([row[place] for place in places] for row in rows if row[entity] < last)
    return names


WORLDS: Mapping[str, World] = {
    "demo": World(
        f"`{LEAK}` is known only after the target; customers stand on both sides of the split; "
        "in the test month `logins_30d` is counted differently and a region is new",
        _demo,
    ),
    "demo-renamed": World("the same, with its columns called c1, c2, ...", _renamed),
    "demo-without-leak": World(f"the same without `{LEAK}`", _without_leak),
}
