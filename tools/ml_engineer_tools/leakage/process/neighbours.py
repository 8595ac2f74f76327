"""Neighbours: trees and indexes of rows, and what is looked up of the rows that lie near."""

from __future__ import annotations

import re
from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Columns, Influence
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import Rows
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import NOTHING, Value, flat

NEAR = "<near>"
"""The name of a value that says which rows lie near to others."""
_FINDING = frozenset({"kneighbors", "query", "query_radius", "radius_neighbors", "search",
                      "knn_query", "query_ball_point", "range_search"})  # fmt: skip
_INDEX = re.compile(r"tree$|index|nndescent|^nearest", re.IGNORECASE)
"""Names of classes that keep rows so that near ones are found."""
_WITHOUT_DISTANCES = ("query_radius", "query_ball_point")


def call(thing: Thing, name: str, arguments: Arguments) -> Value | None:
    """Return which rows lie near to those that are asked about, and how far; None of any other."""
    if name not in _FINDING or thing.role not in ("", "clusterer") or thing.blueprint is not None:
        return None
    if "neighbors" not in name and not _INDEX.search(thing.name):
        # Tuners search and databases are queried too.
        return None
    data = arguments.data()
    rows = flat(data[0]).rows if data else thing.trained
    if not rows:
        return None
    near, far = Value(rows=rows, name=NEAR), Value(rows=rows)
    told = arguments.constant("return_distance")
    if told is False or (name in _WITHOUT_DISTANCES and told is not True):
        return near
    return Value(items=(near, near) if name in ("knn_query", "range_search") else (far, near))


def looked_up(machine: Machine, owner: Value, key: Value, line: int) -> Value | None:
    """Return what the rows near to others hold: of the label it encodes by the label.

    It counts the label of the row itself, or of rows that will be in the test.
    """
    if key.name != NEAR or not owner.rows:
        return None
    return of_near_rows(machine, owner, key.rows, line)


def of_near_rows(machine: Machine, owner: Value, rows: Rows, line: int) -> Value:
    """Return what the rows near to some hold, told if it is the label."""
    told = (owner.origins | owner.columns.names) & machine.targets
    if owner.columns.only() is None and not owner.origins:
        told = frozenset()
    fit = Influence("target_encoding", owner.rows, line, "neighbours", machine.site)
    return replace(
        owner, rows=rows, influences=owner.influences | ({fit} if told else frozenset()),
        origins=frozenset(), columns=Columns(), index=False, tests=(), constant=NOTHING,
        items=None, entries=None, name="", item=False,
    )  # fmt: skip


def spatial_lag(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return what the rows around each row hold on average: `lag_spatial(weights, values)`."""
    values = flat(arguments.value(1, "y"))
    return of_near_rows(machine, values, values.rows, line)
