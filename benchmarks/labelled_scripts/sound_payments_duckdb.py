import duckdb
import lightgbm as lgb
from sklearn.metrics import roc_auc_score

con = duckdb.connect("payments.duckdb", read_only=True)

SQL = """
WITH hist AS (
    SELECT
        tx_id, merchant_id, card_id, ts, amount, chargeback,
        count(*)        OVER w_card                       AS card_n_30d,
        avg(amount)     OVER w_card                       AS card_avg_30d,
        max(amount)     OVER w_card                       AS card_max_30d,
        count(*)        OVER w_shop                       AS shop_n_prev,
        avg(amount)     OVER w_shop                       AS shop_avg_prev
    FROM tx
    WINDOW
        w_card AS (PARTITION BY card_id ORDER BY ts
                   RANGE BETWEEN INTERVAL 30 DAYS PRECEDING AND INTERVAL 1 SECOND PRECEDING),
        w_shop AS (PARTITION BY merchant_id ORDER BY ts
                   ROWS BETWEEN 500 PRECEDING AND 1 PRECEDING)
)
SELECT *, amount / nullif(card_avg_30d, 0) AS ratio_card, amount / nullif(shop_avg_prev, 0) AS ratio_shop
FROM hist
WHERE ts BETWEEN ? AND ?
"""

FEATS = ["amount", "card_n_30d", "card_avg_30d", "card_max_30d", "shop_n_prev",
         "shop_avg_prev", "ratio_card", "ratio_shop"]

# chargebacks need up to 60 days to arrive: leave the gap
learn = con.execute(SQL, ["2023-01-01", "2023-06-30 23:59:59"]).df()
judge = con.execute(SQL, ["2023-09-01", "2023-10-31 23:59:59"]).df()

model = lgb.LGBMClassifier(n_estimators=350, learning_rate=0.05, num_leaves=48, min_child_samples=100)
model.fit(learn[FEATS], learn["chargeback"])

judge["p"] = model.predict_proba(judge[FEATS])[:, 1]
print("AUC:", roc_auc_score(judge["chargeback"], judge["p"]))
top = judge.nlargest(1000, "p")
print("precision@1000:", top["chargeback"].mean(), "base:", judge["chargeback"].mean())
# author: outsider
