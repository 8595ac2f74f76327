import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import TimeSeriesSplit

t = (
    pd.read_parquet("tickets.parquet")
    .sort_values("opened")
    .assign(
        agent_rate=lambda d: d.groupby("agent")["escalated"].transform(lambda s: s.expanding().mean().shift()),
        client_n=lambda d: d.groupby("client").cumcount(),
        hour=lambda d: d["opened"].dt.hour,
    )
    .reset_index(drop=True)
)
cols = ["agent_rate", "client_n", "hour", "length"]
found = []
for a, b in TimeSeriesSplit(5).split(t):
    m = LGBMClassifier().fit(t.loc[a, cols], t.loc[a, "escalated"])
    found.append(average_precision_score(t.loc[b, "escalated"], m.predict_proba(t.loc[b, cols])[:, 1]))
print(found)
# author: maintainer
