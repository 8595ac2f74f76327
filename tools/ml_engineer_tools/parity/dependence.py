"""Dependence: which joined rows hang together, and the interval of a share of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evaluation.parts import Interval, wilson
from ml_engineer_tools.modelling.uncertainty import Dependence, Spread, spread_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Bonds:
    """What joined rows share.

    Attributes:
        entities: ways to name what rows share, each (n,) codes; none where no key value repeats.
        instants: (n,) the place of each row in time; None without a time.
    """

    entities: tuple[np.ndarray, ...] = ()
    instants: np.ndarray | None = None

    @classmethod
    def of_keys(cls, keys: pd.DataFrame, time: str | None, times: np.ndarray | None) -> Bonds:
        """Read from the key which rows hang together.

        Those of one entity do: all key columns but the time, if they repeat; else each key column
        that does, as the customer of a customer and an order. So do those that lie close in time.

        Args:
            keys: (n, k) key columns.
            time: the one among them that is the time.
            times: (n,) sortable; None without a time.
        """
        import pandas as pd

        named = [str(name) for name in keys.columns if name != time]
        singles = [pd.factorize(keys[name].astype(str))[0] for name in named]
        entities: list[np.ndarray] = []
        if singles:
            whole = np.unique(np.column_stack(singles), axis=0, return_inverse=True)[1].ravel()
            entities = [codes for codes in [whole, *singles] if _repeats(codes)]
            entities = entities[:1] if _repeats(whole) else entities
        instants = None if times is None else np.unique(times, return_inverse=True)[1]
        if instants is not None and len(np.unique(instants)) < 2:
            instants = None
        return cls(tuple(entities), instants)

    def interval(self, differs: np.ndarray) -> Interval | None:
        """Return the 95 % interval of the share of rows that differ, (n,) True or False.

        Wilson's (1927), with as many rows as the dependent ones are worth and the t quantile of
        what tells that (Korn & Graubard 1998); of several ways in which rows hang together the
        one that leaves most open.

        Where no row differs, or all do, nothing tells how much rows of one entity go together, so
        that each is worth no more than one row; how far neighbours in time do can't be told then,
        and there is no interval.
        """
        rows, share = len(differs), float(differs.mean())
        ways: list[tuple[np.ndarray | None, np.ndarray | None]]
        ways = [(codes, self.instants) for codes in self.entities] or [(None, self.instants)]
        if not self.entities and self.instants is None:
            return wilson(share, rows)
        if share in (0.0, 1.0):
            if self.instants is not None:
                return None
            return wilson(share, float(min(len(np.unique(codes)) for codes in self.entities)))
        moved = (differs - share) / rows
        spreads = [spread_of([moved], _dependence(*way)) for way in ways]
        if any(spread is None for spread in spreads):
            return None
        return _widest(share, rows, [spread for spread in spreads if spread is not None])


def _widest(share: float, rows: int, spreads: list[Spread]) -> Interval:
    ends = []
    for spread in spreads:
        worth = float(rows)
        if spread.error > 0:
            worth = min(worth, share * (1 - share) / spread.error**2)
        ends.append(wilson(share, worth, parts=1 + max(1, int(spread.freedom))))
    return max(ends, key=lambda interval: interval[1] - interval[0])


def _dependence(entities: np.ndarray | None, instants: np.ndarray | None) -> Dependence:
    return Dependence(
        entities=None if entities is None else (entities,),
        instants=None if instants is None else (instants,),
    )


def _repeats(codes: np.ndarray) -> bool:
    count = len(np.unique(codes))
    return 1 < count < len(codes)
