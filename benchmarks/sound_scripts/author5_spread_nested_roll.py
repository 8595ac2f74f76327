"""Crush spread five days ahead. Outer origins roll by quarter; inside, settings are picked on the most recent past."""
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge

H = 5
px = pd.read_csv("soy_complex.csv", index_col=0, parse_dates=True).dropna()
crush = 0.022 * px["meal"] + 11 * px["oil"] / 100 - px["beans"]

f = pd.DataFrame({
    **{f"d{k}": crush.diff(k) for k in (1, 5, 20)},
    "gap60": crush - crush.rolling(60).mean(),
    "vol20": crush.diff().rolling(20).std(),
    "curve": px["beans_m3"] - px["beans"],
    "stocks": px["stocks_published"],
})
y = crush.shift(-H) - crush
ok = f.notna().all(axis=1) & y.notna()
F, Y, days = f[ok].to_numpy(), y[ok].to_numpy(), f.index[ok]


def ridge(a, span, now_train, now_test):
    i = now_train[-span:]
    m, s = F[i].mean(0), F[i].std(0)
    lo, hi = np.quantile(Y[i], [0.01, 0.99])
    r = Ridge(alpha=a).fit((F[i] - m) / s, Y[i].clip(lo, hi))
    return r.predict((F[now_test] - m) / s)


SETTINGS = [(a, span) for a in (1, 10, 100, 1000) for span in (250, 500, 1000)]


def pick(train, folds=4, width=60):
    loss = np.zeros(len(SETTINGS))
    for k in range(folds, 0, -1):
        end = len(train) - (k - 1) * width
        test = train[end - width:end]
        fit = train[: end - width - H]
        for j, (a, s) in enumerate(SETTINGS):
            loss[j] += np.abs(ridge(a, s, fit, test) - Y[test]).mean()
    return SETTINGS[int(loss.argmin())]


starts = pd.date_range("2016-01-01", days[-1], freq="QS")
out = []
for s, e in zip(starts, starts[1:]):
    test = np.flatnonzero((days >= s) & (days < e))
    train = np.arange(test[0] - H)
    a, span = pick(train)
    out.append(pd.DataFrame({"q": s, "hat": ridge(a, span, train, test), "y": Y[test], "a": a, "span": span}))

r = pd.concat(out)
q = r.groupby("q").apply(lambda g: pd.Series({"mae": (g.hat - g.y).abs().mean(), "zero": g.y.abs().mean()}))
t = (q.zero - q.mae)
print(r.groupby("q")[["a", "span"]].first().value_counts())
print("MAE", q.mae.mean(), "no change", q.zero.mean(), "t over quarters", t.mean() / (t.std() / np.sqrt(len(t))))
print("sign hit", (np.sign(r.hat) == np.sign(r.y)).mean())
# author: author5
