import pandas as pd
from sklearn.ensemble import RandomForestRegressor, StackingRegressor, GradientBoostingRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import GroupKFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PowerTransformer, StandardScaler

# Wheat yield from Sentinel indices at heading. Farm = group (several fields per farm and several years).
fields = pd.read_csv("wheat_fields.csv")
idx_cols = [c for c in fields if c.startswith(("ndvi_", "ndre_", "lswi_"))]
X = fields[idx_cols + ["clay", "organic_c", "sowing_doy"]]
y = fields["yield_t_ha"]

base = [
    ("rf", RandomForestRegressor(500, min_samples_leaf=3, random_state=0, n_jobs=-1)),
    ("gbr", GradientBoostingRegressor(n_estimators=300, max_depth=3, subsample=.7, random_state=0)),
    ("gp", make_pipeline(StandardScaler(), GaussianProcessRegressor(RBF(3.) + WhiteKernel(.1), normalize_y=True))),
    ("ridge", make_pipeline(PowerTransformer(), RidgeCV())),
]
stack = StackingRegressor(base, final_estimator=RidgeCV(), cv=5)

scoring = {"rmse": "neg_root_mean_squared_error", "r2": "r2"}
for name, est in base + [("stack", stack)]:
    out = cross_validate(est, X, y, groups=fields["farm"], cv=GroupKFold(6), scoring=scoring, n_jobs=3)
    print(f"{name:<6} rmse {-out['test_rmse'].mean():.3f}  r2 {out['test_r2'].mean():.3f}")
# author: outsider
