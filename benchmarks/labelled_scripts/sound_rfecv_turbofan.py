import numpy as np, pandas as pd
from sklearn.feature_selection import RFECV
from sklearn.linear_model import Ridge
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import Pipeline

cols = ["unit", "cycle"] + ["op%d" % i for i in (1, 2, 3)] + ["s%d" % i for i in range(1, 22)]
tr = pd.read_csv("train_FD001.txt", sep=r"\s+", header=None, names=cols)
te = pd.read_csv("test_FD001.txt", sep=r"\s+", header=None, names=cols)
rul_te = pd.read_csv("RUL_FD001.txt", header=None)[0].values

# target: remaining useful life, capped at 125 as everybody does
tr["rul"] = (tr.groupby("unit")["cycle"].transform("max") - tr["cycle"]).clip(upper=125)
rul_te = np.minimum(rul_te, 125)


def feats(d):
    s = d.set_index(["unit", "cycle"]).filter(regex="^(op|s)")
    m = s.groupby(level=0).rolling(10, min_periods=1).mean().droplevel(0).add_suffix("_m10")
    e = s.groupby(level=0).expanding().std().droplevel(0).fillna(0).add_suffix("_sd")
    return pd.concat([s, m, e], axis=1)


Xtr = feats(tr)
ytr = tr.set_index(["unit", "cycle"])["rul"].loc[Xtr.index]
Xte = feats(te).groupby(level=0).tail(1)

units = Xtr.index.get_level_values("unit")
pipe = Pipeline([("sc", StandardScaler()), ("r", Ridge(10.0))])
sel = RFECV(pipe, step=2, cv=GroupKFold(5), scoring="neg_root_mean_squared_error",
            importance_getter="named_steps.r.coef_", min_features_to_select=6)
sel.fit(Xtr, ytr, groups=units)
keep = Xtr.columns[sel.support_]
print(len(keep), list(keep))

gb = GradientBoostingRegressor(n_estimators=400, max_depth=4, learning_rate=.04, subsample=.6, random_state=2)
gb.fit(Xtr[keep], ytr)
hat = gb.predict(Xte[keep])
d = hat - rul_te
print("RMSE", np.sqrt(np.mean(d ** 2)))
print("score", np.sum(np.where(d < 0, np.exp(-d / 13) - 1, np.exp(d / 10) - 1)))
# author: outsider
