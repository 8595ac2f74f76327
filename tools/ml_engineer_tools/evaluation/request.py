"""What the evaluation of a model that exists can be asked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ml_engineer_tools.evaluation.costs import CostMatrix
from ml_engineer_tools.request import ColumnName, RolesRequest, TablePath

Claimed = Annotated[float, Field(allow_inf_nan=False)]


class EvaluateRequest(RolesRequest):
    """Judge a model that exists by a table of its predictions and the outcomes."""

    target: ColumnName | None = Field(
        None,
        description="The outcome; left out, performance is estimated from calibrated scores.",
    )
    prediction: ColumnName | None = Field(
        None, description="The predicted class or number; probabilities belong into `score`."
    )
    score: tuple[ColumnName, ...] = Field(
        (),
        description="The probability of the positive class; or one column for each class.",
    )
    threshold: Annotated[
        float | None,
        Field(description="Score from which the model's users act, 0.5 if it isn't said."),
    ] = None
    positive: str | None = Field(
        None, description="The positive one of two classes, as it is written in the table."
    )
    reference: TablePath | None = Field(
        None, description="The same columns from a period that went well, such as validation."
    )
    reference_until: str | None = Field(
        None, description="Rows up to this instant of `time` are the reference period."
    )
    claimed: dict[str, Claimed] = Field(
        {}, description="Metrics that were claimed offline, such as roc_auc: 0.93."
    )
    costs: CostMatrix | None = Field(
        None, description="What each outcome of a decision costs; benefits are negative."
    )
    sensitive: tuple[ColumnName, ...] = Field(
        (), description="Columns of groups that must not do worse; found by themselves if empty."
    )
    action: ColumnName | None = Field(
        None, description="Whether somebody acted on the prediction: looked at for feedback."
    )
    training: TablePath | None = Field(
        None, description="The table the model was trained on: rows are checked to be others."
    )
    rows: Annotated[
        int, Field(ge=100, description="At most about so many rows are used: a hash sample.")
    ] = 100_000
    confirm: bool | None = Field(
        None, description="Judge the locked rows as well: a counted look at the holdout."
    )
