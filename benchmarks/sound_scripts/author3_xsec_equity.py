"""Cross-sectional return ranks, monthly re-estimation. Panel index: (date, ticker)."""
from dataclasses import dataclass

import numpy as np
import pandas as pd
from lightgbm import LGBMRegressor

HOLD = 10     # trading days


@dataclass
class Step:
    train: pd.Index
    test: pd.Index


def build(px: pd.DataFrame, vol: pd.DataFrame) -> pd.DataFrame:
    r = np.log(px).diff()
    raw = {
        "mom_250_20": r.rolling(230).sum().shift(20),
        "rev_5": r.rolling(5).sum(),
        "vol_60": r.rolling(60).std(),
        "turn": np.log(vol.rolling(20).mean()),
        "max_20": r.rolling(20).max(),
        "hi_250": px / px.rolling(250).max(),
    }
    cols = {k: v.rank(axis=1, pct=True) - 0.5 for k, v in raw.items()}       # rank within the day
    # bought at tomorrow's close, sold HOLD days later
    fwd = r.rolling(HOLD).sum().shift(-HOLD - 1)
    cols["target"] = fwd.rank(axis=1, pct=True) - 0.5
    cols["fwd"] = fwd
    return pd.concat({k: v.stack() for k, v in cols.items()}, axis=1).dropna()


def steps(days: pd.DatetimeIndex, first: str, window: int = 1000):
    pos = {d: i for i, d in enumerate(days)}
    months = days[days >= first].to_period("M")
    for m in months.unique():
        test = days[days >= first][months == m]
        end = pos[test[0]] - (HOLD + 1)          # drop rows whose holding period reaches into the month
        yield Step(days[max(0, end - window):end], test)


def backtest(panel: pd.DataFrame, first="2014-01-01"):
    days = panel.index.get_level_values(0).unique().sort_values()
    feats = [c for c in panel.columns if c not in ("target", "fwd")]
    out = []
    for st in steps(days, first):
        a = panel.loc[(st.train, slice(None)), :]
        b = panel.loc[(st.test, slice(None)), :]
        m = LGBMRegressor(n_estimators=200, num_leaves=15, learning_rate=0.03, min_child_samples=2000,
                          subsample=0.5, subsample_freq=1, verbose=-1, random_state=0)
        m.fit(a[feats], a["target"])
        out.append(b[["fwd", "target"]].assign(pred=m.predict(b[feats])))
    return pd.concat(out)


def summary(res):
    ic = res.groupby(level=0).apply(lambda g: g["pred"].corr(g["fwd"], method="spearman"))
    q = res.groupby(level=0)["pred"].transform(lambda s: pd.qcut(s, 5, labels=False, duplicates="drop"))
    spread = res[q == 4].groupby(level=0)["fwd"].mean() - res[q == 0].groupby(level=0)["fwd"].mean()
    every = spread.iloc[::HOLD]
    return {"mean_ic": ic.mean(), "ic_ir": ic.mean() / ic.std(), "spread_per_hold": every.mean(),
            "t": every.mean() / every.std() * np.sqrt(len(every))}


if __name__ == "__main__":
    px = pd.read_parquet("adj_close.parquet")       # point-in-time members, delisted included
    vol = pd.read_parquet("dollar_volume.parquet")
    print(summary(backtest(build(px, vol))))
# author: author3
