import sys
from datetime import date

import duckdb
from dateutil.relativedelta import relativedelta
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.pipeline import Pipeline

SNAPSHOT = """
WITH base AS (
    SELECT customer_id, min(order_ts) AS first_order
    FROM orders WHERE order_ts < $snap
    GROUP BY 1
    HAVING max(order_ts) >= $snap::DATE - INTERVAL 180 DAY
),
hist AS (
    SELECT o.customer_id,
           count(*)                                                        AS n_orders,
           sum(total)                                                      AS spend,
           sum(total) FILTER (order_ts >= $snap::DATE - INTERVAL 90 DAY)   AS spend_90,
           count(*)   FILTER (returned AND return_ts < $snap)              AS n_returns,
           date_diff('day', max(order_ts), $snap::DATE)                    AS recency,
           count(DISTINCT category)                                        AS n_cat
    FROM orders o WHERE order_ts < $snap
    GROUP BY 1
),
tickets AS (
    SELECT customer_id, count(*) AS n_tickets, avg(csat) AS csat
    FROM support WHERE opened < $snap AND opened >= $snap::DATE - INTERVAL 365 DAY
    GROUP BY 1
),
outcome AS (
    SELECT DISTINCT customer_id, 1 AS bought
    FROM orders WHERE order_ts >= $snap AND order_ts < $snap::DATE + INTERVAL 120 DAY
)
SELECT b.customer_id, date_diff('day', b.first_order, $snap::DATE) AS tenure,
       h.* EXCLUDE (customer_id), coalesce(t.n_tickets, 0) AS n_tickets, t.csat,
       1 - coalesce(o.bought, 0) AS churned
FROM base b JOIN hist h USING (customer_id)
LEFT JOIN tickets t USING (customer_id)
LEFT JOIN outcome o USING (customer_id)
"""


def snapshot(con, day):
    return con.execute(SNAPSHOT, {"snap": day}).df().set_index("customer_id")


def xy(d):
    return d.drop(columns="churned"), d["churned"]


if __name__ == "__main__":
    con = duckdb.connect(sys.argv[1], read_only=True)
    scoring_day = date(2023, 9, 1)
    training_day = scoring_day - relativedelta(months=4)      # its 120-day outcome closes before scoring_day

    Xa, ya = xy(snapshot(con, training_day))
    Xb, yb = xy(snapshot(con, scoring_day))

    pipe = Pipeline([
        ("fill", SimpleImputer(strategy="median")),
        ("trees", ExtraTreesClassifier(600, min_samples_leaf=15, max_features=0.4, n_jobs=-1, random_state=4)),
    ]).fit(Xa, ya)

    p = pipe.predict_proba(Xb)[:, 1]
    print(f"customers {len(Xb)}, churn {yb.mean():.2%}")
    print(f"auc {roc_auc_score(yb, p):.4f}  ap {average_precision_score(yb, p):.4f}  brier {brier_score_loss(yb, p):.4f}")
    rule = Xb["recency"]
    print(f"recency alone: auc {roc_auc_score(yb, rule):.4f}")
# author: author3
