import numpy as np
import pandas as pd
from functools import partial, reduce
from sklearn.linear_model import ElasticNet

# yields per county and year; the model for a year may use earlier years only


def imputer(train):
    med = train.median(numeric_only=True)
    return lambda d: d.fillna(med)


def winsor(train, q=0.02):
    lo, hi = train.quantile(q), train.quantile(1 - q)
    return lambda d: d.clip(lo, hi, axis=1)


def zscore(train):
    m, s = train.mean(), train.std().replace(0, 1)
    return lambda d: (d - m) / s


def chain(makers):
    def build(train):
        steps, cur = [], train
        for mk in makers:
            steps.append(mk(cur))
            cur = steps[-1](cur)
        return lambda d: reduce(lambda acc, s: s(acc), steps, d)
    return build


def years(df, first, last):
    for yr in range(first, last + 1):
        yield yr, df[df.year < yr], df[df.year == yr]


def forecast(df, cols, makers, alpha, l1, first, last):
    for yr, past, now in years(df, first, last):
        f = chain(makers)(past[cols])
        m = ElasticNet(alpha=alpha, l1_ratio=l1, max_iter=10_000).fit(f(past[cols]), past.yield_t)
        yield pd.DataFrame({"year": yr, "county": now.county, "y": now.yield_t, "p": m.predict(f(now[cols])),
                            "last": now.yield_last})


def rmse(frames, col="p"):
    d = pd.concat(frames)
    return np.sqrt(((d.y - d[col]) ** 2).mean())


if __name__ == "__main__":
    df = pd.read_csv("maize.csv").sort_values(["county", "year"])
    df["yield_last"] = df.groupby("county").yield_t.shift(1)
    df["yield_diff"] = df.yield_last - df.groupby("county").yield_t.shift(2)
    df = df.dropna(subset=["yield_t", "yield_last", "yield_diff"])
    cols = ["rain_mayjun", "gdd_june", "ndvi_june", "yield_last", "yield_diff", "year"]

    recipes = {"plain": [imputer, zscore], "w2": [imputer, winsor, zscore], "w5": [imputer, partial(winsor, q=0.05), zscore]}
    tried = {(r, a, l): rmse(forecast(df, cols, recipes[r], a, l, 2005, 2011))
             for r in recipes for a in (0.01, 0.1, 1) for l in (0.1, 0.9)}
    r, a, l = min(tried, key=tried.get)
    res = list(forecast(df, cols, recipes[r], a, l, 2012, 2019))
    print((r, a, l), "2012-19 RMSE", rmse(res), "last year's yield", rmse(res, "last"))
# author: author11
