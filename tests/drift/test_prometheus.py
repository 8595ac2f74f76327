"""The Prometheus text file is what a collector can read, whatever columns are called."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer.cli import run
from ml_engineer_tools.drift import DriftRequest
from ml_engineer_tools.drift.prometheus import failed_text, prometheus_text
from ml_engineer_tools.recorder import Recorder

SAMPLE = re.compile(
    r'^[a-z_]+(\{[a-z]+="(\\.|[^"\\\n])*"(,[a-z]+="(\\.|[^"\\\n])*")*\})? -?[0-9.e+-]+$'
)


def test_every_line_is_a_comment_or_a_sample_and_hostile_names_are_escaped() -> None:
    recorder = Recorder("measure_drift", DriftRequest(reference="a", current="b"))
    name = 'a"b\\c\nd'
    psi = recorder.figure("psi", 0.3, column=name)
    recorder.figure("ks_distance", 0.2, column=name)
    recorder.figure("row_count", 10, window="current")
    recorder.finding("distribution_moved", "high", "It moved.", columns=[name], figures=[psi])
    text = prometheus_text(recorder.evidence(), checked_at=1.7e9)
    for line in text.removesuffix("\n").split("\n"):
        assert line.startswith("# ") or SAMPLE.fullmatch(line), line
    assert r'ml_engineer_drift_psi{column="a\"b\\c\nd"} 0.3' in text
    assert "ml_engineer_drift_last_check_timestamp_seconds 1700000000" in text
    assert len(re.findall(r"^# TYPE (\S+)", text, re.M)) == len(
        set(re.findall(r"^# TYPE (\S+)", text, re.M))
    )


def test_what_can_not_be_told_does_not_look_quiet() -> None:
    def gauges(rows: int) -> str:
        recorder = Recorder("measure_drift", DriftRequest(reference="a", current="b"))
        recorder.figure("row_count", 5000, window="reference")
        recorder.figure("row_count", rows, window="current")
        recorder.figure("drifted_columns", 0, unit="columns")
        return prometheus_text(recorder.evidence(), checked_at=1.7e9)

    few, enough = gauges(3), gauges(3000)
    assert "ml_engineer_drift_told 1" in enough
    assert "ml_engineer_drift_findings" in enough
    for text in (few, failed_text(checked_at=1.7e9)):
        assert "ml_engineer_drift_told 0" in text
        assert "ml_engineer_drift_findings" not in text
        assert "ml_engineer_drift_drifted_columns" not in text
        assert "ml_engineer_drift_last_check_timestamp_seconds 1700000000" in text
        for line in text.removesuffix("\n").split("\n"):
            assert line.startswith("# ") or SAMPLE.fullmatch(line), line


def test_a_folder_that_is_not_there_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    pd.DataFrame({"a": np.arange(50) % 7, "b": np.arange(50) % 3}).to_csv("t.csv", index=False)
    assert run(["drift", "reference", "build", "t.csv", "-o", "ref.json"]) == 0
    asked = ["drift", "reference", "check", "ref.json", "t.csv", "--prometheus", "typo/x.prom"]
    assert run(asked) not in (0, 1)
    assert "no folder typo" in capsys.readouterr().err
    assert not Path("typo").exists()
