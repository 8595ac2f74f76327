"""Features: which columns of a frame a model can use, and how they become numbers.

Two steps. `prepare` turns a frame into one matrix and looks at no target and at no other row:
numbers stay, categories become codes that only name their level. `FeatureEncoder` then learns
what has to be learnt (levels, medians, scales) from the training rows alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

FeatureKind = Literal["number", "category", "instant"]

TREE_LEVELS = 254
"""Levels of a category that trees tell apart; LightGBM's `max_bin` is 255."""

LINEAR_LEVELS = 30
"""Levels of a category that get an indicator of their own in the linear models: a convention."""

MANY_LEVELS = 1000
"""Text with more levels than this is taken for free text or an identifier: a convention."""

OWN_VALUE_SHARE = 0.5
"""Text with more levels than this share of its rows is taken for an identifier: a convention."""

LARGEST = 1e30
"""Infinite and larger values are cut to this, so that they fit single precision."""

COUNTER_ROWS = 50
"""Below so many rows distinct integers are no sign of an identifier."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A frame as one matrix.

    Attributes:
        matrix: (n, m) float64; NaN where nothing is known; categories as codes from 0.
        origins: for each of the m columns the name of the frame's column it was made from.
        levels: for each of the m columns the number of its category levels; 0 for a number.
        names: for each of the m columns the names of its levels in the order of their codes; of a
            part of an instant its own name (`day`, `month`, `weekday`, `hour`).
    """

    matrix: np.ndarray
    origins: tuple[str, ...]
    levels: tuple[int, ...]
    names: tuple[tuple[str, ...], ...] = ()

    def without(self, names: Iterable[str]) -> Prepared:
        """Return the same rows with these columns of the frame left out."""
        left_out = set(names)
        kept = [k for k, origin in enumerate(self.origins) if origin not in left_out]
        return Prepared(
            self.matrix[:, kept],
            tuple(self.origins[k] for k in kept),
            tuple(self.levels[k] for k in kept),
            tuple(self.names[k] for k in kept) if self.names else (),
        )


def usable_features(
    frame: pd.DataFrame, exclude: Iterable[str] = ()
) -> tuple[list[str], dict[str, str]]:
    """Return the columns that a model can use, and for each other one the reason why not.

    Args:
        frame: rows in file order.
        exclude: columns that are not asked about (target, time, entity); in neither result.
    """
    excluded = set(exclude)
    usable: list[str] = []
    left_out: dict[str, str] = {}
    for name in frame.columns:
        if name in excluded:
            continue
        reason = _reason_against(frame[name])
        if reason is None:
            usable.append(name)
        else:
            left_out[name] = reason
    return usable, left_out


def feature_kind(values: pd.Series) -> FeatureKind | None:
    """Return how a column is read: as numbers (booleans too), levels, instants, or not at all."""
    import pandas as pd

    dtype = values.dtype
    types = pd.api.types
    if isinstance(dtype, (pd.CategoricalDtype, pd.StringDtype)):
        return "category"
    if types.is_complex_dtype(dtype):
        return None
    if types.is_numeric_dtype(dtype) or types.is_timedelta64_dtype(dtype):
        return "number"
    if types.is_datetime64_any_dtype(dtype):
        return "instant"
    inferred = types.infer_dtype(values, skipna=True)
    if inferred in ("boolean", "integer", "floating", "decimal", "mixed-integer-float", "empty"):
        return "number"
    if inferred in ("date", "datetime", "datetime64"):
        return "instant"
    if inferred in ("bytes", "complex"):
        return None
    nested = (list, dict, tuple, set, np.ndarray)
    return None if any(isinstance(value, nested) for value in values) else "category"


def prepare(frame: pd.DataFrame, names: Sequence[str]) -> Prepared:
    """Turn the named columns into one matrix; see `Prepared`. Columns that can't be read are left.

    Dates and timestamps become days since 1970-01-01, month, weekday and hour (each only where
    it varies).
    """
    blocks: list[np.ndarray] = []
    origins: list[str] = []
    levels: list[int] = []
    named: list[tuple[str, ...]] = []
    for name in names:
        values = frame[name]
        kind = feature_kind(values)
        parts: list[tuple[str, ...]] = [()]
        if kind == "number":
            columns, count = [_as_floats(values)], 0
        elif kind == "category":
            codes, level_names = _as_codes(values)
            columns, count, parts = [codes], max(len(level_names), 1), [level_names]
        elif kind == "instant":
            calendar, count = _as_calendar(values), 0
            columns, parts = list(calendar.values()), [(part,) for part in calendar]
        else:
            continue
        blocks.extend(columns)
        origins.extend([name] * len(columns))
        levels.extend([count] * len(columns))
        named.extend(parts)
    matrix = np.column_stack(blocks) if blocks else np.empty((len(frame), 0))
    return Prepared(matrix, tuple(origins), tuple(levels), tuple(named))


def stack(first: pd.DataFrame, second: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Put the rows of the second frame below those of the first, whatever types they came as."""
    import pandas as pd

    columns = {}
    for name in names:
        parts = [first[name], second[name]]
        if parts[0].dtype != parts[1].dtype:
            parts = [part.astype(object) for part in parts]
        columns[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns, index=range(len(first) + len(second)))


@dataclass(frozen=True, slots=True)
class LinearColumn:
    """One column of what linear models see.

    Attributes:
        source: the column of `Prepared.matrix` that it was made from.
        scale: how many units of the feature one unit of it is.
        level: code of the level that it indicates; None for a number.
        missing: whether it indicates that there is no value.
    """

    source: int
    scale: float
    level: int | None = None
    missing: bool = False


class FeatureEncoder:
    """Learns from training rows how to encode features for trees and for linear models.

    Args:
        levels: as in `Prepared.levels`.
    """

    def __init__(self, levels: Sequence[int]) -> None:
        self.levels = tuple(levels)
        self.categorical = [k for k, count in enumerate(self.levels) if count]
        self._numbers = np.array([k for k, c in enumerate(self.levels) if not c], dtype=np.intp)
        self._ranks: dict[int, np.ndarray] = {}
        self._kept: dict[int, int] = {}

    def fit(self, matrix: np.ndarray, *, scales: bool = True) -> FeatureEncoder:
        """Learn from the training rows, shape (n, m).

        Args:
            matrix: the training rows.
            scales: whether medians, ranges and scales are learnt; trees need levels only.
        """
        for k in self.categorical:
            column = matrix[:, k]
            counts = np.bincount(
                column[~np.isnan(column)].astype(np.intp), minlength=self.levels[k]
            )
            # The most frequent level first; ties in the order of the codes.
            order = np.argsort(-counts, kind="stable")
            kept = int(min((counts > 0).sum(), TREE_LEVELS))
            ranks = np.full(self.levels[k], float(kept))
            ranks[order[:kept]] = np.arange(kept)
            self._ranks[k], self._kept[k] = ranks, kept
        if scales:
            self._learn_scales(matrix)
        return self

    def trees(self, matrix: np.ndarray) -> np.ndarray:
        """Return rows for trees, shape (n, m): numbers as they are, NaN kept, levels as codes.

        Levels that are rare or were not seen in training share one code of their own.
        """
        encoded = np.clip(matrix, -LARGEST, LARGEST)
        for k in self.categorical:
            encoded[:, k] = self._lookup(matrix[:, k], k)
        return np.asarray(encoded)

    def linear(self, matrix: np.ndarray) -> np.ndarray:
        """Return rows for linear models, shape (n, q): scaled numbers and indicators.

        Numbers are filled with the training median, cut to the training range (widened by its
        own width on both sides, since time moves on) and scaled to unit variance; a column with
        nulls in training has an indicator for them. The `LINEAR_LEVELS` most frequent levels
        have an indicator each.
        """
        parts = []
        if len(self._numbers):
            numbers = matrix[:, self._numbers]
            missing = np.isnan(numbers)
            filled = np.where(missing, self._median, np.clip(numbers, self._low, self._high))
            parts.append((filled - self._mean) / self._scale)
            parts.append(missing[:, self._has_nulls].astype(np.float64))
        for k in self.categorical:
            ranks = self._lookup(matrix[:, k], k)
            shown = min(self._kept[k], LINEAR_LEVELS)
            parts.append((ranks[:, None] == np.arange(shown)).astype(np.float64))
            parts.append(np.isnan(ranks)[:, None].astype(np.float64))
        return np.concatenate(parts, axis=1) if parts else np.empty((len(matrix), 0))

    def linear_columns(self) -> list[LinearColumn]:
        """Return what each of the q columns that `linear` returns stands for, in their order."""
        numbers = [int(k) for k in self._numbers]
        columns = [
            LinearColumn(k, float(scale))
            for k, scale in zip(numbers, self._scale if numbers else (), strict=True)
        ]
        if numbers:
            columns += [LinearColumn(numbers[j], 1.0, missing=True)
                        for j in np.flatnonzero(self._has_nulls)]  # fmt: skip
        for k in self.categorical:
            codes = np.argsort(self._ranks[k], kind="stable")
            shown = min(self._kept[k], LINEAR_LEVELS)
            columns += [LinearColumn(k, 1.0, level=int(code)) for code in codes[:shown]]
            columns.append(LinearColumn(k, 1.0, missing=True))
        return columns

    def _lookup(self, column: np.ndarray, k: int) -> np.ndarray:
        known = ~np.isnan(column)
        found = np.full(len(column), np.nan)
        found[known] = self._ranks[k][column[known].astype(np.intp)]
        return found

    def _learn_scales(self, matrix: np.ndarray) -> None:
        numbers = matrix[:, self._numbers]
        finite = np.where(np.isinf(numbers), np.nan, numbers)
        count = len(self._numbers)
        self._has_nulls = np.isnan(numbers).any(axis=0)
        known = np.flatnonzero(~np.isnan(finite).all(axis=0))
        self._median, self._mean = np.zeros(count), np.zeros(count)
        self._low, self._high, self._scale = np.zeros(count), np.zeros(count), np.ones(count)
        for j in known:
            column = finite[:, j]
            column = column[~np.isnan(column)]
            # One far value must not set the scale: cut at the outer thousandths.
            low, middle, high = np.quantile(column, [0.001, 0.5, 0.999])
            cut = np.clip(np.where(np.isnan(finite[:, j]), middle, finite[:, j]), low, high)
            width = high - low
            self._low[j], self._median[j], self._high[j] = low - width, middle, high + width
            self._mean[j] = cut.mean()
            spread = cut.std()
            tiny = 1e-9 * max(abs(low), abs(high))
            self._scale[j] = spread if np.isfinite(spread) and spread > tiny else 1.0


def _reason_against(values: pd.Series) -> str | None:
    """Return why a column is no feature, None if it is one."""
    if values.isna().all():
        return "has no values"
    kind = feature_kind(values)
    if kind is None:
        return "is nested or binary"
    known = values.dropna()
    if kind == "number":
        numbers = _as_floats(known)
        if len(known) == len(values) and (numbers == numbers[0]).all():
            return "has one value only"
        return "counts the rows or is an identifier" if _is_counter(numbers) else None
    distinct = known.astype(str).nunique() if known.dtype == object else known.nunique()
    if distinct == 1 and len(known) == len(values):
        return "has one value only"
    if kind == "category":
        if distinct > MANY_LEVELS:
            return "is text with very many levels"
        if distinct > OWN_VALUE_SHARE * len(known) and len(known) > 2:
            return "is text that differs in most rows"
    return None


def _is_counter(numbers: np.ndarray) -> bool:
    """Tell whether whole numbers never repeat and rise steadily or fill their range densely."""
    if len(numbers) < COUNTER_ROWS or not np.isfinite(numbers).all():
        return False
    if not (numbers == np.floor(numbers)).all() or len(np.unique(numbers)) < len(numbers):
        return False
    steps = np.diff(numbers)
    dense = float(numbers.max() - numbers.min()) <= 10 * len(numbers)
    return bool(dense or (steps > 0).all() or (steps < 0).all())


def _as_floats(values: pd.Series) -> np.ndarray:
    import pandas as pd

    if pd.api.types.is_timedelta64_dtype(values.dtype):
        return np.asarray(values.dt.total_seconds(), dtype=np.float64)
    if values.dtype == object:
        values = values.astype(float)
    return np.asarray(values.to_numpy(dtype=np.float64, na_value=np.nan))


def _as_codes(values: pd.Series) -> tuple[np.ndarray, tuple[str, ...]]:
    """Number the levels in sorted order, so that the codes don't depend on the order of rows."""
    import pandas as pd

    if isinstance(values.dtype, pd.CategoricalDtype) or values.dtype == object:
        values = values.astype(object).map(str, na_action="ignore")
    codes, levels = pd.factorize(values, sort=True)
    return np.where(codes < 0, np.nan, codes), tuple(map(str, levels.tolist()))


def _as_calendar(values: pd.Series) -> dict[str, np.ndarray]:
    import pandas as pd

    stamps = pd.to_datetime(values, errors="coerce", utc=True)
    days = (stamps - pd.Timestamp("1970-01-01", tz="UTC")) / pd.Timedelta(days=1)
    parts = {
        "day": days,
        "month": stamps.dt.month,
        "weekday": stamps.dt.day_of_week,
        "hour": stamps.dt.hour,
    }
    columns = {name: np.asarray(part, dtype=np.float64) for name, part in parts.items()}
    return {
        name: column
        for name, column in columns.items()
        if name == "day" or np.unique(column[~np.isnan(column)]).size > 1
    }
