"""Reorder prediction: label orders by their number per customer period, write three parquet files."""
import sys

import duckdb

SQL = """
create or replace temp table ord as
select order_id, customer_id, placed_at::timestamp as placed_at from read_parquet('{src}/orders/*.parquet');

create or replace temp table line as
select l.order_id, o.customer_id, o.placed_at, l.sku
from read_parquet('{src}/lines/*.parquet') l join ord o using (order_id);

create or replace macro candidates(t0, t1) as table
with hist as (select * from line where placed_at < t0 and placed_at >= t0 - interval 180 day),
cust as (
    select customer_id, count(distinct order_id) as n_orders, max(placed_at) as last_order,
           avg(date_diff('day', prev, placed_at)) as gap_mean
    from (select distinct customer_id, order_id, placed_at,
                 lag(placed_at) over (partition by customer_id order by placed_at) as prev
          from ord where placed_at < t0 and placed_at >= t0 - interval 180 day)
    group by 1
),
pair as (
    select customer_id, sku, count(distinct order_id) as n_bought, max(placed_at) as last_bought
    from hist group by 1, 2
),
sku_pop as (select sku, count(distinct customer_id) as buyers from hist group by 1),
answer as (select distinct customer_id, sku from line where placed_at >= t0 and placed_at < t1)
select p.customer_id, p.sku, t0 as as_of,
       p.n_bought, p.n_bought / c.n_orders as share,
       date_diff('day', p.last_bought, t0) as days_since_sku,
       date_diff('day', c.last_order, t0) as days_since_order,
       c.gap_mean, s.buyers,
       (a.sku is not null)::int as y
from pair p join cust c using (customer_id) join sku_pop s using (sku)
left join answer a on a.customer_id = p.customer_id and a.sku = p.sku;
"""

PERIODS = {
    "train": [("2022-07-01", "2022-07-15"), ("2022-08-01", "2022-08-15"), ("2022-09-01", "2022-09-15")],
    "valid": [("2022-10-01", "2022-10-15")],
    "test": [("2022-11-01", "2022-11-15")],
}


def main(src, dst):
    con = duckdb.connect()
    con.execute("set memory_limit='24GB'")
    con.execute(SQL.format(src=src))
    for part, spans in PERIODS.items():
        query = " union all ".join(
            f"select * from candidates(timestamp '{a}', timestamp '{b}')" for a, b in spans
        )
        con.execute(f"copy ({query}) to '{dst}/{part}.parquet' (format parquet, compression zstd)")
        n, rate = con.execute(f"select count(*), avg(y) from '{dst}/{part}.parquet'").fetchone()
        print(part, n, round(rate, 4))


if __name__ == "__main__":
    main(*sys.argv[1:3])
# author: author7
