"""The Prometheus text file is what a collector can read, whatever columns are called."""

from __future__ import annotations

import re

from ml_engineer_tools.drift import DriftRequest
from ml_engineer_tools.drift.prometheus import prometheus_text
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
