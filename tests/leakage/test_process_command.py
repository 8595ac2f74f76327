"""`ml-engineer leakage` with code: alone, beside a table, as FILE; and the fence around it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ml_engineer.cli import run
from ml_engineer.conversation import ToolCall
from ml_engineer.toolbox.evidence_toolbox import EvidenceToolbox
from ml_engineer.toolbox.workspace import Workspace

LEAKY = """\
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
df = pd.read_csv("data.csv")
y = df.pop("y")
X = SelectKBest(k=5).fit_transform(df, y)
print(cross_val_score(LogisticRegression(), X, y))
"""


@pytest.fixture
def script(workspace: Path) -> Path:
    path = workspace / "train.py"
    path.write_text(LEAKY)
    (workspace / "data.csv").write_text("x,y\n" + "".join(f"{n % 7},{n % 2}\n" for n in range(80)))
    return path


def checks(printed: str) -> list[str]:
    return [finding["check"] for finding in json.loads(printed)["measurement"]["findings"]]


def test_code_alone_is_checked(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["leakage", "--code", "train.py", "--json", "--fail-on", "high"]) == 1
    printed = capsys.readouterr().out
    assert checks(printed)[0] == "process_selection_before_split"
    assert json.loads(printed)["measurement"]["tables"] == []
    assert run(["leakage", "train.py"]) == 0
    assert "measured before" in capsys.readouterr().out
    assert run(["evidence", "replay", "E1"]) == 0
    assert "holds" in capsys.readouterr().out


def test_code_is_checked_beside_a_table(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["leakage", "data.csv", "--target", "y", "--code", "train.py", "--json"]) == 0
    printed = capsys.readouterr().out
    assert "process_selection_before_split" in checks(printed)
    assert [table["name"] for table in json.loads(printed)["measurement"]["tables"]] == ["data.csv"]


def test_several_scripts_are_told_apart_and_remembered(
    script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (script.parent / "other.py").write_text("print(1)\n")
    assert run(["leakage", "--code", "train.py", "other.py"]) == 0
    told = capsys.readouterr().out
    assert "train.py, line 7" in told.replace("`", "")
    assert "other.py" in told
    assert run(["leakage", "--code", "train.py", "--code", "other.py"]) == 0
    assert "measured before" in capsys.readouterr().out
    script.write_text(LEAKY + "print(2)\n")
    assert run(["leakage", "--code", "train.py", "other.py"]) == 0
    assert "measured before" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (["leakage"], "nothing to check"),
        (["leakage", "--code", "none.py"], "no file"),
        (["leakage", "train.py", "--test", "data.csv"], "needs the training table"),
    ],
)
def test_what_can_not_be_checked_gets_one_sentence(
    script: Path, capsys: pytest.CaptureFixture[str], order: list[str], sentence: str
) -> None:
    assert run(order) == 2
    assert sentence in capsys.readouterr().err


async def test_a_model_reads_only_code_that_a_person_named(script: Path) -> None:
    workspace = Workspace(script.parent)
    toolbox = EvidenceToolbox(workspace)
    call = ToolCall(id="c1", name="check_leakage", arguments={"code": ["train.py"]})
    try:
        refused = await toolbox.call(call, "s", lambda _share, _message: None)
        workspace.grant("train.py")
        allowed = await toolbox.call(call, "s", lambda _share, _message: None)
    finally:
        await toolbox.close()
    assert refused.result.is_error
    assert "not among the files" in refused.result.content
    assert not allowed.result.is_error
    assert "process_selection_before_split" in allowed.result.content
