"""What the parent and a worker process say to each other: one JSON object a line."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from ml_engineer_tools.evidence import Contract, Evidence
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.inspection import TableFacts

MOST_REPLY = 32 << 20
"""Characters of the longest reply: the evidence of thousands of columns takes a few million."""


class Warm(Contract):
    """Import what measuring will need, so that the first call doesn't wait for it."""

    order: Literal["warm"] = "warm"


class Inspect(Contract):
    """Check a table and its roles."""

    order: Literal["inspect"] = "inspect"
    path: str
    target: str | None = None
    time: str | None = None
    group: str | None = None
    seed: int = 0


class Measure(Contract):
    """Run a measuring tool."""

    order: Literal["measure"] = "measure"
    tool: str
    request: dict[str, Any]
    holdout: Holdout | None = None
    look: int | None = None
    candidates: int | None = None


Order = Annotated[Warm | Inspect | Measure, Field(discriminator="order")]
ORDER: TypeAdapter[Order] = TypeAdapter(Order)


class Progressed(Contract):
    """The share of the work done, 0 to 1."""

    reply: Literal["progressed"] = "progressed"
    share: float
    message: str


class Measured(Contract):
    """The evidence of a `Measure`."""

    reply: Literal["measured"] = "measured"
    evidence: Evidence


class Inspected(Contract):
    """The facts of an `Inspect`."""

    reply: Literal["inspected"] = "inspected"
    facts: TableFacts


class Warmed(Contract):
    """A `Warm` has begun."""

    reply: Literal["warmed"] = "warmed"


class Failed(Contract):
    """An order could not be carried out. `bad_input` and `refused` say how to mend it."""

    reply: Literal["failed"] = "failed"
    kind: Literal["bad_input", "refused", "defect"]
    message: str


Reply = Annotated[Progressed | Measured | Inspected | Warmed | Failed, Field(discriminator="reply")]
REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
