"""A session over the wire for each provider."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.faults.simulator import Simulator
from tests.faults.wires import WIRES, Wire
from tests.faults.world import Echo, World

from ml_engineer.session import EgressLog, Journal, Session


@pytest.fixture(params=WIRES, ids=lambda wire: wire.name)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    wire: Wire = request.param
    async with Simulator() as simulator:
        model = wire.model(simulator.url, timeout_seconds=5.0)
        journal = Journal(tmp_path)
        session = Session.start(journal, model.name, "Be brief.", Echo.specs)
        log = EgressLog(journal.connection, session.id)
        model.watch_egress(lambda body: log.record(model.name, body))  # type: ignore[attr-defined]
        yield World(wire, simulator, model, session, journal)
        await model.close()
        journal.close()
