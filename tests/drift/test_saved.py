"""A saved reference is small, holds no row, and gives the answer that the table gives."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.drift.worlds import world

from ml_engineer.cli import run
from ml_engineer_tools.context import Context
from ml_engineer_tools.drift import DriftRequest
from ml_engineer_tools.drift.reference import build_reference
from ml_engineer_tools.drift.request import ReferenceRequest
from ml_engineer_tools.drift.saved import SavedReference, read_reference, write_reference
from ml_engineer_tools.drift.tool import measure_drift
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence

ENGINE = open_engine()


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def saved(frame: pd.DataFrame, path: Path, **roles: str) -> SavedReference:
    ENGINE.register("data", frame)
    reference, _ = build_reference(ReferenceRequest(data="data", **roles), Context(ENGINE))
    write_reference(reference, path)
    return reference


def against(path: str, current: pd.DataFrame) -> Evidence:
    ENGINE.register("after", current)
    return measure_drift(DriftRequest(reference=path, current="after"), Context(ENGINE))


def findings(evidence: Evidence) -> set[tuple[str, str]]:
    return {
        (finding.check, column)
        for finding in evidence.measurement.findings
        if finding.severity != "info"
        for column in finding.columns
    }


class TestSaving:
    def test_it_is_a_few_kilobytes_on_one_line_and_read_back_as_it_was(
        self, workspace: Path
    ) -> None:
        frame = pd.concat([world(3000, seed).add_suffix(str(seed)) for seed in range(3)], axis=1)
        reference = saved(frame, workspace / "ref.json")
        text = (workspace / "ref.json").read_text()
        assert len(text) < 12_000
        assert text.count("\n") == 1
        found = read_reference(workspace / "ref.json")
        assert found is not None
        assert found[0] == reference

    def test_it_holds_no_value_of_a_single_row(self, workspace: Path) -> None:
        frame = world(800, 1)
        frame["who"] = [f"person-{k}" for k in range(800)]
        frame["rare"] = ["common"] * 799 + ["the-only-one"]
        frame["income"] = 30_000 + 1000 * frame["normal"] + 0.123456
        saved(frame, workspace / "ref.json")
        text = (workspace / "ref.json").read_text()
        assert "person-" not in text
        assert "the-only-one" not in text
        assert "common" in text
        kept = {column["name"]: column for column in json.loads(text)["columns"]}
        for name in ("income", "normal", "skewed"):
            assert not set(kept[name]["points"]) & set(frame[name])
            assert not set(kept[name]["quartiles"]) & set(frame[name])

    def test_it_says_of_a_current_table_what_the_table_itself_says(self, workspace: Path) -> None:
        # `town` has more levels than are named in a file.
        before, after = (world(n, n).drop(columns="town") for n in (3000, 2000))
        after["normal"] += 0.8
        after["colour"] = after["colour"].replace("a", "new")
        after.loc[::4, "count"] = None
        saved(before, workspace / "ref.json")
        by_file = against("ref.json", after)
        ENGINE.register("before", before)
        by_table = against("before", after)
        assert findings(by_file) == findings(by_table)
        assert ("new_levels", "colour") in findings(by_file)
        for quantity in ("psi", "ks_distance", "missing_share"):
            told = [
                {
                    (f.subject.column, f.subject.window): f.value
                    for f in evidence.measurement.figures
                    if f.quantity == quantity
                }
                for evidence in (by_file, by_table)
            ]
            assert told[0] == told[1]

    def test_levels_that_were_pooled_are_not_called_new(self, workspace: Path) -> None:
        rng = np.random.default_rng(0)
        before = pd.DataFrame({"town": rng.integers(0, 300, 4000).astype(str)})
        after = pd.DataFrame({"town": rng.integers(0, 300, 4000).astype(str)})
        saved(before, workspace / "ref.json")
        assert findings(against("ref.json", after)) == set()

    def test_roles_are_kept_and_others_refused(self, workspace: Path) -> None:
        before, after = world(600, 1), world(600, 2)
        before["y"], after["y"] = before["flag"], ~after["flag"]
        saved(before, workspace / "ref.json", target="y")
        assert findings(against("ref.json", after)) == {("label_moved", "y")}
        ENGINE.register("after", after)
        request = DriftRequest(reference="ref.json", current="after", target="flag")
        with pytest.raises(BadInput, match="built with 'y' as the target"):
            measure_drift(request, Context(ENGINE))

    def test_a_reference_that_was_cut_short_is_refused_in_words(self, workspace: Path) -> None:
        saved(world(300, 1), workspace / "ref.json")
        text = (workspace / "ref.json").read_text()
        (workspace / "cut.json").write_text(text[: len(text) // 2])
        with pytest.raises(BadInput, match="build it again"):
            read_reference(workspace / "cut.json")
        assert read_reference(workspace / "nowhere.json") is None


class TestCommands:
    @pytest.fixture
    def tables(self, workspace: Path) -> Path:
        before, after = world(1500, 1), world(1500, 2)
        before.to_parquet("train.parquet")
        after.to_parquet("quiet.parquet")
        after.assign(normal=after["normal"] + 1).to_parquet("moved.parquet")
        assert run(["drift", "reference", "build", "train.parquet", "-o", "ref.json"]) == 0
        return workspace

    def test_the_exit_code_says_quiet_drift_or_error(
        self, tables: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        check = ["drift", "reference", "check"]
        assert run([*check, "ref.json", "quiet.parquet"]) == 0
        assert run([*check, "ref.json", "moved.parquet", "--prometheus", "d.prom"]) == 1
        gauges = (tables / "d.prom").read_text()
        assert 'ml_engineer_drift_moved{column="normal",check="distribution_moved"} 1' in gauges
        assert "ml_engineer_drift_last_check_timestamp_seconds " in gauges
        assert not [path for path in tables.iterdir() if path.name.startswith(".d.prom")]
        for bad in (["nowhere.json", "quiet.parquet"], ["train.parquet", "quiet.parquet"],
                    ["ref.json", "nowhere.csv"]):  # fmt: skip
            capsys.readouterr()
            assert run([*check, *bad]) == 2
            assert capsys.readouterr().err.count("\n") == 1

    def test_drift_takes_a_saved_reference_too_and_json_is_evidence(
        self, tables: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        capsys.readouterr()
        assert run(["drift", "ref.json", "moved.parquet", "--json"]) == 0
        evidence = Evidence.model_validate_json(capsys.readouterr().out)
        assert findings(evidence) == {("distribution_moved", "normal")}

    def test_building_leaves_evidence(
        self, tables: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        capsys.readouterr()
        assert run(["evidence", "show", "E1", "--json"]) == 0
        evidence = Evidence.model_validate_json(capsys.readouterr().out)
        assert evidence.measurement.tool == "build_drift_reference"
        assert run(["evidence", "replay", "E1"]) == 2


def test_a_saved_reference_knows_what_was_infinite(workspace: Path) -> None:
    x = np.random.default_rng(0).normal(size=600)
    some = pd.DataFrame({"a": np.where(np.arange(600) % 4 == 0, np.inf, x)})
    reference = saved(some, workspace / "ref.json")
    assert reference.columns[0].infinite == 150
    assert reference.columns[0].missing == 0
    assert findings(against("ref.json", some)) == set()
    assert findings(against("ref.json", pd.DataFrame({"a": x}))) == {("infinite_changed", "a")}


def test_a_check_of_too_few_rows_can_not_be_told(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = world(300, 1)
    table.to_csv("t.csv", index=False)
    table.head(3).to_csv("few.csv", index=False)
    saved(pd.read_csv("t.csv"), workspace / "ref.json")
    assert run(["drift", "reference", "check", "ref.json", "few.csv"]) == 2
    assert "With 3 rows in one of the tables it can't be told" in capsys.readouterr().err


def test_a_check_that_can_not_be_made_leaves_no_gauges_of_before(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = world(300, 1)
    table.to_csv("t.csv", index=False)
    table.add_suffix("_old").to_csv("other.csv", index=False)
    saved(pd.read_csv("t.csv"), workspace / "ref.json")
    check = ["drift", "reference", "check", "--prometheus", "d.prom", "ref.json"]
    assert run([*check, "t.csv"]) == 0
    assert "ml_engineer_drift_told 1" in Path("d.prom").read_text()
    for bad in ("other.csv", "nowhere.csv"):
        assert run([*check, bad]) == 2
        gauges = Path("d.prom").read_text()
        assert "ml_engineer_drift_told 0" in gauges
        assert "ml_engineer_drift_findings" not in gauges
    capsys.readouterr()


@pytest.mark.parametrize("how", [["--json"], []])
@pytest.mark.parametrize(("moved_by", "code"), [(2, 1), (0, 0)])
def test_a_reader_who_stops_early_gets_the_code_that_was_asked_for(
    workspace: Path, how: list[str], moved_by: int, code: int
) -> None:
    table = world(600, 1)
    table.to_csv("t.csv", index=False)
    table.assign(normal=table["normal"] + moved_by).to_csv("moved.csv", index=False)
    saved(pd.read_csv("t.csv"), workspace / "ref.json")
    program = "import sys; from ml_engineer.cli import run; sys.exit(run(sys.argv[1:]))"
    asked = ["drift", "reference", "check", "ref.json", "moved.csv", *how]
    with subprocess.Popen(
        [sys.executable, "-c", program, *asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait() == code
    assert said == b""
