#!/usr/bin/env python
"""Entry point. Campaign data come from a randomised mailing; see features.py / metrics.py."""
import json
from argparse import ArgumentParser
from pathlib import Path

import joblib
import numpy as np
from lightgbm import LGBMClassifier
from sklearn.model_selection import KFold

from uplift.features import FeatureBuilder      # fit(df) / transform(df)
from uplift.io import load_campaign
from uplift.metrics import qini_auc, uplift_at


def t_learner(X, t, y, params):
    treated = LGBMClassifier(**params).fit(X[t == 1], y[t == 1])
    control = LGBMClassifier(**params).fit(X[t == 0], y[t == 0])
    return lambda Z: treated.predict_proba(Z)[:, 1] - control.predict_proba(Z)[:, 1]


def cv_qini(df, params, k, seed):
    out = []
    for a, b in KFold(k, shuffle=True, random_state=seed).split(df):
        fb = FeatureBuilder().fit(df.iloc[a])
        tau = t_learner(fb.transform(df.iloc[a]), df.mailed.values[a], df.bought.values[a], params)
        out.append(qini_auc(df.bought.values[b], tau(fb.transform(df.iloc[b])), df.mailed.values[b]))
    return float(np.mean(out))


def main():
    p = ArgumentParser()
    p.add_argument("--spring", type=Path, default=Path("data/spring_mailing.parquet"))
    p.add_argument("--autumn", type=Path, default=Path("data/autumn_mailing.parquet"))
    p.add_argument("--out", type=Path, default=Path("artifacts"))
    args = p.parse_args()

    # autumn mailing went to a fresh random sample of people; nobody got both
    spring, autumn = load_campaign(args.spring), load_campaign(args.autumn)
    spring = spring[~spring.person_id.isin(autumn.person_id)]

    grid = [
        dict(n_estimators=n, num_leaves=l, min_child_samples=m, learning_rate=0.03, verbose=-1)
        for n in (100, 300) for l in (7, 15) for m in (100, 400)
    ]
    scored = [(cv_qini(spring, g, 5, 0), i) for i, g in enumerate(grid)]
    best = grid[max(scored)[1]]

    fb = FeatureBuilder().fit(spring)
    tau = t_learner(fb.transform(spring), spring.mailed.values, spring.bought.values, best)
    pred = tau(fb.transform(autumn))
    result = {
        "params": best,
        "cv_qini_spring": max(scored)[0],
        "autumn_qini": qini_auc(autumn.bought.values, pred, autumn.mailed.values),
        "autumn_uplift_top20": uplift_at(autumn.bought.values, pred, autumn.mailed.values, 0.2),
    }
    args.out.mkdir(exist_ok=True)
    (args.out / "result.json").write_text(json.dumps(result, indent=2, default=float))
    joblib.dump(fb, args.out / "features.joblib")
    print(json.dumps(result, indent=2, default=float))


if __name__ == "__main__":
    main()
# author: author1
