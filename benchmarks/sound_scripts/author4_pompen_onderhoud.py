"""Voorspellen van pompstoringen (komende 7 dagen) uit trillings- en temperatuurdata."""
import numpy as np
import polars as pl
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import KNNImputer
from sklearn.metrics import average_precision_score
from sklearn.model_selection import LeaveOneGroupOut
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler

METINGEN = ["trilling_rms", "trilling_kurt", "temp_lager", "stroom", "druk_uit"]

dagen = (
    pl.scan_parquet("pompen/*.parquet")
    .group_by("pomp", "locatie", pl.col("tijd").dt.date().alias("dag"))
    .agg(
        *[pl.col(m).mean().name.suffix("_gem") for m in METINGEN],
        *[pl.col(m).std().name.suffix("_std") for m in METINGEN],
        pl.col("storing").max(),
    )
    .sort("pomp", "dag")
    .with_columns(
        *[(pl.col(f"{m}_gem") - pl.col(f"{m}_gem").rolling_mean(14).over("pomp")).alias(f"{m}_trend") for m in METINGEN],
        doel=pl.max_horizontal([pl.col("storing").shift(-k).over("pomp") for k in range(1, 8)]),
    )
    .filter(pl.col("storing") == 0, pl.col("doel").is_not_null())
    .collect()
)

kolommen = [k for k in dagen.columns if k.endswith(("_gem", "_std", "_trend"))]
X = dagen.select(kolommen).to_numpy()
y = dagen["doel"].to_numpy().astype(int)
locatie = dagen["locatie"].to_numpy()

# elke locatie een keer volledig buiten de training: zo werkt het straks bij een nieuwe klant ook
verslag = []
for train, rest in LeaveOneGroupOut().split(X, y, locatie):
    if y[rest].sum() < 5:
        continue
    keten = make_pipeline(
        RobustScaler(), KNNImputer(n_neighbors=7),
        RandomForestClassifier(500, min_samples_leaf=10, class_weight="balanced_subsample", n_jobs=-1, random_state=4))
    keten.fit(X[train], y[train])
    kans = keten.predict_proba(X[rest])[:, 1]
    k = int(y[rest].sum())
    verslag.append({
        "locatie": locatie[rest][0], "dagen": len(rest), "storingsdagen": k,
        "ap": average_precision_score(y[rest], kans), "precisie_k": y[rest][np.argsort(-kans)[:k]].mean(),
    })

tabel = pl.DataFrame(verslag)
print(tabel)
print("gewogen AP:", np.average(tabel["ap"], weights=tabel["storingsdagen"]).round(3),
      "| kale kans:", y.mean().round(3))
# author: author4
