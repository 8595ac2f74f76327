"""What the parity check can be asked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ml_engineer_tools.request import ColumnName, Request, TablePath


class ParityRequest(Request):
    """Join training features to what serving logged, and compare them row by row."""

    training: TablePath = Field(description="The features as training saw them.")
    serving: TablePath = Field(description="The features as serving logged them.")
    key: Annotated[
        tuple[ColumnName, ...],
        Field(
            min_length=1, description="Columns that name a row in both tables, such as id and date."
        ),
    ]
    time: ColumnName | None = Field(
        None,
        description="When a row was known: with an entity in the key, stale values are told by it.",
    )
    target: ColumnName | None = Field(
        None, description="The column to be predicted: no feature; tells which features matter."
    )
    tolerance: Annotated[
        float,
        Field(
            ge=0, lt=1,
            description="Relative difference of numbers up to which they are equal: single "
            "precision by default.",
        ),
    ] = 1e-6  # fmt: skip
    importance_of: str | None = Field(
        None,
        pattern=r"^(E[1-9][0-9]*|[0-9a-f]{8,64})$",
        description="Evidence that tells the importance of columns, such as one of baselines.",
    )
    importance: dict[ColumnName, float] | None = Field(
        None, description="Importance of columns to the model, if it is known; any unit."
    )
    rows: Annotated[
        int, Field(ge=100, description="At most about so many joined rows are compared.")
    ] = 200_000
