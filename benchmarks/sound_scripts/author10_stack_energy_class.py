import numpy as np
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.linear_model import RidgeCV
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR

KWH = "kwh_per_m2"
CAT = ["wall", "glazing", "boiler"]
NUM = ["floor_area", "year", "storeys", "hdd", "occupants"]

homes = pd.read_csv("epc_homes.csv").dropna(subset=CAT + NUM + [KWH])
rs = np.random.RandomState(77)
towns = homes["town"].unique()
away = rs.choice(towns, size=round(0.2 * len(towns)), replace=False)
home_rows = homes[~homes["town"].isin(away)]
away_rows = homes[homes["town"].isin(away)]


def prep():
    return make_column_transformer(
        (StandardScaler(), NUM), (OneHotEncoder(handle_unknown="ignore"), CAT)
    )


level0 = {
    "svr": make_pipeline(prep(), SVR(C=20)),
    "trees": make_pipeline(prep(), ExtraTreesRegressor(500, min_samples_leaf=3, n_jobs=-1, random_state=0)),
    "lgbm": make_pipeline(prep(), LGBMRegressor(n_estimators=400, learning_rate=0.03, verbose=-1)),
}

y, g = home_rows[KWH].to_numpy(), home_rows["town"].to_numpy()
Z = np.column_stack([
    cross_val_predict(clone(m), home_rows, y, groups=g, cv=GroupKFold(8)) for m in level0.values()
])
blender = RidgeCV(alphas=np.logspace(-3, 3, 13)).fit(Z, y)
print("weights", dict(zip(level0, blender.coef_.round(2))))

fitted = {k: clone(m).fit(home_rows, y) for k, m in level0.items()}
Z_away = np.column_stack([m.predict(away_rows) for m in fitted.values()])

truth = away_rows[KWH].to_numpy()
rows = {k: mean_absolute_error(truth, Z_away[:, i]) for i, k in enumerate(fitted)}
rows["blend"] = mean_absolute_error(truth, blender.predict(Z_away))
rows["train median"] = mean_absolute_error(truth, np.full_like(truth, np.median(y), dtype=float))
print(pd.Series(rows, name=f"MAE on {len(away)} unseen towns").round(2))
# author: author10
