"""Nightly job: writes the three parquet sets for the late-payment model. Training lives elsewhere."""
import argparse
import pathlib

import duckdb

FEATURES = """
create or replace table feats as
select
    i.invoice_id, i.customer_id, i.issued, i.amount, i.due,
    (i.paid_on is null or i.paid_on > i.due + interval 15 day)::int as late,
    count(p.invoice_id)                        as n_closed,
    avg(date_diff('day', p.due, p.paid_on))    as mean_delay_closed,
    max(date_diff('day', p.due, p.paid_on))    as worst_delay_closed,
    sum(p.amount)                              as paid_so_far
from invoices i
left join invoices p
  on p.customer_id = i.customer_id
 and p.paid_on < i.issued
where i.paid_on is not null or i.due + interval 15 day < $asof::date
group by all
"""

CUT = """
copy (
  select f.*, ln(1 + f.amount) / nullif(n.mean_log, 0) as rel_amount,
         coalesce(f.mean_delay_closed, n.mean_delay)   as delay_filled
  from feats f, norms n
  where f.issued >= $lo::date and f.issued < $hi::date
) to '{path}' (format parquet)
"""


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--db", default="erp.duckdb")
    ap.add_argument("--out", type=pathlib.Path, default=pathlib.Path("sets"))
    ap.add_argument("--train", nargs=2, default=["2020-01-01", "2022-07-01"])
    ap.add_argument("--valid", nargs=2, default=["2022-10-01", "2023-01-01"])
    ap.add_argument("--test", nargs=2, default=["2023-04-01", "2023-07-01"])
    a = ap.parse_args()
    a.out.mkdir(exist_ok=True)

    con = duckdb.connect(a.db)
    con.execute(FEATURES, {"asof": "2023-10-01"})
    lo, hi = a.train
    con.execute(
        """create or replace table norms as
           select avg(ln(1 + amount)) as mean_log, avg(mean_delay_closed) as mean_delay
           from feats where issued >= $lo::date and issued < $hi::date""",
        {"lo": lo, "hi": hi},
    )
    for name in ("train", "valid", "test"):
        lo, hi = getattr(a, name)
        con.execute(CUT.format(path=a.out / f"{name}.parquet"), {"lo": lo, "hi": hi})
        n = con.execute(f"select count(*) from '{a.out / name}.parquet'").fetchone()[0]
        print(f"{name:>6}: {n} rows")


if __name__ == "__main__":
    main()
# author: author5
