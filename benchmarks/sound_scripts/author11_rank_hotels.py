import argparse

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import ndcg_score


def qfold(search_id):
    # a cheap stable hash on the traveller part of the id: "traveller-number"
    who = search_id.str.split("-").str[0]
    return pd.util.hash_array(who.to_numpy(dtype=object)) % np.uint64(100)


def block(df):
    df = df.sort_values("search_id", kind="stable")
    within = df.groupby("search_id")
    X = df[["price", "stars", "review", "distance"]].copy()
    # place of each offer among the offers of the same search, known when the page is drawn
    X["price_rank"] = within.price.rank(pct=True)
    X["price_gap"] = df.price / within.price.transform("median")
    X["review_gap"] = df.review - within.review.transform("mean")
    d = xgb.DMatrix(X, label=df["gain"])
    sizes = within.size().to_numpy()
    d.set_group(sizes)
    return d, df["gain"].to_numpy(), sizes


def ndcg(scores, gains, sizes, k=10):
    out, at = [], 0
    for n in sizes:
        s, g = scores[at:at + n], gains[at:at + n]
        at += n
        if n > 1 and g.max() > 0:
            out.append(ndcg_score([g], [s], k=k))
    return float(np.mean(out))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("file")
    ap.add_argument("--eta", type=float, nargs="+", default=[0.03, 0.1])
    ap.add_argument("--depth", type=int, nargs="+", default=[4, 6, 8])
    a = ap.parse_args()
    df = pd.read_parquet(a.file)
    f = qfold(df.search_id)
    (dtr, *_), (dva, *va), (dte, *te) = (block(df[m]) for m in (f < 70, (f >= 70) & (f < 85), f >= 85))

    found = []
    for eta in a.eta:
        for depth in a.depth:
            b = xgb.train({"objective": "rank:ndcg", "eval_metric": "ndcg@10", "eta": eta, "max_depth": depth},
                          dtr, 1500, evals=[(dva, "va")], early_stopping_rounds=50, verbose_eval=False)
            b = b[: b.best_iteration + 1]
            found.append((ndcg(b.predict(dva), *va), eta, depth, b))
            print(found[-1][:3])
    _, eta, depth, b = max(found, key=lambda r: r[0])
    print(f"eta {eta} depth {depth}: test nDCG@10 {ndcg(b.predict(dte), *te):.4f}")
    g = np.random.default_rng(0).random(len(te[0]))
    print(f"random order {ndcg(g, *te):.4f}")


if __name__ == "__main__":
    main()
# author: author11
