import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import log_loss, roc_auc_score


class PurgedFolds:
    """Contiguous test blocks; drops training events whose label window touches the block, plus an embargo after it."""

    def __init__(self, ends: pd.Series, k=6, embargo=pd.Timedelta("90D")):
        self.ends, self.k, self.embargo = ends, k, embargo

    def __iter__(self):
        starts = self.ends.index.to_series()
        for block in np.array_split(np.arange(len(starts)), self.k):
            lo, hi = starts.iloc[block[0]], self.ends.iloc[block].max()
            before = (self.ends < lo).to_numpy()
            after = (starts > hi + self.embargo).to_numpy()
            yield np.flatnonzero(before | after), block


def barrier_labels(close, vol, t_events, up=1.5, down=1.5, hold=10):
    pos = close.index.get_indexer(t_events)
    rec = []
    for t, p in zip(t_events, pos):
        if p + hold >= len(close):
            break
        path = close.iloc[p + 1 : p + 1 + hold] / close.iloc[p] - 1
        w = vol.loc[t]
        hit = path[(path > up * w) | (path < -down * w)]
        end = hit.index[0] if len(hit) else path.index[-1]
        rec.append((t, end, int(path.loc[end] > 0)))
    return pd.DataFrame(rec, columns=["t0", "t1", "y"]).set_index("t0")


px = pd.read_csv("es_daily.csv", index_col=0, parse_dates=True)["close"]
ret = px.pct_change()
vol = ret.ewm(span=40).std()
X = pd.DataFrame({f"mom{n}": px.pct_change(n) / vol for n in (2, 5, 10, 21, 63)})
X["vol_ratio"] = vol / ret.ewm(span=160).std()
X["autocorr"] = ret.rolling(30).apply(lambda s: s.autocorr(), raw=False)
events = barrier_labels(px, vol, X.dropna().index[::2])
X = X.loc[events.index]

final_start = pd.Timestamp("2019-01-01")
dev = events[events["t1"] < final_start - pd.Timedelta("10D")]
holdout = events[events.index >= final_start]

base = RandomForestClassifier(500, class_weight="balanced_subsample", n_jobs=-1, random_state=1)
board = {}
for depth in (3, 5, 8):
    for leaf in (20, 60):
        cand = clone(base).set_params(max_depth=depth, min_samples_leaf=leaf)
        losses = []
        for tr, te in PurgedFolds(dev["t1"]):
            m = clone(cand).fit(X.loc[dev.index[tr]], dev["y"].iloc[tr])
            losses.append(log_loss(dev["y"].iloc[te], m.predict_proba(X.loc[dev.index[te]])[:, 1], labels=[0, 1]))
        board[depth, leaf] = np.mean(losses)
depth, leaf = min(board, key=board.get)
print(pd.Series(board).sort_values())

champion = clone(base).set_params(max_depth=depth, min_samples_leaf=leaf).fit(X.loc[dev.index], dev["y"])
p = champion.predict_proba(X.loc[holdout.index])[:, 1]
print(f"2019 onwards: AUC {roc_auc_score(holdout['y'], p):.3f}  log-loss {log_loss(holdout['y'], p):.3f}")
# author: author7
