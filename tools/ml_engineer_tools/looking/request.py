"""What is asked for when a look at the holdout is wanted."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ml_engineer_tools.request import Request


class LookDraftRequest(Request):
    """Ask a person for a look at the locked rows. Nothing is looked at until they accept."""

    evidence: Annotated[
        str,
        Field(max_length=200, description="Evidence such as E2: baselines, or an evaluation, of "
              "the exploration rows. The same is scored on the locked rows."),
    ]  # fmt: skip
    model: Literal["trivial", "one_rule", "linear", "lightgbm"] | None = Field(
        None, description="Of baselines: the one model that was chosen."
    )
    because: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=2000),
        Field(description="What the score decides, so that a person can tell if it is worth it."),
    ]
