import numpy as np
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.utils import concordance_index

T, E = "months", "graft_loss"


def prepare(raw, ref=None):
    """ref carries medians and category levels; built when not supplied."""
    d = raw.copy()
    if ref is None:
        ref = {"med": d[["age_r", "age_d", "cold_h", "bmi"]].median(), "centres": d.centre.value_counts().index[:6]}
    d[ref["med"].index] = d[ref["med"].index].fillna(ref["med"])
    for c in ref["centres"][1:]:
        d[f"c_{c}"] = (d.centre == c).astype(int)
    d["dcd"] = (d.donor_type == "DCD").astype(int)
    d["mm"] = d.hla_mm.fillna(3)
    return d.drop(columns=["centre", "donor_type", "hla_mm", "tx_year"]), ref


def cindex(model, d):
    return concordance_index(d[T], -model.predict_partial_hazard(d), d[E])


raw = pd.read_stata("kidney.dta")
raw = raw[raw[T] > 0]
old, new = raw[raw.tx_year < 2012], raw[raw.tx_year >= 2012]
# administrative censoring for the early era, so that no event from after 2011 is used
limit = (2012 - old.tx_year) * 12 - 6
old = old.assign(**{E: np.where(old[T] > limit, 0, old[E]), T: np.minimum(old[T], limit)})

rng = np.random.default_rng(1)
fold = rng.integers(0, 5, len(old))
means = {}
for pen in (0.001, 0.01, 0.05, 0.2):
    for l1 in (0.0, 0.5):
        cs = []
        for f in range(5):
            a, ref = prepare(old[fold != f])
            b, _ = prepare(old[fold == f], ref)
            cs.append(cindex(CoxPHFitter(penalizer=pen, l1_ratio=l1).fit(a, T, E), b))
        means[pen, l1] = np.mean(cs)
pen, l1 = max(means, key=means.get)
print(pd.Series(means).round(4))

a, ref = prepare(old)
b, _ = prepare(new, ref)
cox = CoxPHFitter(penalizer=pen, l1_ratio=l1).fit(a, T, E)
cox.print_summary(decimals=3)
print("C-index, transplants since 2012:", round(cindex(cox, b), 4))

risk = cox.predict_partial_hazard(b)
edges = cox.predict_partial_hazard(a).quantile([1 / 3, 2 / 3]).to_numpy()
for i, name in enumerate(["low", "middle", "high"]):
    m = np.digitize(risk, edges) == i
    print(name, m.sum(), "5-year survival", round(float(KaplanMeierFitter().fit(b[T][m], b[E][m]).predict(60)), 3))
# author: author12
