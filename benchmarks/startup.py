"""How long `ml-engineer --help` takes over a bare interpreter, and a measurement of a small table.

Prints medians of several fresh processes, and which heavy modules `--help` imports. The table has
1,000 rows and 15 columns; each measurement of it is the first one in a folder of its own.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RUNS, SMALL_RUNS = 15, 5
LIMIT_MS = 200
HEAVY = ("anthropic", "duckdb", "ibis", "jinja2", "lightgbm", "numpy", "openai", "pandas",
         "pyarrow", "pydantic", "rich", "scipy", "sklearn", "tenacity", "yaml")  # fmt: skip
HELP = "import sys; sys.argv = ['ml-engineer', '--help']; from ml_engineer.cli import main; main()"
LISTED = (
    "import sys, io, contextlib\n"
    "from ml_engineer.cli import run\n"
    "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
    "    run(['--help'])\n"
    "print(' '.join(sys.modules))"
)
COMMAND = "import sys; from ml_engineer.cli import main; sys.argv[0] = 'ml-engineer'; main()"


def write_small(path: Path) -> None:
    """Write the small table as CSV: numbers, categories, a day, a row number, two classes."""
    import numpy as np
    import pandas as pd

    random, rows = np.random.default_rng(0), 1_000
    columns: dict[str, Any] = {f"number_{k}": random.normal(size=rows).round(3) for k in range(6)}
    columns |= {f"whole_{k}": random.integers(0, high, rows) for k, high in enumerate((3, 20, 300))}
    columns |= {f"category_{k}": random.choice([f"level {i}" for i in range(levels)], rows)
                for k, levels in enumerate((2, 5, 30))}  # fmt: skip
    frame = pd.DataFrame(columns)
    frame["id"] = np.arange(rows)
    frame["day"] = pd.date_range("2024-01-01", periods=rows, freq="8h").strftime("%Y-%m-%d")
    frame["target"] = (frame["number_0"] + random.normal(size=rows) > 0).astype(int)
    frame.to_csv(path, index=False)


def seconds_of(command: str) -> float:
    """Return the median wall time of a measuring command on the small table, from the shell."""
    times = []
    for _ in range(SMALL_RUNS):
        with tempfile.TemporaryDirectory() as folder:
            write_small(Path(folder) / "table.csv")
            arguments = [command, "table.csv", "--target", "target"]
            started = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", COMMAND, *arguments],
                check=True, capture_output=True, cwd=folder,
            )  # fmt: skip
            times.append(time.perf_counter() - started)
    return statistics.median(times)


def median_ms(code: str) -> float:
    """Return the median wall time of a fresh interpreter that runs `code`, in milliseconds."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    bare, helped = median_ms("pass"), median_ms(HELP)
    listed = subprocess.run(
        [sys.executable, "-c", LISTED], check=True, capture_output=True, text=True
    )
    heavy = sorted(set(listed.stdout.split()) & set(HEAVY))
    print("# Start-up (median of fresh processes)")
    print(f"bare interpreter      {bare:7.1f} ms")
    print(f"ml-engineer --help    {helped:7.1f} ms   x{helped / bare:.1f}")
    print(f"over the interpreter  {helped - bare:7.1f} ms   (goal: at most {LIMIT_MS})")
    print(f"heavy modules imported: {', '.join(heavy) or 'none'}")
    print("# A CSV file of 1,000 rows and 15 columns (median of fresh processes)")
    for command in ("profile", "leakage"):
        print(f"ml-engineer {command:13} {seconds_of(command):6.2f} s")


if __name__ == "__main__":
    main()
