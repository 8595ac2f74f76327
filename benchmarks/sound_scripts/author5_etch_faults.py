"""Etch chamber faults, 1 in 300 wafers. Wafers come in lots, lots in order of time."""
import numpy as np
import pandas as pd
from imblearn.combine import SMOTETomek
from imblearn.ensemble import EasyEnsembleClassifier, RUSBoostClassifier
from imblearn.pipeline import Pipeline as ImbPipeline
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, fbeta_score
from sklearn.preprocessing import RobustScaler

w = pd.read_feather("wafers.feather").sort_values(["lot_start", "lot", "slot"])
z = [c for c in w if c.startswith("s_")]
# chamber drift: compare with the wafers of earlier lots in the same chamber
lot_med = w.groupby(["chamber", "lot_start", "lot"])[z].median().sort_index()
prev = lot_med.groupby("chamber").transform(lambda c: c.shift(1).rolling(10, min_periods=3).mean()).reset_index()
w = w.merge(prev, on=["chamber", "lot_start", "lot"], suffixes=("", "_prev")).dropna()
D = w[z].to_numpy() - w[[f"{c}_prev" for c in z]].to_numpy()
y = w["fault"].to_numpy()

lots = w["lot"].drop_duplicates().to_numpy()
cut = {name: w["lot"].isin(part).to_numpy()
       for name, part in zip(("fit", "tune", "cal", "show"), np.split(lots, (len(lots) * np.array([0.55, 0.7, 0.8])).astype(int)))}

zoo = {
    "easy": EasyEnsembleClassifier(n_estimators=30, sampling_strategy=0.3, random_state=0, n_jobs=-1),
    "rusboost": RUSBoostClassifier(n_estimators=300, learning_rate=0.3, random_state=0),
    "smote+lr": ImbPipeline([("s", RobustScaler()), ("p", PCA(20)), ("o", SMOTETomek(sampling_strategy=0.1, random_state=0)),
                             ("c", LogisticRegression(max_iter=3000))]),
    "weighted lr": ImbPipeline([("s", RobustScaler()), ("c", LogisticRegression(max_iter=3000, class_weight="balanced"))]),
}
ap = {}
for name, clf in zoo.items():
    clf.fit(D[cut["fit"]], y[cut["fit"]])
    ap[name] = average_precision_score(y[cut["tune"]], clf.predict_proba(D[cut["tune"]])[:, 1])
    print(f"{name:12s} {ap[name]:.4f}")

clf = zoo[max(ap, key=ap.get)]
p = clf.predict_proba(D)[:, 1]
levels = np.unique(np.quantile(p[cut["cal"]], np.linspace(0.9, 0.9999, 200)))
level = max(levels, key=lambda t: fbeta_score(y[cut["cal"]], p[cut["cal"]] >= t, beta=2, zero_division=0))
s = cut["show"]
print("shown lots:", w.loc[s, "lot"].nunique(), "AP", average_precision_score(y[s], p[s]),
      "F2", fbeta_score(y[s], p[s] >= level, beta=2), "stopped", (p[s] >= level).mean())
# author: author5
