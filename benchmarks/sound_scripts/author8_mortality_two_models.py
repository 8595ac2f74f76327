"""Pre-registered comparison (OSF): the bedside score against the gradient boosting model, 2022 admissions. Both frozen in 2021."""
import joblib
import numpy as np
import pandas as pd
from scipy import stats


def placements(s, y):
    pos, neg = s[y == 1], s[y == 0]
    order = np.sort(neg)
    v10 = (np.searchsorted(order, pos, "left") + np.searchsorted(order, pos, "right")) / (2 * len(neg))
    order = np.sort(pos)
    v01 = 1 - (np.searchsorted(order, neg, "left") + np.searchsorted(order, neg, "right")) / (2 * len(pos))
    return v10, v01


def delong(a, b, y):
    (a10, a01), (b10, b01) = placements(a, y), placements(b, y)
    diff = b10.mean() - a10.mean()
    var = np.var(b10 - a10, ddof=1) / len(a10) + np.var(b01 - a01, ddof=1) / len(a01)
    return a10.mean(), b10.mean(), diff, np.sqrt(var)


def bedside(df):
    pts = (2 * (df["gcs"] < 9) + (df["gcs"].between(9, 13)) + 2 * (df["sbp"] < 90) + (df["age"] > 65) + (df["age"] > 80)
           + (df["resp_rate"] > 29) + 2 * (df["lactate"] > 4).fillna(False))
    return pts.to_numpy(float)


adm = pd.read_parquet("admissions.parquet")
cohort = adm[(adm["admitted"] >= "2022-01-01") & (adm["admitted"] < "2023-01-01")]
cohort = cohort.sort_values("admitted").drop_duplicates("patient")
earlier = set(adm.loc[adm["admitted"] < "2022-01-01", "patient"])
cohort = cohort[~cohort["patient"].isin(earlier)]
y = cohort["died_30d"].to_numpy()

bundle = joblib.load("gbm_frozen_2021-11-03.joblib")
s_gbm = bundle["model"].predict_proba(cohort[bundle["columns"]])[:, 1]
s_bed = bedside(cohort)

a, b, d, se = delong(s_bed, s_gbm, y)
z = stats.norm.ppf(.975)
print(f"n = {len(y)}, deaths = {y.sum()}")
print(f"AUC bedside {a:.3f}, GBM {b:.3f}")
print(f"difference {d:+.3f} (95% CI {d - z * se:+.3f} to {d + z * se:+.3f}), p = {2 * stats.norm.sf(abs(d / se)):.4f}")

tab = pd.DataFrame({"y": y, "p": s_gbm})
tab["band"] = pd.cut(tab["p"], [0, .02, .05, .1, .2, .4, 1], include_lowest=True)
print(tab.groupby("band", observed=True).agg(n=("y", "size"), observed=("y", "mean"), predicted=("p", "mean")).round(3))
for sex, g in cohort.assign(s=s_gbm).groupby("sex"):
    v10, _ = placements(g["s"].to_numpy(), g["died_30d"].to_numpy())
    print("sex", sex, "AUC %.3f" % v10.mean())
# author: author8
