"""Reading tables: every way in which a table is written down gives the same table."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import math
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as datasets
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_engineer_tools.engine import Engine, open_engine
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.dialect import find_dialect
from ml_engineer_tools.tables.table import ROW, Table

CSV = "town,price,sold\nKöln,1.5,true\nÅrhus,2.25,false\nŁódź,-3.0,true\n"
WESTERN = CSV.replace("Łódź", "Zürich")


@pytest.fixture
def engine(workspace: Path) -> Iterator[Engine]:
    opened = open_engine()
    yield opened
    opened.close()


def rows(engine: Engine, table: Table) -> list[dict[Any, Any]]:
    frame = engine.hash_sample(table.expression, 10_000, seed=0)
    return [dict(row) for row in frame.drop(columns=[ROW]).to_dict("records")]


def kinds(table: Table) -> list[str]:
    return [column.kind for column in table.columns]


def zipped(content: bytes, *names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names or ("t.csv",):
            archive.writestr(name, content)
    return buffer.getvalue()


COMPRESSED: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": lambda content: pa.compress(content, "zstd", asbytes=True),
    ".zip": zipped,
}


class TestCompression:
    @pytest.mark.parametrize("suffix", COMPRESSED)
    def test_a_compressed_csv_is_the_table_that_was_compressed(
        self, suffix: str, engine: Engine, workspace: Path
    ) -> None:
        (workspace / "plain.csv").write_text(CSV, encoding="utf-8")
        (workspace / f"t.csv{suffix}").write_bytes(COMPRESSED[suffix](CSV.encode()))
        plain, packed = engine.read("plain.csv"), engine.read(f"t.csv{suffix}")
        assert rows(engine, packed) == rows(engine, plain)
        assert kinds(packed) == kinds(plain) == ["text", "number", "boolean"]

    def test_json_lines_may_be_compressed_too(self, engine: Engine, workspace: Path) -> None:
        (workspace / "t.jsonl.gz").write_bytes(gzip.compress(b'{"a": 1}\n{"a": 2}\n'))
        assert rows(engine, engine.read("t.jsonl.gz")) == [{"a": 1}, {"a": 2}]

    def test_the_plain_copy_is_gone_once_the_engine_is_closed(self, workspace: Path) -> None:
        (workspace / "t.csv.gz").write_bytes(gzip.compress(CSV.encode()))
        engine = open_engine()
        engine.read("t.csv.gz")
        assert list((workspace / ".ml-engineer" / "spill").glob("plain-*"))
        engine.close()
        assert not list((workspace / ".ml-engineer" / "spill").glob("plain-*"))

    @pytest.mark.parametrize("suffix", COMPRESSED)
    def test_a_damaged_archive_is_called_damaged(
        self, suffix: str, engine: Engine, workspace: Path
    ) -> None:
        packed = COMPRESSED[suffix](CSV.encode() * 50)
        (workspace / f"t.csv{suffix}").write_bytes(packed[: len(packed) // 2])
        with pytest.raises(BadInput, match="damaged"):
            engine.read(f"t.csv{suffix}")

    def test_a_zip_of_two_tables_says_so(self, engine: Engine, workspace: Path) -> None:
        (workspace / "t.zip").write_bytes(zipped(CSV.encode(), "a.csv", "b.csv"))
        with pytest.raises(BadInput, match="holds 2 files"):
            engine.read("t.zip")

    def test_a_bomb_is_not_unpacked(self, engine: Engine, workspace: Path) -> None:
        with gzip.open(workspace / "bomb.csv.gz", "wb") as file:
            file.write(b"a,b\n")
            for _ in range(300):
                file.write(b"0" * (1 << 20))
        with pytest.raises(BadInput, match="grows to more than"):
            engine.read("bomb.csv.gz")
        assert not list(workspace.glob(".ml-engineer/spill/plain-*"))


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_an_encoding_that_names_itself_is_read_without_a_word(
        self, encoding: str, engine: Engine, workspace: Path
    ) -> None:
        (workspace / "t.csv").write_text(CSV, encoding=encoding)
        table = engine.read("t.csv")
        assert [row["town"] for row in rows(engine, table)] == ["Köln", "Århus", "Łódź"]
        assert [column.name for column in table.columns] == ["town", "price", "sold"]
        assert table.notes == ()

    @pytest.mark.parametrize(
        ("encoding", "named"),
        [("cp1252", "Windows-1252"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")],
    )
    def test_an_encoding_that_is_guessed_is_told(
        self, encoding: str, named: str, engine: Engine, workspace: Path
    ) -> None:
        (workspace / "t.csv").write_text(WESTERN, encoding=encoding)
        table = engine.read("t.csv")
        assert [row["town"] for row in rows(engine, table)] == ["Köln", "Århus", "Zürich"]
        (note,) = table.notes
        assert named in note
        assert "guess" in note

    def test_binary_data_is_no_table_whatever_its_suffix(
        self, engine: Engine, workspace: Path
    ) -> None:
        (workspace / "t.csv").write_bytes(bytes(range(256)) * 40)
        with pytest.raises(BadInput, match="binary"):
            engine.read("t.csv")


class TestDialects:
    def test_a_decimal_comma_gives_numbers_and_is_told(
        self, engine: Engine, workspace: Path
    ) -> None:
        (workspace / "t.csv").write_text("name;price;n\na;1,5;1\nb;1.234,25;2\nc;-3,0;3\n")
        table = engine.read("t.csv")
        assert [row["price"] for row in rows(engine, table)] == [1.5, 1234.25, -3.0]
        assert kinds(table) == ["text", "number", "integer"]
        assert any("decimal comma" in note for note in table.notes)

    def test_apostrophes_quote_only_where_they_stand_around_fields(
        self, engine: Engine, workspace: Path
    ) -> None:
        (workspace / "q.csv").write_text("a,b\n'x, y',1\n'z',2\n'w, v',3\n")
        (workspace / "p.csv").write_text("a,b\nO'Neill,1\nD'Arcy,2\nSmith's,3\n")
        assert [row["a"] for row in rows(engine, engine.read("q.csv"))] == ["x, y", "z", "w, v"]
        assert next(row["a"] for row in rows(engine, engine.read("p.csv"))) == "O'Neill"

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^"])
    @given(st.integers(2, 6), st.integers(4, 12))
    def test_the_delimiter_is_the_one_that_was_written(
        self, delimiter: str, width: int, height: int
    ) -> None:
        lines = [delimiter.join(f"c{k}" for k in range(width))]
        lines += [delimiter.join(f"v {k} {r}" for k in range(width)) for r in range(height)]
        assert find_dialect("\n".join(lines) + "\n").delimiter == delimiter

    def test_spaces_separate_only_where_every_record_has_them(self) -> None:
        regular = "\n".join(["a b c", *(f"{k} {k * 2} x" for k in range(10))]) + "\n"
        words = "comment\nvery good\nbad\nfine thing indeed\nok\n"
        assert find_dialect(regular).delimiter == " "
        assert find_dialect(words).delimiter == ","

    def test_dates_and_versions_are_no_decimal_commas(self) -> None:
        text = "a;b\n1.5;2024-01-01\n2,5;2024-01-02\n3.25;2024-01-03\n"
        assert find_dialect(text).decimal == "."

    def test_a_version_among_decimal_commas_takes_them_nothing(self) -> None:
        text = "a;b;c\n1,5;2,5e-05;1.0\n2,5;3,25;n/a\n3,25;4,5;2.4.1\n"
        assert find_dialect(text).decimal == ","


class TestParts:
    @pytest.fixture
    def folder(self, workspace: Path) -> Path:
        for kind in ("csv", "parquet"):
            (workspace / kind).mkdir()
        for k in range(3):
            frame = pd.DataFrame({"n": [10 * k, 10 * k + 1], "s": ["a", "b"]})
            frame.to_csv(workspace / "csv" / f"part-{k}.csv", index=False)
            frame.to_parquet(workspace / "parquet" / f"part-{k}.parquet")
        (workspace / "parquet" / "_SUCCESS").touch()
        return workspace

    @pytest.mark.parametrize("kind", ["csv", "parquet"])
    @pytest.mark.parametrize("how", ["pattern", "directory"])
    def test_parts_are_one_table_in_the_order_of_their_names(
        self, kind: str, how: str, folder: Path, engine: Engine
    ) -> None:
        table = engine.read(kind if how == "directory" else f"{kind}/part-*.{kind}")
        assert table.rows == 6
        assert [row["n"] for row in rows(engine, table)] == [0, 1, 10, 11, 20, 21]
        frame = engine.hash_sample(table.expression, 100, seed=0)
        assert frame[ROW].tolist() == list(range(6))
        assert any("3 parts" in note for note in table.notes)

    def test_the_fingerprint_is_of_what_is_in_the_parts(self, folder: Path, engine: Engine) -> None:
        before = engine.read("csv").fingerprint.sha256
        assert engine.read("csv/*.csv").fingerprint.sha256 == before
        (folder / "csv" / "part-1.csv").write_text("n,s\n5,c\n")
        assert engine.read("csv").fingerprint.sha256 != before

    @pytest.mark.parametrize("kind", ["csv", "parquet"])
    def test_parts_with_other_columns_are_refused_by_name(
        self, kind: str, folder: Path, engine: Engine
    ) -> None:
        frame = pd.DataFrame({"n": [1], "other": [2]})
        path = folder / kind / f"part-9.{kind}"
        frame.to_csv(path, index=False) if kind == "csv" else frame.to_parquet(path)
        with pytest.raises(BadInput, match=r"part-9.* other columns"):
            engine.read(kind)

    def test_nothing_and_several_kinds_are_refused(self, folder: Path, engine: Engine) -> None:
        (folder / "empty").mkdir()
        for name, reason in (("empty", "without a table"), ("no-*.csv", "fits no file"),
                             (".", "several kinds")):  # fmt: skip
            with pytest.raises(BadInput, match=reason):
                engine.read(name)

    def test_a_file_may_be_called_like_a_pattern(self, workspace: Path, engine: Engine) -> None:
        (workspace / "a[1]*.csv").write_text("n\n1\n2\n")
        assert engine.read("a[1]*.csv").rows == 2


class TestFrames:
    def test_whatever_speaks_arrow_is_a_table(self, engine: Engine, workspace: Path) -> None:
        arrow = pa.table({"n": [1, 2, 3]})
        arrow_file = workspace / "d.parquet"
        pd.DataFrame({"n": [1, 2, 3]}).to_parquet(arrow_file)
        for k, frame in enumerate(
            (
                arrow,
                arrow.to_pandas(),
                arrow.to_batches()[0],
                pa.RecordBatchReader.from_batches(arrow.schema, arrow.to_batches()),
                datasets.dataset(arrow_file),
            )
        ):
            engine.register(f"frame{k}", frame)
            assert [row["n"] for row in rows(engine, engine.read(f"frame{k}"))] == [1, 2, 3]

    def test_an_index_with_a_name_is_a_column_and_a_plain_one_is_not(self, engine: Engine) -> None:
        frame = pd.DataFrame({"n": [1, 2]}, index=pd.Index(["a", "b"], name="id"))
        engine.register("named", frame)
        engine.register("plain", frame.reset_index(drop=True))
        assert [column.name for column in engine.read("named").columns] == ["id", "n"]
        assert [column.name for column in engine.read("plain").columns] == ["n"]


def test_a_json_file_may_hold_an_array_of_records(engine: Engine, workspace: Path) -> None:
    (workspace / "t.json").write_text('[\n {"a": 1, "b": "x"},\n {"a": 2, "b": null}\n]')
    (workspace / "l.json").write_text('{"a": 1, "b": "x"}\n{"a": 2, "b": null}\n')
    first, second = (rows(engine, engine.read(name)) for name in ("t.json", "l.json"))
    assert [row["a"] for row in first] == [row["a"] for row in second] == [1, 2]


def test_a_mark_at_the_start_of_json_lines_is_no_part_of_them(
    engine: Engine, workspace: Path
) -> None:
    (workspace / "t.jsonl").write_bytes(codecs.BOM_UTF8 + b'{"a": 1}\n{"a": 2}\n')
    assert [row["a"] for row in rows(engine, engine.read("t.jsonl"))] == [1, 2]


@pytest.mark.parametrize("first", ["inf", "-Infinity", "NaN"])
def test_numbers_of_which_the_first_is_infinite_are_numbers(
    engine: Engine, workspace: Path, first: str
) -> None:
    (workspace / "t.csv").write_text(f"x,word\n{first},inf\n1.5,b\n,c\n-2e3,d\n")
    table = engine.read("t.csv")
    assert table.column("x").is_numeric
    assert not table.column("word").is_numeric


def test_a_column_of_nothing_but_infinite_values_is_numbers(
    engine: Engine, workspace: Path
) -> None:
    (workspace / "t.csv").write_text("x,until\ninf,infinity\n-inf,2024-01-01\n,2024-02-01\n")
    table = engine.read("t.csv")
    assert [row["x"] for row in rows(engine, table)][:2] == [math.inf, -math.inf]
    assert [row["until"] is None for row in rows(engine, table)] == [True, False, False]
    assert table.notes == ("`until` holds 1 infinite date, which is read as missing.",)


def test_a_header_that_reads_like_data_is_told(engine: Engine, workspace: Path) -> None:
    (workspace / "t.csv").write_text("690.09,03.06.2024,C00340,0\n" + "1.5,04.06.2024,C1,1\n" * 30)
    assert "reads like a row of data (690.09, 03.06.2024)" in " ".join(engine.read("t.csv").notes)
    (workspace / "u.csv").write_text("a,2019,2020,v1.2\n" + "1,2,3,4\n" * 30)
    assert "row of data" not in " ".join(engine.read("u.csv").notes)


def test_a_column_is_no_table(engine: Engine) -> None:
    engine.register("t", pd.Series([1, 2, 3], name="x"))
    with pytest.raises(BadInput, match="is one column"):
        engine.read("t")
