"""How long the whole report of baselines takes on a classification task of 50,000 rows.

Prints wall time and processor time of a fresh measurement, imports included.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

COLUMNS = 20


def main() -> None:
    """Write the task, measure it, print what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "task.parquet"
        _task(options.rows).to_parquet(path)
        wall, processor = time.perf_counter(), time.process_time()
        from ml_engineer_tools import direct

        evidence = direct.train_baselines(path, target="y")
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"{options.rows:,} rows x {COLUMNS} columns: {wall:.1f} s, of the processor "
          f"{processor:.1f} s; {len(evidence.measurement.figures)} figures")  # fmt: skip
    for name, seconds in evidence.run.figures.items():
        if not name.startswith("latency"):
            print(f"  {name:<32} {seconds:.2f} s")


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
