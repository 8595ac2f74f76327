"""How long `ml-engineer --help` takes over a bare interpreter, and what it imports.

Prints the median of several fresh processes, and the ratio to the bare interpreter's start.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 15
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


if __name__ == "__main__":
    main()
