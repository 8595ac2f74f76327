"""The request to plan a release."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ml_engineer_tools.request import ColumnName, Request, TablePath

Reference = Annotated[str, Field(max_length=200)]


class PlanReleaseRequest(Request):
    """Which model of which table is to be released, and what is said to stand behind it.

    What isn't named is looked for in the store; what is named is checked there.
    """

    data: TablePath
    target: ColumnName | None = Field(None, description="The column that the model predicts.")
    time: ColumnName | None = Field(None, description="When the row was known.")
    group: ColumnName | None = Field(None, description="The entity a row belongs to.")
    leakage: Reference | None = Field(
        None, description="Evidence of the leakage check, such as E2."
    )
    baselines: Reference | None = Field(None, description="Evidence of the baselines.")
    evaluation: Reference | None = Field(
        None,
        description="Evidence of the confirmed score on the holdout, or of your own model's.",
    )
    slices: Reference | None = Field(
        None, description="Evidence of slices and calibration, of the baselines or the evaluation."
    )
    drift_reference: Reference | None = Field(
        None, description="Evidence of a saved drift reference."
    )
    data_card: Reference | None = Field(None, description="Id of the data card, card:...")
    monitoring_plan: Reference | None = Field(None, description="Id of the plan, monitors:...")
