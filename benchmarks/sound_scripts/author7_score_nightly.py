import argparse
import pathlib
import sqlite3

import joblib
import pandas as pd


def load_bundle(folder: pathlib.Path):
    b = joblib.load(folder / "bundle.joblib")
    return b["model"], b["columns"], b["medians"], b["levels"], b["cutoff"]


def build(con, day):
    q = """
    select a.account_id, a.segment, a.opened_on,
           sum(case when t.amount < 0 then -t.amount else 0 end) as spend_30,
           sum(case when t.amount > 0 then t.amount else 0 end)  as income_30,
           count(*) as n_tx, max(t.booked_on) as last_tx
    from account a left join tx t
      on t.account_id = a.account_id and t.booked_on < :day and t.booked_on >= date(:day, '-30 day')
    where a.opened_on < :day and (a.closed_on is null or a.closed_on >= :day)
    group by 1, 2, 3
    """
    df = pd.read_sql(q, con, params={"day": day}, parse_dates=["opened_on", "last_tx"])
    now = pd.Timestamp(day)
    df["age_d"] = (now - df["opened_on"]).dt.days
    df["idle_d"] = (now - df["last_tx"]).dt.days
    return df


def main(argv=None):
    p = argparse.ArgumentParser(description="score overdraft risk of open accounts")
    p.add_argument("day")
    p.add_argument("--bundle", type=pathlib.Path, default="models/current")
    p.add_argument("--db", default="bank.sqlite")
    a = p.parse_args(argv)

    model, columns, medians, levels, cutoff = load_bundle(a.bundle)
    con = sqlite3.connect(a.db)
    df = build(con, a.day)
    X = df.copy()
    X["segment"] = pd.Categorical(X["segment"], categories=levels["segment"]).codes
    X = X.reindex(columns=columns).fillna(medians)

    df["p"] = model.predict_proba(X)[:, 1]
    df["band"] = pd.cut(df["p"], [-1, cutoff / 2, cutoff, 1], labels=["green", "amber", "red"])
    df["rank_pct"] = df["p"].rank(pct=True)
    df["scored_for"] = a.day
    df[["account_id", "scored_for", "p", "band", "rank_pct"]].astype({"band": str}).to_sql(
        "score", con, if_exists="append", index=False
    )
    print(df["band"].value_counts().to_dict(), "mean p", round(df["p"].mean(), 4))


if __name__ == "__main__":
    main()
# author: author7
