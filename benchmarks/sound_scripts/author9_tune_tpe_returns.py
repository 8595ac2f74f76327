"""Return probability per order line. Optuna on autumn, winter stays shut until the end."""
import dataclasses
import functools
import hashlib
import os
import pickle

import optuna
import pandas as pd
from catboost import CatBoostClassifier, Pool
from sklearn.metrics import log_loss, roc_auc_score

@dataclasses.dataclass(frozen=True)
class Config:
    lines: str = "lines.parquet"
    cache: str = ".cache"
    autumn: str = "2023-09-01"
    winter: str = "2023-12-15"
    window_days: int = 30           # returns are accepted for 30 days; lines.parquet ends that long before the extract
    trials: int = 60
    cat: tuple = ("brand", "size", "category", "payment", "channel")
    num: tuple = ("price", "discount", "n_same_item_other_size", "cust_lines_before", "cust_returns_before", "days_since_first")

def cached(fn):
    @functools.wraps(fn)
    def wrapper(cfg, *a):
        stamp = hashlib.md5(f"{fn.__name__}{cfg}{a}{os.path.getmtime(cfg.lines)}".encode()).hexdigest()
        path = os.path.join(cfg.cache, stamp + ".pkl")
        if os.path.exists(path):
            with open(path, "rb") as fh:
                return pickle.load(fh)
        out = fn(cfg, *a)
        os.makedirs(cfg.cache, exist_ok=True)
        with open(path, "wb") as fh:
            pickle.dump(out, fh)
        return out
    return wrapper

@cached
def features(cfg):
    d = pd.read_parquet(cfg.lines).sort_values("ordered_at")
    d["cust_lines_before"] = d.groupby("customer").cumcount()
    d["days_since_first"] = (d.ordered_at - d.groupby("customer").ordered_at.transform("first")).dt.days
    # returns booked before this order was placed
    ret = d.loc[d.returned == 1, ["customer", "returned_at"]].sort_values("returned_at")
    ret["cust_returns_before"] = ret.groupby("customer").cumcount() + 1
    d = pd.merge_asof(d, ret, left_on="ordered_at", right_on="returned_at", by="customer",
                      allow_exact_matches=False, suffixes=("", "_r"))
    d["cust_returns_before"] = d.cust_returns_before.fillna(0)
    d[list(cfg.cat)] = d[list(cfg.cat)].fillna("na").astype(str)
    return d

@cached
def slices(cfg):
    d, wait = features(cfg), pd.Timedelta(days=cfg.window_days)
    a, w = pd.Timestamp(cfg.autumn), pd.Timestamp(cfg.winter)
    return (d[d.ordered_at < a - wait], d[(d.ordered_at >= a) & (d.ordered_at < w - wait)], d[d.ordered_at >= w])

def pool(cfg, d):
    return Pool(d[list(cfg.num + cfg.cat)], d.returned, cat_features=list(cfg.cat))

def objective(cfg, trial):
    past, autumn, _ = slices(cfg)
    m = CatBoostClassifier(iterations=2000, early_stopping_rounds=50, verbose=0, has_time=True,
                           depth=trial.suggest_int("depth", 3, 8),
                           learning_rate=trial.suggest_float("learning_rate", 0.02, 0.3, log=True),
                           l2_leaf_reg=trial.suggest_float("l2_leaf_reg", 1, 30, log=True))
    m.fit(pool(cfg, past), eval_set=pool(cfg, autumn))
    trial.set_user_attr("trees", m.tree_count_)
    return m.best_score_["validation"]["Logloss"]

if __name__ == "__main__":
    cfg = Config()
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
    study.optimize(functools.partial(objective, cfg), n_trials=cfg.trials)
    past, autumn, winter = slices(cfg)
    final = CatBoostClassifier(iterations=study.best_trial.user_attrs["trees"], verbose=0, has_time=True, **study.best_params)
    final.fit(pool(cfg, pd.concat([past, autumn])))
    p = final.predict_proba(pool(cfg, winter))[:, 1]
    print("winter: log loss", log_loss(winter.returned, p), " auc", roc_auc_score(winter.returned, p))
# author: author9
