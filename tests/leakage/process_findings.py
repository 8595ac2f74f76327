"""What the process check finds in a script, as kinds and lines."""

from __future__ import annotations

from pathlib import Path

from ml_engineer_tools.leakage.process.analysis import analyse
from ml_engineer_tools.leakage.process.diagnosis import diagnose
from ml_engineer_tools.leakage.process.script import read_script


def findings(tmp_path: Path, text: str) -> list[tuple[str, int]]:
    path = tmp_path / "train.py"
    path.write_text(text)
    flaws = diagnose(analyse(read_script(path)))
    return [(flaw.kind, flaw.line) for flaw in flaws if flaw.weight != "info"]
