"""Reports on null worlds and on shifted ones: how many alarm, with Wilson intervals.

    python -m benchmarks.drift_worlds [--reports N] [--most-rows N] [--seed N] [--evidently]
    python -m benchmarks.drift_worlds --part large [--reports N] [--least-rows N]
    python -m benchmarks.drift_worlds --part series [--reports N]

An alarm is any finding that is not info: of any check and any column. Goals: at most 5 % of null
reports, whatever the rows; at least 90 % of reports where one of 30 columns moved by 0.3 standard
deviations at 5,000 rows. `--evidently` runs its data drift preset on the same pairs of up to 5,000
rows (any column it calls drifted is an alarm), in a throw-away environment built by `uv`.
"""

from __future__ import annotations

import argparse
import functools
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from benchmarks.drift_worlds.evidently_row import PACKAGES, moved_columns
from benchmarks.drift_worlds.null_worlds import (
    Pair,
    drawn,
    independent,
    real_tables,
    resampled,
    series,
)
from benchmarks.drift_worlds.shifts import SHIFTS, shifted
from benchmarks.profile_speed import environment

from ml_engineer_evals.intervals import wilson_interval
from ml_engineer_tools import measure_drift
from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.reference import build_reference
from ml_engineer_tools.drift.request import DriftRequest, ReferenceRequest
from ml_engineer_tools.drift.saved import write_reference
from ml_engineer_tools.drift.tool import measure_drift as measure
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Evidence

SIZES = ((200, 200), (200, 5_000), (5_000, 200), (1_000, 1_000), (5_000, 5_000),
         (50_000, 50_000), (100_000, 100_000), (1_000_000, 1_000_000))  # fmt: skip
SERIES_SIZES = (200, 1_000, 5_000, 50_000)
PEER_ROWS = 5_000
SHIFTED_ROWS = 5_000


@dataclass
class Tally:
    """Reports, and those that alarmed."""

    reports: int = 0
    alarms: int = 0
    checks: dict[str, int] = field(default_factory=dict)

    def add(self, checks: Iterable[str]) -> None:
        """Count one report."""
        found = set(checks)
        self.reports += 1
        self.alarms += bool(found)
        for check in found:
            self.checks[check] = self.checks.get(check, 0) + 1

    def __str__(self) -> str:
        low, high = wilson_interval(self.alarms, self.reports)
        share = self.alarms / self.reports
        by_check = ", ".join(f"{name} {n}" for name, n in sorted(self.checks.items()))
        counted = f"{self.alarms} of {self.reports}; 95 % {low:.3f} to {high:.3f}"
        return f"{share:6.3f} ({counted}) {by_check}"


def alarms(evidence: Evidence) -> list[tuple[str, tuple[str, ...]]]:
    """Return check and columns of each finding that is not info."""
    findings = evidence.measurement.findings
    return [(f.check, f.columns) for f in findings if f.severity != "info"]


def saved_and_checked(pair: Pair, folder: Path) -> Evidence:
    """Compare a pair by way of a saved reference."""
    engine = open_engine()
    try:
        engine.register("data", pair[0])
        engine.register("current", pair[1])
        reference, _ = build_reference(ReferenceRequest(data="data"), Context(engine))
        path = folder / "reference.json"
        write_reference(reference, path)
        return measure(DriftRequest(reference=str(path), current="current"), Context(engine))
    finally:
        engine.close()


def null_reports(
    reports: int, most_rows: int, seed: int
) -> Iterator[tuple[str, Callable[[], Pair]]]:
    """Yield null pairs, made when asked for: of every size, then of real series."""
    for rows in SIZES:
        if max(rows) > most_rows:
            continue
        # Large reports take long, and what chance does to them is smaller.
        wanted = max(2, min(reports, 10 * reports * 1_000 // max(rows)))
        for number in range(wanted):
            rng = np.random.default_rng([seed, *rows, number])
            name = f"independent rows, {rows[0]:,} and {rows[1]:,}"
            yield name, functools.partial(independent, rows, rng)
    for number in range(max(1, reports // 20)):
        rng = np.random.default_rng([seed, number])
        for name, pair in resampled(rng):
            yield f"blocks of {name}", functools.partial(_as_it_is, pair)


def _as_it_is(pair: Pair) -> Pair:
    return pair


def print_null(reports: int, most_rows: int, seed: int, python: str | None) -> None:
    """Print how many null reports alarm, by world."""
    ours: dict[str, Tally] = {}
    saved = Tally()
    kept: dict[str, list[Pair]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, make in null_reports(reports, most_rows, seed):
            pair = make()
            found = alarms(measure_drift(*pair))
            ours.setdefault(name, Tally()).add(check for check, _ in found)
            if len(pair[0]) <= PEER_ROWS and ours[name].reports % 4 == 1:
                by_file = alarms(saved_and_checked(pair, Path(scratch)))
                saved.add(check for check, _ in by_file)
                kept.setdefault(name, []).append(pair)
    print("# Nothing moved: share of reports with an alarm (goal: at most 0.05)\n")
    total = Tally()
    for name, tally in ours.items():
        print(f"{name:42} {tally}")
        total.reports += tally.reports
        total.alarms += tally.alarms
    print(f"{'all':42} {total}")
    print(f"{'of these by a saved reference':42} {saved}")
    if python is not None:
        print("\nEvidently's data drift preset, any column, on a fourth of the smaller pairs")
        for name, pairs in kept.items():
            tally = Tally()
            for columns in moved_columns(python, pairs):
                tally.add(["column"] if columns else [])
            print(f"{name:42} {tally}")


def print_large(reports: int, least_rows: int, most_rows: int, seed: int) -> None:
    """Print how many null reports of large tables alarm, line by line as they grow."""
    for rows in (size for size in SIZES if least_rows <= max(size) <= most_rows):
        tally = Tally()
        for number in range(reports):
            pair = independent(rows, np.random.default_rng([seed, *rows, number]))
            tally.add(check for check, _ in alarms(measure_drift(*pair)))
            if (number + 1) % 10 == 0 or number + 1 == reports:
                print(f"independent rows, {rows[0]:,} and {rows[1]:,}: {tally}", flush=True)


def print_series(reports: int, most_rows: int, seed: int, folder: Path | None) -> None:
    """Print how many null reports alarm on blocks of real series, drawn with replacement."""
    whole: dict[int, Tally] = {}
    for name, frame in (series() | (real_tables(folder) if folder else {})).items():
        for rows in (size for size in SERIES_SIZES if size <= most_rows):
            tally = Tally()
            for number in range(reports):
                rng = np.random.default_rng([seed, rows, number])
                # From blocks of a few rows to a twentieth of the series or of the table.
                longest = min(len(frame), rows) // 20
                length = int(np.exp(rng.uniform(np.log(3), np.log(max(4, longest)))))
                found = alarms(measure_drift(*drawn(frame, rows, length, rng)))
                tally.add(check for check, _ in found)
                whole.setdefault(rows, Tally()).add(check for check, _ in found)
            print(f"blocks of {name}, {rows:,} rows: {tally}", flush=True)
    for rows, tally in whole.items():
        print(f"{'all series, ' + format(rows, ',') + ' rows':42} {tally}")


def print_power(reports: int, seed: int, python: str | None) -> None:
    """Print how many reports of shifted worlds name the column that moved."""
    print(f"\n# One of 30 columns moved, {SHIFTED_ROWS:,} rows: found (goal: at least 0.9)\n")
    for wild in (False, True):
        for name in SHIFTS:
            rng = np.random.default_rng([seed, len(name), wild])
            hits, others, peer = Tally(), Tally(), Tally()
            pairs = []
            for _ in range(reports):
                pair, column = shifted(name, SHIFTED_ROWS, rng, wild)
                found = alarms(measure_drift(*pair))
                hits.add(check for check, columns in found if column in columns)
                others.add(check for check, columns in found if column not in columns)
                pairs.append(pair)
            label = f"{name}{', one wild value' if wild else ''}"
            print(f"{label:46} {hits}; other columns named {others.alarms}")
            if python is not None:
                for columns in moved_columns(python, pairs):
                    peer.add(["it"] if column in columns else [])
                print(f"{'  Evidently':46} {peer}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100, help="null reports of each size")
    parser.add_argument("--most-rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--evidently", action="store_true")
    parser.add_argument("--part", choices=("all", "large", "series", "power"), default="all")
    parser.add_argument("--least-rows", type=int, default=50_000, help="of the large ones")
    parser.add_argument("--tables", type=Path, help="folder of real tables in order of time")
    asked = parser.parse_args()
    started = time.perf_counter()
    if asked.part == "large":
        print_large(asked.reports, asked.least_rows, asked.most_rows, asked.seed)
        return
    if asked.part == "series":
        print_series(asked.reports, asked.most_rows, asked.seed, asked.tables)
        return
    if asked.part == "power":
        print_power(asked.reports, asked.seed, None)
        return
    with tempfile.TemporaryDirectory() as scratch:
        python = environment(Path(scratch), "evidently", PACKAGES) if asked.evidently else None
        print_null(asked.reports, asked.most_rows, asked.seed, python)
        print_power(max(5, asked.reports // 5), asked.seed, python)
    print(f"\n{time.perf_counter() - started:,.0f} s")


if __name__ == "__main__":
    main()
