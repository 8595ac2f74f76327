import pandas as pd
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

logs = pd.read_parquet("bandit.parquet").sort_values("at")
n = len(logs) // 2
fit, judge = logs.iloc[:n], logs.iloc[n:]
x = ["age", "hour", "device"]
reward = RandomForestRegressor(300).fit(fit[x + ["arm"]], fit["click"])
arms = sorted(fit["arm"].unique())
best = pd.concat([judge[x].assign(arm=a).pipe(lambda d: pd.Series(reward.predict(d), judge.index, name=a)) for a in arms], axis=1).idxmax(axis=1)
match = judge["arm"] == best
print("policy value", judge.loc[match, "click"].mean(), "logged", judge["click"].mean())
# author: maintainer
