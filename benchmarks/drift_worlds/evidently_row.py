"""Evidently's data drift preset on the same pairs, in an environment of its own."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.drift_worlds.null_worlds import Pair

PACKAGES = ("evidently==0.7.23", "pandas<3", "pyarrow")
"""It can't be imported beside pandas 3."""

SCRIPT = """
import json, sys, warnings
warnings.simplefilter("ignore")
import pandas
from evidently import Report
from evidently.presets import DataDriftPreset

for line in sys.stdin:
    before, after = json.loads(line)
    frames = [pandas.read_parquet(path) for path in (before, after)]
    result = Report([DataDriftPreset()]).run(frames[1], frames[0]).dict()
    moved = []
    for metric in result["metrics"]:
        config = metric["config"]
        if config["type"].endswith("ValueDrift"):
            by_p_value = "p_value" in config["method"]
            value, limit = metric["value"], config["threshold"]
            if value < limit if by_p_value else value >= limit:
                moved.append(config["column"])
    print("ROW " + json.dumps(moved), flush=True)
"""


def moved_columns(python: str, pairs: Sequence[Pair]) -> list[list[str]]:
    """Return for each pair the columns that the preset calls drifted."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        lines = []
        for number, pair in enumerate(pairs):
            paths = [folder / f"{number}-{side}.parquet" for side in ("before", "after")]
            for frame, path in zip(pair, paths, strict=True):
                frame.to_parquet(path)
            lines.append(json.dumps([str(path) for path in paths]))
        done = subprocess.run(
            [python, "-c", SCRIPT], input="\n".join(lines), capture_output=True, text=True,
            cwd=folder,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    rows = [line[4:] for line in done.stdout.splitlines() if line.startswith("ROW ")]
    return [json.loads(row) for row in rows]
