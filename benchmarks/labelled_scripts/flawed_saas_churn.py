"""Churn of SaaS accounts. Kept simple on purpose."""
from functools import partial

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import KNNImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

TARGET = "churned"


def read(path):
    return pd.read_csv(path, parse_dates=["created"]).drop_duplicates("account")


def derive(d, today="2022-12-31"):
    d = d.copy()
    d["age_days"] = (pd.Timestamp(today) - d["created"]).dt.days
    d["seats_used"] = d["active_seats"] / d["seats"].clip(lower=1)
    d["trend"] = d["logins_m1"] / d["logins_m3"].clip(lower=1)
    return d


def tidy(d, drop=("account", "created", "owner_email")):
    return d.drop(columns=[c for c in drop if c in d])


def clean(d, k=5):
    n = d.select_dtypes("number").columns
    out = d[n].copy()
    out[n] = KNNImputer(n_neighbors=k, weights="distance").fit_transform(d[n])  # leak: target_in_features  # or: preprocessing_before_split
    out[TARGET] = d[TARGET].astype(int)
    return out


def chain(x, *fs):
    for f in fs:
        x = f(x)
    return x


if __name__ == "__main__":
    d = chain("accounts.csv", read, partial(derive, today="2022-09-30"), tidy, clean)  # or: target_in_features
    tr, te = train_test_split(d, test_size=0.25, stratify=d[TARGET], random_state=64)
    cols = d.columns.drop(TARGET)
    rf = RandomForestClassifier(500, min_samples_leaf=5, n_jobs=-1, random_state=64).fit(tr[cols], tr[TARGET])
    print("AUC", round(roc_auc_score(te[TARGET], rf.predict_proba(te[cols])[:, 1]), 4))
    print(pd.Series(rf.feature_importances_, cols).sort_values(ascending=False).head(8))
# author: outsider
