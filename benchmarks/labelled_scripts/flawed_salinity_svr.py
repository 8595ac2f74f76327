"""Soil salinity from satellite + EM survey. Two campaigns: 2019 (train), 2021 (hold-out)."""
import logging
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR
from sklearn.model_selection import GridSearchCV, GroupKFold

log = logging.getLogger("salinity")
BANDS = [f"b{i:02d}" for i in range(1, 13)]
EM = ["em_h", "em_v", "elev", "twi"]


def read(year):
    d = pd.read_csv(Path("survey") / f"{year}.csv")
    d["ec"] = np.log(d["ec_ds_m"])
    for i, j in ((4, 8), (3, 8), (11, 12)):
        a, b = d[f"b{i:02d}"], d[f"b{j:02d}"]
        d[f"nd_{i}_{j}"] = (b - a) / (b + a)
    return d


def harmonise(*frames, n_pc=6):
    """Put the campaigns on one common scale (the sun angle differs)."""
    sizes = [len(f) for f in frames]
    block = pd.concat(frames, ignore_index=True)  # or: preprocessing_before_split
    cols = BANDS + EM + [c for c in block if c.startswith("nd_")]
    z = StandardScaler().fit_transform(block[cols])  # leak: preprocessing_before_split
    z = np.hstack([z, PCA(n_pc).fit_transform(z[:, : len(BANDS)])])  # or: preprocessing_before_split
    edges = np.cumsum(sizes)[:-1]
    return np.split(z, edges)


def main():
    logging.basicConfig(level=logging.INFO)
    a, b = read(2019), read(2021)
    Xa, Xb = harmonise(a, b)  # or: preprocessing_before_split
    gs = GridSearchCV(SVR(), {"C": [1, 10, 100], "epsilon": [0.05, 0.2], "gamma": ["scale", 0.01]},
                      cv=GroupKFold(5), scoring="neg_mean_absolute_error")
    gs.fit(Xa, a["ec"], groups=a["field"])
    log.info("%s", gs.best_params_)
    hat = gs.predict(Xb)
    log.info("2021: MAE %.3f R2 %.3f", mean_absolute_error(b["ec"], hat), r2_score(b["ec"], hat))


if __name__ == "__main__":
    main()
# author: outsider
