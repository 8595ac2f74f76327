# minutes from dispatch to door; courier, restaurant and zone means as encodings
import numpy as np
import polars as pl
from sklearn.linear_model import HuberRegressor
from sklearn.preprocessing import StandardScaler
from xgboost import XGBRegressor

KEYS = ["courier_id", "restaurant_id", "zone"]
PLAIN = ["distance_km", "n_items", "hour", "weekday", "rain_mm_last_hour", "open_orders_zone"]
PRIOR = 25.0


def mean_table(d: pl.DataFrame, key: str) -> tuple[pl.DataFrame, float]:
    mu = d["minutes"].mean()
    t = d.group_by(key).agg(
        ((pl.col("minutes").sum() + PRIOR * mu) / (pl.len() + PRIOR)).alias(f"{key}_enc")
    )
    return t, mu


def apply_tables(d, source):
    for k in KEYS:
        t, mu = mean_table(source, k)
        d = d.join(t, on=k, how="left").with_columns(pl.col(f"{k}_enc").fill_null(mu))
    return d


def cross_encode(d: pl.DataFrame, k: int = 5, seed: int = 0) -> pl.DataFrame:
    """Rows of a fold get means from the other folds."""
    fold = np.random.default_rng(seed).integers(0, k, d.height)
    d = d.with_columns(pl.Series("fold", fold))
    parts = [apply_tables(d.filter(pl.col("fold") == f), d.filter(pl.col("fold") != f)) for f in range(k)]
    return pl.concat(parts).drop("fold")


def mat(d):
    return d.select(PLAIN + [f"{k}_enc" for k in KEYS]).to_numpy(), d["minutes"].to_numpy()


def report(name, y, p):
    e = np.abs(y - p)
    print(f"{name:8s} MAE {e.mean():.2f}  P90 {np.quantile(e, 0.9):.2f}  within 5 min {np.mean(e <= 5):.3f}")


if __name__ == "__main__":
    trips = pl.read_parquet("trips_2024.parquet").filter(pl.col("minutes").is_between(1, 180))
    past = trips.filter(pl.col("week") <= 20)
    later = trips.filter(pl.col("week") > 20)

    Xa, ya = mat(cross_encode(past))
    Xb, yb = mat(apply_tables(later, past))

    scaler = StandardScaler().fit(Xa)
    lin = HuberRegressor(max_iter=500).fit(scaler.transform(Xa), ya)
    gbm = XGBRegressor(n_estimators=800, max_depth=6, learning_rate=0.05, subsample=0.8,
                       objective="reg:absoluteerror", tree_method="hist", n_jobs=8).fit(Xa, ya)

    report("constant", yb, np.full(len(yb), np.median(ya)))
    report("huber", yb, lin.predict(scaler.transform(Xb)))
    report("xgb", yb, gbm.predict(Xb))
# author: author3
