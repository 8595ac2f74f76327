"""Churn of players: one row a player is made of their sessions before the snapshot."""
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

events = pd.read_parquet("sessions.parquet")
snapshot = pd.Timestamp("2024-03-01")
before, after = events[events.start < snapshot], events[events.start >= snapshot]
players = before.groupby("player_id").agg(
    sessions=("start", "size"), minutes=("minutes", "sum"), last=("start", "max")
)
players["idle"] = (snapshot - players["last"]).dt.days
players = players.drop(columns="last")
returned = after.groupby("player_id").size()
label = (~players.index.isin(returned.index)).astype(int)
a, b, ya, yb = train_test_split(players, label, test_size=0.25, random_state=0, stratify=label)
model = HistGradientBoostingClassifier().fit(a, ya)
print(roc_auc_score(yb, model.predict_proba(b)[:, 1]))
# author: maintainer
