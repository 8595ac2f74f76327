# ruff: noqa: E501  the code under test is as others write it
"""Features that know the outcome: sums past the cutoff, rates of the label in SQL, what the label is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import duckdb
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
con = duckdb.connect()
"""
SPLIT = """a, b = train_test_split(d, random_state=0)
m = LogisticRegression().fit(a[cols], a[y])
print(roc_auc_score(b[y], m.predict_proba(b[cols])[:, 1]))"""
TIME = """a, b = d[d.ts < "2024-01-01"], d[d.ts >= "2024-01-01"]
m = LogisticRegression().fit(a[cols], a.fraud)
print(roc_auc_score(b.fraud, m.predict_proba(b[cols])[:, 1]))"""
ORDERS = """orders = pd.read_csv("orders.csv", parse_dates=["ts"])
past, after = orders[orders.ts < DAY], orders[orders.ts >= DAY]
d = pd.DataFrame({"customer": past.customer.unique()})
d["gone"] = (~d.customer.isin(after.customer)).astype(int)
cols, y = ["spent", "n"], "gone"
"""
FLAWED = {
    "sums_of_all_orders": (
        "future_in_features",
        f"""{ORDERS}sums = orders.groupby("customer").agg(spent=("amount", "sum"), n=("amount", "size"))  # here
d = d.merge(sums.reset_index(), on="customer")
{SPLIT}""",
    ),
    "sums_of_all_orders_in_a_helper": (
        "future_in_features",
        f"""def sums(t):
    return t.groupby("customer").agg(spent=("amount", "sum"), n=("amount", "size")).reset_index()  # here
{ORDERS}d = d.merge(sums(orders), on="customer", how="left")
{SPLIT}""",
    ),
    "a_rate_by_merchant_in_sql": (
        "target_in_features",
        f"""d = con.sql('''with rate as (select merchant, avg(fraud) as m_rate, count(*) as n from tx group by merchant)
select tx.*, rate.m_rate, rate.n from tx join rate using (merchant)''').df()
cols = ["amount", "m_rate", "n"]
{TIME}""",
    ),
    "hours_that_follow_in_a_view": (
        "future_in_features",
        f"""smooth = con.sql("select *, avg(flow) over w as flow_avg from raw window w as (order by ts rows between 6 preceding and 6 following)")
d = con.sql("select * from smooth where flow is not null").df()
cols = ["flow", "flow_avg"]
{TIME}""",
    ),
    "the_mean_of_each_label_fills_in": (
        "target_encoding_before_split",
        f"""d = pd.read_csv("d.csv")
d["sugar"] = d.sugar.fillna(d.groupby("ill").sugar.transform("median"))  # here
cols, y = ["sugar", "age"], "ill"
{SPLIT}""",
    ),
    "the_label_is_a_cut_of_what_a_feature_is": (
        "target_in_features",
        f"""d = pd.read_csv("flights.csv")
d["delay"] = d.arrived - d.planned
d["late"] = (d.delay > 15).astype(int)
d["log_delay"] = np.log1p(d.delay.clip(lower=0))  # here
cols, y = ["miles", "log_delay"], "late"
{SPLIT}""",
    ),
    "the_label_of_a_run_and_the_share_of_it": (
        "target_in_features",
        f"""d = pd.read_csv("gearbox.csv")
d["end"] = d.groupby("unit").cycle.transform("max")
d["left"] = d.end - d.cycle
d["share"] = d.cycle / d.end  # here
cols, y = ["share", "heat"], "left"
{SPLIT}""",
    ),
    "the_median_of_each_label_by_hand": (
        "target_encoding_before_split",
        f"""d = pd.read_csv("d.csv")
for k in (0, 1):
    d.loc[(d.ill == k) & d.sugar.isna(), "sugar"] = d.loc[(d.ill == k) & d.sugar.notna(), "sugar"].median()  # here
cols, y = ["sugar", "age"], "ill"
{SPLIT}""",
    ),
}
SOUND = {
    "sums_of_past_orders": f"""{ORDERS}sums = past.groupby("customer").agg(spent=("amount", "sum"), n=("amount", "size"))
d = d.merge(sums.reset_index(), on="customer")
{SPLIT}""",
    "when_each_came_first": f"""{ORDERS}d["since"] = d.customer.map(orders.groupby("customer").ts.min())
d["spent"] = d.customer.map(past.groupby("customer").amount.sum())
d["n"] = d.customer.map(past.groupby("customer").amount.size())
{SPLIT}""",
    "a_rate_of_earlier_rows_in_sql": f"""d = con.sql('''select t.*, (select avg(fraud) from tx e where e.merchant = t.merchant and e.ts < t.ts) as m_rate from tx t''').df()
cols = ["amount", "m_rate"]
{TIME}""",
    "the_rate_is_the_label": """d = con.sql("select shop, max(returned) as returned, sum(amount) as amount, count(*) as n from orders group by shop").df()
cols, y = ["amount", "n"], "returned"
"""
    + SPLIT,
    "hours_that_went_before_in_a_view": f"""smooth = con.sql("select *, avg(flow) over w as flow_avg from raw window w as (order by ts rows between 6 preceding and current row)")
d = con.sql("select * from smooth where flow is not null").df()
cols = ["flow", "flow_avg"]
{TIME}""",
    "means_of_each_label_are_looked_at": f"""d = pd.read_csv("d.csv")
print(d.groupby("ill").sugar.median())
cols, y = ["sugar", "age"], "ill"
{SPLIT}""",
    "a_part_of_what_the_label_compares": f"""d = pd.read_csv("flights.csv")
d["late"] = (d.arrived > d.planned).astype(int)
d["planned_hour"] = d.planned // 60
cols, y = ["miles", "planned_hour"], "late"
{SPLIT}""",
    "the_label_is_of_the_next_day": """d = pd.read_csv("stock.csv", parse_dates=["day"]).sort_values("day")
d["up"] = (d.close.shift(-1) > d.close).astype(int)
d["change"] = d.close.pct_change()
d["mean"] = d.close.rolling(5).mean()
a, b = d[:-250], d[-250:]
m = LogisticRegression().fit(a[["change", "mean"]], a.up)
print(roc_auc_score(b.up, m.predict_proba(b[["change", "mean"]])[:, 1]))""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_a_feature_that_knows_the_outcome_is_found(tmp_path: Path, how: str) -> None:
    kind, body = FLAWED[how]
    text = HEAD + body
    found = dict(findings(tmp_path, text))
    line = next((n for n, line in enumerate(text.split("\n"), 1) if line.endswith("# here")), None)
    assert kind in found
    assert line in (None, found[kind])


@pytest.mark.parametrize("how", SOUND)
def test_what_is_known_before_draws_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[how]) == []
