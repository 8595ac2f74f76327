"""Day-ahead wind farm output. Everything known at 10:00 on the day before."""
from __future__ import annotations

import polars as pl
import numpy as np
from lightgbm import LGBMRegressor, early_stopping

ISSUE_GAP = 38          # hours between the last metered value and the last target hour


def table(path: str) -> pl.DataFrame:
    lf = pl.scan_csv(path, try_parse_dates=True).sort("hour")
    lagged = [pl.col("mw").shift(ISSUE_GAP + k).alias(f"mw_{k}") for k in (0, 1, 2, 6, 12, 24)]
    recent = pl.col("mw").shift(ISSUE_GAP)
    return (
        lf.with_columns(
            *lagged,
            recent.rolling_mean(24).alias("mw_day"),
            recent.rolling_mean(168).alias("mw_week"),
            recent.rolling_std(24).alias("mw_day_sd"),
            (pl.col("nwp_u") ** 2 + pl.col("nwp_v") ** 2).sqrt().alias("speed"),
            pl.col("hour").dt.hour().alias("h"),
            pl.col("hour").dt.ordinal_day().alias("doy"),
        )
        .with_columns((pl.col("speed") ** 3).alias("speed3"))
        .drop_nulls()
        .collect()
    )


def between(df, lo, hi):
    return df.filter((pl.col("hour").dt.year() >= lo) & (pl.col("hour").dt.year() <= hi))


def xy(df):
    return df.drop("hour", "mw").to_numpy(), df["mw"].to_numpy()


def pinball(y, q, tau):
    d = y - q
    return float(np.mean(np.maximum(tau * d, (tau - 1) * d)))


def main():
    df = table("windfarm_north.csv")
    tr, va, te = between(df, 2017, 2020), between(df, 2021, 2021), between(df, 2022, 2023)
    climate = {tau: np.quantile(tr["mw"].to_numpy(), tau) for tau in (0.1, 0.5, 0.9)}
    quant = {}
    for tau in climate:
        m = LGBMRegressor(objective="quantile", alpha=tau, n_estimators=3000, learning_rate=0.03,
                          num_leaves=40, min_child_samples=100, verbose=-1)
        m.fit(*xy(tr), eval_set=[xy(va)], callbacks=[early_stopping(100, verbose=False)])
        X, y = xy(te)
        quant[tau] = m.predict(X)
        print(f"tau {tau}: trees {m.best_iteration_}, pinball {pinball(y, quant[tau], tau):.3f}, "
              f"climatology {pinball(y, np.full_like(y, climate[tau], dtype=float), tau):.3f}")
    inside = (y >= quant[0.1]) & (y <= quant[0.9])
    print("80% band holds", inside.mean().round(3))


if __name__ == "__main__":
    main()
# author: author10
