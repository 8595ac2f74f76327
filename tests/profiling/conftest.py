"""What the tests of the profile share: a profile of a frame, and its figures looked up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pytest

from ml_engineer_tools.context import Context
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Evidence, Figure, Finding
from ml_engineer_tools.profiling import ProfileRequest
from ml_engineer_tools.profiling.tool import profile_dataset

ENGINE = open_engine()


@dataclass(frozen=True)
class Profile:
    """A profile, looked up by quantity and by check."""

    evidence: Evidence

    def figures(self, quantity: str, column: str | None = None) -> list[Figure]:
        return [
            figure
            for figure in self.evidence.measurement.figures
            if figure.quantity == quantity and column in (None, figure.subject.column)
        ]

    def value(self, quantity: str, column: str | None = None) -> float:
        (found,) = self.figures(quantity, column)
        assert not isinstance(found.value, str)
        return found.value

    def finding(self, check: str) -> Finding:
        found = [f for f in self.evidence.measurement.findings if f.check == check]
        assert len(found) == 1, self.evidence.measurement.findings
        return found[0]

    @property
    def checks(self) -> set[str]:
        return {finding.check for finding in self.evidence.measurement.findings}


@pytest.fixture
def profile() -> Callable[..., Profile]:
    """Profile a frame with the roles that are given."""

    def measured(frame: pd.DataFrame, **roles: str) -> Profile:
        ENGINE.register("table", frame)
        request = ProfileRequest.model_validate({"data": "table", **roles})
        return Profile(profile_dataset(request, Context(ENGINE)))

    return measured
