"""Rows that judge one column together: copies of a case, or rows of one entity, on one side.

A row that was recorded twice tells itself its own label if its copies lie in two folds. Then even
a name of the row would seem to say something of the target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.profiling.cases.described import (
    COINCIDENCES,
    coincidences,
    describing_columns,
)
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import pandas as pd

FEWEST_TOGETHER = 20
"""With fewer cases or entities than this, folds of whole ones say too little: a convention."""


def rows_together(inputs: Inputs, sample: pd.DataFrame) -> np.ndarray | None:
    """Return (n,) codes of rows that stay on one side of a fold; None if each stands for itself.

    They are those of the entity that was given; else rows that are equal in all that describes
    them, the target left out, unless the columns are so coarse that chance makes rows equal.
    """
    from ml_engineer_tools.modelling.role_columns import read_groups
    from ml_engineer_tools.modelling.splits import own_groups

    if inputs.roles.group is not None:
        entities = own_groups(read_groups(sample[inputs.roles.group]))
        return entities if len(np.unique(entities)) >= FEWEST_TOGETHER else None
    taken = {ROW, inputs.roles.target}
    everything = [name for name in sample.columns if name not in taken]
    for columns in (describing_columns(inputs)[0], everything):
        codes = _equal_rows(sample, columns)
        if codes is not None and coincidences(sample, columns, len(sample)) < COINCIDENCES:
            return codes
    return None


def _equal_rows(sample: pd.DataFrame, columns: list[str]) -> np.ndarray | None:
    """Return codes of rows that are equal in some columns; None if hardly any or all are."""
    import pandas as pd

    if not columns:
        return None
    codes = np.zeros(len(sample), dtype=np.int64)
    for name in columns:
        values = sample[name]
        try:
            own = pd.factorize(values)[0]
        except TypeError:  # lists and structures have no hash
            own = pd.factorize(values.astype(str))[0]
        own = own.astype(np.int64) + 1
        codes = np.unique(codes * (int(own.max(initial=0)) + 1) + own, return_inverse=True)[1]
        if int(codes.max(initial=0)) + 1 == len(codes):
            return None
    return codes if int(codes.max(initial=0)) + 1 >= FEWEST_TOGETHER else None
