"""The request to draft a data card."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from ml_engineer_tools.request import Request, TablePath

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class DataCardRequest(Request):
    """What a person says of a table. What nobody has said is left out, never made up."""

    data: TablePath
    source: Words | None = Field(None, description="Where the data comes from, and who made it.")
    licence_or_consent: Words | None = Field(
        None, description="On what ground it may be used for training: licence, contract, consent."
    )
    known_bias: Words | None = Field(
        None, description="Who or what is over- or under-represented, as far as is known."
    )
    label_definition: Words | None = Field(
        None, description="What exactly the label means, and who decides it."
    )
    label_delay: Words | None = Field(
        None, description="How long after the event the label is known."
    )
    owner: Words | None = Field(None, description="Who answers questions about the data.")
