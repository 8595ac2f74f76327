"""The saved reference: a profile of a few kilobytes that holds no row, for cron and CI.

It holds where numbers are cut and how many rows lie in each bin, the names of frequent levels,
how much is missing, and how many independent rows that is worth. Of values of single rows it holds
none: cuts and bounds are rounded (`bins.cut_points`), levels of few rows are pooled, and columns
that name rows keep only how much is missing. It is one line of JSON.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, ValidationError

from ml_engineer_tools.drift.counts import ColumnCounts, Cuts, Order, TableCounts, Way
from ml_engineer_tools.drift.middle import Precision
from ml_engineer_tools.drift.seasons import Season, SeasonCounts
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Contract, TableFingerprint
from ml_engineer_tools.tables.roles import Roles
from ml_engineer_tools.tables.table import Column, Kind

MARK = '{"ml_engineer_drift_reference":'
"""What a saved reference begins with."""

MOST_SAVED_LEVELS = 64
"""Levels whose names are saved, the most frequent ones: a convention, for a small file."""

FEWEST_LEVEL_ROWS = 5
"""Levels of fewer rows are not named: they may point to a person."""

LONGEST_LEVEL = 200
"""Characters of a level's name; longer ones are text and not named."""


class SavedColumn(Contract):
    """What is saved of one column; see `ColumnCounts`.

    `spread_precision` is what `Precision` holds; `season_effects` are the design effects beside
    seasons, such as "weekday+month"; `written` are the ways in which dates read that are text.
    """

    name: str
    kind: Kind
    dtype: str
    way: Way
    rows: int
    missing: int = 0
    infinite: int = 0
    missing_effect: float = 1.0
    effect: float = 1.0
    points: tuple[float, ...] = ()
    coarse: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()
    rest: int = 0
    distinct: int = 0
    quartiles: tuple[float, float, float] | None = None
    bounds: tuple[float | str, float | str] | None = None
    spread_precision: tuple[float, float] | None = None
    mean: float | None = None
    deviation: float | None = None
    on_cuts: bool = False
    order: Order = "none"
    season_effects: Mapping[str, float] = Field(default_factory=dict)
    written: tuple[str, ...] = ()

    def counted(self) -> ColumnCounts:
        """Return it as what was counted."""
        return ColumnCounts(
            name=self.name,
            dtype=self.dtype,
            way=self.way,
            rows=self.rows,
            missing=self.missing,
            infinite=self.infinite,
            missing_effect=self.missing_effect,
            effect=self.effect,
            cuts=Cuts(self.points, self.coarse) if self.way == "number" else None,
            counts=np.array(self.counts, dtype=np.float64),
            levels=self.levels,
            rest=self.rest,
            distinct=self.distinct,
            quartiles=self.quartiles,
            bounds=self.bounds,
            order=self.order,
            mean=self.mean,
            deviation=self.deviation,
            on_cuts=self.on_cuts,
            precision=Precision(*self.spread_precision) if self.spread_precision else None,
        )


class SavedReference(Contract):
    """A reference table as it is saved.

    Attributes:
        ml_engineer_drift_reference: version of the format.
        table: which table it was made of.
        target, prediction, time, group: roles of its columns.
        columns: all columns but the target.
        label: the target, of exploration rows.
        sampled: rows of the sample that quartiles are of, None if they are of all.
        seasons: of columns that depend on a season: rows by its parts and bins, as counted.
        season_rows: rows in each part of each season.
        days: that the table spans.
        repeats: how many rows differ in the columns that are compared, and how many are equal
            to a row on average, itself among them; None in files of older versions.
    """

    ml_engineer_drift_reference: Literal[1] = 1
    table: TableFingerprint
    target: str | None = None
    prediction: str | None = None
    time: str | None = None
    group: str | None = None
    columns: Annotated[tuple[SavedColumn, ...], Field(min_length=1)]
    label: SavedColumn | None = None
    sampled: int | None = None
    seasons: Mapping[Season, Mapping[str, tuple[tuple[int, ...], ...]]] = Field(
        default_factory=dict
    )
    season_rows: Mapping[Season, tuple[int, ...]] = Field(default_factory=dict)
    days: float = 0.0
    repeats: tuple[int, float] | None = None

    @property
    def roles(self) -> Roles:
        """The roles of its columns."""
        return Roles(self.target, self.time, self.group)

    @property
    def schema_columns(self) -> tuple[Column, ...]:
        """Its columns as a table has them."""
        return tuple(Column(c.name, c.kind, c.dtype) for c in self.columns)

    def counted(self) -> TableCounts:
        """Return it as what was counted."""
        columns = tuple(column.counted() for column in self.columns)
        return TableCounts(self.table.name, self.table.rows, columns, self.sampled)

    def dealt(self) -> dict[Season, SeasonCounts]:
        """Return what was counted by season."""
        return {
            season: SeasonCounts(
                np.array(self.season_rows[season], dtype=np.float64),
                {name: np.array(parts, dtype=np.float64) for name, parts in columns.items()},
            )
            for season, columns in self.seasons.items()
        }

    def text(self) -> str:
        """Return it as one line of JSON."""
        plain = self.model_dump(mode="json", exclude_defaults=True)
        marked = {"ml_engineer_drift_reference": self.ml_engineer_drift_reference, **plain}
        return json.dumps(marked, ensure_ascii=False, separators=(",", ":")) + "\n"


def saved_column(column: Column, counted: ColumnCounts, *, seed: int) -> SavedColumn:
    """Return what is saved of a column."""
    plain = SavedColumn(
        name=column.name,
        kind=column.kind,
        dtype=column.dtype,
        way=counted.way,
        rows=counted.rows,
        missing=counted.missing,
        infinite=counted.infinite,
        missing_effect=_rounded(counted.missing_effect),
        effect=_rounded(counted.effect),
        order=counted.order,
    )
    if counted.way == "number" and counted.cuts is not None:
        points = counted.cuts.points
        return plain.model_copy(
            update={
                "points": points,
                "coarse": counted.cuts.coarse,
                "counts": tuple(int(n) for n in counted.counts),
                "quartiles": counted.quartiles,
                "spread_precision": counted.precision
                and (_rounded(counted.precision.deviation), _rounded(counted.precision.step)),
                "bounds": (points[0], points[-1]),
                "mean": counted.mean,
                "deviation": counted.deviation,
                "on_cuts": counted.on_cuts,
            }
        )
    if counted.way == "levels":
        return plain.model_copy(update=_levels(counted, seed))
    if counted.way == "dates":
        return plain.model_copy(update={"bounds": counted.bounds})
    return plain


def _levels(counted: ColumnCounts, seed: int) -> dict[str, object]:
    """Return what is saved of levels; all of them if they are few and none is rare.

    Else only frequent ones are named. Which ones those are depends on chance, so that their
    counts would be too large: rows are dealt into halves, one says which levels are named and
    the other how many rows they hold (count splitting; a binomial half of each count is what a
    random half of the rows would give). Half the rows are half the evidence.
    """
    counts = counted.counts.astype(np.int64)
    nameable = np.array([len(level) <= LONGEST_LEVEL for level in counted.levels], dtype=bool)
    few = len(counts) <= MOST_SAVED_LEVELS and counted.rest == 0
    if few and nameable.all() and (counts >= FEWEST_LEVEL_ROWS).all():
        return {
            "levels": counted.levels,
            "counts": tuple(int(n) for n in counts),
            "distinct": counted.distinct,
        }
    choosing = np.random.default_rng([seed, len(counts)]).binomial(counts, 0.5)
    order = [k for k in np.argsort(-choosing, kind="stable") if nameable[k]]
    named = [k for k in order if choosing[k] >= FEWEST_LEVEL_ROWS][:MOST_SAVED_LEVELS]
    doubled = 2 * (counts - choosing)
    others = int(doubled.sum() - doubled[named].sum() + counted.rest)
    return {
        "levels": tuple(counted.levels[k] for k in named),
        "counts": tuple(int(doubled[k]) for k in named),
        "rest": max(1, others),
        "distinct": counted.distinct,
        "effect": _rounded(2 * counted.effect),
    }


def write_reference(reference: SavedReference, path: Path) -> str:
    """Write it in one go, so that no reader sees half of it; returns the hash of its bytes.

    Raises:
        BadInput: the file can't be written.
    """
    return write_whole(path, reference.text())


def read_reference(path: str | Path) -> tuple[SavedReference, str] | None:
    """Return a saved reference and the hash of its bytes; None if the file is none.

    Raises:
        BadInput: it begins as one and isn't.
    """
    file = Path(path)
    if not file.is_file():
        return None
    try:
        with file.open("rb") as opened:
            if opened.read(len(MARK)) != MARK.encode():
                return None
        content = file.read_bytes()
        reference = SavedReference.model_validate_json(content)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, problem["loc"]))
        raise BadInput(
            f"{path} is no drift reference that this version reads ({where}: {problem['msg']}); "
            "build it again with `ml-engineer drift reference build TABLE -o FILE`."
        ) from None
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror or error}.") from None
    return reference, hashlib.sha256(content).hexdigest()


def write_whole(path: Path, text: str) -> str:
    """Write a text file atomically: under another name, then renamed. Returns its SHA-256.

    Raises:
        BadInput: it can't be written.
    """
    content = text.encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            # Others may read it, such as a collector under its own name.
            umask = os.umask(0)
            os.umask(umask)
            Path(temporary).chmod(0o666 & ~umask)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BadInput(f"{path} can't be written: {error.strerror or error}.") from None
    return hashlib.sha256(content).hexdigest()


def _rounded(effect: float) -> float:
    return float(f"{effect:.4g}") if math.isfinite(effect) else 1.0
