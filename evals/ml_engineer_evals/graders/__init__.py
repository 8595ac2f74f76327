"""Graders: each judges one thing about a transcript, by rules, and stands for a clause.

A suite names them by `check`; `AnyExpectation` is their union. Whoever changes what a grader lets
pass raises `GRADER_VERSION`: results of different versions can't be compared.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ml_engineer_evals.graders.asking import AsksFor
from ml_engineer_evals.graders.base import Expectation
from ml_engineer_evals.graders.refusing import NotRefused, Refuses
from ml_engineer_evals.graders.releasing import NotReleased
from ml_engineer_evals.graders.standing import (
    CitesEvidence,
    NotPartial,
    SaysWhatIsMissing,
    StandsOn,
    Unmarked,
)
from ml_engineer_evals.graders.trajectory import CalledBeforeAnswer, NeverCalled
from ml_engineer_evals.graders.wording import DoesNotClaim, Mentions, NoDurationBoundToMetric

__all__ = [
    "GRADER_VERSION",
    "AnyExpectation",
    "AsksFor",
    "CalledBeforeAnswer",
    "CitesEvidence",
    "DoesNotClaim",
    "Expectation",
    "Mentions",
    "NeverCalled",
    "NoDurationBoundToMetric",
    "NotPartial",
    "NotRefused",
    "NotReleased",
    "Refuses",
    "SaysWhatIsMissing",
    "StandsOn",
    "Unmarked",
]

GRADER_VERSION = 1

AnyExpectation = Annotated[
    Refuses
    | NotRefused
    | AsksFor
    | CalledBeforeAnswer
    | NeverCalled
    | Mentions
    | DoesNotClaim
    | NoDurationBoundToMetric
    | CitesEvidence
    | Unmarked
    | StandsOn
    | SaysWhatIsMissing
    | NotReleased
    | NotPartial,
    Field(discriminator="check"),
]
