"""The exploration rows are the same however a table is too large to be copied."""

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools import context as room
from ml_engineer_tools.context import Context
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.tables.roles import Roles

ENGINE = open_engine()


@pytest.mark.parametrize("roles", [Roles(), Roles(group="g"), Roles(time="t")])
def test_a_large_table_gives_the_same_exploration_rows_without_a_copy(
    roles: Roles, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"g": rng.integers(0, 40, 300), "t": rng.permutation(300)})
    ENGINE.register("table", frame)
    table = ENGINE.read("table")
    context = Context(ENGINE)
    holdout = context.holdout_for(table, roles, seed=0)
    drawn = []
    for cells in (room.KEPT_CELLS, 0):
        monkeypatch.setattr(room, "KEPT_CELLS", cells)
        rows = ENGINE.hash_sample(context.exploration(table, holdout), 300, seed=0)
        drawn.append(rows)
    copied, filtered = drawn
    assert 150 < len(copied) < 300
    pd.testing.assert_frame_equal(copied, filtered)
