import sqlite3
import sys

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

QUERY = """
WITH seq AS (
  SELECT o.user_id, o.order_no, o.order_date, l.product_id,
         1 AS bought
  FROM orders o JOIN lines l USING (order_id)
),
pairs AS (           -- every product the user has bought in an earlier order
  SELECT o.user_id, o.order_no, o.order_date, p.product_id
  FROM orders o
  JOIN (SELECT user_id, product_id, MIN(order_no) AS first_no FROM seq GROUP BY 1, 2) p
    ON p.user_id = o.user_id AND p.first_no < o.order_no
),
flagged AS (
  SELECT pairs.*, COALESCE(seq.bought, 0) AS y
  FROM pairs LEFT JOIN seq USING (user_id, order_no, product_id)
)
SELECT user_id, product_id, order_no, order_date, y,
       AVG(y) OVER hist                                   AS reorder_rate,
       SUM(y) OVER last5                                  AS in_last5,
       COUNT(*) OVER hist                                 AS chances,
       julianday(order_date) - julianday(LAG(order_date) OVER (
            PARTITION BY user_id, product_id ORDER BY order_no)) AS gap_days
FROM flagged
WINDOW hist  AS (PARTITION BY user_id, product_id ORDER BY order_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
       last5 AS (PARTITION BY user_id, product_id ORDER BY order_no ROWS BETWEEN 5 PRECEDING AND 1 PRECEDING)
"""

COLS = ["reorder_rate", "in_last5", "chances", "gap_days", "order_no", "popularity"]


def popularity(con, until):
    q = """SELECT product_id, COUNT(*) * 1.0 / (SELECT COUNT(*) FROM orders WHERE order_date < ?) AS popularity
           FROM lines JOIN orders USING (order_id) WHERE order_date < ? GROUP BY 1"""
    return pd.read_sql(q, con, params=(until, until))


def main(path):
    with sqlite3.connect(path) as con:
        rows = pd.read_sql(QUERY, con, parse_dates=["order_date"])
        pop_train = popularity(con, "2023-01-01")
        pop_test = popularity(con, "2023-09-01")

    d = rows.order_date
    train = rows[(d >= "2023-01-01") & (d < "2023-09-01")].merge(pop_train, on="product_id", how="left")
    test = rows[d >= "2023-09-01"].merge(pop_test, on="product_id", how="left")

    clf = HistGradientBoostingClassifier(max_iter=250, learning_rate=0.06, early_stopping=True,
                                         validation_fraction=0.1, random_state=1)
    clf.fit(train[COLS], train.y)
    p = clf.predict_proba(test[COLS])[:, 1]
    print(f"n={len(test)}  AP={average_precision_score(test.y, p):.4f}  "
          f"AUC={roc_auc_score(test.y, p):.4f}  Brier={brier_score_loss(test.y, p):.4f}")
    baseline = test.reorder_rate.fillna(0)
    print(f"reorder-rate only  AP={average_precision_score(test.y, baseline):.4f}")


if __name__ == "__main__":
    main(sys.argv[1])
# author: author1
