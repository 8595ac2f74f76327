"""How many wells do we need? Learning curve on the training wells, nothing of the held-out field is read here."""
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from lightgbm import LGBMRegressor
from sklearn.model_selection import GroupShuffleSplit

FEATS = ["gr", "rt", "nphi", "rhob", "pef", "cali"]


def read_field(name):
    d = pd.read_csv(f"logs/{name}.csv.gz")
    return d.dropna(subset=["dt"]).reset_index(drop=True)


def per_well_z(d):
    g = d.groupby("well")[FEATS]
    return (d[FEATS] - g.transform("median")) / (g.transform("std") + 1e-6)


def curve(d, sizes, repeats=8):
    wells = d["well"].to_numpy()
    X, y = per_well_z(d), d["dt"]
    out = []
    for r, (a, b) in enumerate(GroupShuffleSplit(repeats, test_size=0.25, random_state=7).split(X, groups=wells)):
        pool = np.random.default_rng(r).permutation(np.unique(wells[a]))
        for n in sizes:
            rows = a[np.isin(wells[a], pool[:n])]
            m = LGBMRegressor(n_estimators=300, num_leaves=31, learning_rate=0.05, verbose=-1).fit(X.iloc[rows], y.iloc[rows])
            out.append({
                "n": n, "repeat": r,
                "seen": np.sqrt(np.mean((m.predict(X.iloc[rows]) - y.iloc[rows]) ** 2)),
                "unseen": np.sqrt(np.mean((m.predict(X.iloc[b]) - y.iloc[b]) ** 2)),
            })
    return pd.DataFrame(out)


if __name__ == "__main__":
    d = read_field("north")
    n_max = int(d["well"].nunique() * 0.7)
    res = curve(d, sizes=sorted({2, 4, 8, 16, 32, n_max} - set(range(n_max + 1, 100))))
    agg = res.groupby("n")[["seen", "unseen"]].agg(["mean", "std"])
    print(agg.round(2))
    fig, ax = plt.subplots()
    for k, c in (("seen", "0.6"), ("unseen", "tab:red")):
        ax.errorbar(agg.index, agg[k]["mean"], agg[k]["std"], color=c, marker="o", label=f"{k} wells")
    ax.set(xscale="log", xlabel="wells in training", ylabel="RMSE of DT, us/ft")
    ax.legend()
    fig.savefig("learning_curve_north.png", dpi=150)
# author: author7
