"""What a tool is given besides its request: the engine, the line of the holdout, who to tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.holdout import Holdout, cut_holdout
from ml_engineer_tools.tables.roles import Roles
from ml_engineer_tools.tables.table import ROW, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir

Progress = Callable[[float, str], None]
"""Told the share done (0 to 1) and what is being done."""

KEPT_CELLS = 4_000_000
"""Cells of a table up to which its exploration rows are copied, some tens of MB: a convention."""


def silent(share: float, message: str) -> None:
    """Tell nobody of the progress."""


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one measurement.

    Attributes:
        engine: reads the tables.
        progress: is told how far the work is.
        holdout: where the store has cut this table before; None cuts it anew.
        look: number of the look at the holdout that was recorded for this call; None forbids one.
        candidates: how many models were tried on this table before the look, if there is one.
        folder: where files may be left beside the evidence; None leaves none.
    """

    engine: Engine
    progress: Progress = silent
    holdout: Holdout | None = None
    look: int | None = None
    candidates: int | None = None
    folder: Path | None = None

    def holdout_for(self, table: Table, roles: Roles, *, seed: int) -> Holdout:
        """Return the line that this measurement has to respect."""
        return self.holdout or cut_holdout(self.engine, table, roles, seed=seed)

    def exploration(self, table: Table, holdout: Holdout) -> ir.Table:
        """Return the rows that may be explored; which they are is computed once.

        A small table is kept whole. Of a large one only the numbers of the rows are kept, and
        nothing if the line is a cut in time, which costs nothing to draw again.
        """
        rows = holdout.exploration(table)
        key = f"{table.fingerprint.sha256} {holdout.model_dump_json()}"
        if table.rows * len(table.columns) <= KEPT_CELLS:
            return self.engine.keep(key, rows)
        if holdout.kind == "time":
            return rows
        return table.expression.semi_join(self.engine.keep(f"{key} {ROW}", rows.select(ROW)), ROW)
