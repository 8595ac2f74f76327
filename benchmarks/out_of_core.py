"""Rows against seconds and memory: the profile and the leakage check of 30 columns, to 10M rows.

    python benchmarks/out_of_core.py            100k and 1M rows
    python benchmarks/out_of_core.py --full     10M rows too (1.5 GB on disk, some minutes)

Each measurement runs in a fresh process. Printed are wall and processor seconds, and the peak of
resident memory against the limit of 2 GB; and how many times longer ten times the rows take.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

LIMIT_MB = 2_000
SIZES = (100_000, 1_000_000)
FULL = 10_000_000
TOOLS = ("profile", "check_leakage")
WRITTEN = """
import sys
from pathlib import Path
from mixed_table import NINTH, write_mixed
write_mixed(Path(sys.argv[1]), int(sys.argv[2]), group_rows=NINTH)
"""
MEASURED = """
import json, resource, sys, time
started = time.perf_counter()
from ml_engineer_tools import direct
evidence = getattr(direct, sys.argv[1])(sys.argv[2], target="target", time="instant")
used = resource.getrusage(resource.RUSAGE_SELF)
peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
print(json.dumps({"seconds": time.perf_counter() - started,
                  "processor": used.ru_utime + used.ru_stime, "peak": peak}))
"""


def write(path: Path, rows: int) -> None:
    """Write the table in a process of its own: a child's peak starts at that of its parent."""
    subprocess.run(
        [sys.executable, "-c", WRITTEN, str(path), str(rows)],
        check=True, cwd=Path(__file__).parent,
    )  # fmt: skip


def measure(tool: str, path: Path) -> dict[str, float]:
    """Run one tool on a table in a fresh process; seconds, processor seconds and peak MB."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MEASURED, tool, str(path)],
        check=True, capture_output=True, text=True, cwd=path.parent,
    )  # fmt: skip
    measured: dict[str, float] = json.loads(ran.stdout)
    return measured


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="measure ten million rows too")
    sizes = (*SIZES, FULL) if parser.parse_args().full else SIZES
    print("# Out of core (30 columns, Parquet, target and time given)")
    print("tool             rows        wall s   processor s     growth   peak MB")
    most: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        before: dict[str, float] = {}
        for rows in sizes:
            path = Path(folder) / f"{rows}.parquet"
            write(path, rows)
            for tool in TOOLS:
                found = measure(tool, path)
                ratio = f"x{found['processor'] / before[tool]:.1f}" if tool in before else ""
                print(
                    f"{tool:15} {rows:10,} {found['seconds']:9.1f} {found['processor']:13.1f} "
                    f"{ratio:>9} {found['peak']:9.0f}",
                    flush=True,
                )
                before[tool] = found["processor"]
                most[tool] = max(most.get(tool, 0.0), found["peak"])
            path.unlink()
    print(f"at most {max(most.values()):.0f} MB (limit: {LIMIT_MB})")


if __name__ == "__main__":
    main()
