"""How long the whole report of baselines takes on a classification task of 50,000 rows.

Prints wall time and processor time of a measurement in a process of its own, imports included.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

COLUMNS = 20


MEASURED = """
import sys, time
wall = time.perf_counter()
from ml_engineer_tools import direct
evidence = direct.train_baselines(sys.argv[1], target="y")
print(time.perf_counter() - wall, time.process_time(), len(evidence.measurement.figures))
for name, seconds in evidence.run.figures.items():
    if not name.startswith("latency"):
        print(f"  {name:<32} {seconds:.2f} s")
"""
"""What the fresh process does; beside it only Python itself has to start."""


def main() -> None:
    """Write the task, measure it in a process that has imported nothing, print what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "task.parquet"
        _task(options.rows).to_parquet(path)
        said = subprocess.run(
            [sys.executable, "-c", MEASURED, str(path)], check=True, capture_output=True, text=True
        ).stdout.splitlines()
    wall, processor, figures = said[0].split()
    print(f"{options.rows:,} rows x {COLUMNS} columns: {float(wall):.1f} s, of the processor "
          f"{float(processor):.1f} s; {figures} figures")  # fmt: skip
    print("seconds of all folds of a model together, two folds of LightGBM at a time:")
    print("\n".join(said[1:]))


def _task(rows: int) -> pd.DataFrame:
    from sklearn.datasets import make_classification

    x, y = make_classification(
        n_samples=rows, n_features=COLUMNS, n_informative=8, n_redundant=4, flip_y=0.02,
        class_sep=0.8, random_state=0,
    )  # fmt: skip
    frame = pd.DataFrame(np.asarray(x), columns=[f"x{k}" for k in range(COLUMNS)])
    return frame.assign(y=y)


if __name__ == "__main__":
    main()
