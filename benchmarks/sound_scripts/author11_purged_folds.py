from dataclasses import dataclass
from typing import Iterator

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import log_loss


@dataclass
class PurgedFolds:
    """Contiguous folds; training rows whose label span touches the test span (plus embargo) are dropped."""
    n: int
    embargo: pd.Timedelta

    def split(self, start: pd.Series, end: pd.Series) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for test in np.array_split(np.arange(len(start)), self.n):
            a, b = start.iloc[test].min(), end.iloc[test].max()
            train = np.flatnonzero((end < a - self.embargo) | (start > b + self.embargo))
            yield train, test


def features(px: pd.Series) -> pd.DataFrame:
    r = np.log(px).diff()
    f = {f"mom{k}": np.log(px).diff(k) for k in (5, 10, 20)}
    f |= {f"vol{k}": r.rolling(k).std() for k in (5, 20)}
    f["draw"] = px / px.rolling(20).max() - 1
    return pd.DataFrame(f)


def labels(px: pd.Series, h: int) -> pd.DataFrame:
    out = pd.DataFrame({"y": (px.shift(-h) > px).astype(int), "end": px.index.to_series().shift(-h)})
    return out.dropna()


px = pd.read_csv("copper.csv", index_col="date", parse_dates=True)["close"]
data = features(px).join(labels(px, 10), how="inner").dropna()
# 20-day features reach back, 10-day labels reach forward: 45 calendar days covers both
cv = PurgedFolds(6, pd.Timedelta(days=45))

dev, last = data[:"2019-12-31"], data["2020-04-01":]
dev = dev[dev.end < "2020-01-01"]
X, y = dev.drop(columns=["y", "end"]), dev.y
start, end = dev.index.to_series(), dev.end

table = []
for depth in (2, 4, 6):
    for leaf in (20, 100):
        ll = []
        for a, b in cv.split(start, end):
            m = RandomForestClassifier(400, max_depth=depth, min_samples_leaf=leaf, n_jobs=-1, random_state=1)
            m.fit(X.iloc[a], y.iloc[a])
            ll.append(log_loss(y.iloc[b], m.predict_proba(X.iloc[b])[:, 1], labels=[0, 1]))
        table.append((np.mean(ll), depth, leaf))
print(pd.DataFrame(table, columns=["logloss", "depth", "leaf"]).sort_values("logloss"))

_, depth, leaf = min(table)
m = RandomForestClassifier(400, max_depth=depth, min_samples_leaf=leaf, n_jobs=-1, random_state=1).fit(X, y)
p = m.predict_proba(last[X.columns])[:, 1]
print("2020 onwards: log loss", log_loss(last.y, p), "constant", log_loss(last.y, np.full(len(p), y.mean())))
# author: author11
