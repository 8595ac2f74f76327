"""A granted release is a folder that says everything, traces every number, and can be checked."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from pathlib import Path

import pandas as pd
import pytest
import yaml
from tests.release.workspace import Desk, frame

from ml_engineer.cli import run
from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.request import DriftRequest
from ml_engineer_tools.drift.tool import measure_drift
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.monitoring.check import MonitorCheck, judge
from ml_engineer_tools.monitoring.file import read_monitors
from ml_engineer_tools.recorder import Recorder

FILES = {"README.md", "problem_framing.md", "model_card.md", "evaluation_report.md",
         "rollout_plan.md", "monitors.yaml", "drift_reference.json", "check.sh",
         "release.json"}  # fmt: skip


def granted(desk: Desk) -> Path:
    desk.fill()
    assert run(["release", "train.csv", "--target", "bought", "--output", "out"]) == 0
    return desk.root / "out"


def test_it_is_written_whole_and_every_file_is_what_it_says(desk: Desk) -> None:
    folder = granted(desk)
    assert {path.name for path in folder.iterdir()} == FILES
    record = json.loads((folder / "release.json").read_text())
    for name, sha256 in record["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256
    assert set(record["files"]) == FILES - {"release.json"}
    assert record["decision"]["granted"] is True
    assert os.access(folder / "check.sh", os.X_OK)


def test_thresholds_are_what_was_measured_and_name_their_figure(desk: Desk) -> None:
    folder = granted(desk)
    monitors, _ = read_monitors(folder)
    by_name = {monitor.name: monitor for monitor in monitors.monitors}
    score = by_name["score: roc_auc"]
    assert (score.threshold, score.alarm_if, score.threshold_from) == (0.6, "below", "E3.f2")
    for monitor in monitors.monitors:
        assert monitor.owner == "Grace"
        assert monitor.action.startswith("look at it")
        assert monitor.because
        if monitor.threshold_from is not None:
            _, figure = desk.store.figure(monitor.threshold_from)
            assert monitor.threshold in (figure.value, *(figure.interval or ()))
    amount = by_name["input: amount"]
    assert amount.usual is not None
    assert amount.highest is not None
    assert amount.usual <= amount.highest <= amount.threshold
    missing = by_name["missing: amount"]
    assert missing.threshold == pytest.approx(0.01, 0.1)
    assert missing.because is not None
    assert missing.because.startswith("a floor, a change from 0.0%")
    assert "not from taste" not in (folder / "monitors.yaml").read_text()


def test_every_number_in_brackets_is_a_figure_of_this_workspace(desk: Desk) -> None:
    folder = granted(desk)
    cited = set()
    for name in FILES:
        cited |= set(re.findall(r"\[(E\d+\.f\d+)\]", (folder / name).read_text()))
    assert len(cited) >= 4
    for handle in cited:
        desk.store.figure(handle)


def test_the_documents_say_what_was_attested_and_what_nobody_said(desk: Desk) -> None:
    folder = granted(desk)
    framing = (folder / "problem_framing.md").read_text()
    assert "said by a person" in framing
    assert "nobody has said" in framing
    rollout = (folder / "rollout_plan.md").read_text()
    for word in ("shadow", "canary", "Fallback", "Kill switch", "Rollback", "Guardrails", "Grace"):
        assert word in rollout
    card = (folder / "model_card.md").read_text()
    assert "0.700 (0.600 to 0.800) [E3.f2]" in card
    assert "south" in card


def test_a_release_is_not_written_over_other_files(desk: Desk) -> None:
    desk.fill()
    (desk.root / "out").mkdir()
    (desk.root / "out" / "mine.txt").write_text("mine")
    assert run(["release", "train.csv", "--target", "bought", "--output", "out"]) == 1
    assert {path.name for path in (desk.root / "out").iterdir()} == {"mine.txt"}


def test_a_refusal_writes_nothing_and_ends_with_one(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["release", "train.csv", "--target", "bought", "--output", "out"]) == 1
    assert not (desk.root / "out").exists()
    said = capsys.readouterr().out
    assert "Next: ml-engineer card draft train.csv" in said


def test_a_target_that_the_table_lacks_is_refused_with_the_nearest_names(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["release", "train.csv", "--target", "bougth"]) == 2
    assert "has no column 'bougth' for the target; nearest: 'bought'" in capsys.readouterr().err


def test_names_that_are_markup_stay_text(desk: Desk) -> None:
    frame().rename(columns={"amount": "a|<b>*_\n[x](y)"}).to_csv(desk.table, index=False)
    folder = granted(desk)
    for name in ("model_card.md", "problem_framing.md", "rollout_plan.md"):
        text = (folder / name).read_text()
        assert "<b>*_\n" not in text
    assert yaml.safe_load((folder / "monitors.yaml").read_text())["target"] == "bought"


def checked(folder: Path, current: pd.DataFrame) -> MonitorCheck:
    monitors, reference = read_monitors(folder)
    engine = open_engine()
    try:
        engine.register("current", current)
        request = DriftRequest(reference=str(reference), current="current")
        return judge(monitors, measure_drift(request, Context(engine)))
    finally:
        engine.close()


class TestCheck:
    """The check runs beside the release: 0 quiet, 1 alarm, 2 can't be told."""

    def test_quiet_where_nothing_moved_and_loud_where_something_did(self, desk: Desk) -> None:
        folder = granted(desk)
        quiet = checked(folder, frame(seed=5).drop(columns="bought"))
        assert quiet.alarms == ()
        assert len(quiet.not_told) == 2  # the outcome and the score wait for outcomes
        gone = checked(folder, frame(seed=7).drop(columns="amount"))
        assert [alarm.monitor for alarm in gone.alarms] == ["schema"]
        often = checked(folder, frame(seed=7).assign(region="north"))
        assert "input: region" in {alarm.monitor for alarm in often.alarms}

    def test_the_command_says_who_answers_and_leaves_gauges(
        self, desk: Desk, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = granted(desk)
        frame(seed=6, shift=1.0).drop(columns="bought").to_csv(desk.root / "moved.csv", index=False)
        assert run(["monitor", "check", str(folder), "moved.csv", "--prometheus", "g.prom"]) == 1
        said = capsys.readouterr().out
        assert "ALARM medium: input: amount" in said
        assert "Grace: look at it" in said
        gauges = (desk.root / "g.prom").read_text()
        assert 'ml_engineer_monitor_alarm{monitor="input: amount",severity="medium"} 1' in gauges
        assert 'ml_engineer_monitor_alarm{monitor="schema",severity="high"} 0' in gauges
        assert 'ml_engineer_monitor_alarms{severity="high"} 0' in gauges
        assert "ml_engineer_drift_findings" not in gauges

    def test_the_score_is_judged_once_outcomes_are_there(self, desk: Desk) -> None:
        folder = granted(desk)
        monitors, reference = read_monitors(folder)
        engine = open_engine()
        engine.register("current", frame(seed=8))
        request = DriftRequest(reference=str(reference), current="current")
        drift = measure_drift(request, Context(engine))
        engine.close()
        bound = next(m.threshold for m in monitors.monitors if m.signal == "performance")
        assert bound == 0.6
        for value, within, alarms, noted in (
            (0.72, 0.05, [], 0),
            (0.55, 0.03, ["score: roc_auc"], 0),
            (0.55, 0.10, [], 1),  # so few rows may show that by chance
        ):
            recorder = Recorder("evaluate_predictions", request, drift.measurement.tables)
            interval = (value - within, value + within)
            recorder.figure(
                "roc_auc", value, model="model", interval=interval, n=150, headline=True
            )
            result = judge(monitors, drift, recorder.evidence())
            assert [alarm.monitor for alarm in result.alarms] == alarms
            assert len(result.noted) == noted
            told = " ".join([*(alarm.statement for alarm in result.alarms), *result.noted])
            assert ("of 150 rows" in told) == bool(alarms or noted)

    def test_a_column_that_the_released_model_does_not_read_may_be_gone(self, desk: Desk) -> None:
        folder = granted(desk)
        monitors, reference = read_monitors(folder)
        engine = open_engine()
        engine.register("current", frame(seed=9).drop(columns=["amount", "bought"]))
        request = DriftRequest(reference=str(reference), current="current")
        drift = measure_drift(request, Context(engine))
        engine.close()

        def schema(left_out: tuple[str, ...]) -> list[str]:
            told = judge(monitors.model_copy(update={"left_out": left_out}), drift)
            return [alarm.monitor for alarm in told.alarms]

        assert schema(()) == ["schema"]
        assert schema(("amount",)) == []

    def test_scores_without_outcomes_leave_the_inputs_judged(
        self, desk: Desk, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = granted(desk)
        current = frame(seed=5).drop(columns="bought").assign(p=0.5)
        current.to_csv(desk.root / "now.csv", index=False)
        capsys.readouterr()
        assert run(["monitor", "check", str(folder), "now.csv", "--score", "p"]) == 0
        said = capsys.readouterr().out
        assert "not told: score: roc_auc" in said

    def test_an_edited_threshold_is_no_release(
        self, desk: Desk, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = granted(desk)
        file = folder / "monitors.yaml"
        file.write_text(file.read_text().replace("threshold: 0.6", "threshold: 0.1"))
        capsys.readouterr()
        assert run(["monitor", "check", str(folder), "train.csv"]) == 2
        assert "was changed since the release was written" in capsys.readouterr().err

    @pytest.mark.parametrize("broken", ["monitors.yaml", "drift_reference.json"])
    def test_what_was_changed_or_is_gone_can_not_be_told(
        self, desk: Desk, broken: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = granted(desk)
        capsys.readouterr()
        for text in ("{}", "- [", "\x00", None):
            if text is None:
                (folder / broken).unlink()
            else:
                (folder / broken).write_text(text)
            assert run(["monitor", "check", str(folder), "train.csv"]) == 2
            said = capsys.readouterr().err
            assert said.count("\n") == 1
            assert "Traceback" not in said
        assert run(["monitor", "check", "nowhere", "train.csv"]) == 2

    def test_the_script_runs_it(self, desk: Desk) -> None:
        folder = granted(desk)
        script = (folder / "check.sh").read_text()
        assert 'exec "$program" monitor check' in script
        lost = subprocess.run(
            ["/bin/sh", str(folder / "check.sh"), "train.csv"],
            env={"PATH": "/usr/bin:/bin", "ML_ENGINEER": "no-such-program"},
            capture_output=True, check=False, text=True,
        )  # fmt: skip
        assert lost.returncode == 2
        assert "set ML_ENGINEER" in lost.stderr
        found = subprocess.run(
            ["/bin/sh", "-n", str(folder / "check.sh")], capture_output=True, check=False
        )
        assert found.returncode == 0
