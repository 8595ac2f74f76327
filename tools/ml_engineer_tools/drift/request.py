"""What the drift measurement can be asked."""

from __future__ import annotations

from pydantic import Field

from ml_engineer_tools.request import ColumnName, Request, TablePath


class DriftRequest(Request):
    """Compare a current table with a reference: schema, missing values, distributions."""

    reference: TablePath = Field(description="The table that the model was trained on.")
    current: TablePath = Field(description="The table that is compared with it.")
    target: ColumnName | None = Field(
        None, description="The column to be predicted; its labels are not compared."
    )
    time: ColumnName | None = Field(
        None, description="When the row was known; told as a stretch, not compared."
    )
    group: ColumnName | None = Field(
        None, description="The entity a row belongs to, such as a customer; not compared."
    )
