"""Two-level model for the price of used tractors (one listing per tractor, listings de-duplicated by serial number)."""
import numpy as np
import pandas as pd
from catboost import CatBoostRegressor
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import KFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

NUM, CAT = ["hours", "power", "year", "weight"], ["make", "country", "gearbox"]
df = pd.read_csv("tractors.csv").drop_duplicates("serial").dropna(subset=["price"])
df[NUM] = df[NUM].fillna(-1)
df[CAT] = df[CAT].fillna("?")
y = np.log(df.pop("price"))
X, X_test, y, y_test = train_test_split(df[NUM + CAT], y, test_size=0.2, random_state=77)

prep = make_column_transformer((StandardScaler(), NUM), (OneHotEncoder(handle_unknown="ignore"), CAT))
bases = {
    "ridge": make_pipeline(prep, Ridge(3.0)),
    "forest": make_pipeline(prep, RandomForestRegressor(300, n_jobs=-1, random_state=0)),
    "cat": CatBoostRegressor(iterations=800, learning_rate=0.05, cat_features=CAT, verbose=0),
}

oof = pd.DataFrame(index=X.index, columns=list(bases), dtype=float)
folds = list(KFold(5, shuffle=True, random_state=5).split(X))
for name, base in bases.items():
    for a, b in folds:
        m = clone(base).fit(X.iloc[a], y.iloc[a])
        oof.iloc[b, oof.columns.get_loc(name)] = m.predict(X.iloc[b])

meta = LinearRegression(positive=True).fit(oof, y)
print(dict(zip(bases, meta.coef_.round(3))))

level1 = pd.DataFrame({n: clone(b).fit(X, y).predict(X_test) for n, b in bases.items()}, index=X_test.index)
level2 = meta.predict(level1)

rows = {**{n: level1[n] for n in bases}, "stack": level2}
print(pd.DataFrame({n: {"MAE log": mean_absolute_error(y_test, p), "R2": r2_score(y_test, p)} for n, p in rows.items()}).T.round(4))
# author: author11
