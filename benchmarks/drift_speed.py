"""How fast drift is measured, and in how much memory, side by side with Evidently on one pair.

Every contender runs in a fresh process, in turns (see `profile_speed`). Prints medians: seconds of
work (imports left out), of the whole process, of CPU, peak MB, and the ratio of work to ours.

    python -m benchmarks.drift_speed [--rows N ...] [--repeat N] [--evidently]

`--evidently` builds a throw-away environment with it by `uv`; a million rows take it minutes.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.drift_worlds.evidently_row import PACKAGES
from benchmarks.profile_speed import Contender, compare, environment, write_table

IMPORTS = (
    "import pandas, scipy.special, ml_engineer_tools.engine.duckdb_engine\n"
    "import ml_engineer_tools.drift.tool\n"
    "from ml_engineer_tools.direct import measure_drift"
)
TABLES = Contender("drift, table against table", IMPORTS, "measure_drift(path, test)")
CLASSIFIED = Contender(
    "the same with the domain classifier",
    f"{IMPORTS}\nimport lightgbm",
    "measure_drift(path, test, classifier=True)",
)
SAVED = Contender(
    "drift, saved reference",
    IMPORTS,
    "measure_drift(path.replace('before.parquet', 'reference.json'), test)",
)


def evidently(python: str) -> Contender:
    """Return Evidently's data drift preset."""
    return Contender(
        "Evidently DataDriftPreset",
        "import warnings; warnings.simplefilter('ignore')\nimport pandas\n"
        "from evidently import Report\nfrom evidently.presets import DataDriftPreset",
        "before, after = pandas.read_parquet(path), pandas.read_parquet(test)\n"
        "Report([DataDriftPreset()]).run(after, before).dict()",
        python,
    )


def save_reference(before: Path) -> int:
    """Save the reference beside the table; returns its size in bytes."""
    from ml_engineer_tools.context import Context
    from ml_engineer_tools.drift.reference import build_reference
    from ml_engineer_tools.drift.request import ReferenceRequest
    from ml_engineer_tools.drift.saved import write_reference
    from ml_engineer_tools.engine import open_engine

    engine = open_engine()
    reference, _ = build_reference(ReferenceRequest(data=str(before)), Context(engine))
    engine.close()
    path = before.with_name("reference.json")
    write_reference(reference, path)
    return path.stat().st_size


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--evidently", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        contenders = [TABLES, SAVED, CLASSIFIED]
        if asked.evidently:
            contenders.append(evidently(environment(folder, "evidently", PACKAGES)))
        for rows in asked.rows:
            before, after = folder / "before.parquet", folder / "after.parquet"
            write_table(before, rows, group_rows=122_880)
            write_table(after, rows, group_rows=122_880, seed=1)
            size = save_reference(before)
            print(f"# Drift: {rows:,} against {rows:,} rows x 30 columns; reference {size:,} bytes")
            compare(contenders, before, after, asked.repeat)
            print()


if __name__ == "__main__":
    main()
