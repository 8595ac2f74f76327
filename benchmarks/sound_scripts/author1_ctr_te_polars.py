import datetime as dt

import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

K = 5
PRIOR_WEIGHT = 40.0
CATS = ["site_id", "ad_slot", "device_model", "campaign_id"]


def encode_table(frame: pl.DataFrame, col: str, prior: float) -> pl.DataFrame:
    return (
        frame.group_by(col)
        .agg(pl.col("click").sum().alias("s"), pl.len().alias("n"))
        .with_columns(((pl.col("s") + PRIOR_WEIGHT * prior) / (pl.col("n") + PRIOR_WEIGHT)).alias(f"{col}_te"))
        .select(col, f"{col}_te")
    )


def attach(frame: pl.DataFrame, source: pl.DataFrame) -> pl.DataFrame:
    prior = source["click"].mean()
    for c in CATS:
        frame = frame.join(encode_table(source, c, prior), on=c, how="left").with_columns(
            pl.col(f"{c}_te").fill_null(prior)
        )
    return frame


def out_of_fold(train: pl.DataFrame, seed: int = 11) -> pl.DataFrame:
    fold = np.random.default_rng(seed).integers(0, K, train.height)
    train = train.with_columns(pl.Series("fold", fold))
    parts = [attach(train.filter(pl.col("fold") == k), train.filter(pl.col("fold") != k)) for k in range(K)]
    return pl.concat(parts)


def to_xy(frame):
    cols = [f"{c}_te" for c in CATS] + ["hour_sin", "hour_cos"]
    x = frame.select(cols).to_numpy()
    x[:, : len(CATS)] = np.log(x[:, : len(CATS)] / (1 - x[:, : len(CATS)]))
    return x, frame["click"].to_numpy()


impressions = (
    pl.scan_parquet("impressions/*.parquet")
    .with_columns(
        (pl.col("ts").dt.hour() * 2 * np.pi / 24).sin().alias("hour_sin"),
        (pl.col("ts").dt.hour() * 2 * np.pi / 24).cos().alias("hour_cos"),
    )
    .collect()
)
border = dt.datetime(2024, 3, 24)
train = impressions.filter(pl.col("ts") < border)
test = impressions.filter(pl.col("ts") >= border)

x_tr, y_tr = to_xy(out_of_fold(train))
x_te, y_te = to_xy(attach(test, train))

clf = LogisticRegression(C=1.0, max_iter=500).fit(x_tr, y_tr)
p = clf.predict_proba(x_te)[:, 1]
print({"logloss": log_loss(y_te, p), "auc": roc_auc_score(y_te, p), "base": log_loss(y_te, np.full(len(y_te), y_tr.mean()))})
# author: author1
