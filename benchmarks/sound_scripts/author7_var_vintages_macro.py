"""Real-time VAR: at every quarter only the vintage published by then is read."""
import re
from pathlib import Path

import numpy as np
import pandas as pd
from statsmodels.tsa.api import VAR
from statsmodels.tsa.ar_model import AutoReg

VARS = ["gdp", "cpi", "unemp", "rate"]
H = 4


def vintages(folder):
    for f in sorted(Path(folder).glob("*.csv")):
        date = pd.Period(re.search(r"(\d{4}Q\d)", f.name)[1], "Q")
        d = pd.read_csv(f, index_col=0)
        d.index = pd.PeriodIndex(d.index, freq="Q")
        yield date, d[d.index < date]


def stationary(d):
    g = pd.DataFrame(index=d.index)
    g["gdp"] = 400 * np.log(d["gdp"]).diff()
    g["cpi"] = 400 * np.log(d["cpi"]).diff()
    g["unemp"] = d["unemp"].diff()
    g["rate"] = d["rate"]
    return g.dropna()


def forecast(g, lags):
    z = (g - g.mean()) / g.std()
    res = VAR(z.to_timestamp()).fit(lags)
    f = res.forecast(z.to_numpy()[-res.k_ar :], H) if res.k_ar else np.zeros((H, len(VARS)))
    return f[:, 0] * g["gdp"].std() + g["gdp"].mean()


def single(g):
    return AutoReg(g["gdp"].to_numpy(), 2).fit().forecast(H)


def collect(items, lags):
    rows = []
    for date, d in items:
        g = stationary(d)
        for h, (v, a) in enumerate(zip(forecast(g, lags), single(g))):
            rows.append((date, h, g.index[-1] + 1 + h, v, a))
    return pd.DataFrame(rows, columns=["vintage", "h", "quarter", "var", "ar"])


def with_first_release(f, released):
    f = f.assign(gdp=f["quarter"].map(released)).dropna()
    return f.groupby("h").apply(lambda g: pd.Series({m: np.sqrt(((g[m] - g["gdp"]) ** 2).mean()) for m in ("var", "ar")}), include_groups=False)


books = list(vintages("vintages/"))
released = {}
for _, d in books:
    g = stationary(d)["gdp"]
    released.setdefault(g.index[-1], g.iloc[-1])

tuning = [b for b in books if b[0] < pd.Period("2006Q1")]
known = {q: v for q, v in released.items() if q < pd.Period("2006Q1")}
tries = {p: with_first_release(collect(tuning, p), known)["var"].mean() for p in (1, 2, 3, 4)}
p = min(tries, key=tries.get)
print("lags", p, {k: round(v, 3) for k, v in tries.items()})

later = [b for b in books if pd.Period("2006Q1") <= b[0] < pd.Period("2020Q1")]
print("RMSE against first releases, vintages 2006Q1-2019Q4")
print(with_first_release(collect(later, p), {q: v for q, v in released.items() if q < pd.Period("2020Q1")}).round(3))
# author: author7
