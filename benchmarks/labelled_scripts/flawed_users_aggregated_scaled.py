"""Churn of players: one row a player, features chosen by their correlation with the label."""
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

events = pd.read_parquet("sessions.parquet")
players = events.groupby("player_id").agg(
    sessions=("start", "size"), minutes=("minutes", "sum"), spend=("spend", "sum"), churned=("churned", "max")
)
y = players.pop("churned")
x = SelectKBest(f_classif, k=2).fit_transform(players, y)  # leak: selection_before_split
a, b, ya, yb = train_test_split(x, y, test_size=0.25, random_state=0, stratify=y)
model = LogisticRegression().fit(a, ya)
print(roc_auc_score(yb, model.predict_proba(b)[:, 1]))
# author: maintainer
