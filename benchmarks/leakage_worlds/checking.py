"""Runs the leakage checker on a world as a black box, as it is and in disguise."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.leakage_worlds.manifest import Label, read_table, write_table


@dataclass(frozen=True)
class Found:
    """A finding, as far as it is scored."""

    check: str
    severity: str
    columns: tuple[str, ...]
    statement: str = ""


@dataclass(frozen=True)
class Checked:
    """A world and what was found on it.

    Attributes:
        label: what is wrong with it.
        found: on the world as it is.
        disguised: on the world with columns renamed and shuffled, under their old names; None when
            it was not run.
        seconds: wall time of the check of the world as it is.
        error: why there is no result, when there is none.
    """

    label: Label
    found: tuple[Found, ...]
    disguised: tuple[Found, ...] | None
    seconds: float
    error: str | None = None


def check_world(label: Label, folder: Path, *, disguise: bool, seed: int = 0) -> Checked:
    """Check a world whose tables lie in the folder; never raises for the checker's sake."""
    started = time.perf_counter()
    try:
        found = _findings(label, folder, seed)
        seconds = time.perf_counter() - started
        again = _disguised(label, folder, seed) if disguise else None
    except Exception as error:  # a crash of what is measured is a result
        return Checked(label, (), None, time.perf_counter() - started, repr(error)[:300])
    return Checked(label, found, again, seconds)


def _findings(label: Label, folder: Path, seed: int) -> tuple[Found, ...]:
    from ml_engineer_tools import check_leakage

    evidence = check_leakage(
        str(folder / label.train),
        target=label.target,
        test=str(folder / label.test) if label.test else None,
        time=label.time,
        group=label.group,
        seed=seed,
    )
    return tuple(
        Found(f.check, f.severity, tuple(f.columns), f.statement)
        for f in evidence.measurement.findings
    )


def _disguised(label: Label, folder: Path, seed: int) -> tuple[Found, ...]:
    other, names = write_disguise(label, folder)
    try:
        found = _findings(other, folder, seed)
    finally:
        for name in (other.train, other.test):
            if name:
                (folder / name).unlink()
    return tuple(replace(f, columns=tuple(names.get(c, c) for c in f.columns)) for f in found)


def write_disguise(label: Label, folder: Path) -> tuple[Label, dict[str, str]]:
    """Write the world anew: columns called c0, c1, ... in another order, rows shuffled too.

    Rows keep their order where the leak lives in it.

    Returns:
        the label of the new files, and the old name by the new.
    """
    rng = np.random.default_rng(len(label.name))
    train = read_table(folder / label.train)
    order = rng.permutation(len(train.columns))
    new = {str(train.columns[place]): f"c{k}" for k, place in enumerate(order)}
    written: dict[str, str] = {}
    for side, name in (("train", label.train), ("test", label.test)):
        if name is None:
            continue
        frame = read_table(folder / name)
        frame = frame[[c for c in new if c in frame.columns]].rename(columns=new)
        if not label.order_matters:
            frame = frame.iloc[rng.permutation(len(frame))]
        written[side] = f"disguised.{name}"
        write_table(frame, folder / written[side])
    roles = {role: new[c] for role in ("target", "time", "group") if (c := getattr(label, role))}
    changes: dict[str, Any] = {**written, **roles}
    return replace(label, **changes), {b: a for a, b in new.items()}
