import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import ShuffleSplit

d = pd.read_csv("concrete_mix.csv")
targets = ["strength_7", "strength_28"]
X, Y = d.drop(columns=targets), d[targets]
results = {t: {"mae": [], "r2": []} for t in targets}
for a, b in ShuffleSplit(10, test_size=0.2, random_state=0).split(X):
    for t in targets:
        m = RandomForestRegressor(200).fit(X.iloc[a], Y[t].iloc[a])
        p = m.predict(X.iloc[b])
        results[t]["mae"].append(mean_absolute_error(Y[t].iloc[b], p))
        results[t]["r2"].append(r2_score(Y[t].iloc[b], p))
print(pd.DataFrame({t: {k: sum(v) / len(v) for k, v in r.items()} for t, r in results.items()}))
# author: maintainer
