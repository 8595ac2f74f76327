"""Direction of 5-day returns, futures panel. Purged and embargoed folds, written out by hand."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

H = 5            # label horizon in trading days
EMBARGO = 10
C_GRID = (0.001, 0.01, 0.1, 1.0)


def features(px):
    r = np.log(px).diff()
    out = {
        "mom5": r.rolling(5).sum(),
        "mom20": r.rolling(20).sum(),
        "mom120": r.rolling(120).sum(),
        "vol20": r.rolling(20).std(),
        "volratio": r.rolling(10).std() / r.rolling(60).std(),
        "dd": px / px.rolling(250).max() - 1,
    }
    return pd.concat(out, axis=1).stack(future_stack=True)


def panel():
    px = pd.read_parquet("settle_prices.parquet").sort_index()
    fwd = np.log(px).shift(-H) - np.log(px)
    f = features(px)
    f["fwd"] = fwd.stack(future_stack=True)
    f = f.dropna()
    f.index.names = ["day", "contract"]
    return f


def purged(days, k):
    """yield (train mask, test mask) over the sorted unique days"""
    n = len(days)
    edges = np.linspace(0, n, k + 1).astype(int)
    pos = np.arange(n)
    for a, b in zip(edges[:-1], edges[1:]):
        te = (pos >= a) & (pos < b)
        tr = (pos < a - H) | (pos >= b + H + EMBARGO)
        yield tr, te


def fit(df, C):
    X, y = df.drop(columns="fwd"), (df["fwd"] > 0).astype(int)
    mu, sd = X.mean(), X.std()
    lr = LogisticRegression(C=C).fit(((X - mu) / sd).clip(-4, 4), y)
    return lambda d: lr.predict_proba(((d.drop(columns="fwd") - mu) / sd).clip(-4, 4))[:, 1]


def ic(model, df):
    s = pd.DataFrame({"p": model(df), "r": df["fwd"]}, index=df.index)
    daily = s.groupby(level="day").apply(lambda g: g["p"].corr(g["r"], method="spearman"))
    return daily.mean()


data = panel()
day = data.index.get_level_values("day")
all_days = np.sort(day.unique())
cut = np.searchsorted(all_days, np.datetime64("2019-01-01"))
research, final = all_days[: cut - H], all_days[cut:]

cv = {}
for C in C_GRID:
    vals = []
    for tr, te in purged(research, 6):
        m = fit(data[day.isin(research[tr])], C)
        vals.append(ic(m, data[day.isin(research[te])]))
    cv[C] = np.mean(vals)
    print(f"C={C:<6} mean IC {cv[C]:.4f}  folds {np.round(vals, 3)}")

C = max(cv, key=cv.get)
model = fit(data[day.isin(research)], C)
print(f"2019 on: IC {ic(model, data[day.isin(final)]):.4f} with C={C}")
# author: author12
