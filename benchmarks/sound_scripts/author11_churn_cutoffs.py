import duckdb
import lightgbm as lgb
from sklearn.metrics import log_loss, roc_auc_score

con = duckdb.connect("warehouse.duckdb", read_only=True)

SQL = """
with seen as (
    select * from orders where ordered_at < $cutoff
),
base as (
    select customer_id,
           count(*)                                              as n_orders,
           sum(amount)                                           as spent,
           date_diff('day', max(ordered_at), $cutoff)            as recency,
           date_diff('day', min(ordered_at), $cutoff)            as tenure,
           sum(case when ordered_at >= $cutoff - interval 30 day then amount else 0 end) as spent_30
    from seen group by 1
),
tickets as (
    select customer_id, count(*) as n_tickets
    from support where opened_at < $cutoff group by 1
),
future as (
    select distinct customer_id from orders
    where ordered_at >= $cutoff and ordered_at < $cutoff + interval 60 day
)
select b.*, coalesce(t.n_tickets, 0) as n_tickets,
       case when f.customer_id is null then 1 else 0 end as churned
from base b
left join tickets t using (customer_id)
left join future f using (customer_id)
"""


def snapshot(day):
    df = con.execute(SQL.replace("$cutoff", f"timestamp '{day}'")).df()
    return df.drop(columns=["customer_id", "churned"]), df["churned"]


# labels of each snapshot are complete before the next one starts
X_tr, y_tr = snapshot("2022-09-01")
X_va, y_va = snapshot("2022-11-15")
X_te, y_te = snapshot("2023-02-01")

booster = lgb.train(
    dict(objective="binary", learning_rate=0.03, num_leaves=31, verbosity=-1),
    lgb.Dataset(X_tr, y_tr),
    num_boost_round=3000,
    valid_sets=[lgb.Dataset(X_va, y_va)],
    callbacks=[lgb.early_stopping(100), lgb.log_evaluation(200)],
)
p = booster.predict(X_te)
print("next-quarter AUC", roc_auc_score(y_te, p), "log loss", log_loss(y_te, p))

# numbers above are final; production gets the newest complete labels
X_new, y_new = snapshot("2023-02-01")
lgb.train(dict(objective="binary", learning_rate=0.03, num_leaves=31, verbosity=-1),
          lgb.Dataset(X_new, y_new), num_boost_round=booster.best_iteration).save_model("churn.txt")
# author: author11
