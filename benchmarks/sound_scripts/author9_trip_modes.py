"""Walk / bike / car / bus / train from GPS. People, not trips, are held out (5 outer groups, 4 inner)."""
import logging
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import classification_report, f1_score

R = 6_371_000.0
log = logging.getLogger(__name__)

def haversine(lat, lon):
    la, lo = np.radians(lat), np.radians(lon)
    h = np.sin(np.diff(la) / 2) ** 2 + np.cos(la[1:]) * np.cos(la[:-1]) * np.sin(np.diff(lo) / 2) ** 2
    return 2 * R * np.arcsin(np.sqrt(h))

def describe(trip: pd.DataFrame) -> dict:
    t = trip.ts.to_numpy().astype("datetime64[s]").astype(float)
    d, dt = haversine(trip.lat.to_numpy(), trip.lon.to_numpy()), np.maximum(np.diff(t), 1)
    v = np.minimum(d / dt, 90)
    a = np.diff(v) / dt[1:] if len(v) > 1 else np.zeros(1)
    q = np.quantile(v, [0.1, 0.5, 0.85, 0.95])
    straight = haversine(trip.lat.to_numpy()[[0, -1]], trip.lon.to_numpy()[[0, -1]])[0]
    return {"v10": q[0], "v50": q[1], "v85": q[2], "v95": q[3], "a_sd": a.std(), "a_max": np.abs(a).max(),
            "stops": ((v[1:] < 0.5) & (v[:-1] >= 0.5)).sum() / max(d.sum() / 1000, 0.1), "len": d.sum(),
            "detour": d.sum() / max(straight, 50), "rail": trip.near_rail.mean(), "busline": trip.near_bus.mean()}

@dataclass
class Spec:
    leaves: int
    feats: float
    model: ExtraTreesClassifier = field(init=False, repr=False)

    def fit(self, X, y):
        self.model = ExtraTreesClassifier(500, min_samples_leaf=self.leaves, max_features=self.feats,
                                          class_weight="balanced_subsample", n_jobs=-1, random_state=0).fit(X, y)
        return self

    def predict(self, X):
        return self.model.predict(X)

SPECS = [(l, f) for l in (1, 3, 8) for f in (0.3, 0.7)]

def rounds(people, k, seed):
    who = np.random.default_rng(seed).permutation(np.unique(people))
    for block in np.array_split(who, k):
        m = np.isin(people, block)
        yield np.flatnonzero(~m), np.flatnonzero(m)

def pick(X, y, people):
    res = {s: np.mean([f1_score(y[b], Spec(*s).fit(X[a], y[a]).predict(X[b]), average="macro")
                       for a, b in rounds(people, 4, 1)]) for s in SPECS}
    return max(res, key=res.get)

def main():
    logging.basicConfig(level="INFO")
    pts = pd.read_parquet("gps_points.parquet").sort_values(["trip", "ts"])
    groups = [g for _, g in pts.groupby("trip") if len(g) >= 10]
    with ProcessPoolExecutor() as ex:
        X = pd.DataFrame(list(ex.map(describe, groups, chunksize=100))).to_numpy()
    y = np.array([g["mode"].iat[0] for g in groups])
    people = np.array([g.person.iat[0] for g in groups])

    pred = np.empty_like(y)
    for i, (a, b) in enumerate(rounds(people, 5, 0)):
        s = pick(X[a], y[a], people[a])
        pred[b] = Spec(*s).fit(X[a], y[a]).predict(X[b])
        log.info("round %d %s macro F1 %.3f", i, s, f1_score(y[b], pred[b], average="macro"))
    print(classification_report(y, pred, digits=3))

if __name__ == "__main__":
    main()
# author: author9
