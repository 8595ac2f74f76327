"""The ledger of looks: recorded before the score, numbered after, and what selection may cost."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer.cli import run
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox
from ml_engineer.toolbox.workspace import Workspace
from ml_engineer_tools.baselines.look_findings import expected_maximum
from ml_engineer_tools.baselines.request import BaselinesRequest
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.store import Store


def write_table(folder: Path, rows: int = 160) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=rows)
    table = pd.DataFrame({"x": x, "z": rng.normal(size=rows), "y": x + rng.normal(size=rows) > 0})
    table.to_csv(folder / "table.csv", index=False)


def look(capsys: pytest.CaptureFixture[str], model: str) -> Evidence:
    assert run(["baseline", "table.csv", "--target", "y", "--confirm", model, "--json"]) == 0
    return Evidence.model_validate_json(capsys.readouterr().out)


def value(evidence: Evidence, quantity: str) -> float:
    (found,) = [f for f in evidence.measurement.figures if f.quantity == quantity]
    return float(found.value)


def test_looks_are_numbered_and_the_second_says_what_selection_may_cost(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_table(workspace)
    assert run(["baseline", "table.csv", "--target", "y"]) == 0
    capsys.readouterr()

    first, second = look(capsys, "linear"), look(capsys, "lightgbm")

    assert (value(first, "look_number"), value(second, "look_number")) == (1, 2)
    assert value(first, "candidates_tried") == 3
    (told,) = [f for f in second.measurement.findings if f.check == "holdout_score"]
    assert told.severity == "medium"
    assert "chance alone" in told.statement
    by_handle = {figure.handle: figure for figure in second.measurement.figures}
    low, high = next(f.interval for h in told.handles if (f := by_handle[h]).interval)
    drawn = np.random.default_rng(0).normal(size=(100_000, int(value(second, "candidates_tried"))))
    expected = (high - low) / 2 / 1.96 * drawn.max(axis=1).mean()
    # Blom's formula, and an interval by t, are within a tenth of what is drawn.
    assert value(second, "selection_cost") == pytest.approx(expected, rel=0.1)
    with Store.open(workspace) as store:
        looks = store.looks(second.measurement.tables[0].sha256)
    assert [one.evidence for one in looks] == [first.alias, second.alias]
    # Later measurements and answers are told of them.
    assert run(["baseline", "table.csv", "--target", "y", "--without", "z"]) == 0
    assert "looked at 2 times so far" in capsys.readouterr().err
    place = Workspace(workspace)
    told_of = EvidenceToolbox(place).looks_note(place.grant("table.csv"))
    assert f"look 2: lightgbm scored on the locked rows ({second.alias})" in told_of


def test_experiments_are_listed_and_compared(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "220")
    write_table(workspace)
    asked = ["--without", "z", "--costs", "fp=1", "fn=3", "--sensitive", "z"]
    for more in ([], asked):
        assert run(["baseline", "table.csv", "--target", "y", *more]) == 0
    capsys.readouterr()
    with Store.open(workspace) as store:
        arguments = store.evidence("E2").measurement.arguments
    request = BaselinesRequest.model_validate(arguments)
    assert request.costs is not None
    assert request.costs.false_negative == 3
    assert request.sensitive == ("z",)

    assert run(["experiments"]) == 0
    listed = capsys.readouterr().out
    assert "E1" in listed
    with Store.open(workspace) as store:
        chosen = store.experiments()[0].chosen
        assert chosen is not None
        assert chosen in store.experiments()[0].figures
    assert f"{chosen.subject.model} {chosen.quantity} {chosen}" in listed
    assert "(chosen)" in listed
    assert "without z" in " ".join(listed.split())
    assert run(["experiments", "E1", "E2"]) == 0
    compared = capsys.readouterr().out
    assert "without" in compared
    assert "lightgbm" in compared
    assert run(["experiments", "E1", "E2", "--json"]) == 0
    decoder, text = json.JSONDecoder(), capsys.readouterr().out.strip()
    first, end = decoder.raw_decode(text)
    second, _ = decoder.raw_decode(text[end:].strip())
    assert [first["alias"], second["alias"]] == ["E1", "E2"]
    assert first["seed"] == 0
    assert run(["experiments", "E7", "E1"]) == 2
    assert "no experiment" in capsys.readouterr().err


def test_at_a_terminal_a_person_is_asked_and_no_means_no_look(workspace: Path) -> None:
    write_table(workspace)
    ours, theirs = pty.openpty()
    program = "import sys; from ml_engineer.cli import run; sys.exit(run(sys.argv[1:]))"
    asked_for = ["baseline", "table.csv", "--target", "y", "--confirm", "linear"]
    command = [sys.executable, "-c", program, *asked_for]
    asked = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs)
    os.write(ours, b"n\n")
    asked.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)

    assert asked.returncode != 0
    with Store.open(workspace) as store:
        assert store.all_evidence() == []


def test_the_largest_of_many_draws_is_larger() -> None:
    assert expected_maximum(1) == 0
    assert expected_maximum(2) == pytest.approx(0.564, abs=0.03)  # 1 / sqrt(pi)
    assert expected_maximum(100) == pytest.approx(2.508, abs=0.03)
