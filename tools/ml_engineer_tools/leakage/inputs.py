"""What every leakage check is given: the tables, their roles, the engine and the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.leakage.target.derived import Derived
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.roles import Roles
from ml_engineer_tools.tables.table import Column, Table


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
        folds: the column of folds in `train`, given or found; None if there is none.
        parts: the column of `train` that says which rows are for training and which for the test.
        left_out: columns that no model will get.
    """

    engine: Engine
    record: Recorder
    train: Table
    test: Table | None
    roles: Roles
    seed: int
    folds: str | None = None
    parts: str | None = None
    left_out: tuple[str, ...] = ()

    def features(self) -> list[Column]:
        """Return the columns of `train` that a model may get, by content: not roles, not nested.

        Neither their names nor their order in the file have a say in what is found.
        """
        taken = {*self.roles.given().values(), *self.left_out}
        columns = [self.train.column(name) for name in self.engine.columns_by_content(self.train)]
        return [c for c in columns if c.name not in taken and c.kind != "nested"]

    def by_content(self, names: Iterable[str]) -> list[str]:
        """Return the names, each once, in the order in which `features` has them."""
        wanted = set(names)
        return [name for name in self.engine.columns_by_content(self.train) if name in wanted]

    def common(self) -> list[str]:
        """Return the columns that both tables have, the target left out, by content."""
        if self.test is None:
            return []
        names = self.engine.columns_by_content(self.train)
        return [name for name in names if self.test.has(name) and name != self.roles.target]


@dataclass(frozen=True, slots=True)
class Found:
    """What a check of the features found.

    Attributes:
        columns: the columns that are suspected.
        figures: the figures that tell most of it, most important first.
        derived: what is made from these columns and tells more than they do as they stand.
    """

    columns: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    derived: tuple[Derived, ...] = ()

    def plus(self, other: Found) -> Found:
        """Return both together, each column once."""
        columns = tuple(dict.fromkeys([*self.columns, *other.columns]))
        figures = (*self.figures, *other.figures)
        return Found(columns, figures, (*self.derived, *other.derived))
