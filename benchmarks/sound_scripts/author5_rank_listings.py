import duckdb
import lightgbm as lgb
import numpy as np

db = duckdb.connect()
db.execute("create view daily_clicks as select * from 'daily_clicks.parquet'")
db.execute("""
create table q as
select *, dense_rank() over (order by day, search_id) as qid
from read_parquet('searches/*.parquet')
""")
# popularity of a listing: clicks per view over the fortnight that ended the day before
db.execute("""
create table f as
select q.*, coalesce(p.ctr14, -1) as ctr14,
       price / avg(price) over (partition by q.search_id) as price_vs_page,
       rank() over (partition by q.search_id order by stars desc) as star_rank
from q left join (
    select a.day, a.listing, sum(b.clicks) * 1.0 / sum(b.views) as ctr14
    from (select distinct day, listing from q) a
    join daily_clicks b on b.listing = a.listing and b.day between a.day - 14 and a.day - 1
    group by 1, 2
) p on p.day = q.day and p.listing = q.listing
order by qid
""")

COLS = ["price", "stars", "distance", "ctr14", "price_vs_page", "star_rank", "party_size", "days_ahead"]


def block(lo, hi):
    t = db.execute(f"select * from f where day >= '{lo}' and day < '{hi}' order by qid").df()
    return t[COLS].to_numpy(), t["gain"].to_numpy(), t.groupby("qid", sort=False).size().to_numpy()


def ndcg(gain, score, sizes, k=10):
    out, s = [], 0
    disc = 1 / np.log2(np.arange(2, k + 2))
    for n in sizes:
        g, p = gain[s:s + n], score[s:s + n]
        s += n
        ideal = (np.sort(2.0 ** g - 1)[::-1][:k] * disc[: min(n, k)]).sum()
        if ideal > 0:
            out.append(((2.0 ** g[np.argsort(-p)] - 1)[:k] * disc[: min(n, k)]).sum() / ideal)
    return np.array(out)


X, g, n = block("2024-01-01", "2024-03-01")
Xv, gv, nv = block("2024-03-01", "2024-03-16")
r = lgb.LGBMRanker(n_estimators=3000, learning_rate=0.04, num_leaves=48, label_gain=[0, 1, 3, 7])
r.fit(X, g, group=n, eval_set=[(Xv, gv)], eval_group=[nv], eval_at=[10],
      callbacks=[lgb.early_stopping(100), lgb.log_evaluation(0)])

X, g, n = block("2024-03-16", "2024-04-01")
for name, s in {"ranker": r.predict(X), "price": -X[:, 0], "ctr": X[:, 3]}.items():
    v = ndcg(g, s, n)
    print(f"{name:8s} NDCG@10 {v.mean():.4f} +/- {1.96 * v.std() / np.sqrt(len(v)):.4f}")
# author: author5
