import lightgbm as lgb
import numpy as np
import pandas as pd

HORIZON = 28
KEYS = ["store", "item"]


def features(sales: pd.DataFrame) -> pd.DataFrame:
    out = sales.sort_values(KEYS + ["date"]).copy()
    g = out.groupby(KEYS, observed=True)["qty"]
    for k in (0, 7, 14, 28, 336):
        out[f"lag_{HORIZON + k}"] = g.shift(HORIZON + k)
    base = g.shift(HORIZON)
    for w in (7, 28, 91):
        out[f"roll_{w}"] = base.groupby([out[k] for k in KEYS], observed=True).transform(
            lambda s, w=w: s.rolling(w, min_periods=w // 2).mean()
        )
    out["dow"] = out["date"].dt.dayofweek
    out["week"] = out["date"].dt.isocalendar().week.astype(int)
    return out


class MeanEncoder:
    def __init__(self, cols, prior=50):
        self.cols, self.prior, self.maps = cols, prior, {}

    def learn(self, frame, target):
        self.base = frame[target].mean()
        for c in self.cols:
            st = frame.groupby(c, observed=True)[target].agg(["sum", "count"])
            self.maps[c] = (st["sum"] + self.prior * self.base) / (st["count"] + self.prior)
        return self

    def apply(self, frame):
        return frame.assign(**{f"enc_{c}": frame[c].map(m).astype(float).fillna(self.base) for c, m in self.maps.items()})


def rmsle(a, b):
    return float(np.sqrt(np.mean((np.log1p(a) - np.log1p(np.clip(b, 0, None))) ** 2)))


sales = pd.read_parquet("favorita_small.parquet")
sales["date"] = pd.to_datetime(sales["date"])
df = features(sales)
end = df["date"].max()
days = pd.Timedelta(days=HORIZON)
test = df[df["date"] > end - days]
valid = df[(df["date"] > end - 2 * days) & (df["date"] <= end - days)]
train = df[df["date"] <= end - 2 * days].dropna(subset=["lag_364"])

enc = MeanEncoder(["family", "city"]).learn(train[train["date"] <= train["date"].max() - pd.Timedelta(days=200)], "qty")
train = train[train["date"] > train["date"].max() - pd.Timedelta(days=200)]
train, valid, test = (enc.apply(p) for p in (train, valid, test))
cols = [c for c in train if c.startswith(("lag_", "roll_", "enc_"))] + ["dow", "week"]

pars = dict(objective="tweedie", learning_rate=0.04, num_leaves=63, verbose=-1)
first = lgb.train(
    pars, lgb.Dataset(train[cols], train["qty"]), 3000,
    valid_sets=[lgb.Dataset(valid[cols], valid["qty"])], callbacks=[lgb.early_stopping(60)],
)
train = pd.concat([train, valid])
model = lgb.train(pars, lgb.Dataset(train[cols], train["qty"]), first.best_iteration)
print("rounds", first.best_iteration)
print("rmsle", rmsle(test["qty"], model.predict(test[cols])))
print("rmsle of lag 28", rmsle(test["qty"], test["lag_28"].fillna(0)))
# author: author7
