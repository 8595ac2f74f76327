"""The benchmark's command: makes the worlds, measures how strong each leak is, runs the checker.

python -m benchmarks.leakage_worlds --seed 1 --worlds-per-type 3
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.leakage_worlds.bundled import write_bundled
from benchmarks.leakage_worlds.catalogue import CLEAN, HELD_OUT_FROM, LEAKS, make_world, world_names
from benchmarks.leakage_worlds.checking import Checked, check_world
from benchmarks.leakage_worlds.manifest import Label, append, read_labels, write_world
from benchmarks.leakage_worlds.oracle import inflation
from benchmarks.leakage_worlds.report import print_report


@dataclass(frozen=True)
class Job:
    """One world to be done: made from its type and number, or already written."""

    folder: str
    disguise: bool
    seed: int = 0
    type: str = ""
    number: int = 0
    label: Label | None = None
    only_write: bool = False


def do(job: Job) -> Checked:
    """Make the world if it is not there, ask the oracle, run the checker."""
    folder, label = Path(job.folder), job.label
    if label is None:
        made = make_world(job.type, job.number, job.seed)
        label = write_world(made, inflation(made), folder)
    if job.only_write:
        return Checked(label, (), None, 0.0)
    checked = check_world(label, folder, disguise=job.disguise)
    if job.label is None:
        for name in (label.train, label.test):
            if name:
                (folder / name).unlink()
    return checked


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; 0 unless the checker crashed on a world."""
    options = _options(arguments)
    # Set before anything that starts threads is imported; workers inherit it.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    with tempfile.TemporaryDirectory() as scratch:
        jobs = _jobs(options, Path(scratch))
        print(_heading(options, len(jobs)), flush=True)
        checked: list[Checked] = []
        end = time.monotonic() + 60 * options.minutes
        for number, one in enumerate(_done(jobs, options.jobs), 1):
            checked.append(one)
            if options.write:
                append(one.label, options.write)
            print(f"{number} of {len(jobs)} {one.label.name}", file=sys.stderr, flush=True)
            if time.monotonic() > end:
                break
        if options.write:
            print(f"wrote {len(checked)} worlds to {options.write}")
            return 0
        if len(checked) < len(jobs):
            print(f"stopped by --minutes: {len(checked)} of {len(jobs)} worlds, drawn at random")
        print_report(checked)
        if options.deepchecks:
            from benchmarks.leakage_worlds.deepchecks_row import print_row

            print_row(options.seed, options.only)
    return int(any(c.error for c in checked))


def _done(jobs: list[Job], processes: int) -> Iterator[Checked]:
    if processes == 1:
        yield from map(do, jobs)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap_unordered(do, jobs)


def _jobs(options: argparse.Namespace, scratch: Path) -> list[Job]:
    disguise = not options.plain
    if options.from_folder:
        labels = read_labels(options.from_folder)
        return [
            Job(str(options.from_folder.resolve()), disguise, label=label)
            for label in labels
            if not options.only or label.type in options.only or label.kind in options.only
        ]
    folder = options.write or scratch
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [
        Job(str(folder), disguise, options.seed, type_, number, only_write=bool(options.write))
        for type_, number in world_names(
            options.only, options.worlds_per_type, options.clean_per_type
        )
    ]
    if not options.write and (not options.only or "bundled" in options.only):
        jobs += [Job(str(scratch), disguise, label=label) for label in write_bundled(scratch)]
    # In random order, so that a run that is cut short has seen a fair sample.
    random.Random(options.seed).shuffle(jobs)  # noqa: S311  # nothing is secret here
    return jobs


def _heading(options: argparse.Namespace, count: int) -> str:
    if options.from_folder:
        return f"# Leakage worlds from {options.from_folder.name}: {count}"
    part = "held-out" if options.seed >= HELD_OUT_FROM else "development"
    return f"# Leakage worlds: {count}, seed {options.seed} ({part})"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="leakage_worlds", description=__doc__)
    parser.add_argument(
        "--seed", type=int, default=0, help=f"held-out from {HELD_OUT_FROM} on (default 0)"
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="TYPE",
        help=f"may be repeated: clean, target, split, bundled, {', '.join([*LEAKS, *CLEAN])}",
    )  # fmt: skip
    parser.add_argument("--worlds-per-type", type=int, default=3, help="of leaks (default 3)")
    parser.add_argument("--clean-per-type", type=int, default=1, help="of controls (default 1)")
    parser.add_argument("--plain", action="store_true", help="leave out the renamed worlds")
    parser.add_argument(
        "--minutes",
        type=float,
        default=float("inf"),
        help="stop after so long, report on what is done",
    )
    parser.add_argument("--jobs", type=int, default=1, help="worlds at a time (default 1)")
    parser.add_argument("--write", type=Path, metavar="DIR", help="write the worlds; check none")
    parser.add_argument(
        "--from", type=Path, dest="from_folder", metavar="DIR", help="score worlds written there"
    )
    parser.add_argument("--deepchecks", action="store_true", help="print its row too, on a sample")
    options = parser.parse_args(arguments)
    known = {*LEAKS, *CLEAN, "clean", "target", "split", "bundled"}
    unknown = sorted(set(options.only) - known)
    if unknown and not options.from_folder:
        parser.error(f"no type of world is called {unknown[0]}")
    return options
