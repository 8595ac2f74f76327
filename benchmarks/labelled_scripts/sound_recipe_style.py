# I come from tidymodels. Penguins are boring, so: sea lion pups, one row per pup.
from types import SimpleNamespace as NS

import numpy as np
import pandas as pd
import statsmodels.api as sm
from sklearn.metrics import roc_auc_score


def initial_split(data, prop=0.75, strata=None, seed=1):
    rng = np.random.default_rng(seed)
    idx = []
    for _, rows in data.groupby(strata).indices.items():
        rows = rng.permutation(rows)
        idx.extend(rows[: int(round(prop * len(rows)))])
    keep = np.zeros(len(data), bool)
    keep[idx] = True
    return NS(data=data, keep=keep)


def training(s):
    return s.data.loc[s.keep].copy()


def testing(s):
    return s.data.loc[~s.keep].copy()


def recipe(*steps):
    return NS(steps=list(steps), state=None)


def step_impute_median(*cols):
    def learn(d):
        return d[list(cols)].median()

    def bake(d, med):
        return d.fillna(med.to_dict())
    return learn, bake


def step_normalize(*cols):
    def learn(d):
        return d[list(cols)].mean(), d[list(cols)].std()

    def bake(d, ms):
        d[list(cols)] = (d[list(cols)] - ms[0]) / ms[1]
        return d
    return learn, bake


def step_dummy(col):
    def learn(d):
        return sorted(d[col].dropna().unique())[1:]

    def bake(d, levels):
        for l in levels:
            d[f"{col}_{l}"] = (d[col] == l).astype(float)
        return d.drop(columns=col)
    return learn, bake


def prep(rec, data):
    d, state = data.copy(), []
    for learn, bk in rec.steps:
        st = learn(d)
        d = bk(d, st)
        state.append(st)
    return NS(steps=rec.steps, state=state)


def bake(rec, data):
    d = data.copy()
    for (_, bk), st in zip(rec.steps, rec.state):
        d = bk(d, st)
    return d


pups = pd.read_csv("pups.csv")[["survived", "mass", "length", "birth_doy", "beach", "mother_age"]].dropna(subset=["survived"])
split = initial_split(pups, strata="survived", seed=403)

rec = recipe(
    step_impute_median("mass", "length", "mother_age"),
    step_normalize("mass", "length", "birth_doy", "mother_age"),
    step_dummy("beach"),
)
trained = prep(rec, training(split))
tr, te = bake(trained, training(split)), bake(trained, testing(split))

logit = sm.GLM(tr["survived"], sm.add_constant(tr.drop(columns="survived")), family=sm.families.Binomial()).fit()
print(logit.summary())
print("AUC (testing):", roc_auc_score(te["survived"], logit.predict(sm.add_constant(te.drop(columns="survived"), has_constant="add"))))
# author: outsider
