#!/usr/bin/env python
"""Builds train/valid/test parquet for the bond mid-price model. No learning here."""
from datetime import date, timedelta
from pathlib import Path

import polars as pl

OUT = Path("prepared")
CUTS = {
    "train": (date(2018, 1, 1), date(2020, 6, 30)),
    "valid": (date(2020, 7, 15), date(2020, 12, 15)),
    "test": (date(2021, 1, 4), date(2021, 12, 31)),
}
AHEAD = timedelta(days=5)


def trades():
    return pl.scan_parquet("raw/trace/*.parquet").select("isin", "ts", "price", "size").sort("ts")


def with_context(t: pl.LazyFrame) -> pl.LazyFrame:
    quotes = pl.scan_parquet("raw/quotes/*.parquet").select("isin", pl.col("published").alias("ts"), "bid", "ask").sort("ts")
    ratings = pl.scan_csv("raw/ratings.csv", try_parse_dates=True).select("isin", pl.col("announced").alias("ts"), "rating").sort("ts")
    curve = pl.scan_parquet("raw/curve.parquet").select(pl.col("available_from").alias("ts"), "y2", "y5", "y10").sort("ts")
    return (
        t.join_asof(quotes, on="ts", by="isin", strategy="backward", tolerance="2d", allow_exact_matches=False)
        .join_asof(ratings, on="ts", by="isin", strategy="backward")
        .join_asof(curve, on="ts", strategy="backward", allow_exact_matches=False)
    )


def with_history(t: pl.LazyFrame) -> pl.LazyFrame:
    prev = pl.col("price").shift(1)
    return t.sort("isin", "ts").with_columns(
        prev.over("isin").alias("price_prev"),
        (prev - prev.shift(1)).over("isin").alias("move_prev"),
        prev.rolling_std(20, min_samples=10).over("isin").alias("sd20_prev"),
        pl.col("ts").diff().dt.total_minutes().over("isin").alias("minutes_since"),
    )


def with_target(t: pl.LazyFrame) -> pl.LazyFrame:
    later = t.select("isin", pl.col("ts").alias("ts_later"), pl.col("price").alias("price_later")).sort("ts_later")
    return (
        t.with_columns((pl.col("ts") + AHEAD).alias("due")).sort("due")
        .join_asof(later, left_on="due", right_on="ts_later", by="isin", strategy="backward")
        .filter(pl.col("ts_later") > pl.col("ts"))
        .with_columns(((pl.col("price_later") / pl.col("price")).log() * 1e4).alias("y"))
        .drop("price_later")
    )


def main():
    OUT.mkdir(exist_ok=True)
    full = trades().pipe(with_context).pipe(with_history).pipe(with_target).collect()
    for name, (a, b) in CUTS.items():
        part = full.filter((pl.col("ts").dt.date() >= a) & (pl.col("due").dt.date() <= b)).drop("due", "ts_later")
        part.write_parquet(OUT / f"{name}.parquet")
        print(f"{name:<6} {part.height:>9,} rows  {part['isin'].n_unique():>6,} bonds  {part['ts'].min()} .. {part['ts'].max()}")


if __name__ == "__main__":
    main()
# author: author7
