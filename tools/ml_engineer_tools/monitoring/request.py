"""What can be asked about monitoring."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ml_engineer_tools.request import ColumnName, Request, TablePath

Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
EvidenceName = Annotated[str, Field(max_length=200)]


class VariationRequest(Request):
    """Measure how much stretches of a reference table differ from the rest of it."""

    data: TablePath
    target: ColumnName | None = Field(None, description="The column to be predicted.")
    prediction: ColumnName | None = Field(
        None, description="The column that holds a model's predictions."
    )
    time: ColumnName | None = Field(
        None, description="When the row was known; stretches are cut in its order."
    )
    group: ColumnName | None = Field(None, description="The entity a row belongs to.")


class MonitoringPlanRequest(Request):
    """Draft a monitoring plan. What nobody has said is left out, never made up."""

    data: TablePath
    target: ColumnName = Field(description="The column that the model predicts.")
    owner: Said | None = Field(
        None, description="Who answers an alarm: a person or a rota that has agreed to."
    )
    action: Said | None = Field(None, description="What they do when it alarms.")
    check_every: Literal["hour", "day", "week", "month"] = Field(
        "day", description="How often it is checked."
    )
    decision: Said | None = Field(None, description="Which decision the prediction drives.")
    today: Said | None = Field(None, description="How that decision is made without the model.")
    fallback: Said | None = Field(
        None, description="What answers when the model can't or must not."
    )
    kill_switch: Said | None = Field(None, description="How it is switched off, and by whom.")
    rollback: Said | None = Field(None, description="How the version before is brought back.")
    reference: EvidenceName | None = Field(
        None, description="Evidence of the saved drift reference; the newest if left out."
    )
    variation: EvidenceName | None = Field(
        None, description="Evidence of measure_variation; the newest if left out."
    )
    evaluation: EvidenceName | None = Field(
        None, description="Evidence of the confirmed score; the newest if left out."
    )
