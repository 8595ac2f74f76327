# Fermenter: predict titre, yield and by-product of a batch at hour 12 from the first twelve hours.
import numpy as np
import pandas as pd
from sklearn.cross_decomposition import PLSRegression
from sklearn.metrics import r2_score

hist = pd.read_parquet("fermentations.parquet")
ends = pd.read_csv("batch_ends.csv", index_col="batch")[["titre", "yield_", "byproduct"]]


def summarise(g):
    g = g[g.hour < 12].set_index("hour")
    out = {}
    for s in ("do", "ph", "temp", "feed", "offgas_co2"):
        v = g[s].interpolate(limit_direction="forward")
        out[f"{s}_mean"], out[f"{s}_sd"] = v.mean(), v.std()
        out[f"{s}_slope"] = np.polyfit(v.dropna().index, v.dropna(), 1)[0]
        out[f"{s}_late"] = v[v.index >= 9].mean()
    return pd.Series(out)


X = hist.groupby("batch").apply(summarise).loc[ends.index]
campaign = hist.groupby("batch")["campaign"].first().loc[ends.index]
Y = ends.to_numpy()
order = hist.groupby("campaign")["started"].min().sort_values().index.to_list()

out = []
for i, c in enumerate(order[4:], start=4):
    past = campaign.isin(order[:i]).to_numpy()
    now = (campaign == c).to_numpy()
    A, B = X[past], X[now]
    med = A.median()
    A, B = A.fillna(med), B.fillna(med)
    mu, sd = A.mean(), A.std().replace(0, 1)
    my, sy = Y[past].mean(0), Y[past].std(0)
    m = PLSRegression(n_components=4, scale=False).fit((A - mu) / sd, (Y[past] - my) / sy)
    hat = m.predict((B - mu) / sd) * sy + my
    naive = np.tile(my, (now.sum(), 1))
    for j, name in enumerate(ends.columns):
        out.extend({"campaign": c, "what": name, "y": t, "hat": h, "naive": n}
                   for t, h, n in zip(Y[now][:, j], hat[:, j], naive[:, j]))

res = pd.DataFrame(out)
for name, g in res.groupby("what"):
    skill = 1 - ((g.y - g.hat) ** 2).sum() / ((g.y - g.naive) ** 2).sum()
    print(f"{name:10s} R2 {r2_score(g.y, g.hat):.3f}  against mean of the past {skill:.3f}  n={len(g)}")
print(res.assign(e=res.hat - res.y).pivot_table(index="campaign", columns="what", values="e", aggfunc="std").round(3))
# author: author5
