"""Worlds as files: a table or two for each, and a line of `manifest.jsonl` that says what is wrong.

A line is a JSON object; anyone can write such a folder, and `--from` scores it:

    name      unique
    kind      "target", "split" or "clean"
    type      of the leak, or of the clean control; free, see `families.py` for the known ones
    train     file name of the table, CSV or Parquet, beside the manifest
    target    the column to be predicted
    test      file name of the other side of the split; absent without one
    time      the column given as time; absent when none is given
    group     the column given as entity; absent when none is given
    columns   those that leak; any of them named is a hit
    checks    substrings of names of checks, any of which is a hit; absent: those of the type
    strength  "blatant", "subtle" or "harmless"
    inflation the score's inflation by which the strength was told, if it is known
    order_matters  true when the rows must not be shuffled
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd
from benchmarks.leakage_worlds.oracle import Inflation
from benchmarks.leakage_worlds.world import World

NAME = "manifest.jsonl"


@dataclass(frozen=True)
class Label:
    """What the scorer knows of a world; see the module for the attributes."""

    name: str
    kind: str
    type: str
    train: str
    target: str
    test: str | None = None
    time: str | None = None
    group: str | None = None
    columns: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    strength: str = "blatant"
    inflation: float | None = None
    order_matters: bool = False


def write_world(world: World, measured: Inflation | None, folder: Path) -> Label:
    """Write the tables of a world; every other world is CSV, the others Parquet.

    Args:
        world: to be written.
        measured: by the oracle; None leaves the strength open.
        folder: where to; it exists.

    Returns:
        the label, whose file names are relative to the folder.
    """
    ending = "csv" if sum(world.name.encode()) % 2 else "parquet"
    train, test = f"{world.name}.{ending}", None
    if world.test is not None:
        test = f"{world.name}.test.{ending}"
        write_table(world.test, folder / test)
    write_table(world.train, folder / train)
    return Label(
        name=world.name,
        kind=world.kind,
        type=world.type,
        train=train,
        target=world.target,
        test=test,
        time=world.time,
        group=world.group,
        columns=world.columns,
        strength=measured.strength if measured else "unknown",
        inflation=round(measured.amount, 4) if measured else None,
        order_matters=world.order_matters,
    )


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a table in the format that the ending names."""
    if path.suffix == ".parquet":
        frame.to_parquet(path, index=False)
    else:
        frame.to_csv(path, index=False)


def read_table(path: Path) -> pd.DataFrame:
    """Read a table; the cells of a CSV stay text, so that writing it again changes none."""
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def append(label: Label, folder: Path) -> None:
    """Add a line to the manifest."""
    line = {k: v for k, v in asdict(label).items() if v not in (None, (), False)}
    with (folder / NAME).open("a", encoding="utf-8") as manifest:
        manifest.write(json.dumps(line) + "\n")


def read_labels(folder: Path) -> list[Label]:
    """Read a manifest; keys that are not ours are left alone.

    Raises:
        ValueError: a line lacks what it must have.
    """
    labels = []
    known = {field.name for field in fields(Label)}
    for number, line in enumerate((folder / NAME).read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        raw: dict[str, Any] = {k: v for k, v in json.loads(line).items() if k in known}
        for key in ("columns", "checks"):
            raw[key] = tuple(raw.get(key) or ())
        try:
            labels.append(Label(**raw))
        except TypeError as error:
            raise ValueError(f"{NAME}, line {number}: {error}") from error
    return labels
