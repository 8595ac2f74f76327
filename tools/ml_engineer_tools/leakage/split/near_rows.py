"""Near rows: test rows that a training row equals but for a few cells, or lies right beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.alike_rows import find_alike
from ml_engineer_tools.leakage.split.beside_rows import count_beside
from ml_engineer_tools.leakage.split.row_keys import all_distinct
from ml_engineer_tools.leakage.split.sides import Sides

if TYPE_CHECKING:
    import pandas as pd

HIGH_SHARE = 0.1
"""Share of nearly equal rows from which a score of memory alone is severe: a convention."""
MEDIUM_SHARE = 0.02
"""Share of nearly equal rows from which they can move a score: a convention."""
FEWEST_ROWS = 3
"""Fewer nearly equal rows than this are chance: a convention."""
BEYOND_CHANCE = 5
"""Rows that agree in most columns count from so many times as many as would by chance."""


@dataclass(frozen=True, slots=True)
class NearRows:
    """How many rows a training row nearly equals.

    Attributes:
        share: at least this share of the judged rows, the sample of training rows allowed for.
        rows: how many of them were found.
        judged: rows judged.
    """

    share: float
    rows: int
    judged: int

    @property
    def severity(self) -> Severity:
        """How much so many can do to a score."""
        if self.share >= HIGH_SHARE:
            return "high"
        return "medium" if self.share >= MEDIUM_SHARE else "low"


def compared_columns(inputs: Inputs, sides: Sides) -> list[str]:
    """Return the columns in which rows are compared: no role, no row number, not constant."""
    taken = set(inputs.roles.given().values())
    tables = [inputs.train] if inputs.test is None else [inputs.train, inputs.test]
    names = [name for name in sides.train.columns if name in sides.test.columns]
    names = [n for n in names if n not in taken and inputs.train.has(n)]
    distinct = all_distinct(inputs, tables, names)
    kept = [name for name in names if name not in distinct]
    return [n for n in kept if _varies(sides.train[n])]


def _varies(values: pd.Series) -> bool:
    known = values.dropna()
    if known.empty or len(known) < len(values):
        return not known.empty
    return bool((known != known.iloc[0]).any())


def measure_near_rows(inputs: Inputs, sides: Sides, names: list[str]) -> NearRows | None:
    """Count the rows that a training row nearly equals; None where none beyond chance."""
    if len(names) < 2 or len(sides.train) < 2 or len(sides.test) < 2:
        return None
    entities = _entities(inputs, sides)
    alike = find_alike(sides, names, inputs.train.rows, entities, inputs.seed)
    rows = len(sides.test)
    by_cells = int((alike.partner >= 0).sum())
    if by_cells < BEYOND_CHANCE * alike.by_chance:
        by_cells = 0
    open_rows = np.flatnonzero(~alike.exact & (alike.partner < 0))
    beside = count_beside(sides, names, open_rows, entities, inputs.seed)
    found = max(by_cells - alike.by_chance, 0) + beside.rows
    if found < FEWEST_ROWS:
        return None
    scaled = found - beside.rows
    if beside.judged:
        scaled += beside.rows / beside.judged * len(open_rows)
    return NearRows(min(scaled / rows / sides.train_share, 1.0), round(found), rows)


def _entities(inputs: Inputs, sides: Sides) -> np.ndarray | None:
    """Return the entity of each row where one was given: its own rows may well be alike."""
    group = inputs.roles.group
    if group is None or group not in sides.train.columns or group not in sides.test.columns:
        return None
    return sides.codes([group])[:, 0]


def check_near_rows(inputs: Inputs, sides: Sides) -> list[Figure]:
    """Record test rows that a training row nearly equals; returns the headline figures."""
    if inputs.test is None:
        return []
    names = compared_columns(inputs, sides)
    near = measure_near_rows(inputs, sides, names)
    if near is None:
        return []
    share = inputs.record.figure(
        "near_row_overlap_share", near.share, split="test", n=near.judged,
        exactness=sides.exactness,
    )  # fmt: skip
    inputs.record.finding(
        "near_row_overlap",
        near.severity,
        f"At least {near.share:.1%} of the test rows nearly equal a training row without being "
        "the same: they agree with it in most columns, or lie closer to it than unrelated rows "
        "lie to each other. Rows that were changed by more can't be told from unrelated ones.",
        confidence="medium",
        clauses=("S3", "H5"),
        figures=(share,),
        question="Are these the same records, entered or exported twice, or rows of one entity?",
        harmless_if="They are different events whose values hardly vary.",
    )
    return [share]
