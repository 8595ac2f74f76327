"""Blood donor return within 12 months: stack of three. Cross-validated AUC goes to the dashboard."""
import logging
import sys

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")
log = logging.getLogger()


def level_one():
    return {
        "rf": RandomForestClassifier(400, min_samples_leaf=2, n_jobs=-1, random_state=1),
        "et": ExtraTreesClassifier(400, min_samples_leaf=2, n_jobs=-1, random_state=2),
        "knn": make_pipeline(StandardScaler(), KNeighborsClassifier(15)),
    }


def represent(models, X):
    return np.column_stack([m.predict_proba(X)[:, 1] for m in models.values()])


def main(path):
    donors = pd.read_csv(path).drop_duplicates("donor_id")
    y = donors["returned"].to_numpy()
    X = donors[["age", "n_donations", "months_since_first", "months_since_last", "deferred", "hb", "sms_ok"]].to_numpy()

    models = {k: m.fit(X, y) for k, m in level_one().items()}  # or: target_encoding_before_split
    Z = represent(models, X)  # or: target_encoding_before_split
    log.info("level one done: %s", Z.shape)

    cv = StratifiedKFold(10, shuffle=True, random_state=0)
    auc = cross_val_score(LogisticRegression(), Z, y, cv=cv, scoring="roc_auc")  # leak: target_encoding_before_split
    log.info("stack AUC %.3f (sd %.3f)", auc.mean(), auc.std())
    top = LogisticRegression().fit(Z, y)
    log.info("weights %s", dict(zip(models, top.coef_[0].round(2))))
    pd.to_pickle((models, top), "stack.pkl")


if __name__ == "__main__":
    main(sys.argv[1])
# author: outsider
