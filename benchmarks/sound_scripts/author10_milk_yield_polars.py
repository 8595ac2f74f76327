import datetime as dt
import tomllib
from pathlib import Path

import numpy as np
import polars as pl
from numpy.linalg import lstsq

SETTINGS = tomllib.loads("""
source = "milkings.parquet"
target = "yield_next_7d"
cut = 2023-06-01
gap_days = 8
inputs = ["conductivity", "flow", "rumination", "activity", "dim", "parity"]
""")


def learn_norms(df: pl.DataFrame, cols: list[str]) -> pl.DataFrame:
    """One row a breed with mean and spread, plus a row for breeds never seen."""
    exprs = [e for c in cols for e in (pl.col(c).mean().alias(f"{c}__m"), pl.col(c).std().alias(f"{c}__s"))]
    per = df.group_by("breed").agg(exprs)
    overall = df.select(pl.lit("*").alias("breed"), *exprs)
    return pl.concat([per, overall])


def apply_norms(df: pl.DataFrame, norms: pl.DataFrame, cols: list[str]) -> pl.DataFrame:
    breeds = set(norms["breed"])
    keyed = df.with_columns(
        pl.when(pl.col("breed").is_in(list(breeds))).then(pl.col("breed")).otherwise(pl.lit("*")).alias("key")
    )
    joined = keyed.join(norms.rename({"breed": "key"}), on="key", how="left")
    return joined.select(
        "cow", "day", SETTINGS["target"],
        *[((pl.col(c) - pl.col(f"{c}__m")) / pl.col(f"{c}__s")).fill_nan(0).fill_null(0).alias(c) for c in cols],
    )


def design(df, cols):
    Z = df.select(cols).to_numpy()
    return np.column_stack([np.ones(len(Z)), Z, Z[:, -2] ** 2])


def main():
    cols = SETTINGS["inputs"]
    milk = pl.read_parquet(Path(SETTINGS["source"])).drop_nulls(SETTINGS["target"])
    cut = SETTINGS["cut"]
    early = milk.filter(pl.col("day") < cut - dt.timedelta(days=SETTINGS["gap_days"]))
    late = milk.filter(pl.col("day") >= cut)

    norms = learn_norms(early, cols)
    early_z, late_z = (apply_norms(d, norms, cols) for d in (early, late))

    y0 = early_z[SETTINGS["target"]].to_numpy()
    y1 = late_z[SETTINGS["target"]].to_numpy()
    beta, *_ = lstsq(design(early_z, cols), y0, rcond=None)
    err = y1 - design(late_z, cols) @ beta

    print(f"days to {early['day'].max()} -> from {late['day'].min()}")
    print(f"MAE {np.abs(err).mean():.2f} l, bias {err.mean():+.2f} l, R2 {1 - err.var() / y1.var():.3f}")
    print(f"MAE of early mean {np.abs(y1 - y0.mean()).mean():.2f} l")
    worst = late_z.with_columns(pl.Series("err", np.abs(err))).group_by("cow").agg(pl.col("err").mean())
    print(worst.sort("err", descending=True).head(10))


if __name__ == "__main__":
    main()
# author: author10
