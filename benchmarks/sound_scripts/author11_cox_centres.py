import numpy as np
import pandas as pd
from lifelines import CoxPHFitter
from lifelines.utils import concordance_index

BASE = ["age", "stage", "crp", "albumin", "smoker"]       # all taken at diagnosis
coh = pd.read_csv("cohort.csv")

derivation = coh[coh.centre.isin(["Lyon", "Gent", "Porto", "Turin"])]
outside = coh[coh.centre.isin(["Oslo", "Graz"])]


class Prep:
    def __init__(self, d):
        self.fill = d[BASE].median()
        x = d[BASE].fillna(self.fill)
        self.m, self.s = x.mean(), x.std()

    def __call__(self, d):
        x = (d[BASE].fillna(self.fill) - self.m) / self.s
        return x.assign(months=d.months, died=d.died)


def c_index(model, d):
    return concordance_index(d.months, -model.predict_partial_hazard(d[BASE]), d.died)


pens = [0.0, 0.01, 0.1, 1.0]
loco = pd.DataFrame(index=sorted(derivation.centre.unique()), columns=pens, dtype=float)
for c in loco.index:
    inn, out = derivation[derivation.centre != c], derivation[derivation.centre == c]
    prep = Prep(inn)
    for pen in pens:
        cox = CoxPHFitter(penalizer=pen).fit(prep(inn), "months", "died")
        loco.loc[c, pen] = c_index(cox, prep(out))
print(loco.round(3))

pen = loco.mean().idxmax()
prep = Prep(derivation)
cox = CoxPHFitter(penalizer=pen).fit(prep(derivation), "months", "died")
cox.print_summary()

ext = prep(outside).reset_index(drop=True)
rng = np.random.default_rng(1)
boot = [c_index(cox, ext.iloc[rng.integers(0, len(ext), len(ext))]) for _ in range(500)]
print("external C", c_index(cox, ext), "95%", np.percentile(boot, [2.5, 97.5]))

at5 = 1 - cox.predict_survival_function(ext[BASE], times=[60]).T[60]
tert = pd.qcut(at5, 3, labels=["low", "mid", "high"])
print(ext.assign(risk=tert).groupby("risk", observed=True).agg(n=("died", "size"), deaths=("died", "sum")))
# author: author11
