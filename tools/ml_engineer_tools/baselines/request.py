"""What the baselines can be asked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ml_engineer_tools.evaluation.costs import CostMatrix
from ml_engineer_tools.request import ColumnName, RolesRequest


class BaselinesRequest(RolesRequest):
    """Train baselines on this table and say whether the complex one is worth it."""

    target: ColumnName = Field(description="The column to be predicted.")
    without: tuple[ColumnName, ...] = Field(
        (), description="Suspect columns: every model is scored with and without them."
    )
    split: Literal["time", "group", "both", "random"] | None = Field(
        None, description="By what rows are split; without it the roles decide."
    )
    gap: Annotated[str, Field(min_length=1, max_length=40)] | None = Field(
        None,
        description="How long it takes until an outcome is known, such as 30d or 12h: rows learnt "
        "from end so long before a test period.",
    )
    positive: Annotated[str, Field(min_length=1)] | None = Field(
        None, description="The positive one of two classes, as it is written in the table."
    )
    costs: CostMatrix | None = Field(
        None, description="What each outcome of a decision costs; benefits are negative."
    )
    sensitive: tuple[ColumnName, ...] = Field(
        (), description="Columns of groups that must not do worse; found by themselves if empty."
    )
    confirm: Literal["trivial", "one_rule", "linear", "lightgbm"] | None = Field(
        None, description="Score this one chosen model on the locked holdout: a counted look."
    )
    look_into: Literal["one_rule", "linear", "lightgbm"] | None = Field(
        None,
        description="The model whose calibration, costs, slices and importance are told; without "
        "it the one that is worth having.",
    )
    rows: Annotated[
        int, Field(ge=100, description="At most about so many rows are used: a hash sample.")
    ] = 50_000
