"""Uplift of a letter: effects on customers drawn apart, no score of a model is told."""
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

d = pd.read_csv("letters.csv")
a, b = train_test_split(d, test_size=0.5, random_state=1)
x = ["age", "balance", "visits"]
p = LogisticRegression().fit(a[x], a["letter"])
treated = GradientBoostingRegressor().fit(a.loc[a.letter == 1, x], a.loc[a.letter == 1, "spend"])
others = GradientBoostingRegressor().fit(a.loc[a.letter == 0, x], a.loc[a.letter == 0, "spend"])
gain = treated.predict(b[x]) - others.predict(b[x])
w = p.predict_proba(b[x])[:, 1].clip(0.05, 0.95)
top = gain >= np.quantile(gain, 0.8)
y = b["letter"] * b["spend"] / w - (1 - b["letter"]) * b["spend"] / (1 - w)
print("gain of the top fifth", y[top].mean(), "of all", y.mean())
# author: maintainer
