"""Monthly quality report for the lapse model (released 2022-12-31, never refitted since)."""
import operator
from functools import reduce
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.metrics import brier_score_loss, roc_auc_score

MODEL = joblib.load("release/lapse_2022-12-31.joblib")     # sklearn Pipeline
EXPECTED = 0.081          # from the release note
LIMITS = {"auc": (operator.lt, 0.70), "brier": (operator.gt, 0.12), "ratio": (operator.gt, 1.25)}


def month(path: Path) -> dict:
    d = pd.read_parquet(path)
    # outcomes are complete two months later, the file is written then
    p = MODEL.predict_proba(d[MODEL.feature_names_in_])[:, 1]
    y = d.lapsed.to_numpy()
    row = {"month": path.stem, "n": len(d), "rate": y.mean(), "auc": roc_auc_score(y, p),
           "brier": brier_score_loss(y, p), "ratio": max(y.mean(), p.mean()) / min(y.mean(), p.mean())}
    rng = np.random.default_rng(len(d))
    boot = []
    for _ in range(300):
        i = rng.integers(0, len(d), len(d))
        boot.append(roc_auc_score(y[i], p[i]))
    row["auc_lo"], row["auc_hi"] = np.quantile(boot, [0.025, 0.975])
    row["worst_channel"] = min(((c, roc_auc_score(y[k], p[k])) for c, k in d.reset_index(drop=True).groupby("channel").indices.items()
                                if 0 < y[k].sum() < len(k) and len(k) > 500), key=lambda t: t[1], default=("-", np.nan))
    return row


def cusum(rate_gap, slack=0.005):
    """One-sided, over the months so far."""
    return reduce(lambda acc, g: acc + [max(0.0, acc[-1] + g - slack)], rate_gap, [0.0])[1:]


def flags(row):
    return [k for k, (op, lim) in LIMITS.items() if op(row[k], lim)]


def main():
    files = [f for f in sorted(Path("outcomes").glob("20??-??.parquet")) if f.stem > "2022-12"]
    rows = pd.DataFrame(map(month, files)).set_index("month")
    rows["cusum"] = cusum((rows.rate - EXPECTED).tolist())
    rows["flags"] = [",".join(flags(r)) for _, r in rows.iterrows()]
    rows.to_csv("lapse_quality.csv")
    print(rows[["n", "rate", "auc", "auc_lo", "auc_hi", "brier", "ratio", "cusum", "flags"]].round(4).to_string())


if __name__ == "__main__":
    main()
# author: author9
