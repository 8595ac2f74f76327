"""Random survival forest, kidney graft loss; enrolment cut with administrative censoring at the cut."""
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from sksurv.ensemble import RandomSurvivalForest
from sksurv.metrics import concordance_index_ipcw, cumulative_dynamic_auc
from sksurv.util import Surv

NUM = ["recipient_age", "donor_age", "cold_ischemia_h", "pra", "mismatch"]
CAT = ["donor_type", "blood_group", "cause"]


@dataclass
class Window:
    since: str
    until: str
    observed_until: str

    def cut(self, df):
        a, b, c = map(pd.Timestamp, (self.since, self.until, self.observed_until))
        d = df[(df["tx_date"] >= a) & (df["tx_date"] < b)].copy()
        stop = d["loss_date"].fillna(pd.Timestamp.max).clip(upper=c)
        stop = np.minimum(stop, d["last_contact"])
        y = Surv.from_arrays((d["loss_date"] <= stop).to_numpy(), ((stop - d["tx_date"]).dt.days + 1).to_numpy())
        return d[NUM + CAT], y


def forest(**kw):
    prep = make_column_transformer(
        (SimpleImputer(strategy="median", add_indicator=True), NUM),
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), CAT),
    )
    return make_pipeline(prep, RandomSurvivalForest(n_estimators=400, n_jobs=-1, random_state=3, **kw))


registry = pd.read_parquet("registry.parquet").sort_values("tx_date").drop_duplicates("recipient_id")

X, y = Window("2005-01-01", "2011-01-01", "2011-01-01").cut(registry)
Xv, yv = Window("2011-01-01", "2013-01-01", "2015-01-01").cut(registry)
tau = 3 * 365
trials = []
for leaf in (10, 25, 60):
    for mf in ("sqrt", 0.5):
        f = forest(min_samples_leaf=leaf, max_features=mf).fit(X, y)
        trials.append((concordance_index_ipcw(y, yv, f.predict(Xv), tau=tau)[0], leaf, mf))
best, leaf, mf = max(trials, key=lambda t: t[0])
print(f"validation Uno C {best:.3f} with leaf={leaf}, max_features={mf}")

X, y = Window("2005-01-01", "2015-01-01", "2015-01-01").cut(registry)
f = forest(min_samples_leaf=leaf, max_features=mf).fit(X, y)
X, t = Window("2015-01-01", "2018-01-01", "2021-12-31").cut(registry)
risk = f.predict(X)
print("test Uno C", round(concordance_index_ipcw(y, t, risk, tau=tau)[0], 3))
times = np.array([180, 365, 730, 1000])
auc, mean_auc = cumulative_dynamic_auc(y, t, risk, times)
print(dict(zip(times.tolist(), auc.round(3))), "mean", round(mean_auc, 3))
# author: author7
