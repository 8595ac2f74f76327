"""A mixed table of thirty columns, seeded, written to Parquet block by block.

Numbers, whole numbers, money, categories, text, dates, booleans; with NULLs in every third
column and NaNs in one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

BLOCK = 1_000_000
"""Rows made at a time, so that ten million rows take the memory of one million."""

NINTH = 122_880
"""Rows of a group when a million rows are to have nine: DuckDB's own size of a row group."""

CITIES = 40
WORDS = np.array(["late", "paid", "order", "refund", "urgent", "call", "again", "delivery", "ok"])


def write_mixed(path: Path, rows: int, *, group_rows: int | None = None, seed: int = 0) -> Path:
    """Write a table of `rows` rows.

    Args:
        path: where to; it is replaced.
        rows: how many.
        group_rows: rows of a Parquet row group; None writes each block of a million as one.
        seed: of all that is random.
    """
    writer: parquet.ParquetWriter | None = None
    for number, start in enumerate(range(0, rows, BLOCK)):
        block = _block(np.random.default_rng([seed, number]), start, min(BLOCK, rows - start))
        writer = writer or parquet.ParquetWriter(path, block.schema)
        writer.write_table(block, row_group_size=group_rows or BLOCK)
    assert writer is not None
    writer.close()
    return path


def _block(rng: np.random.Generator, start: int, n: int) -> pa.Table:
    columns: dict[str, pa.Array] = {"id": pa.array(np.arange(start, start + n))}
    code = rng.integers(0, 16**8, n)
    columns["code"] = pa.array([f"u{number:08x}" for number in code])
    for k in range(7):
        columns[f"number_{k}"] = pa.array(rng.normal(k, 1 + k, n), mask=_gaps(rng, n, k))
    with_nan = rng.gamma(2.0, 3.0, n)
    with_nan[rng.random(n) < 0.02] = np.nan
    columns["with_nan"] = pa.array(with_nan)
    for k, high in enumerate((2, 5, 30, 1_000, 100_000)):
        columns[f"whole_{k}"] = pa.array(rng.integers(0, high, n), mask=_gaps(rng, n, k))
    columns["customer"] = pa.array(rng.integers(0, max(n // 20, 1), n))
    for k in range(3):
        cents = np.round(rng.lognormal(3 + k, 1.0, n), 2)
        columns[f"money_{k}"] = pa.array(cents, mask=_gaps(rng, n, k))
    for k, levels in enumerate((3, 8, CITIES, 900)):
        names = np.array([f"level {level}" for level in range(levels)])
        drawn = np.minimum(rng.geometric(min(0.5, 4 / levels), n) - 1, levels - 1)
        columns[f"category_{k}"] = pa.array(names[drawn], mask=_gaps(rng, n, k))
    picked = WORDS[rng.integers(0, len(WORDS), (n, 4))]
    columns["text"] = pa.array([" ".join(words) for words in picked.tolist()])
    columns["comment"] = pa.array(
        [f"{a} {b} {number}" for (a, b, _, _), number in zip(picked.tolist(), code, strict=True)]
    )
    day = np.datetime64("2020-01-01") + rng.integers(0, 2_000, n).astype("timedelta64[D]")
    columns["day"] = pa.array(day)
    second = np.datetime64("2020-01-01T00:00:00") + rng.integers(0, 10**8, n)
    columns["instant"] = pa.array(second.astype("datetime64[us]"))
    for k, share in enumerate((0.5, 0.05)):
        columns[f"flag_{k}"] = pa.array(rng.random(n) < share, mask=_gaps(rng, n, k))
    columns["target"] = pa.array((columns["number_1"].to_numpy(zero_copy_only=False)
                                  + rng.normal(0, 2, n)) > 1)  # fmt: skip
    return pa.table(columns)


def _gaps(rng: np.random.Generator, n: int, k: int) -> np.ndarray | None:
    return rng.random(n) < 0.1 if k % 3 == 0 else None
