"""The README tells the truth: its transcript is what the demo prints, its commands exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from ml_engineer.cli import run
from ml_engineer.cli.parser import build_parser

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_transcript_is_what_the_demo_prints(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    transcript = README.split("<!-- transcript -->")[1].split("<!-- /transcript -->")[0]
    lines = [line for line in transcript.splitlines() if line and line[0] not in "`…>"]
    assert len(lines) > 5
    run(["ask", "Can we ship this model? What can we expect?", "--data", "train.csv",
         "--test", "test.csv", "--target", "churned", "--time", "snapshot_date",
         "--group", "customer_id"])  # fmt: skip
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line not in printed] == []


@pytest.mark.parametrize(
    "command",
    sorted(set(re.findall(r"^    ml-engineer (.+?)(?:\s{2,}#.*)?$", README, re.MULTILINE))),
)
def test_every_command_parses(command: str) -> None:
    assert build_parser().parse_args(shlex.split(command)).run
