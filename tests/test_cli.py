"""The command line as a person uses it: exit codes, one sentence for bad input, clean JSON."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ml_engineer.answer import Answer
from ml_engineer.cli import run
from ml_engineer_tools.evidence import Evidence

ASK = ("ask", "Can we ship this model?")


def write(path: Path, content: str | bytes) -> Path:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content, encoding="utf-8")
    return path


def bad_tables(folder: Path) -> dict[str, tuple[Path, str]]:
    """Return what can be wrong with a table: name -> (path, words of the sentence)."""
    (folder / "directory.csv").mkdir()
    return {
        "missing": (folder / "nowhere.csv", "no file"),
        "directory": (folder / "directory.csv", "is a directory"),
        "empty": (write(folder / "empty.csv", ""), "is empty"),
        "header only": (write(folder / "header.csv", "a,b,y\n"), "header but no rows"),
        "binary junk": (write(folder / "junk.csv", b"\x00\xff\x13" * 99), "binary data"),
        "wrong encoding": (
            write(folder / "latin.csv", b"\xef\xbb\xbfa,y\ncaf\xe9,1\n"),
            "not UTF-8",
        ),
        "ragged rows": (write(folder / "ragged.csv", "a,y\n1,0\n2,1,9\n3,0\n"), "line 3"),
        "duplicate names": (write(folder / "twice.csv", "a,a,y\n1,2,0\n"), "called 'a'"),
        "unknown type": (write(folder / "table.xlsx", "a,y\n1,0\n"), "unknown type"),
        "no parquet": (write(folder / "table.parquet", "a,y\n1,0\n"), "not a parquet file"),
    }


KINDS = ("missing", "directory", "empty", "header only", "binary junk", "wrong encoding",
         "ragged rows", "duplicate names", "unknown type", "no parquet")  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_table_is_one_clear_sentence_and_nothing_is_written(
    workspace: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    path, words = bad_tables(workspace)[kind]
    before = sorted(workspace.iterdir())
    assert run([*ASK, "--data", str(path), "--target", "y"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
    assert "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert sorted(workspace.iterdir()) == before


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("chrned", "nearest: 'churned'"),
        ("CHURNED", "nearest: 'churned'"),
        ("same", "one value only"),
        ("once", "one row only"),
        ("nothing", "no values"),
    ],
)
def test_a_bad_target_is_one_clear_sentence_and_nothing_is_written(
    workspace: Path, capsys: pytest.CaptureFixture[str], target: str, words: str
) -> None:
    rows = "".join(f"{k},{k % 2},x,{'b' if k == 7 else 'a'},\n" for k in range(40))
    write(workspace / "t.csv", "id,churned,same,once,nothing\n" + rows)
    assert run([*ASK, "--data", "t.csv", "--target", target]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert [path.name for path in workspace.iterdir()] == ["t.csv"]


def test_a_workspace_that_can_not_be_written_is_one_clear_sentence(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(workspace / "t.csv", "a,y\n" + "1,0\n2,1\n" * 20)
    write(workspace / ".ml-engineer", "a file in the way")
    assert run(["profile", "t.csv", "--target", "y"]) == 2
    assert run([*ASK, "--data", "t.csv", "--target", "y"]) == 2
    said = capsys.readouterr()
    assert len(said.err.strip().splitlines()) == 2
    assert said.err.count("a file is in the way") == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([*ASK, "--model", "anthropic:claude-haiku-5-5"], "ANTHROPIC_API_KEY"),
        ([*ASK, "--model", "gpt"], "playbook"),
        (["evidence", "show", "E1"], "Nothing has been measured"),
        (["sessions", "list"], "no sessions"),
        (["chat", "--resume"], "no session to resume"),
        ([*ASK, "--target", "y"], "--data"),
        ([*ASK, "--max-seconds", "-1"], "below zero"),
        (["baseline", "t.csv"], "--target"),
    ],
)
def test_what_can_not_be_done_is_one_clear_sentence(
    workspace: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    write(workspace / "t.csv", "a,y\n" + "1,0\n2,1\n" * 20)
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, io, contextlib\n"
        "from ml_engineer.cli import run\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    run(['--help'])\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    heavy = {"anthropic", "duckdb", "ibis", "jinja2", "lightgbm", "numpy", "pandas", "pyarrow",
             "pydantic", "rich", "scipy", "sklearn", "tenacity", "yaml"}  # fmt: skip
    assert heavy & set(done.stdout.split()) == set()


def test_a_measurement_leaves_heavy_imports_to_its_worker(workspace: Path) -> None:
    write(workspace / "t.csv", "a,y\n" + "1,0\n2,1\n" * 20)
    code = (
        "import sys, io, contextlib\n"
        "from ml_engineer.cli import run\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    code = run(['leakage', 't.csv', '--target', 'y'])\n"
        "print(code, *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    found = done.stdout.split()
    assert found[0] == "0"
    heavy = {"anthropic", "duckdb", "ibis", "lightgbm", "numpy", "openai", "pandas", "pyarrow",
             "scipy", "sklearn", "ml_engineer.gates", "ml_engineer.models.playbook"}  # fmt: skip
    assert heavy & set(found) == set()


def test_json_is_the_evidence_model_and_nothing_else(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(workspace / "t.csv", "a,y\n" + "1,0\n2,1\n" * 20)
    assert run(["profile", "t.csv", "--target", "y", "--json"]) == 0
    evidence = Evidence.model_validate_json(capsys.readouterr().out)
    assert evidence.alias == "E1"
    assert evidence.measurement.tool == "profile_dataset"


def test_findings_at_or_above_fail_on_exit_with_1(workspace: Path) -> None:
    rows = "".join(f"{k},{k * 2},{k % 2},{k % 2}\n" for k in range(200))
    write(workspace / "leaky.csv", "a,b,copy,y\n" + rows)
    assert run(["leakage", "leaky.csv", "--target", "y"]) == 0
    assert run(["leakage", "leaky.csv", "--target", "y", "--fail-on", "high"]) == 1


def test_the_main_job_names_the_planted_faults(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job = [*ASK, "--data", "train.csv", "--test", "test.csv", "--target", "churned",
           "--time", "snapshot_date", "--group", "customer_id"]  # fmt: skip
    assert run([*job, "--json"]) == 0
    answer = Answer.model_validate_json(capsys.readouterr().out)
    first_line = answer.text.splitlines()[0]
    assert "No" in first_line
    assert "`exit_call_minutes`" in first_line
    assert answer.marks == ()
    assert answer.partial is None
    assert {"S3", "S6", "S7"} <= set(answer.stages)
    assert {"R1", "R3"} <= set(answer.clauses)
    assert answer.cited
    assert any("R3" in item for item in answer.missing)
    assert any("monitoring" in item for item in answer.missing)
    tools = {figure.tool for figure in answer.cited}
    assert tools >= {"check_leakage", "train_baselines", "measure_drift"}

    # The second time nothing is measured again, and the figures are the same.
    assert run([*job, "--json"]) == 0
    again = Answer.model_validate_json(capsys.readouterr().out)
    assert again.text == answer.text
    assert run(["evidence", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(answer.evidence)

    # For a person the handles become footnotes.
    assert run(job) == 0
    said = capsys.readouterr()
    assert "[1]" in said.out
    assert "rules, not a language model" in said.out
    assert "reused" in said.err


def test_replaying_evidence_says_whether_it_holds(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = write(workspace / "t.csv", "a,y\n" + "1,0\n2,1\n" * 20)
    assert run(["profile", "t.csv", "--target", "y"]) == 0
    assert run(["evidence", "replay", "E1"]) == 0
    assert "to the byte" in capsys.readouterr().out
    write(table, "a,y\n" + "1,0\n2,1\n" * 30)
    assert run(["evidence", "replay", "E1"]) == 1
    said = capsys.readouterr().out
    assert "t.csv has changed" in said
    assert "no longer holds" in said


def test_a_release_is_refused_with_what_is_missing(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(workspace / "t.csv", "a,y\n" + "1,0\n2,1\n" * 20)
    assert run(["release", "t.csv", "--target", "y", "--json"]) == 1
    decision = json.loads(capsys.readouterr().out)
    assert decision["granted"] is False
    missing = {item["name"] for item in decision["requirements"] if not item["met"]}
    assert missing >= {"data_card", "leakage_check", "holdout_evaluation", "monitoring_plan"}


def test_each_look_at_the_holdout_is_counted_before_its_score_exists(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{k % 13},{k % 7},{int(k % 13 + k % 5 > 8)}\n" for k in range(300))
    write(workspace / "t.csv", "a,b,y\n" + rows)
    for number, model in ((1, "linear"), (2, "one_rule")):
        assert run(["baseline", "t.csv", "--target", "y", "--confirm", model, "--json"]) == 0
        said = capsys.readouterr()
        assert f"This is look {number}" in said.err
        evidence = Evidence.model_validate_json(said.out)
        splits = {figure.subject.split for figure in evidence.measurement.figures}
        assert "holdout" in splits
    assert run(["looks", "t.csv"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in listed] == [["look", "1"], ["look", "2"]]
    assert all("→ E" in line for line in listed)
    # The same score again tells nothing new.
    assert run(["baseline", "t.csv", "--target", "y", "--confirm", "linear"]) == 0
    assert "no look was counted" in capsys.readouterr().err
    # Roles that change draw the line anew, and that is a look as well.
    assert run(["baseline", "t.csv", "--target", "y", "--group", "b"]) == 0
    assert "drew the line of the holdout anew; that is look 3" in capsys.readouterr().err
    assert run(["looks", "t.csv"]) == 0
    assert "recut" in capsys.readouterr().out.splitlines()[-1]


def test_a_card_is_a_draft_until_a_person_accepts_it(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(workspace / "t.csv", "a,y\n" + "1,0\n2,1\n" * 20)
    assert run(["card", "draft", "t.csv", "--source", "export of the billing system"]) == 0
    card = json.loads(capsys.readouterr().out)["record"]["id"]
    assert run(["card", "accept", card, "--by", "Ada"]) == 0
    assert json.loads(capsys.readouterr().out)["accepted_by"] == "Ada"


def test_ctrl_c_leaves_a_session_that_resumes(workspace: Path) -> None:
    rows = "".join(f"{k % 13},{k % 7},{int(k % 13 + k % 5 > 8)}\n" for k in range(200))
    write(workspace / "t.csv", "a,b,y\n" + rows)
    start = "from ml_engineer.cli import main; main()"
    job = subprocess.Popen(
        [sys.executable, "-c", start, *ASK, "--data", "t.csv", "--target", "y"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert job.stderr is not None
    for line in job.stderr:
        if line.startswith("…"):
            break
    job.send_signal(2)
    _, said = job.communicate(timeout=30)
    assert job.returncode == 130
    assert "chat --resume" in said
    done = subprocess.run(
        [sys.executable, "-c", start, "chat", "--resume"],
        input="", capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert "Stands on:" in done.stdout


def test_chat_remembers_and_measures_nothing_twice(sales: Path) -> None:
    talk = "Review the data in t.csv\n/target sold\nIs there leakage?\n/quit\n"
    done = subprocess.run(
        [sys.executable, "-c", "from ml_engineer.cli import main; main()", "chat"],
        input=talk, capture_output=True, text=True, check=True, timeout=120,
        env={**os.environ, "COLUMNS": "100"},
    )  # fmt: skip
    assert done.stdout.count("Stands on:") == 2
    assert "Noted: target is sold." in done.stdout
    second = done.stderr.partition("target=sold")[2]
    assert "reused" in second
    assert re.search(r"✓ (?:profile|check|train)\w+ → E\d+ \([\d.]+ s\)", second) is None


def test_the_skill_is_exported(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["skill", "export", "out"]) == 0
    assert list(Path("out").rglob("SKILL.md"))
    assert run(["skill", "subagent", "agents"]) == 0
    assert Path("agents/senior-ml-engineer.md").is_file()
    Path("agents/senior-ml-engineer.md").write_text("mine")
    assert run(["skill", "subagent", "agents"]) == 2
    assert "is there already and differs" in capsys.readouterr().err


def test_doctor_says_what_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "duckdb" in said
    assert "yes playbook: rules" in said
    assert "no  anthropic:<id>: There is no key for Anthropic: set ANTHROPIC_API_KEY" in said
    assert "no  openai:<id>: There is no key for OpenAI" in said
    assert "chat:" in said


def test_a_column_name_can_not_drive_the_terminal(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "\x1b[2J\x1b]0;owned\x07 price"
    rows = "".join(f"{k},,{k % 2}\n" for k in range(60))
    write(workspace / "t.csv", f'"{evil}",empty,y\n' + rows)
    assert run(["profile", "t.csv", "--target", "y"]) == 0
    assert run([*ASK, "--data", "t.csv", "--target", "y"]) == 0
    assert run(["profile", "t.csv", "--target", "prise"]) == 2
    said = capsys.readouterr()
    assert "\x1b[2J" not in said.out + said.err
    assert "\x07" not in said.out + said.err


def test_a_finding_says_which_levels_it_is_about(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["drift", "train.csv", "test.csv", "--target", "churned", "--time", "snapshot_date",
                "--group", "customer_id"]) == 0  # fmt: skip
    said = capsys.readouterr().out
    assert "reused" in said
    assert "Levels: overseas" in said
