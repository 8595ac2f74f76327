import numpy as np
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.utils import concordance_index
from sklearn.model_selection import KFold

patients = pd.read_csv("heart_failure.csv")
kmf = KaplanMeierFitter().fit(patients["time"], patients["DEATH_EVENT"])
print(kmf.median_survival_time_)

covariates = ["age", "ejection_fraction", "serum_creatinine", "serum_sodium", "anaemia"]
penalties = [0.01, 0.1, 1.0]
outer = KFold(n_splits=5, shuffle=True, random_state=7)
c_index = []
for fit, ask in outer.split(patients):
    dev, held = patients.iloc[fit], patients.iloc[ask]
    inner = {}
    for p in penalties:
        values = []
        for a, b in KFold(4, shuffle=True, random_state=1).split(dev):
            cph = CoxPHFitter(penalizer=p).fit(dev.iloc[a][covariates + ["time", "DEATH_EVENT"]], "time", "DEATH_EVENT")
            v = dev.iloc[b]
            values.append(concordance_index(v["time"], -cph.predict_partial_hazard(v), v["DEATH_EVENT"]))
        inner[p] = np.mean(values)
    best = max(inner, key=inner.get)
    cph = CoxPHFitter(penalizer=best).fit(dev[covariates + ["time", "DEATH_EVENT"]], "time", "DEATH_EVENT")
    c_index.append(concordance_index(held["time"], -cph.predict_partial_hazard(held), held["DEATH_EVENT"]))
print("c-index", np.mean(c_index), np.std(c_index))
# author: maintainer
