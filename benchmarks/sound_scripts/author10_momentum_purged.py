# Cross-sectional equity model. Label = forward 10 day return rank, so train rows whose
# label window touches the test block are dropped, plus an embargo.
import numpy as np
import pandas as pd
from scipy.stats import spearmanr
from sklearn.linear_model import Ridge

H = 10
EMBARGO = 5

px = pd.read_parquet("adj_close.parquet")          # dates x tickers
vol = pd.read_parquet("dollar_volume.parquet").reindex_like(px)
ret = px.pct_change(fill_method=None)

feats = {
    "mom_12_1": px.shift(21) / px.shift(252) - 1,
    "rev_5": -(px / px.shift(5) - 1),
    "vol_60": ret.rolling(60).std(),
    "turn": np.log(vol.rolling(20).mean()),
    "high52": px / px.rolling(252).max(),
}
fwd = px.shift(-H) / px - 1


def xs_rank(f):
    return f.rank(axis=1, pct=True) - 0.5


panel = pd.concat({k: xs_rank(v).stack() for k, v in feats.items()}, axis=1)
panel["y"] = xs_rank(fwd).stack()
panel = panel.dropna()
panel.index.names = ["date", "ticker"]

dates = panel.index.get_level_values("date").unique().sort_values()
pos = pd.Series(np.arange(len(dates)), index=dates)
row_pos = pos.loc[panel.index.get_level_values("date")].to_numpy()
cols = list(feats)

ics = []
block = 63
for start in range(5 * 252, len(dates) - block, block):
    train_mask = row_pos < start - H - EMBARGO
    test_mask = (row_pos >= start) & (row_pos < start + block)
    tr, te = panel[train_mask], panel[test_mask]
    beta = Ridge(alpha=100.0, fit_intercept=False).fit(tr[cols], tr["y"])
    scored = te.assign(pred=beta.predict(te[cols]))
    ic = scored.groupby("date").apply(lambda g: spearmanr(g["pred"], g["y"])[0])
    ics.append(ic)
    print(dates[start].date(), f"IC {ic.mean():+.4f}", dict(zip(cols, beta.coef_.round(3))))

ic = pd.concat(ics)
non_overlap = ic.iloc[::H]
print(f"mean IC {ic.mean():.4f}, t (non overlapping) {non_overlap.mean() / non_overlap.std() * len(non_overlap) ** .5:.2f}")
# author: author10
