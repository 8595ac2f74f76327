"""How many lots do we need? Wafer yield from in-line metrology.

Lots 1..N in order of completion. The last 60 lots are only used for the closing line.
"""
import argparse
from dataclasses import dataclass

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.feature_selection import VarianceThreshold
from sklearn.impute import KNNImputer
from sklearn.linear_model import ElasticNet
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


@dataclass
class Lots:
    frame: pd.DataFrame
    tail: int = 60
    ahead: int = 20

    def __post_init__(self):
        self.order = self.frame.groupby("lot").finished.max().sort_values().index.to_numpy()
        self.early, self.late = self.order[: -self.tail], self.order[-self.tail:]

    def xy(self, lots):
        f = self.frame[self.frame.lot.isin(lots)]
        return f.filter(like="m_").to_numpy(float), f.yield_pct.to_numpy()

    def origins(self, n):
        """n lots to learn from, the next `ahead` lots to look at, moved along the early lots."""
        for start in range(0, len(self.early) - n - self.ahead + 1, self.ahead):
            yield self.early[start:start + n], self.early[start + n:start + n + self.ahead]


def makers():
    pre = lambda: (VarianceThreshold(1e-8), StandardScaler(), KNNImputer(n_neighbors=7))
    return {
        "enet": lambda: make_pipeline(*pre(), ElasticNet(alpha=0.1, max_iter=10_000)),
        "gbr": lambda: make_pipeline(*pre(), GradientBoostingRegressor(n_estimators=200, max_depth=3, subsample=0.7, random_state=0)),
    }


def mae(make, data, a, b):
    m = make().fit(*data.xy(a))
    X, y = data.xy(b)
    return np.abs(m.predict(X) - y).mean()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("parquet")
    ap.add_argument("--png", default="learning_curve.png")
    a = ap.parse_args()
    data = Lots(pd.read_parquet(a.parquet))
    sizes = [20, 40, 80, 120]
    curve = {}
    for name, make in makers().items():
        for n in sizes:
            e = [mae(make, data, *o) for o in data.origins(n)]
            curve[name, n] = np.mean(e), np.std(e, ddof=1) / np.sqrt(len(e))
        plt.errorbar(sizes, [curve[name, n][0] for n in sizes], [curve[name, n][1] for n in sizes], label=name)
    plt.legend(); plt.xlabel("lots"); plt.ylabel("MAE, next 20 lots"); plt.savefig(a.png)
    best = min(curve, key=lambda k: curve[k][0])
    print("cheapest good choice", best, curve[best])
    print("last lots MAE", mae(makers()[best[0]], data, data.early[-best[1]:], data.late))


if __name__ == "__main__":
    main()
# author: author9
