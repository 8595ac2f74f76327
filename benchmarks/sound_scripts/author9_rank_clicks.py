# search-ranking/PR-2211: LambdaMART on the rater judgements of Q2
import hashlib
import re

import lightgbm as lgb
import numpy as np
import polars as pl
from sklearn.metrics import ndcg_score

RAW = ["bm25_title", "bm25_body", "cosine", "age_days", "ctr_q1", "price_rank"]   # ctr_q1 is from the quarter before judging


def bucket(q: str) -> int:
    key = " ".join(sorted(re.findall(r"\w+", q.lower())))
    return int(hashlib.md5(key.encode()).hexdigest(), 16) % 100


def within_query(df: pl.DataFrame) -> pl.DataFrame:
    lo, hi = pl.col(RAW).min().over("qid"), pl.col(RAW).max().over("qid")
    return df.with_columns(((pl.col(RAW) - lo) / (hi - lo + 1e-9)).name.suffix("_rel"))


def pack(df: pl.DataFrame):
    df = df.sort("qid", maintain_order=True)
    sizes = df.group_by("qid", maintain_order=True).len()["len"].to_numpy()
    feats = df.select(RAW + [c + "_rel" for c in RAW]).to_numpy()
    return feats, df["grade"].to_numpy(), sizes


def per_query(y, s, sizes):
    pos = 0
    for n in sizes:
        yield y[pos:pos + n], s[pos:pos + n]
        pos += n


def ndcg10(y, s, sizes):
    return float(np.mean([ndcg_score([a], [b], k=10) for a, b in per_query(y, s, sizes) if len(a) > 1 and a.max() > 0]))


def mrr(y, s, sizes, good=3):
    out = []
    for a, b in per_query(y, s, sizes):
        hits = np.flatnonzero(a[np.argsort(-b)] >= good)
        out.append(1 / (hits[0] + 1) if len(hits) else 0.0)
    return float(np.mean(out))


judg = within_query(pl.read_parquet("judgements_q2.parquet"))
judg = judg.with_columns(pl.col("query").map_elements(bucket, return_dtype=pl.Int64).alias("b"))

X, y, g = pack(judg.filter(pl.col("b") < 70))
Xv, yv, gv = pack(judg.filter(pl.col("b").is_between(70, 84)))

best = None
for leaves in (15, 31, 63):
    for lr in (0.03, 0.1):
        m = lgb.LGBMRanker(num_leaves=leaves, learning_rate=lr, n_estimators=2000, min_child_samples=40)
        m.fit(X, y, group=g, eval_set=[(Xv, yv)], eval_group=[gv], eval_at=[10],
              callbacks=[lgb.early_stopping(80, verbose=False)])
        s = ndcg10(yv, m.predict(Xv), gv)
        print(f"valid  leaves={leaves} lr={lr}  {s:.4f}")
        if best is None or s > best[0]:
            best = (s, m)

X, y, g = pack(judg.filter(pl.col("b") >= 85))
s = best[1].predict(X)
print(f"test   ndcg@10 {ndcg10(y, s, g):.4f}   mrr {mrr(y, s, g):.4f}   bm25 alone {ndcg10(y, X[:, 0], g):.4f}")
best[1].booster_.save_model("ranker.txt")
# author: author9
