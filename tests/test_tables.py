"""Tables: what is refused with one clear sentence, what is read all the same, and who is who."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather as feather
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ml_engineer_tools.engine import Engine, open_engine
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.tables import ROW, Table
from ml_engineer_tools.tables.names import SHOWN_LENGTH, listed, quoted
from ml_engineer_tools.tables.target import check_target


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine()


def refusal(engine: Engine, path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        engine.read(path)
    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message
    assert "Traceback" not in message
    return message


BAD: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", "is empty"),
    "header_only.csv": (b"a,b\n", "header but no rows"),
    "blank.csv": (b"\n\n", "no header"),
    "leading_blank.csv": (b"\n\na,b\n1,2\n", "starts with an empty line"),
    "junk.csv": (bytes(range(256)) * 8, "binary"),
    "marked.csv": (b"\xef\xbb\xbfa,b\nx,1\n\xe9,2\n", "not UTF-8 text (line 3)"),
    "too_wide.csv": (b"a,b\n1,2\n1,2,3\n", "3 fields in line 3 where its header has 2"),
    "too_narrow.csv": (b"a,b,c\n1,2\n1,2\n", "2 fields in line 2 where its header has 3"),
    "unclosed.csv": (b'a,b\n1,"2\n3,4\n', "unclosed quote"),
    "repeated.csv": (b"a,b,a\n1,2,3\n", "more than one column called 'a'"),
    "same_name.csv": (b"A,a\n1,2\n", "differ in case only"),
    "reserved.csv": (f"{ROW},a\n1,2\n".encode(), "reserved"),
    "table.xyz": (b"a,b\n1,2\n", "unknown type (.xyz)"),
    "table": (b"a,b\n1,2\n", "no suffix"),
    "text.parquet": (b"a,b\n1,2\n", "not a parquet file"),
    "cut.parquet": (b"PAR1" + b"x" * 99, "can't be read as parquet"),
    "text.arrow": (b"a,b\n1,2\n", "not a arrow file"),
    "cut.arrow": (b"ARROW1\0\0" + b"x" * 99, "can't be read as arrow"),
    "array.jsonl": (b"[1, 2]\n", "one object on each line"),
    "pretty.jsonl": (b'{\n"a": 1\n}\n', "one object on each line"),
    "cut.jsonl": (b'{"a": 1}\n{"a": 2\n', "can't be read as jsonl"),
    "repeated.jsonl": (b'{"a": 1, "a": 2}\n', "more than one column called 'a'"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(
    name: str, tmp_path: Path, engine: Engine
) -> None:
    content, reason = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    message = refusal(engine, path)
    assert reason in message


def test_a_missing_file_and_a_directory_are_refused(tmp_path: Path, engine: Engine) -> None:
    assert "no file" in refusal(engine, tmp_path / "missing.csv")
    (tmp_path / "folder.csv").mkdir()
    assert "is a directory" in refusal(engine, tmp_path / "folder.csv")


def test_names_with_spaces_newlines_quotes_and_emoji_stay_as_they_are(
    tmp_path: Path, engine: Engine
) -> None:
    path = tmp_path / "names.csv"
    path.write_text(' a b ,"x\ny","q""u","k,l",😀\n"a, b","c\nd",3,4,5\nz,z,6,7,8\n', "utf-8")
    table = engine.read(path)
    assert [column.name for column in table.columns] == [" a b ", "x\ny", 'q"u', "k,l", "😀"]
    first = table.expression[" a b "].min()
    assert engine.aggregate(table.expression, {"first": first}) == {"first": "a, b"}
    assert table.rows == 2


def test_a_column_without_a_name_is_called_by_its_position(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "nameless.csv"
    path.write_text(",column 1,\n1,2,3\n")
    names = [column.name for column in engine.read(path).columns]
    assert names == ["column 1_", "column 1", "column 3"]


def test_all_null_columns_have_a_kind_in_every_format(tmp_path: Path, engine: Engine) -> None:
    arrow = pa.table({"a": [1, 2], "empty": pa.nulls(2)})
    feather.write_feather(arrow, str(tmp_path / "t.arrow"))
    (tmp_path / "t.csv").write_text("a,empty\n1,\n2,\n")
    (tmp_path / "t.jsonl").write_text('{"a": 1, "empty": null}\n{"a": 2, "empty": null}\n')
    for name in ("t.arrow", "t.csv", "t.jsonl"):
        assert engine.read(tmp_path / name).column("empty").kind == "text"


def test_yes_and_no_are_text_and_only_true_and_false_are_boolean(
    tmp_path: Path, engine: Engine
) -> None:
    path = tmp_path / "words.csv"
    path.write_text("answer,flag,short\nyes,True,t\nno,False,f\n,,\n")
    kinds = {column.name: column.kind for column in engine.read(path).columns}
    assert kinds == {"answer": "text", "flag": "boolean", "short": "text"}


def test_a_delimiter_is_the_one_that_fits_the_rows(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "semicolons.csv"
    path.write_text('"a, b, c";d\n1;5\n3;4\n')
    assert [column.name for column in engine.read(path).columns] == ["a, b, c", "d"]


def test_two_thousand_columns_are_read_and_split(tmp_path: Path, engine: Engine) -> None:
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(50, 2000)))
    frame.columns = [f"c{k}" for k in range(2000)]
    frame.to_csv(tmp_path / "wide.csv", index=False)
    table = engine.read(tmp_path / "wide.csv")
    assert len(table.columns) == 2000
    explored = Holdout(kind="row").exploration(table)
    assert 20 < engine.aggregate(explored, {"n": explored.count()})["n"] < 50


FORMATS = ("csv", "parquet", "jsonl", "arrow", "frame")


def mixed_frame(rows: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "whole": rng.integers(-5, 5, rows),
            "float": rng.normal(size=rows),
            "round": rng.integers(0, 9, rows).astype(float),
            "huge": rng.choice([1e300, 2.5e-8, -1e18, 0.1], rows),
            "word": rng.choice(["yes", "no", "a,b", 'q"', "naïve 😀"], rows),
            "flag": rng.random(rows) < 0.5,
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 9, rows), "h"),
        }
    )
    frame.loc[::7, "float"] = math.nan
    frame["id"] = range(rows)
    return frame


def written(frame: pd.DataFrame, kind: str, folder: Path, engine: Engine) -> Table:
    path = folder / f"t.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "parquet":
        frame.to_parquet(path)
    elif kind == "arrow":
        feather.write_feather(pa.Table.from_pandas(frame, preserve_index=False), str(path))
    elif kind == "jsonl":
        plain = frame.assign(day=frame["day"].astype(str)).astype(object)
        records = plain.where(frame.notna(), None).to_dict("records")
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
    else:
        engine.register(str(path), frame)
    return engine.read(path)


def held_out(engine: Engine, table: Table, holdout: Holdout) -> set[int]:
    return set(engine.hash_sample(holdout.held_out(table), 10**6, seed=0)["id"].astype(int))


@pytest.mark.parametrize("kind", FORMATS[1:])
def test_every_format_gives_the_same_kinds_holdout_and_sample(
    kind: str, tmp_path: Path, engine: Engine
) -> None:
    frame = mixed_frame()
    plain = written(frame, "csv", tmp_path, engine)
    other = written(frame, kind, tmp_path, engine)
    assert other.rows == plain.rows == len(frame)
    assert [(c.name, c.kind) for c in other.columns] == [(c.name, c.kind) for c in plain.columns]
    for holdout in (Holdout(kind="row"), Holdout(kind="group", column="round")):
        there = held_out(engine, other, holdout)
        assert there == held_out(engine, plain, holdout)
        assert 0 < len(there) < len(frame)
    samples = [engine.hash_sample(table.expression, 20, seed=1)["id"] for table in (plain, other)]
    assert list(samples[0]) == list(samples[1])
    assert 0 < len(samples[0]) < len(frame)


@given(order=st.permutations(range(30)), columns=st.permutations(list("abcd")))
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_reordering_moves_no_row_across_the_line_and_appending_moves_none(
    order: list[int], columns: list[str], engine: Engine
) -> None:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "a": rng.normal(size=30),
            "b": rng.integers(0, 3, 30),
            "c": rng.choice(["x", "y"], 30),
            "d": rng.random(30) < 0.5,
        }
    )
    line = Holdout(kind="row")

    def locked(changed: pd.DataFrame) -> set[float]:
        engine.register("changed", changed)
        return set(engine.hash_sample(line.held_out(engine.read("changed")), 99, seed=0)["a"])

    before = locked(frame)
    assert 0 < len(before) < 30
    assert locked(frame.iloc[order][columns]) == before
    more = pd.concat([frame, frame.iloc[:9].assign(a=lambda rows: rows["a"] + 100)])
    assert {value for value in locked(more) if value < 50} == before


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([1, 1, 1, 1], "one value only"),
        (["a", "a", "b", "b", "b", "c"], "in one row only"),
        ([True, False, False, False], "in one row only"),
        ([0.5, 0.5, 0.5, 2.5], "in one row only"),
        ([None, None, math.nan, None], "no values"),
        ([math.inf, -math.inf, math.inf, None], "no values that are finite"),
        ([1.0, 1.0, 1.0, math.inf], "one value only"),
        ([0, 0, 1, 1, 1, 2], "in one row only"),
        ([[1], [2], [1], [2]], "name a column of numbers or classes"),
        (list(pd.date_range("2024-01-01", periods=4)), "name a column of numbers or classes"),
    ],
)
def test_a_target_that_cant_be_predicted_is_refused(
    values: list[object], reason: str, engine: Engine
) -> None:
    engine.register("targets", pd.DataFrame({"x": range(len(values)), "y": values}))
    with pytest.raises(BadInput, match=reason) as caught:
        check_target(engine, engine.read("targets"), "y")
    assert "`y`" in str(caught.value)


def test_a_quantity_may_have_values_that_come_up_once(engine: Engine) -> None:
    counts = [0] * 30 + [1] * 20 + [2] * 9 + [3] * 4 + [4] * 2 + [7]
    for values in ([0.1, 0.2, 0.3, 0.4], list(range(40)), [1e300, math.inf, 2.0, 3.5], counts):
        engine.register("targets", pd.DataFrame({"x": range(len(values)), "y": values}))
        check_target(engine, engine.read("targets"), "y")


@given(st.text())
def test_a_quoted_name_is_one_short_line_between_one_pair_of_backticks(name: str) -> None:
    shown = quoted(name)
    assert shown.startswith("`")
    assert shown.endswith("`")
    assert shown.count("`") == 2
    assert shown.isprintable()
    assert len(shown) <= SHOWN_LENGTH + 2


def test_a_list_of_names_says_that_there_are_others() -> None:
    assert listed(["a", "b"]) == "`a`, `b`"
    assert listed(["a", "b", "c"], most=2) == "`a`, `b` and others"


def test_a_line_break_within_quotes_is_not_taken_for_the_files_own(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(b'"a\nb",c\r\n1,"x, ""y"""\r\n2,z\r\n')
    table = open_engine().read(path)
    assert [column.name for column in table.columns] == ["a\nb", "c"]
    assert table.rows == 2


def test_nans_are_seen_in_a_parquet_file_whose_statistics_leave_them_out(tmp_path: Path) -> None:
    """Arrow writes bounds without NaN, from which DuckDB would conclude that there is none."""
    import pyarrow.parquet as parquet

    path = tmp_path / "nan.parquet"
    parquet.write_table(pa.table({"x": [1.0, math.nan, 3.0] * 1000}), path)
    engine = open_engine()
    rows = engine.read(path).expression
    largest = rows["x"].isnan().ifelse(None, rows["x"]).max()
    found = engine.aggregate(rows, {"nans": rows["x"].isnan().sum(), "largest": largest})
    assert found == {"nans": 1000, "largest": 3.0}
