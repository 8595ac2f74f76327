"""Claim frequency GLM with exposure offset vs. a flat rate; deviance on the most recent year."""
import numpy as np
import pandas as pd
import patsy
import statsmodels.api as sm


def poisson_deviance(y, mu):
    t = np.where(y > 0, y * np.log(np.where(y > 0, y, 1) / mu), 0.0)
    return 2 * np.sum(t - (y - mu))


def cap_rare(frame, column, keep):
    return frame[column].where(frame[column].isin(keep), "OTHER")


port = pd.read_csv("policies.csv")
port = port[port.exposure.between(0.01, 1.0)]
past = port[port.year <= 2021].copy()
recent = port[port.year == 2022].copy()

keep = {c: past[c].value_counts().loc[lambda s: s > 500].index for c in ("brand", "region")}
for c, k in keep.items():
    past[c], recent[c] = cap_rare(past, c, k), cap_rare(recent, c, k)

formula = "n_claims ~ C(brand) + C(region) + bs(driver_age, df=5, lower_bound=17, upper_bound=100) + veh_age + np.log(density) + C(fuel)"
y_past, X_past = patsy.dmatrices(formula, past, return_type="dataframe")
# same knots and levels as in the past data
(X_recent,) = patsy.build_design_matrices([X_past.design_info], recent, return_type="dataframe")
y_recent = recent.loc[X_recent.index, "n_claims"].to_numpy()
off_recent = np.log(recent.loc[X_recent.index, "exposure"])

glm = sm.GLM(y_past, X_past, family=sm.families.Poisson(), offset=np.log(past.loc[X_past.index, "exposure"])).fit()
print(glm.summary())

mu = glm.predict(X_recent, offset=off_recent).to_numpy()
flat = past.n_claims.sum() / past.exposure.sum() * np.exp(off_recent.to_numpy())

d_model, d_flat = poisson_deviance(y_recent, mu), poisson_deviance(y_recent, flat)
print("deviance flat  ", d_flat)
print("deviance model ", d_model)
print("D2             ", 1 - d_model / d_flat)
print("total claims actual / expected:", y_recent.sum(), mu.sum())

lift = pd.DataFrame({"mu": mu, "y": y_recent, "e": np.exp(off_recent.to_numpy())})
lift["decile"] = pd.qcut((lift.mu / lift.e).rank(method="first"), 10, labels=False)
g = lift.groupby("decile").sum()
print((g[["y", "mu"]].div(g.e, axis=0)).round(4))
# author: author1
