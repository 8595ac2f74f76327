"""The timeline: rows of the whole table counted by step and by period, in one scan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.profiling.coverage.calendar import (
    TRUNCATIONS,
    Unit,
    granularity,
    ordinals,
    period_for,
    step_for,
)
from ml_engineer_tools.profiling.coverage.detached import Detached, find_detached
from ml_engineer_tools.profiling.instants import Form, instant_expression

MOST_STRETCHES = 60
"""Stretches of equal length in which a jump of the volume is looked for: a convention."""

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Rows counted along time.

    Attributes:
        finest: the unit on whose starts all instants fall.
        step: the unit in which rows were counted.
        starts: (k,) naive timestamps of the steps that have rows and are not detached.
        rows: (k,) their rows.
        period: the unit of the periods that are told one by one.
        detached: rows far away from the others.
    """

    finest: Unit
    step: Unit
    starts: pd.Series
    rows: np.ndarray
    period: Unit
    detached: Detached

    def by_period(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (m,) ordinals of all periods from first to last, and their rows, 0 included."""
        found = ordinals(self.starts, self.period)
        every = np.arange(found[0], found[-1] + 1)
        return every, np.bincount(found - found[0], weights=self.rows).astype(np.int64)

    def evenly(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (m,) ordinals of the steps at which stretches of equal length start, their rows.

        At most about `MOST_STRETCHES` whole stretches; of days, whole weeks, of hours, whole days.
        """
        steps = ordinals(self.starts, self.step)
        span = int(steps[-1] - steps[0] + 1)
        round_ = {"day": 7, "hour": 24}.get(self.step, 1)
        length = round_ * max(1, -(-span // (MOST_STRETCHES * round_)))
        whole = span // length
        place = (steps - steps[0]) // length
        rows = np.bincount(place, weights=self.rows, minlength=whole)[:whole]
        return steps[0] + length * np.arange(whole), rows.astype(np.int64)


def draw_timeline(
    engine: Engine, rows: ir.Table, column: str, form: Form, instants: pd.Series
) -> Timeline | None:
    """Count the rows along a column; None if it holds no instant.

    Args:
        engine: computes the counts.
        rows: the table.
        column: of `rows`.
        form: how it writes time.
        instants: a sample of it.
    """
    finest = granularity(instants)
    micros = instants.astype("int64").to_numpy()
    low, high = np.quantile(micros, [0.01, 0.99])
    step = step_for(float(high - low) / 1e6, finest)
    instant = instant_expression(rows[column], form)
    stepped = rows.select(start=instant.truncate(TRUNCATIONS[step]))
    stepped = stepped.filter(stepped["start"].notnull())
    counted = engine.group(stepped, ["start"], {"n": stepped["start"].count()})
    counted = counted.sort_values("start", ignore_index=True)
    if counted.empty:
        return None
    starts = _naive(counted["start"])
    n = counted["n"].to_numpy(dtype=np.int64)
    detached = find_detached(starts.astype("int64").to_numpy() / 1e6, n)
    kept = slice(detached.first, detached.last + 1)
    starts, n = starts.iloc[kept].reset_index(drop=True), n[kept]
    covered = (starts.iloc[-1] - starts.iloc[0]).total_seconds()
    return Timeline(finest, step, starts, n, period_for(covered, step), detached)


def _naive(starts: pd.Series) -> pd.Series:
    import pandas as pd

    stamps = pd.to_datetime(starts)
    if stamps.dt.tz is not None:
        stamps = stamps.dt.tz_convert("UTC").dt.tz_localize(None)
    return stamps.astype("datetime64[us]")
