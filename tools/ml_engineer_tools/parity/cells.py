"""Cells: the values of one feature on both sides, brought to one type, and where they differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

CODE = re.compile(r"0[0-9]+")

Kind = Literal["number", "instant", "text"]


@dataclass(frozen=True, slots=True, eq=False)
class Both:
    """One feature on both sides.

    Attributes:
        name: the feature.
        kind: how it was compared.
        training: (n,) numbers (NaN missing), instants in microseconds (float, NaN missing), or
            text (None missing).
        serving: the same of the other side.
        retyped: whether the sides are stored as different types.
        differs: (n,) whether the values differ; two missing ones don't.
    """

    name: str
    kind: Kind
    training: np.ndarray
    serving: np.ndarray
    retyped: bool
    differs: np.ndarray

    @property
    def missing(self) -> tuple[np.ndarray, np.ndarray]:
        """Which values are missing, on either side."""
        return _missing(self.training), _missing(self.serving)


def bring_together(
    name: str, training: pd.Series, serving: pd.Series, tolerance: float
) -> Both | None:
    """Bring both sides to one type and compare them; None if a side holds lists or bytes.

    Args:
        name: of the feature.
        training: n values.
        serving: n values of the same rows.
        tolerance: relative difference of numbers up to which they are equal.
    """
    kinds = _kind(training), _kind(serving)
    if None in kinds:
        return None
    retyped = kinds[0] != kinds[1]
    codes = retyped and any(
        kind == "text" and _holds_codes(side)
        for kind, side in zip(kinds, (training, serving), strict=True)
    )
    for kind, read, most in (("number", _numbers, tolerance), ("instant", _instants, 0.0)):
        if kind not in kinds or (kind == "number" and codes):
            continue
        # A side of another type is read as this one if all of it can be.
        first, second = read(training), read(serving)
        if first is not None and second is not None:
            differs = _numbers_differ(first, second, most)
            wanted: Kind = "number" if kind == "number" else "instant"
            return Both(name, wanted, first, second, retyped, differs)
    a, b = _texts(training), _texts(serving)
    return Both(name, "text", a, b, retyped, np.asarray(a != b))


def read_as(kind: Kind, values: pd.Series) -> np.ndarray | None:
    """Return values as `Both` holds those of that kind; None if one can't be read so."""
    if kind == "text":
        return _texts(values)
    return _numbers(values) if kind == "number" else _instants(values)


def equal(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Tell which values of one kind are the same, numbers up to rounding; missing ones are not."""
    if a.dtype == object:
        return np.asarray((a == b) & (a != None), dtype=bool)  # noqa: E711  of each cell
    return np.asarray(np.isclose(a.astype(float), b.astype(float), rtol=1e-6, atol=0))


def _kind(values: pd.Series) -> Kind | None:
    import pandas as pd

    types = pd.api.types
    if types.is_bool_dtype(values.dtype) or types.is_numeric_dtype(values.dtype):
        return "number"
    if types.is_datetime64_any_dtype(values.dtype):
        return "instant"
    inferred = types.infer_dtype(values, skipna=True)
    if inferred in ("boolean", "integer", "floating", "decimal", "mixed-integer-float"):
        return "number"
    if inferred in ("date", "datetime", "datetime64"):
        return "instant"
    if inferred in ("bytes", "complex"):
        return None
    first = next((value for value in values if value is not None), None)
    return None if isinstance(first, (list, dict, tuple, set, np.ndarray)) else "text"


def _numbers(values: pd.Series) -> np.ndarray | None:
    """Return numbers, booleans as 0 and 1; None if a value can't be read as one."""
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return None
    plain = values
    if _kind(values) == "text":
        words = {"true": "1", "false": "0", "": None, "nan": None, "null": None, "none": None}
        plain = values.map(
            lambda cell: words.get(str(cell).strip().casefold(), cell), na_action="ignore"
        )
    elif values.dtype == object:
        plain = values.map(float, na_action="ignore")
    numbers = pd.to_numeric(plain, errors="coerce")
    if int(numbers.isna().sum()) > int(plain.isna().sum()):
        return None
    return np.asarray(numbers.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan))


def _instants(values: pd.Series) -> np.ndarray | None:
    """Return microseconds since 1970 in UTC, NaN missing; None if a value can't be read."""
    import pandas as pd

    if pd.api.types.is_numeric_dtype(values.dtype):
        return None
    try:
        stamps = pd.to_datetime(values, format="ISO8601", utc=True)
    except (ValueError, TypeError, OverflowError):
        return None
    found = stamps.astype("datetime64[us, UTC]").astype("int64").to_numpy().astype(np.float64)
    return np.where(stamps.isna(), np.nan, found)


def _holds_codes(values: pd.Series) -> bool:
    """Tell whether text holds digits after a zero: a code such as 01234, which is no number."""
    return any(CODE.fullmatch(str(cell)) for cell in values.dropna().unique())


def _texts(values: pd.Series) -> np.ndarray:
    written = values.astype(object).map(
        lambda cell: f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell),
        na_action="ignore",
    )
    return np.array([None if cell is None or cell != cell else cell for cell in written],
                    dtype=object)  # fmt: skip


def _numbers_differ(a: np.ndarray, b: np.ndarray, tolerance: float) -> np.ndarray:
    lost = np.isnan(a) != np.isnan(b)
    with np.errstate(invalid="ignore"):
        same = (a == b) | (np.abs(a - b) <= tolerance * np.maximum(np.abs(a), np.abs(b)))
        # An infinite value is near no finite one.
        same &= np.isfinite(a) == np.isfinite(b)
    return np.asarray(lost | (~same & ~np.isnan(a) & ~np.isnan(b)))


def _missing(values: np.ndarray) -> np.ndarray:
    if values.dtype == object:
        return np.array([value is None for value in values], dtype=bool)
    return np.asarray(np.isnan(values))
