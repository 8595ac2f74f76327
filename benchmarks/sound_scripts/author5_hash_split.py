"""Writes sets/{train,valid,test}.csv for the dental claims project; vocabulary and fill values go with them."""
import json
import os

import duckdb

os.makedirs("sets", exist_ok=True)
c = duckdb.connect("claims.duckdb")

c.sql("""
create or replace temp table base as
select distinct on (claim_id) *,
       ('0x' || substr(md5(member_id::varchar || 'dental7'), 1, 8))::ubigint % 100 as slot
from claims
where billed > 0 and service_date between date '2021-01-01' and date '2023-12-31'
order by claim_id, received_at desc
""")

c.sql("""
create or replace temp table hist as
select b.*,
       count(*)     over w as n_before,
       sum(billed)  over w as billed_before,
       date_diff('day', max(service_date) over w, service_date) as days_since
from base b
window w as (partition by member_id order by service_date
             range between unbounded preceding and interval 1 day preceding)
""")

RANGES = {"train": (0, 69), "valid": (70, 84), "test": (85, 99)}

fill, vocab = {}, {}
lo, hi = RANGES["train"]
for col in ("age", "days_since", "billed_before"):
    fill[col] = c.execute(f"select median({col}) from hist where slot between ? and ?", [lo, hi]).fetchone()[0]
for col in ("procedure", "provider_type", "plan"):
    rows = c.execute(
        f"select {col} from hist where slot between ? and ? group by 1 having count(*) >= 50 order by count(*) desc",
        [lo, hi]).fetchall()
    vocab[col] = {v: i + 1 for i, (v,) in enumerate(rows)}

for name, (lo, hi) in RANGES.items():
    part = c.execute("select * exclude (slot) from hist where slot between ? and ? order by claim_id", [lo, hi]).df()
    for col, v in fill.items():
        part[f"{col}_missing"] = part[col].isna().astype(int)
        part[col] = part[col].fillna(v)
    for col, v in vocab.items():
        part[col] = part[col].map(v).fillna(0).astype(int)
    part.to_csv(f"sets/{name}.csv", index=False)
    print(name, part.shape, part["member_id"].nunique(), "members")

with open("sets/recipe.json", "w") as fh:
    json.dump({"fill": fill, "vocab": vocab, "ranges": RANGES}, fh, default=str)
# author: author5
