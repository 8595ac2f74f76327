"""Fixtures of the leakage checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Finding
from ml_engineer_tools.leakage import LeakageRequest
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.target.checks import check_target_leaks
from ml_engineer_tools.leakage.target.probe import draw_sample, open_probe
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.roles import Roles


def target_leaks(frame: pd.DataFrame, **roles: Any) -> Recorder:
    """Run the checks of the target, `y`, with every row open to exploration."""
    engine = open_engine()
    engine.register("data", frame)
    try:
        request = LeakageRequest(data="data", target="y", **roles)
        train = engine.read("data")
        record = Recorder("check_leakage", request, [train.fingerprint])
        inputs = Inputs(
            engine, record, train, None, Roles("y", roles.get("time"), roles.get("group")), 0
        )
        sample, labelled = draw_sample(inputs, train.expression)
        probe = open_probe(inputs, sample, labelled)
        assert probe is not None
        check_target_leaks(inputs, train.expression, sample, probe)
        return record
    finally:
        engine.close()


@pytest.fixture
def leaks_of() -> Callable[..., list[Finding]]:
    """Return a function from a table with the target `y` to the findings on its features.

    What is only told (info) is left out.
    """

    def find(frame: pd.DataFrame, **roles: Any) -> list[Finding]:
        return [f for f in target_leaks(frame, **roles).findings if f.severity != "info"]

    return find


@pytest.fixture
def evidence_of() -> Callable[..., Recorder]:
    """Return a function from a table with the target `y` to the whole record."""
    return target_leaks
