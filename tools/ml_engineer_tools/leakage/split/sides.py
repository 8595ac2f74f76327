"""The two sides of a split as bounded samples: rows to compare pair by pair, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import EXACT, Exactness
from ml_engineer_tools.leakage.inputs import Inputs

if TYPE_CHECKING:
    import pandas as pd

    from ml_engineer_tools.tables.table import Table

TRAIN_ROWS = 30_000
"""Training rows that are drawn for comparisons pair by pair."""
TEST_ROWS = 10_000
"""Rows for each of which the nearest or most alike training row is looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """A sample of the training rows, and of the rows that are compared with them.

    Attributes:
        train: (n,) training rows, with `ROW`, in an order that their content gives.
        test: (m,) test rows; without a test table m of the training rows themselves.
        places: (m,) places of these test rows in `train`, where they come from it; else None.
        train_share: share of the training rows that were drawn.
        exactness: whether both samples are the whole tables.
    """

    train: pd.DataFrame
    test: pd.DataFrame
    places: np.ndarray | None
    train_share: float
    exactness: Exactness
    _codes: dict[str, np.ndarray] = field(default_factory=dict)

    def codes(self, names: Sequence[str]) -> np.ndarray:
        """Return (n + m, j) the values of columns as numbers, training rows first.

        See `shared_codes`; each column is numbered once.
        """
        for name in names:
            if name not in self._codes:
                codes = shared_codes(self.train[name], self.test[name])
                self._codes[name] = codes.astype(np.int32)
        return np.stack([self._codes[name] for name in names], axis=1, dtype=np.int64)


def draw_sides(inputs: Inputs) -> Sides:
    """Draw the rows of both sides, or those of the one table against itself."""
    if inputs.test is not None:
        names = inputs.common()
        made = {column.name for column in inputs.train.made}
        names += [name for name in sorted(made) if inputs.test.has(name)]
    else:
        group = inputs.roles.group
        names = [c.name for c in inputs.features()] + ([group] if group is not None else [])
    train = _sample(inputs, inputs.train, TRAIN_ROWS, names, inputs.seed)
    share = len(train) / inputs.train.rows
    if inputs.test is not None:
        # Drawn by another seed, so that a row's partner is in the sample as often as any row.
        test = _sample(inputs, inputs.test, TEST_ROWS, names, inputs.seed + 1)
        whole = share == 1 and len(test) == inputs.test.rows
        places = None
    else:
        random = np.random.default_rng(inputs.seed)
        places = np.arange(len(train))
        if len(train) > TEST_ROWS:
            places = np.sort(random.choice(len(train), size=TEST_ROWS, replace=False))
        test = train.iloc[places].reset_index(drop=True)
        whole = share == 1 and len(test) == len(train)
    exactness = EXACT if whole else Exactness(kind="sampled", n=len(test))
    return Sides(train, test, places, share, exactness)


def _sample(inputs: Inputs, table: Table, rows: int, names: list[str], seed: int) -> pd.DataFrame:
    deciding = inputs.engine.deciding_columns(table, names)
    return inputs.engine.hash_sample(
        table.expression,
        rows,
        seed=seed,
        columns=names,
        by=deciding,
        in_file_order=False,
        rows=table.rows,
    )


def shared_codes(first: pd.Series, second: pd.Series) -> np.ndarray:
    """Number the values of one column on both sides, so that alike ones share a number.

    Text is alike whatever its case and blanks, and numbers whatever type they were written as;
    NULL is a value of its own. Returns (n + m,) int64 from 0.
    """
    import pandas as pd

    types = pd.api.types
    if all(types.is_numeric_dtype(v.dtype) for v in (first, second)):
        values = np.concatenate(
            [np.asarray(v.to_numpy(dtype=np.float64, na_value=np.nan)) for v in (first, second)]
        )
        return pd.factorize(values, use_na_sentinel=False)[0].astype(np.int64)
    if all(types.is_datetime64_any_dtype(v.dtype) for v in (first, second)):
        both = pd.concat([pd.to_datetime(v, utc=True) for v in (first, second)], ignore_index=True)
        return pd.factorize(both, use_na_sentinel=False)[0].astype(np.int64)
    if all(isinstance(v.dtype, pd.StringDtype) for v in (first, second)):
        both = pd.concat([first, second], ignore_index=True)
    else:
        both = pd.concat([first.astype(object), second.astype(object)], ignore_index=True)
        both = both.map(str, na_action="ignore")
    codes, levels = pd.factorize(both)
    plain = [_plain(str(level)) for level in levels.tolist()]
    merged = pd.factorize(np.array([*plain, ""], dtype=object))[0]
    numbers = np.where(codes < 0, merged.max(initial=0) + 1, merged[codes])
    return np.asarray(numbers, dtype=np.int64)


def row_keys(codes: np.ndarray) -> np.ndarray:
    """Return one 64-bit hash for each row of codes, (n, j) -> (n,): equal for equal rows."""
    with np.errstate(over="ignore"):
        total = np.zeros(len(codes), dtype=np.uint64)
        for k in range(codes.shape[1]):
            total = total * np.uint64(0x9E3779B97F4A7C15) + _mixed(codes[:, k].astype(np.uint64))
    return total


def has_twin(keys: np.ndarray, n: int, places: np.ndarray | None) -> np.ndarray:
    """Tell which rows have the key of a training row, themselves left out.

    Args:
        keys: (n + m,) keys of both sides, as `row_keys` gives them.
        n: training rows.
        places: as in `Sides`.
    """
    known, counts = np.unique(keys[:n], return_counts=True)
    spots = np.minimum(np.searchsorted(known, keys[n:]), len(known) - 1)
    itself = 0 if places is None else 1
    return np.asarray((known[spots] == keys[n:]) & (counts[spots] > itself))


def _mixed(values: np.ndarray) -> np.ndarray:
    """Scramble 64-bit numbers (the finaliser of SplitMix64)."""
    with np.errstate(over="ignore"):
        values = values + np.uint64(0x9E3779B97F4A7C15)
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))


def _plain(text: str) -> str:
    text = " ".join(text.split()).casefold()
    if not (_may_end_a_number(text[:1]) and _may_end_a_number(text[-1:])):
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return repr(number) if np.isfinite(number) else text


def _may_end_a_number(character: str) -> bool:
    """Tell whether a number may begin or end with it; to ask this is cheaper than to try."""
    return character.isdigit() or character in "+-."
