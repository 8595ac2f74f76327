"""Requests: what a tool can be asked. Each one's JSON schema is the schema of the tool."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ml_engineer_tools.tables.entity import group_name

TablePath = Annotated[
    str,
    Field(
        min_length=1,
        description=(
            "Path of a table: .csv, .parquet, .jsonl or .arrow; or a pattern or directory of parts."
        ),
    ),
]
ColumnName = Annotated[str, Field(min_length=1, description="Name of a column, exactly as it is.")]
GroupName = Annotated[ColumnName, BeforeValidator(group_name)]
"""One column, or several with commas between their names: the entity that they name together."""


class Request(BaseModel):
    """What every tool can be told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: Annotated[int, Field(ge=0, description="Seed of samples and splits.")] = 0


class RolesRequest(Request):
    """A request about one table whose columns have roles."""

    data: TablePath
    target: ColumnName | None = Field(None, description="The column to be predicted.")
    time: ColumnName | None = Field(None, description="When the row was known.")
    group: GroupName | None = Field(
        None, description="The entity a row belongs to, such as a customer."
    )
