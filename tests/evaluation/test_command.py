"""The commands `evaluate` and `parity`, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.evaluation.worlds import binary

from ml_engineer.cli import run
from ml_engineer.cli.pairs import read_claims, read_costs
from ml_engineer_tools.errors import BadInput


def test_pairs_are_read_as_claims_and_costs() -> None:
    assert read_claims(["roc_auc=0.93", "brier=0.1,accuracy=0.8"]) == {
        "roc_auc": 0.93, "brier": 0.1, "accuracy": 0.8,
    }  # fmt: skip
    assert read_costs(["fp=1", "FN=5", "unit=EUR"]) == {
        "false_positive": 1, "false_negative": 5, "unit": "EUR",
    }  # fmt: skip
    assert read_costs([]) is None


@pytest.mark.parametrize("given", [["fp=1"], ["fp=x", "fn=1"], ["xx=1", "fn=1"], ["5"]])
def test_costs_that_cannot_be_read_are_refused(given: list[str]) -> None:
    with pytest.raises(BadInput):
        read_costs(given)


def test_locked_rows_are_judged_after_a_counted_look(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    binary(400).to_csv(workspace / "live.csv", index=False)

    code = run(["evaluate", "live.csv", "--target", "y", "--score", "p", "--confirm", "--json"])

    told = capsys.readouterr()
    assert code == 0
    assert "look 1" in told.err
    figures = json.loads(told.out)["measurement"]["figures"]
    assert next(f for f in figures if f["quantity"] == "roc_auc")["n"] == 400
    assert next(f for f in figures if f["quantity"] == "look_number")["value"] == 1

    again = run(["evaluate", "live.csv", "--target", "y", "--score", "p", "--confirm", "--json"])
    told = capsys.readouterr()
    assert again == 0
    assert "no look was counted" in told.err

    asked = ["evaluate", "live.csv", "--target", "y", "--score", "p", "--threshold", "0.3"]
    assert run([*asked, "--confirm", "--json"]) == 0
    told = capsys.readouterr()
    assert "look 2" in told.err
    figures = json.loads(told.out)["measurement"]["figures"]
    assert next(f for f in figures if f["quantity"] == "look_number")["value"] == 2
    assert next(f for f in figures if f["quantity"] == "selection_cost")["value"] > 0
