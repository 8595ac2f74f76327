"""What the drift measurement can be asked."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ml_engineer_tools.request import ColumnName, Request, TablePath


class DriftRequest(Request):
    """Compare a current table with a reference: schema, missing values, distributions."""

    reference: TablePath = Field(
        description="The table that the model was trained on, or a saved drift reference of it."
    )
    current: TablePath | None = Field(
        None,
        description="The table that is compared with it; left out, `windows` of the one table are.",
    )
    windows: Literal["day", "week", "month", "auto"] | None = Field(
        None, description="Compare each window of time by itself; needs `time`."
    )
    target: ColumnName | None = Field(
        None,
        description="The column to be predicted: a label, of which exploration rows are compared.",
    )
    prediction: ColumnName | None = Field(
        None, description="The column that holds a model's predictions, labels or scores."
    )
    time: ColumnName | None = Field(
        None, description="When the row was known; gives the order of rows, is not compared."
    )
    group: ColumnName | None = Field(
        None, description="The entity a row belongs to, such as a customer; not compared."
    )

    importance_of: str | None = Field(
        None,
        pattern=r"^(E[1-9][0-9]*|[0-9a-f]{8,64})$",
        description="Evidence that tells the importance of columns, such as one of baselines.",
    )
    importance: dict[ColumnName, float] | None = Field(
        None, description="Importance of columns to the model, if it is known; any unit."
    )
    classifier: bool | None = Field(
        None,
        description="Whether a model is to tell the tables apart; by default for smaller tables.",
    )


class ReferenceRequest(Request):
    """Make a drift reference of a table."""

    data: TablePath
    target: ColumnName | None = Field(None, description="The column to be predicted.")
    prediction: ColumnName | None = Field(
        None, description="The column that holds a model's predictions."
    )
    time: ColumnName | None = Field(None, description="When the row was known.")
    group: ColumnName | None = Field(None, description="The entity a row belongs to.")
