"""Dates that a file holds as text are read as dates, whatever the format of the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.engine.base import Engine

DAYS = pd.date_range("2023-11-05", periods=400, freq="D")


@pytest.fixture
def engine() -> Iterator[Engine]:
    opened = open_engine()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "written",
    ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%b %d, %Y", "%d %B %Y",
     "%d-%b-%y"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl", "frame"])
def test_a_date_is_a_date_in_every_format(
    engine: Engine, workspace: Path, written: str, kind: str
) -> None:
    frame = pd.DataFrame({"seen": DAYS.strftime(written), "x": range(len(DAYS))})
    path = workspace / f"t.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "parquet":
        frame.to_parquet(path)
    elif kind == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in frame.to_dict("records")))
    else:
        engine.register(str(path), frame)
    table = engine.read(path if kind != "frame" else str(path))

    assert table.column("seen").kind == "date"
    read = engine.hash_sample(table.expression, 1000, seed=0, columns=["seen"])["seen"]
    assert list(pd.to_datetime(read)) == list(DAYS)


def test_instants_keep_their_time_of_day_and_their_zone(engine: Engine) -> None:
    frame = pd.DataFrame(
        {
            "plain": DAYS.strftime("%d.%m.%Y 10:30"),
            "zoned": DAYS.strftime("%Y-%m-%dT10:30:00+02:00"),
        }
    )
    engine.register("t", frame)
    read = engine.hash_sample(engine.read("t").expression, 1000, seed=0)

    assert read["plain"].iloc[0] == pd.Timestamp("2023-11-05 10:30")
    assert read["zoned"].iloc[0] == pd.Timestamp("2023-11-05 08:30", tz="UTC")


def test_days_that_may_be_months_stay_text_for_a_person_to_settle(engine: Engine) -> None:
    first = pd.date_range("2023-01-01", periods=12, freq="D")
    engine.register("t", pd.DataFrame({"seen": first.strftime("%d/%m/%Y")}))
    assert engine.read("t").column("seen").kind == "text"


@pytest.mark.parametrize(
    "values",
    [["1.2.3", "1.2.4", "2.10.1"], ["2023-01-01", "2023-02-30"], ["03/04/2023", "unknown"],
     ["12-34", "13-35"], ["May 2023", "later"], ["10:30", "11:45"],
     ["2023-01-01T10:00:00Z", "2023-01-01T10:00:00+02:00"]],
)  # fmt: skip
def test_what_is_no_date_in_every_row_stays_text(engine: Engine, values: list[str]) -> None:
    engine.register("t", pd.DataFrame({"said": values * 50}))
    assert engine.read("t").column("said").kind == "text"
