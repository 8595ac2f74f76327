"""What the leakage check can be asked."""

from __future__ import annotations

from pydantic import Field

from ml_engineer_tools.request import ColumnName, RolesRequest, TablePath


class LeakageRequest(RolesRequest):
    """Check whether a score on this table can be believed.

    Without a target only the checks of the split run; without a test table only those of `data`.
    """

    test: TablePath | None = Field(
        None, description="Path of the table that the model is tested on, if there is one."
    )
    fold: ColumnName | None = Field(
        None,
        description="The column that says in which fold, or in which part of a split, a row is.",
    )
