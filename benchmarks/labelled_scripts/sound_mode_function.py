"""One function reads every part; what is learnt on the training part is kept in a closure."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler, OneHotEncoder
import numpy as np

STATE = {}
NUM, CAT = ["tenure", "usage", "calls"], ["plan", "region"]


def part(name):
    frame = pd.read_csv(f"telco_{name}.csv")
    if name == "train":
        STATE["scaler"] = StandardScaler().fit(frame[NUM])
        STATE["encoder"] = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(frame[CAT])
    x = np.hstack([STATE["scaler"].transform(frame[NUM]), STATE["encoder"].transform(frame[CAT])])
    return x, frame["churned"].to_numpy()


x, y = part("train")
model = LogisticRegression(C=0.3).fit(x, y)
for name in ("valid", "test"):
    a, b = part(name)
    print(name, roc_auc_score(b, model.predict_proba(a)[:, 1]))
# author: maintainer
