import sys
import tomllib
from functools import wraps
from time import perf_counter

import pandas as pd
from sklearn import metrics
from sklearn.pipeline import Pipeline

REG = {"step": {}, "model": {}}


def register(kind, name):
    def deco(f):
        @wraps(f)
        def timed(*a, **k):
            t = perf_counter()
            try:
                return f(*a, **k)
            finally:
                print(f"  {kind}:{name} {perf_counter() - t:.2f}s", file=sys.stderr)
        REG[kind][name] = timed
        return timed
    return deco


@register("step", "impute")
def _(strategy="median"):
    from sklearn.impute import SimpleImputer
    return SimpleImputer(strategy=strategy, add_indicator=True)


@register("step", "bins")
def _(n=10):
    from sklearn.preprocessing import KBinsDiscretizer
    return KBinsDiscretizer(n, encode="onehot", strategy="quantile", subsample=None)


@register("model", "logit")
def _(**k):
    from sklearn.linear_model import LogisticRegression
    return LogisticRegression(max_iter=5000, **k)


@register("model", "xgb")
def _(**k):
    from xgboost import XGBClassifier
    return XGBClassifier(tree_method="hist", **k)


def assemble(run):
    steps = [(s["use"], REG["step"][s["use"]](**s.get("with", {}))) for s in run.get("steps", [])]
    return Pipeline([*steps, ("model", REG["model"][run["model"]](**run.get("args", {})))])


def main(path):
    cfg = tomllib.load(open(path, "rb"))
    data = {k: pd.read_parquet(v) for k, v in cfg["files"].items()}        # 2021 / 2022 / 2023 policies
    y, cols = cfg["target"], cfg["columns"]
    score = {}
    for run in cfg["run"]:
        pipe = assemble(run).fit(data["train"][cols], data["train"][y])
        score[run["name"]] = metrics.roc_auc_score(data["dev"][y], pipe.predict_proba(data["dev"][cols])[:, 1])
        print(run["name"], round(score[run["name"]], 5))

    match cfg.get("mode", "explore"):
        case "explore":
            return
        case "release":
            best = max(cfg["run"], key=lambda r: score[r["name"]])
            full = pd.concat([data["train"], data["dev"]])
            pipe = assemble(best).fit(full[cols], full[y])
            p = pipe.predict_proba(data["final"][cols])[:, 1]
            for m in (metrics.roc_auc_score, metrics.average_precision_score, metrics.brier_score_loss):
                print(best["name"], m.__name__, m(data["final"][y], p))
        case other:
            raise ValueError(other)


main(sys.argv[1])
# author: author5
