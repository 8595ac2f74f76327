"""The request to derive a figure from others."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ml_engineer_tools.request import Request

Operation = Literal["difference", "ratio", "percent_change", "complement", "sum", "percent_of"]
Handle = Annotated[str, Field(max_length=120, description="Handle of a figure, such as E3.f12.")]


class CalculateRequest(Request):
    """A sum that nobody does in their head."""

    operation: Operation = Field(
        description=(
            "difference: first minus second. ratio: first divided by second. percent_change: from "
            "first to second, in percent of first. percent_of: first in percent of second. "
            "complement: one minus a share. sum: of two or more."
        )
    )
    operands: tuple[Handle, ...] = Field(
        min_length=1, max_length=100, description="Handles of figures, in the order of the sum."
    )
