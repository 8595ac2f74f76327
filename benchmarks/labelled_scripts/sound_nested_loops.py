import numpy as np
import pandas as pd
from sklearn.linear_model import ElasticNet
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

d = pd.read_csv("alloys.csv")
X, y = d.drop(columns="strength").to_numpy(), d["strength"].to_numpy()
outer, scores = KFold(5, shuffle=True, random_state=0), []
for tr, te in outer.split(X):
    inner = KFold(4, shuffle=True, random_state=1)
    table = {}
    for alpha in (0.01, 0.1, 1.0):
        held = []
        for a, b in inner.split(tr):
            m = make_pipeline(StandardScaler(), ElasticNet(alpha=alpha)).fit(X[tr[a]], y[tr[a]])
            held.append(r2_score(y[tr[b]], m.predict(X[tr[b]])))
        table[alpha] = np.mean(held)
    alpha = max(table, key=table.get)
    m = make_pipeline(StandardScaler(), ElasticNet(alpha=alpha)).fit(X[tr], y[tr])
    scores.append(r2_score(y[te], m.predict(X[te])))
print(np.mean(scores))
# author: maintainer
