import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

# default within 12 months of origination, so a vintage is usable a year after its last month
VINTAGES = dict(
    grow=("2014-01", "2015-12"),
    stop=("2016-01", "2016-06"),
    calib=("2016-07", "2016-12"),
    pick=("2017-01", "2017-06"),
    report=("2018-07", "2019-02"),
)
loans = pd.read_parquet("loans_first_per_borrower.parquet")
loans["ym"] = loans["originated"].dt.to_period("M")
feats = ["income_log", "dti", "util", "inq_6m", "age_oldest_line", "emp_years", "amount_log", "term"]
part = {k: loans[loans["ym"].between(pd.Period(a), pd.Period(b))] for k, (a, b) in VINTAGES.items()}

lo, hi = part["grow"][feats].quantile(0.005), part["grow"][feats].quantile(0.995)
D = {k: xgb.DMatrix(p[feats].clip(lo, hi, axis=1), p["default_12m"]) for k, p in part.items()}
bst = xgb.train(
    dict(objective="binary:logistic", eta=0.03, max_depth=4, subsample=0.8, min_child_weight=30, eval_metric="auc"),
    D["grow"], 3000, evals=[(D["stop"], "stop")], early_stopping_rounds=100, verbose_eval=200,
)


def margin(k):
    return bst.predict(D[k], output_margin=True, iteration_range=(0, bst.best_iteration + 1))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


z, t = margin("calib"), part["calib"]["default_12m"].to_numpy()
platt = LogisticRegression(C=1e6).fit(z[:, None], t)
iso = IsotonicRegression(out_of_bounds="clip", y_min=1e-4, y_max=1 - 1e-4).fit(z, t)
maps = {
    "none": sigmoid,
    "platt": lambda z: platt.predict_proba(z[:, None])[:, 1],
    "isotonic": iso.predict,
}

z, t = margin("pick"), part["pick"]["default_12m"].to_numpy()
losses = {name: log_loss(t, f(z)) for name, f in maps.items()}
chosen = min(losses, key=losses.get)
print("first half 2017:", losses, "->", chosen)

z, t = margin("report"), part["report"]["default_12m"].to_numpy()
p = maps[chosen](z)
print(f"AUC {roc_auc_score(t, p):.4f}  Brier {brier_score_loss(t, p):.5f}  log-loss {log_loss(t, p):.5f}")
band = pd.qcut(p, 10, duplicates="drop")
print(pd.DataFrame({"p": p, "t": t}).groupby(band, observed=True).agg(n=("t", "size"), predicted=("p", "mean"), observed=("t", "mean")).round(4))
# author: author7
