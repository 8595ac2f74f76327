"""`ml-engineer ask` end to end on a synthetic table of 50,000 rows and 20 columns.

Starts the command in a fresh directory, so that nothing has been measured before, and prints the
wall time; then once more, to show what is reused.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROWS, COLUMNS = 50_000, 20
LIMIT_SECONDS = 20.0


def write_table(path: Path) -> None:
    """Write a seeded table: 12 numbers, 7 categories and a binary target."""
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(ROWS, 12))
    frame = pd.DataFrame(numbers, columns=[f"number_{k}" for k in range(12)])
    for k in range(7):
        frame[f"category_{k}"] = rng.choice(list("abcdefgh"), ROWS)
    score = numbers[:, 0] + 0.5 * numbers[:, 1] * numbers[:, 2] + (frame.category_0 == "a")
    frame["target"] = (score + rng.normal(size=ROWS) > 0.8).astype(int)
    assert frame.shape == (ROWS, COLUMNS)
    frame.to_csv(path, index=False)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        write_table(Path(folder) / "table.csv")
        command = [sys.executable, "-c", "from ml_engineer.cli import main; main()",
                   "ask", "Can we ship this model? What can we expect?",
                   "--data", "table.csv", "--target", "target"]  # fmt: skip
        times = []
        for _ in range(2):
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=folder)
            times.append(time.perf_counter() - started)
    first, again = times
    print(f"# ml-engineer ask, {ROWS:,} x {COLUMNS}, two tools at a time")
    print(f"first time   {first:6.1f} s   (goal: under {LIMIT_SECONDS:.0f})")
    print(f"again        {again:6.1f} s   x{first / again:.1f} faster: evidence is reused")


if __name__ == "__main__":
    main()
