"""History: what training has of an entity before and after each joined row, joined itself or not.

A log of some requests holds few rows of an entity, but the value that one of them should have held
stands in the training table: neighbours in time are therefore taken from all of its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ml_engineer_tools.engine.content import SEPARATOR, as_text
from ml_engineer_tools.tables.table import ROW, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from ml_engineer_tools.engine.base import Engine

BACK, AHEAD = 31, 7
"""Rows of the entity that are looked at, before and after: a month and a week of days."""

STEPS = np.array([*range(1, BACK + 1), *range(-1, -AHEAD - 1, -1)])
"""Rows back (or ahead, if negative), in the order in which neighbours are held."""

ALL = 2**62
"""More rows than a table has: all are wanted."""


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """The rows of training around each joined row.

    Attributes:
        engine: reads them.
        training: all rows of the training table.
        needed: `ROW` and `place` of each row that is a neighbour; places count on by entity and
            time.
        places: (n, steps) the place of the row so many steps back; -1 for none.
    """

    engine: Engine
    training: ir.Table
    needed: ir.Table
    places: np.ndarray

    def column(self, name: str) -> tuple[pd.Series, np.ndarray]:
        """Return the values of a feature in all neighbours, and where each step's are among them.

        Returns:
            m values; and (n, steps) which of them is the one so many steps back, -1 for none.
        """
        rows = self.training.select(**{ROW: self.training[ROW], "value": self.training[name]})
        found = self.engine.hash_sample(rows.inner_join(self.needed, ROW), ALL, seed=0, by=[ROW])
        found = found.sort_values("place", ignore_index=True)
        where = np.searchsorted(found["place"].to_numpy(dtype=np.int64), self.places)
        return found["value"], np.where(self.places >= 0, where, -1)


def read_history(
    engine: Engine,
    training: Table,
    drawn: np.ndarray,
    joined_rows: ir.Table,
    entity: Sequence[str],
    time: str,
) -> History | None:
    """Find the neighbours in time of the joined rows; None if no entity has several rows.

    Args:
        engine: that read the table.
        training: the whole table.
        drawn: (n,) the `ROW` of each joined row, increasing.
        joined_rows: a table that holds these `ROW`s.
        entity: the columns that name it; none if the table is of a single one.
        time: the column that orders its rows.
    """
    import ibis

    rows = training.expression
    kept = f"{training.fingerprint.sha256} {len(drawn)} {' '.join(entity)} {time}"
    instant: Any = rows[time]
    if instant.type().is_string():
        instant = instant.try_cast("timestamp")
    whole: Any = ibis.literal("")
    for name in entity:
        whole = whole.concat(SEPARATOR, as_text(rows[name]))
    plain = rows.select(**{ROW: rows[ROW].cast("int64"), "entity": whole, "instant": instant})
    plain = plain.filter(plain["entity"].notnull() & plain["instant"].notnull())
    in_order = ibis.window(order_by=[plain["entity"], plain["instant"], plain[ROW]])
    placed = plain.select(ROW, "entity", place=ibis.row_number().over(in_order).cast("int64"))
    of_entity = ibis.window(group_by=placed["entity"])
    ends = {"first": placed["place"].min(), "last": placed["place"].max()}
    placed = placed.select(ROW, "place", **{k: v.over(of_entity) for k, v in ends.items()})
    placed = engine.keep(f"history {kept}", placed)
    ours = placed.semi_join(joined_rows, ROW)
    frame = engine.hash_sample(ours, ALL, seed=0, by=[ROW])
    place, first, last = (
        frame[name].to_numpy(dtype=np.int64)[:, None] for name in ("place", "first", "last")
    )
    found = place - STEPS
    found = np.where((found >= first) & (found <= last), found, -1)
    if not (found >= 0).any():
        return None
    near = ours.mutate(step=ibis.array([int(step) for step in STEPS]).unnest())
    near = near.mutate(place=near["place"] - near["step"])
    near = near.filter((near["place"] >= near["first"]) & (near["place"] <= near["last"]))
    needed = placed.select(ROW, "place").semi_join(near.select("place"), "place")
    places = np.full((len(drawn), len(STEPS)), -1, dtype=np.int64)
    places[np.searchsorted(drawn, frame[ROW].to_numpy(dtype=np.int64))] = found
    return History(engine, rows, engine.keep(f"neighbours {kept}", needed), places)
