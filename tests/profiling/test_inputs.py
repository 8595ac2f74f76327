"""Checks of the profile share two samples: one without labels, one of exploration rows."""

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.context import Context
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.profiling import inputs as room
from ml_engineer_tools.profiling import tool
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.request import ProfileRequest
from ml_engineer_tools.profiling.summaries import summarize
from ml_engineer_tools.tables.table import ROW

ENGINE = open_engine()


def opened(frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch, **roles: str) -> Inputs:
    """Return what the checks of a profile are given."""
    given: list[Inputs] = []
    monkeypatch.setattr(tool, "CHECKS", (("looking", given.append),))
    ENGINE.register("table", frame)
    request = ProfileRequest.model_validate({"data": "table", **roles})
    tool.profile_dataset(request, Context(ENGINE))
    return given[0]


def labelled(rows: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"x": rng.normal(size=rows), "y": rng.normal(size=rows)})
    frame["day"] = pd.date_range("2024-01-01", periods=rows)
    frame.loc[:9, "y"] = np.nan
    return frame


def test_the_sample_has_every_column_but_the_target_in_file_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sample = opened(labelled(), monkeypatch, target="y").sample
    assert set(sample.columns) == {ROW, "x", "day"}
    assert sample[ROW].tolist() == list(range(400))


def test_labels_come_only_with_exploration_rows_that_have_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inputs = opened(labelled(), monkeypatch, target="y", time="day")
    sample = inputs.labelled_sample()
    assert sample[ROW].min() == 10
    assert sample[ROW].max() == 319
    assert sample["y"].notna().all()
    assert inputs.labelled_sample() is sample
    assert inputs.sample is inputs.sample


def test_without_a_target_no_row_has_a_label(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = opened(labelled(), monkeypatch)
    assert inputs.explored is None
    assert len(inputs.labelled_sample()) == 0
    assert "y" in inputs.sample


def test_which_rows_are_drawn_does_not_depend_on_the_labels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "SAMPLE_ROWS", 100)
    frame = labelled()
    other = frame.assign(y=frame["y"].to_numpy()[::-1])
    one, another = (opened(f, monkeypatch, target="y").sample for f in (frame, other))
    assert 50 < len(one) < 150
    assert one[ROW].tolist() == another[ROW].tolist()


def test_a_wide_table_gives_fewer_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SAMPLE_CELLS", 300)
    monkeypatch.setattr(room, "FEWEST_SAMPLE_ROWS", 100)
    inputs = opened(labelled(), monkeypatch)
    assert inputs.sample_size == 100
    assert 50 < len(inputs.sample) < 150


def test_rows_are_drawn_by_a_column_that_tells_them_apart_if_there_is_one() -> None:
    rows = 300
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({name: rng.integers(0, 3, rows) for name in "ab"})
    assert deciding(frame) == ["a", "b"]
    frame["y"] = rng.normal(size=rows).round(2)
    frame["z"] = [*range(rows - 1), 0]
    frame["gaps"] = [*range(rows - 1), None]
    assert deciding(frame.drop(columns="z")) == ["a", "b", "y", "gaps"]
    assert deciding(frame.assign(x=frame["z"][::-1].to_numpy())) == ["x", "z"]
    assert deciding(frame.assign(id=range(rows))) == ["id"]


def deciding(frame: pd.DataFrame) -> list[str]:
    ENGINE.register("table", frame)
    table = ENGINE.read("table")
    return room.deciding_columns(summarize(ENGINE, table.expression, table.rows, table.columns))
