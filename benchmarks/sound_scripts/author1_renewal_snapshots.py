"""Subscription renewal model. Every row is (account, snapshot date)."""
import argparse

import duckdb
import lightgbm as lgb
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score

SNAPSHOT_SQL = """
with due as (
    select account_id, plan, seats, started_on
    from subscriptions
    where expires_on >= $asof::date
      and expires_on < $asof::date + interval 30 day
),
usage as (
    select d.account_id,
           count(e.event_id)                                                        as events_total,
           count(e.event_id) filter (where e.ts >= $asof::date - interval 30 day)   as events_30d,
           count(distinct e.user_id) filter (where e.ts >= $asof::date - interval 30 day) as active_users_30d,
           date_diff('day', max(e.ts), $asof::date)                                 as days_since_last
    from due d left join events e
      on e.account_id = d.account_id and e.ts < $asof::date
    group by 1
),
outcome as (
    select d.account_id, max(case when r.account_id is not null then 1 else 0 end) as renewed
    from due d left join renewals r
      on r.account_id = d.account_id
     and r.renewed_at >= $asof::date
     and r.renewed_at < $asof::date + interval 45 day
    group by 1
)
select d.*, u.* exclude (account_id), o.renewed,
       date_diff('day', d.started_on, $asof::date) as tenure_days
from due d join usage u using (account_id) join outcome o using (account_id)
"""


def snapshots(con, dates):
    frames = []
    for d in dates:
        f = con.execute(SNAPSHOT_SQL, {"asof": d}).df()
        f["asof"] = d
        frames.append(f)
    return pd.concat(frames, ignore_index=True)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--db", default="warehouse.duckdb")
    args = ap.parse_args()
    con = duckdb.connect(args.db, read_only=True)

    train = snapshots(con, [f"2022-{m:02d}-01" for m in range(1, 9)])
    valid = snapshots(con, ["2022-10-15"])
    test = snapshots(con, ["2022-12-15", "2023-01-15"])

    cols = ["seats", "tenure_days", "events_total", "events_30d", "active_users_30d", "days_since_last"]
    plans = sorted(train["plan"].unique())
    for f in (train, valid, test):
        f["plan_code"] = pd.Categorical(f["plan"], categories=plans).codes
    cols.append("plan_code")

    model = lgb.LGBMClassifier(n_estimators=3000, learning_rate=0.02, num_leaves=31, min_child_samples=50)
    model.fit(
        train[cols], train["renewed"],
        eval_set=[(valid[cols], valid["renewed"])],
        eval_metric="auc",
        callbacks=[lgb.early_stopping(100), lgb.log_evaluation(200)],
    )
    p = model.predict_proba(test[cols])[:, 1]
    print("auc", roc_auc_score(test["renewed"], p))
    print("ap ", average_precision_score(test["renewed"], p))


if __name__ == "__main__":
    main()
# author: author1
