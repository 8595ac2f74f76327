"""Triple-barrier labels overlap in time, so folds are purged and embargoed."""
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import log_loss


def barrier_end(close, t0, up, dn, max_days):
    path = close.loc[t0:].iloc[1:max_days + 1]
    if path.empty:
        return pd.NaT, np.nan
    r = path / close.loc[t0] - 1
    hit = r[(r >= up) | (r <= -dn)]
    if len(hit):
        return hit.index[0], float(hit.iloc[0] > 0)
    return path.index[-1], float(r.iloc[-1] > 0)


def make_events(close, up=0.03, dn=0.03, max_days=10):
    rec = [(t, *barrier_end(close, t, up, dn, max_days)) for t in close.index[:-max_days]]
    ev = pd.DataFrame(rec, columns=["t0", "t1", "y"]).dropna().set_index("t0")
    return ev


def make_features(close, volume):
    r = np.log(close).diff()
    f = pd.DataFrame(index=close.index)
    for w in (5, 10, 21, 63):
        f[f"mom{w}"] = r.rolling(w).sum()
        f[f"vol{w}"] = r.rolling(w).std()
    f["vz"] = (volume - volume.rolling(63).mean()) / volume.rolling(63).std()
    return f


def purged_folds(events, k, embargo):
    blocks = np.array_split(np.arange(len(events)), k)
    t0, t1 = events.index.values, events["t1"].values
    for b in blocks:
        lo, hi = t0[b[0]], t1[b].max()
        hi_emb = hi + np.timedelta64(embargo, "D")
        overlap = (t0 <= hi_emb) & (t1 >= lo)
        yield np.flatnonzero(~overlap), b


px = pd.read_csv("etf_daily.csv", parse_dates=["date"], index_col="date")
events = make_events(px["adj_close"])
# longest rolling window is 63 trading days
feats = make_features(px["adj_close"], px["volume"]).reindex(events.index)
ok = feats.notna().all(axis=1)
feats, events = feats[ok], events[ok]

scores, base = [], []
for tr, te in purged_folds(events, k=6, embargo=95):
    y_tr, y_te = events["y"].iloc[tr], events["y"].iloc[te]
    rf = RandomForestClassifier(n_estimators=800, min_samples_leaf=40, max_features=1, n_jobs=-1, random_state=0)
    rf.fit(feats.iloc[tr], y_tr)
    scores.append(log_loss(y_te, rf.predict_proba(feats.iloc[te])[:, 1], labels=[0, 1]))
    base.append(log_loss(y_te, np.full(len(te), y_tr.mean()), labels=[0, 1]))
print("model", np.round(scores, 4), "mean", np.mean(scores))
print("prior", np.round(base, 4), "mean", np.mean(base))
# author: author1
