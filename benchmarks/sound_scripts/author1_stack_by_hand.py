import numpy as np
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.linear_model import ElasticNetCV, LinearRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer

df = pd.read_csv("concrete_mixes.csv")
mix = ["cement", "slag", "fly_ash", "water", "superplast", "coarse", "fine", "age_days"]
df["w_c"] = df.water / df.cement
df["binder"] = df.cement + df.slag + df.fly_ash
df = df.groupby(mix, as_index=False).mean(numeric_only=True)   # one row per recipe

X, y = df[mix + ["w_c", "binder"]], df["strength_mpa"]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.25, random_state=99)

bases = {
    "lgb": lambda: LGBMRegressor(n_estimators=400, learning_rate=0.04, num_leaves=15, verbose=-1),
    "et": lambda: ExtraTreesRegressor(n_estimators=400, min_samples_leaf=2, random_state=0, n_jobs=-1),
    "enet": lambda: make_pipeline(QuantileTransformer(n_quantiles=100), ElasticNetCV(l1_ratio=[0.2, 0.8], cv=5)),
}

oof = pd.DataFrame(index=X_tr.index, columns=list(bases), dtype=float)
for a, b in KFold(5, shuffle=True, random_state=4).split(X_tr):
    for name, make in bases.items():
        oof.iloc[b, oof.columns.get_loc(name)] = make().fit(X_tr.iloc[a], y_tr.iloc[a]).predict(X_tr.iloc[b])

meta = LinearRegression(positive=True).fit(oof, y_tr)
print("weights", dict(zip(bases, meta.coef_.round(3))))

full = {n: make().fit(X_tr, y_tr) for n, make in bases.items()}
level1 = pd.DataFrame({n: m.predict(X_te) for n, m in full.items()}, index=X_te.index)


def rmse(p):
    return float(np.sqrt(mean_squared_error(y_te, p)))


for n in bases:
    print(f"{n:6s} {rmse(level1[n]):.3f}")
print(f"stack  {rmse(meta.predict(level1)):.3f}")
# author: author1
