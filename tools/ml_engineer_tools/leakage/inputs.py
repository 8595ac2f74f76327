"""What every leakage check is given: the tables, their roles, the engine and the record."""

from __future__ import annotations

from dataclasses import dataclass

from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.roles import Roles
from ml_engineer_tools.tables.table import Column, Table

NAME_LENGTH = 60
"""Characters of a column name that a statement shows."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The surroundings of one leakage check.

    Attributes:
        engine: reads and aggregates the tables.
        record: takes figures and findings.
        train: the table that a model is trained on.
        test: the table that it is tested on, if there is one.
        roles: roles of the columns of `train`; those of `test` are the same where it has them.
        seed: seed of samples and folds.
    """

    engine: Engine
    record: Recorder
    train: Table
    test: Table | None
    roles: Roles
    seed: int

    def features(self) -> list[Column]:
        """Return the columns of `train` that have no role and are not nested."""
        taken = set(self.roles.given().values())
        return [c for c in self.train.columns if c.name not in taken and c.kind != "nested"]

    def common(self) -> list[str]:
        """Return the columns that both tables have, the target left out, in the order of train."""
        if self.test is None:
            return []
        names = (column.name for column in self.train.columns)
        return [name for name in names if self.test.has(name) and name != self.roles.target]


def quoted(name: str) -> str:
    """Return a column name as a statement shows it: on one line, quoted, cut to length."""
    line = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    short = line if len(line) <= NAME_LENGTH else line[: NAME_LENGTH - 3] + "..."
    return f"`{short.replace('`', chr(39))}`"


def listed(names: list[str], most: int = 5) -> str:
    """Return names as a statement lists them: quoted, the first few, 'and others' for the rest."""
    shown = [quoted(name) for name in names[:most]]
    if len(names) > most:
        return ", ".join(shown) + " and others"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
