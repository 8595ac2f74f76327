import pandas as pd
from lifelines import CoxPHFitter
from lifelines.utils import concordance_index
from sklearn.model_selection import KFold

d = pd.read_csv("implants.csv")
found = []
for a, b in KFold(10, shuffle=True, random_state=0).split(d):
    train, test = d.iloc[a].copy(), d.iloc[b].copy()
    for c in ("age", "bmi"):
        m, s = train[c].mean(), train[c].std()
        train[c], test[c] = (train[c] - m) / s, (test[c] - m) / s
    cox = CoxPHFitter(penalizer=0.1).fit(train, "months", "failed")
    found.append(concordance_index(test["months"], -cox.predict_partial_hazard(test), test["failed"]))
print(sum(found) / len(found))
# author: maintainer
