from catboost import CatBoostClassifier, Pool
from sklearn.metrics import precision_recall_fscore_support, roc_auc_score
import numpy as np
import pandas as pd
import tomllib

with open("leads.toml", "rb") as fh:
    CFG = tomllib.load(fh)


def read(first, last):
    months = pd.period_range(first, last, freq="M")
    df = pd.concat(pd.read_csv(f"{CFG['dir']}/leads_{m}.csv") for m in months)
    for c in CFG["categorical"]:
        df[c] = df[c].fillna("?").astype(str)
    # outcome closed within 30 days of the first call
    y = (df.pop("won_days") <= 30).astype(int)
    return df[CFG["numeric"] + CFG["categorical"]], y


def pool(first, last):
    X, y = read(first, last)
    return Pool(X, y, cat_features=CFG["categorical"])


def profit(y, call):
    return CFG["win_value"] * (y & call).sum() - CFG["call_cost"] * call.sum()


def best_cut(y, p):
    cuts = np.quantile(p, np.linspace(0.02, 0.98, 97))
    return max(cuts, key=lambda c: profit(y, (p >= c).astype(int)))


train, valid, test = pool("2021-01", "2022-03"), pool("2022-05", "2022-07"), pool("2022-09", "2022-12")

probe = CatBoostClassifier(iterations=3000, learning_rate=0.04, depth=6, eval_metric="AUC", random_seed=0, verbose=0)
probe.fit(train, eval_set=valid, early_stopping_rounds=150)
yv = valid.get_label().astype(int)
cut = best_cut(yv, probe.predict_proba(valid)[:, 1])
print(f"{probe.tree_count_} trees, valid AUC {roc_auc_score(yv, probe.predict_proba(valid)[:, 1]):.4f}, cut {cut:.3f}")

# same settings, trained through July
model = CatBoostClassifier(iterations=probe.tree_count_, learning_rate=0.04, depth=6, random_seed=0, verbose=0)
model.fit(pool("2021-01", "2022-07"))

yt = test.get_label().astype(int)
pt = model.predict_proba(test)[:, 1]
call = (pt >= cut).astype(int)
prec, rec, f1, _ = precision_recall_fscore_support(yt, call, average="binary")
print(f"Sep-Dec 2022: AUC {roc_auc_score(yt, pt):.4f} precision {prec:.3f} recall {rec:.3f} F1 {f1:.3f}")
print("profit with model", profit(yt, call), "calling everybody", profit(yt, np.ones_like(yt)))
model.save_model("leads.cbm")
# author: author12
