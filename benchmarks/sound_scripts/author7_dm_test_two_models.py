"""Both models were frozen in March; the April-September forecasts they issued are compared here, once."""
import numpy as np
import pandas as pd
from scipy import stats


def newey_west(d, lags):
    d = d - d.mean()
    n = len(d)
    v = d @ d / n
    for k in range(1, lags + 1):
        v += 2 * (1 - k / (lags + 1)) * (d[k:] @ d[:-k]) / n
    return v / n


def diebold_mariano(e1, e2, h, power=1):
    d = np.abs(e1) ** power - np.abs(e2) ** power
    n = len(d)
    stat = d.mean() / np.sqrt(newey_west(d, h - 1))
    stat *= np.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
    return d.mean(), stat, 2 * stats.t.sf(abs(stat), n - 1)


def moving_blocks(n, length, rng):
    starts = rng.integers(0, n - length + 1, int(np.ceil(n / length)))
    return (starts[:, None] + np.arange(length)).ravel()[:n]


old = pd.read_csv("issued/gbm_2024q2q3.csv", parse_dates=["issued_on", "target_day"]).assign(model="old")
new = pd.read_csv("issued/tft_2024q2q3.csv", parse_dates=["issued_on", "target_day"]).assign(model="new")
actual = pd.read_csv("metered.csv", parse_dates=["day"]).set_index("day")["mwh"]

both = pd.concat([old, new]).query("issued_on < target_day")
wide = both.pivot_table(index=["horizon", "target_day"], columns="model", values="mwh").dropna()
wide["actual"] = actual.reindex(wide.index.get_level_values("target_day")).to_numpy()
wide = wide.dropna()

rng = np.random.default_rng(2024)
rows = []
for h, g in wide.groupby(level="horizon"):
    e_old, e_new = (g[c].to_numpy() - g["actual"].to_numpy() for c in ("old", "new"))
    diff, stat, p = diebold_mariano(e_old, e_new, h)
    gap = np.abs(e_old) - np.abs(e_new)
    boot = [gap[moving_blocks(len(gap), 14, rng)].mean() for _ in range(4000)]
    rows.append((h, np.abs(e_old).mean(), np.abs(e_new).mean(), diff, *np.quantile(boot, [0.025, 0.975]), stat, p))

t = pd.DataFrame(rows, columns=["h", "mae_old", "mae_new", "gap", "lo", "hi", "DM", "p"]).set_index("h")
order = t["p"].sort_values()
t["p_holm"] = (order * np.arange(len(order), 0, -1)).cummax().clip(upper=1)
print(t.round(3).to_string())
# author: author7
