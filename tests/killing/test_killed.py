"""A process killed at random instants: the session ends as if nothing had happened.

A small sample of `make kill-test`, which kills two hundred times.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("kills", [4])
def test_a_session_that_is_killed_again_and_again_loses_nothing(kills: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing.run", "--kills", str(kills)],
        capture_output=True, text=True, timeout=300,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["kills"] >= kills
    assert report["differing"] == []
