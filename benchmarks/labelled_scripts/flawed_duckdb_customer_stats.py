import argparse

import duckdb
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

QUERY = """
WITH base AS (
    SELECT order_id, customer_id, ordered_at, basket_value, n_items, discount, is_gift,
           returned::INT AS returned
    FROM read_parquet('{src}/orders_*.parquet')
    WHERE status <> 'test'
)
SELECT *,
       row_number() OVER by_customer                       AS order_no,
       lag(basket_value) OVER by_customer                  AS prev_value,
       date_diff('day', lag(ordered_at) OVER by_customer, ordered_at) AS days_since_prev,
       avg(basket_value) OVER w                            AS cust_avg_value,
       avg(returned)     OVER w                            AS cust_return_rate,
       stddev(n_items)   OVER w                            AS cust_sd_items
FROM base
WINDOW by_customer AS (PARTITION BY customer_id ORDER BY ordered_at),
       w AS (PARTITION BY customer_id ORDER BY ordered_at
             ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING  # leak: future_in_features
             EXCLUDE CURRENT ROW)  # or: future_in_features
ORDER BY ordered_at
"""

FEATURES = ["basket_value", "n_items", "discount", "is_gift", "order_no", "prev_value",
            "days_since_prev", "cust_avg_value", "cust_return_rate", "cust_sd_items"]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--src", default="lake")
    ap.add_argument("--cut", default="2023-02-01")
    ap.add_argument("--iters", type=int, default=400)
    a = ap.parse_args()

    df = duckdb.sql(QUERY.format(src=a.src)).df()  # or: future_in_features
    before = df["ordered_at"] < a.cut
    tr, te = df[before], df[~before]
    print(f"{len(tr):,} orders before {a.cut}, {len(te):,} after")

    m = HistGradientBoostingClassifier(max_iter=a.iters, learning_rate=0.05, early_stopping=False)
    m.fit(tr[FEATURES], tr["returned"])
    p = m.predict_proba(te[FEATURES])[:, 1]
    print("AUC", np.round(roc_auc_score(te["returned"], p), 4))
    print("AP ", np.round(average_precision_score(te["returned"], p), 4))


if __name__ == "__main__":
    main()
# author: outsider
