"""Click model that learns every night. Score of a day comes from the model of the night before."""
import copy
import glob
import os
import re

import numpy as np
import pandas as pd
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss, roc_auc_score

COLS = ["banner", "site", "hour", "os", "country"]
hasher = FeatureHasher(2 ** 20, input_type="string")


def days():
    for p in sorted(glob.glob("clicks/*.csv.gz")):
        yield re.search(r"\d{4}-\d{2}-\d{2}", os.path.basename(p)).group(), pd.read_csv(p, dtype=str)


def encode(df):
    X = hasher.transform([f"{c}={v}" for c, v in zip(COLS, row)] for row in df[COLS].itertuples(index=False))
    return X, df["click"].astype(int).to_numpy()


def candidates():
    for alpha in (1e-7, 1e-6, 1e-5):
        for eta in (0.02, 0.1):
            yield SGDClassifier(loss="log_loss", alpha=alpha, learning_rate="constant", eta0=eta, average=False, random_state=0)


TRIAL_DAYS = 10
pool = [(m, []) for m in candidates()]
live, ledger, rate = None, [], None

for number, (day, frame) in enumerate(days()):
    X, y = encode(frame)
    if number == 0:
        rate = y.mean()
    if 0 < number <= TRIAL_DAYS:
        for m, losses in pool:
            losses.append(log_loss(y, m.predict_proba(X)[:, 1], labels=[0, 1]))
    elif number > TRIAL_DAYS:
        p = live.predict_proba(X)[:, 1]
        ledger.append({"day": day, "n": len(y), "auc": roc_auc_score(y, p), "ll": log_loss(y, p),
                       "ll_base": log_loss(y, np.full(len(y), rate))})
        rate = 0.8 * rate + 0.2 * y.mean()

    if number <= TRIAL_DAYS:
        for m, _ in pool:
            m.partial_fit(X, y, classes=[0, 1])
    else:
        live.partial_fit(X, y)

    if number == TRIAL_DAYS:
        live = copy.deepcopy(min(pool, key=lambda r: np.mean(r[1]))[0])
        print("from now on", live)
        pool.clear()

led = pd.DataFrame(ledger)
w = led.n / led.n.sum()
print(led.tail(14).to_string(index=False))
print("all live days: AUC", (led.auc * w).sum(), "log loss", (led.ll * w).sum(), "base", (led.ll_base * w).sum())
# author: author11
