"""How fast the profile is, and in how much memory, side by side with peers on the same file.

Every contender runs in a fresh process, in turns, so that its peak memory is its own and other
load of the machine meets all alike. Prints medians: seconds of work (imports left out), seconds
of the whole process, CPU seconds, peak MB, and the ratio of work to DuckDB's SUMMARIZE.

    python benchmarks/profile_speed.py [--rows N] [--repeat N] [--peers] [--ydata] [--deepchecks]

`--peers` builds a throw-away environment with Polars and skrub (`--ydata` one with ydata-profiling,
minutes; `--deepchecks` one with deepchecks) by `uv`; without it only what is installed runs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

PEERS = ("polars", "skrub", "pyarrow")
YDATA = ("ydata-profiling", "setuptools<81", "pyarrow")
DEEPCHECKS = ("deepchecks==0.19.1", "numpy<2", "pandas<3", "scikit-learn<1.6",
              "category-encoders<2.7", "pyarrow<21", "setuptools<81")  # fmt: skip
"""What deepchecks needs to be importable at all."""

CHILD = """
import json, resource, sys, time
path, test = sys.argv[1], sys.argv[2]
began = time.perf_counter()
{imports}
ready = time.perf_counter()
{work}
done = time.perf_counter()
used = resource.getrusage(resource.RUSAGE_SELF)
peak = used.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
print(json.dumps([done - ready, done - began, used.ru_utime + used.ru_stime, peak]))
"""


@dataclass(frozen=True)
class Contender:
    """What is timed: code that imports, code that works on `path` (and `test`), and a Python."""

    name: str
    imports: str
    work: str
    python: str = sys.executable


SUMMARIZE = Contender(
    "DuckDB SUMMARIZE",
    "import duckdb",
    "duckdb.connect().execute('SUMMARIZE SELECT * FROM read_parquet(?)', [path]).fetchall()",
)
CORE = Contender(
    "core aggregates",
    "from ml_engineer_tools.engine import open_engine\n"
    "from ml_engineer_tools.profiling.summaries import summarize\n"
    "engine = open_engine()",
    "table = engine.read(path)\nsummarize(engine, table.expression, table.rows, table.columns)",
)
PROFILE = Contender(
    "whole profile",
    "import ml_engineer_tools.engine.duckdb_engine, ml_engineer_tools.profiling.tool\n"
    "import ibis.backends.duckdb, scipy.stats, sklearn.model_selection\n"
    "from ml_engineer_tools.direct import profile",
    "profile(path, target='target', time='instant')",
)


def own_and_engine() -> list[Contender]:
    """Return what needs no other environment."""
    return [SUMMARIZE, CORE, PROFILE]


def peers(python: str) -> list[Contender]:
    """Return Polars and skrub, run by an interpreter that has them."""
    return [
        Contender("Polars describe", "import polars", "polars.read_parquet(path).describe()",
                  python),
        Contender("skrub TableReport, JSON", "import pandas\nfrom skrub import TableReport",
                  "frame = pandas.read_parquet(path)\n"
                  "for name in frame.columns:\n"
                  "    if frame[name].dtype == object:\n"
                  "        frame[name] = frame[name].astype(str)\n"
                  "TableReport(frame, verbose=0).json()", python),
    ]  # fmt: skip


def ydata(python: str) -> Contender:
    """Return ydata-profiling in its minimal setting."""
    return Contender(
        "ydata-profiling minimal, JSON",
        "import pandas\nfrom ydata_profiling import ProfileReport",
        "ProfileReport(pandas.read_parquet(path), minimal=True, progress_bar=False).to_json()",
        python,
    )


def leakage_contenders(python: str) -> list[Contender]:
    """Return our leakage check and deepchecks' suite, for a train and a test table."""
    return [
        Contender(
            "whole leakage check",
            "import ml_engineer_tools.engine.duckdb_engine, ml_engineer_tools.leakage.tool\n"
            "import ibis.backends.duckdb, lightgbm, scipy.stats, sklearn.model_selection\n"
            "from ml_engineer_tools.direct import check_leakage",
            "check_leakage(path, test=test, target='target', time='instant')",
        ),
        Contender(
            "deepchecks train_test_validation",
            "import warnings; warnings.simplefilter('ignore')\n"
            "import pandas\nfrom deepchecks.tabular import Dataset\n"
            "from deepchecks.tabular.suites import train_test_validation",
            "train, rest = (Dataset(pandas.read_parquet(p), label='target', cat_features=None,\n"
            "                       datetime_name='instant') for p in (path, test))\n"
            "train_test_validation().run(train, rest)",
            python,
        ),
    ]


def environment(folder: Path, name: str, packages: Sequence[str]) -> str:
    """Build a throw-away environment; returns its interpreter."""
    uv = shutil.which("uv") or str(HERE.parent / ".bootstrap" / "bin" / "uv")
    python = folder / name / "bin" / "python"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, folder / name], check=True)
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *packages], check=True)
    return str(python)


def write_table(path: Path, rows: int, *, group_rows: int | None, seed: int = 0) -> Path:
    """Write the mixed table in a process of its own, whose memory this one doesn't inherit."""
    code = (
        "import sys; from pathlib import Path; from mixed_table import write_mixed\n"
        f"write_mixed(Path(sys.argv[1]), {rows}, group_rows={group_rows}, seed={seed})"
    )
    subprocess.run([sys.executable, "-c", code, path], check=True, cwd=HERE)
    return path


def run(contender: Contender, path: Path, test: Path, folder: Path) -> list[float] | None:
    """Run a contender once: seconds of work, of the process, of CPU, peak MB; None if it failed."""
    code = CHILD.format(imports=contender.imports, work=contender.work)
    done = subprocess.run(
        [contender.python, "-c", code, path, test], capture_output=True, text=True, cwd=folder
    )
    if done.returncode:
        print(f"{contender.name} failed: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    numbers: list[float] = json.loads(done.stdout.strip().splitlines()[-1])
    return numbers


def compare(contenders: Sequence[Contender], path: Path, test: Path, repeat: int) -> None:
    """Run all contenders in turns and print their medians."""
    found: dict[str, list[list[float]]] = {contender.name: [] for contender in contenders}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(repeat):
            for contender in contenders:
                numbers = run(contender, path, test, Path(folder))
                if numbers is not None:
                    found[contender.name].append(numbers)
    medians = dict(_medians(found))
    base = next(iter(medians.values()))[0]
    print(f"{'':34} {'work s':>8} {'whole s':>8} {'CPU s':>8} {'peak MB':>8} {'ratio':>6}")
    for name, (work, whole, cpu, peak) in medians.items():
        print(f"{name:34} {work:8.2f} {whole:8.2f} {cpu:8.2f} {peak:8.0f} {work / base:6.2f}")


def _medians(found: dict[str, list[list[float]]]) -> Iterator[tuple[str, list[float]]]:
    for name, runs in found.items():
        if runs:
            yield name, [statistics.median(numbers) for numbers in zip(*runs, strict=True)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    for flag in ("--peers", "--ydata", "--deepchecks"):
        parser.add_argument(flag, action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        contenders = own_and_engine()
        if asked.peers:
            contenders += peers(environment(folder, "peers", PEERS))
        if asked.ydata:
            contenders.append(ydata(environment(folder, "ydata", YDATA)))
        for groups, group_rows in (("one row group", None), ("row groups of 122,880", 122_880)):
            print(f"# Profile: {asked.rows:,} rows x 30 columns, Parquet, {groups}")
            path = write_table(folder / "table.parquet", asked.rows, group_rows=group_rows)
            compare(contenders, path, path, asked.repeat)
            print()
        if asked.deepchecks:
            print("# Leakage: 100,000 rows x 30 columns for training, as many for testing")
            train = write_table(folder / "train.parquet", 100_000, group_rows=None)
            test = write_table(folder / "test.parquet", 100_000, group_rows=None, seed=1)
            others = leakage_contenders(environment(folder, "deepchecks", DEEPCHECKS))
            compare(others, train, test, asked.repeat)


if __name__ == "__main__":
    main()
