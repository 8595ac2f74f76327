"""
python train_forest_cover.py experiment=configs/aspen.yaml lr=0.02
"""
import sys

import numpy as np
import yaml
from sklearn.metrics import accuracy_score, balanced_accuracy_score, confusion_matrix
from xgboost import XGBClassifier

from covertype.io import read_tiles          # columns + `tile` and `label`
from covertype.features import FeatureBuilder  # sklearn-style, .fit/.transform
from covertype.tracking import Run


def parse(argv):
    given = dict(a.split("=", 1) for a in argv)
    with open(given.pop("experiment", "configs/base.yaml")) as fh:
        cfg = yaml.safe_load(fh)
    for k, v in given.items():
        cfg[k] = yaml.safe_load(v)
    return cfg


def split_tiles(frame, cfg):
    """Whole map tiles; their lists are kept in the config so that everyone uses the same ones."""
    test = frame["tile"].isin(cfg["test_tiles"])
    valid = frame["tile"].isin(cfg["valid_tiles"])
    assert not (test & valid).any()
    return frame[~test & ~valid], frame[valid], frame[test]


def logged(fn):
    def wrapper(cfg, *a, **kw):
        with Run(project="cover", config=cfg) as run:
            out = fn(cfg, *a, **kw)
            run.log(out)
            return out
    return wrapper


@logged
def experiment(cfg):
    frame = read_tiles(cfg["data"])
    train, valid, test = split_tiles(frame, cfg)
    fb = FeatureBuilder(**cfg["features"]).fit(train)
    Z = [fb.transform(p) for p in (train, valid, test)]
    codes = {c: i for i, c in enumerate(sorted(train["label"].unique()))}
    y = [p["label"].map(codes).to_numpy() for p in (train, valid, test)]

    counts = np.bincount(y[0])
    weight = (len(y[0]) / (len(counts) * counts))[y[0]] if cfg.get("balance") else None

    model = XGBClassifier(
        n_estimators=cfg["max_trees"],
        learning_rate=cfg["lr"],
        max_depth=cfg["depth"],
        subsample=cfg["subsample"],
        early_stopping_rounds=50,
        eval_metric="mlogloss",
        tree_method="hist",
        random_state=cfg["seed"],
    )
    model.fit(Z[0], y[0], sample_weight=weight, eval_set=[(Z[1], y[1])], verbose=100)
    out = {"trees": model.best_iteration + 1, "valid_bacc": balanced_accuracy_score(y[1], model.predict(Z[1]))}

    if cfg.get("final"):   # set once, when the configuration is settled
        hat = model.predict(Z[2])
        out["test_acc"] = accuracy_score(y[2], hat)
        out["test_bacc"] = balanced_accuracy_score(y[2], hat)
        print(confusion_matrix(y[2], hat, normalize="true").round(2))
    return out


if __name__ == "__main__":
    print(experiment(parse(sys.argv[1:])))
# author: author12
