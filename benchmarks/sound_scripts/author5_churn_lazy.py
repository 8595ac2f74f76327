from datetime import date, timedelta

import polars as pl
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

HORIZON = timedelta(days=60)
events = pl.scan_parquet("lake/events/*.parquet")
subs = pl.scan_parquet("lake/subscriptions.parquet")


def as_of(day: date) -> pl.DataFrame:
    """One row per subscriber active on `day`, with the churn flag for the 60 days from it."""
    past = events.filter(pl.col("ts").dt.date() < day)
    recent = past.filter(pl.col("ts").dt.date() >= day - timedelta(days=30))
    alive = subs.filter((pl.col("start") < day) & (pl.col("end").is_null() | (pl.col("end") >= day)))
    total = past.group_by("user").agg(
        pl.len().alias("n_all"),
        pl.col("ts").max().alias("last_ts"),
        pl.col("kind").n_unique().alias("kinds"),
    )
    last30 = recent.group_by("user").agg(
        pl.len().alias("n_30"),
        (pl.col("kind") == "ticket").sum().alias("tickets_30"),
    )
    return (
        alive.join(total, on="user", how="left")
        .join(last30, on="user", how="left")
        .with_columns(
            (pl.lit(day) - pl.col("last_ts").dt.date()).dt.total_days().alias("idle"),
            (pl.lit(day) - pl.col("start")).dt.total_days().alias("tenure"),
            (pl.col("end").is_not_null() & (pl.col("end") < day + HORIZON)).cast(pl.Int8).alias("churn"),
        )
        .collect()
    )


FEATS = ["n_all", "kinds", "n_30", "tickets_30", "idle", "tenure"]
frame = pl.concat([as_of(date(2023, 1, 1)), as_of(date(2023, 3, 1))])
best, best_ap = None, -1.0
valid = as_of(date(2023, 5, 1))
for depth in (3, 5, 8):
    for lr in (0.03, 0.1):
        m = HistGradientBoostingClassifier(max_depth=depth, learning_rate=lr, early_stopping=False)
        m.fit(frame[FEATS].to_numpy(), frame["churn"].to_numpy())
        ap = average_precision_score(valid["churn"], m.predict_proba(valid[FEATS].to_numpy())[:, 1])
        print(depth, lr, round(ap, 4))
        if ap > best_ap:
            best, best_ap = dict(max_depth=depth, learning_rate=lr), ap

frame = pl.concat([frame, valid])
m = HistGradientBoostingClassifier(**best, early_stopping=False)
m.fit(frame[FEATS].to_numpy(), frame["churn"].to_numpy())

frame = as_of(date(2023, 7, 1))
s = m.predict_proba(frame[FEATS].to_numpy())[:, 1]
print("July cohort", "AP", average_precision_score(frame["churn"], s), "AUC", roc_auc_score(frame["churn"], s))
# author: author5
