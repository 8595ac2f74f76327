import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("concrete.csv")
X, y = df.drop(columns="strength").values, df["strength"].values
scores = []
for train_idx, test_idx in KFold(10, shuffle=True, random_state=0).split(X):
    sc = StandardScaler().fit(X[train_idx])
    model = Ridge().fit(sc.transform(X[train_idx]), y[train_idx])
    scores.append(r2_score(y[test_idx], model.predict(sc.transform(X[test_idx]))))
print(np.mean(scores), np.std(scores))
