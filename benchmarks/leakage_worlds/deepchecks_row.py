"""deepchecks' two default suites on a sample of the same worlds, in an environment of its own.

Built with uv and thrown away afterwards. The pins are what lets version 0.19.1 be imported at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.leakage_worlds.catalogue import make_world, world_names
from benchmarks.leakage_worlds.manifest import append, write_world
from benchmarks.leakage_worlds.oracle import inflation

PINS = ("deepchecks==0.19.1", "numpy<2", "pandas<3", "scikit-learn<1.6", "category-encoders<2.7",
        "pyarrow<21", "setuptools<81")  # fmt: skip

SECONDS = 1_200
"""The suites may take this long; what is done by then is printed."""

SCRIPT = Path(__file__).with_name("deepchecks_suites.py")


def print_row(seed: int, only: Sequence[str]) -> None:
    """Print which worlds' types deepchecks fires on, with one world a type, and its false alarms.

    A world counts as caught when a condition that is about its leak fails (see the script).
    Prints one line and returns when the environment can't be built.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        python = _environment(folder / "venv")
        if python is None:
            print("\ndeepchecks: not installed (no uv, or its pins can't be met here)")
            return
        for type_, number in world_names(only, 1, 1):
            made = make_world(type_, number, seed)
            append(write_world(made, inflation(made), folder), folder)
        command = [str(python), str(SCRIPT), str(folder)]
        with contextlib.suppress(subprocess.TimeoutExpired):  # what is done by then is told
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        results = folder / "deepchecks.jsonl"
        lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    _print_lines([json.loads(line) for line in lines])


def _print_lines(lines: list[dict[str, object]]) -> None:
    leaks = [line for line in lines if line["kind"] != "clean" and line["strength"] != "harmless"]
    clean = [line for line in lines if line["kind"] == "clean"]
    caught = [str(line["type"]) for line in leaks if line["caught"]]
    missed = [str(line["type"]) for line in leaks if not line["caught"]]
    fired = [line for line in clean if line["failed"]]
    print(f"\ndeepchecks, its two default suites, one world a type: {len(caught)} of {len(leaks)}")
    print(f"  caught: {', '.join(caught) or 'none'}")
    print(f"  missed: {', '.join(missed) or 'none'}")
    print(f"  clean worlds with a failed condition: {len(fired)} of {len(clean)}")
    for line in fired:
        print(f"    {line['name']}: {line['failed']}")


def _environment(folder: Path) -> Path | None:
    uv = shutil.which("uv") or shutil.which(
        "uv", path=str(Path(__file__).parents[2] / ".bootstrap" / "bin")
    )
    if uv is None:
        return None
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for command in (
        [uv, "venv", "--quiet", "--python", version, str(folder)],
        [uv, "pip", "install", "--quiet", "--python", str(python), *PINS],
    ):
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
    return python
