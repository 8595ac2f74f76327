"""Leak risk of water mains (yes, that kind of leak). Polars + sklearn."""
from datetime import date

import polars as pl
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

lf = pl.scan_parquet("pipes/*.parquet")     # pipe_id, zone, material, laid, diameter, soil, inspected_on, burst_next_year

CUT = date(2021, 1, 1)
END = date(2022, 1, 1)

base = (
    lf.filter(pl.col("inspected_on") < END)
    .with_columns(
        age=(pl.col("inspected_on").dt.year() - pl.col("laid").dt.year()),
        log_diam=pl.col("diameter").log(),
        is_iron=(pl.col("material") == "cast_iron").cast(pl.Int8),
    )
    .unique(subset=["pipe_id"], keep="first", maintain_order=True)
)

# the outcome of a 2020 inspection is complete only at the end of 2020 -> rows before 2020 teach, 2021 judges
old = base.filter(pl.col("inspected_on") < date(2020, 1, 1))
new = base.filter(pl.col("inspected_on") >= CUT)

zone_stats = old.group_by("zone").agg(
    zone_age=pl.col("age").median(),
    zone_iron=pl.col("is_iron").mean(),
    zone_n=pl.len(),
)
overall = old.select(pl.col("age").median().alias("a"), pl.col("is_iron").mean().alias("b")).collect().row(0)


def finish(frame):
    return (
        frame.join(zone_stats, on="zone", how="left")
        .with_columns(
            pl.col("zone_age").fill_null(overall[0]),
            pl.col("zone_iron").fill_null(overall[1]),
            pl.col("zone_n").fill_null(0),
        )
        .with_columns(rel_age=pl.col("age") - pl.col("zone_age"))
        .collect()
    )


tr, te = finish(old), finish(new)
feats = ["age", "log_diam", "is_iron", "zone_age", "zone_iron", "zone_n", "rel_age"]
rf = RandomForestClassifier(600, min_samples_leaf=8, n_jobs=-1, random_state=0)
rf.fit(tr.select(feats).to_numpy(), tr["burst_next_year"].to_numpy())
score = rf.predict_proba(te.select(feats).to_numpy())[:, 1]
print(f"train rows {tr.height}, later rows {te.height}")
print(f"AUC on 2021 inspections: {roc_auc_score(te['burst_next_year'].to_numpy(), score):.3f}")
# author: outsider
