"""What the leakage check can be asked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from ml_engineer_tools.request import ColumnName, GroupName, Request, TablePath

CodePath = Annotated[
    str, Field(min_length=1, description="Path of a training script or notebook: .py or .ipynb.")
]


class LeakageRequest(Request):
    """Check whether a score on this table, or a score that this code prints, can be believed.

    Without a target only the checks of the split run; without a test table only those of `data`;
    without a table only those of the code.
    """

    data: TablePath | None = Field(
        None, description="Path of the table; needed unless code is given."
    )
    target: ColumnName | None = Field(None, description="The column to be predicted.")
    time: ColumnName | None = Field(None, description="When the row was known.")
    group: GroupName | None = Field(
        None, description="The entity a row belongs to, such as a customer."
    )
    test: TablePath | None = Field(
        None, description="Path of the table that the model is tested on, if there is one."
    )
    fold: ColumnName | None = Field(
        None,
        description="The column that says in which fold, or in which part of a split, a row is.",
    )
    without: tuple[ColumnName, ...] = Field(
        (),
        description="Columns that no model will get: judged neither alone nor with others.",
    )
    code: tuple[CodePath, ...] = Field(
        (), description="Training scripts or notebooks; they are read, never run."
    )

    @model_validator(mode="after")
    def _something_to_check(self) -> LeakageRequest:
        if self.data is None and not self.code:
            raise ValueError("give a table as `data`, or a script or notebook as `code`")
        if self.data is None and self.test is not None:
            raise ValueError("a test table needs the training table beside it; give `data`")
        return self
