#!/usr/bin/env python
"""Writes churn_{train,valid,test}.parquet. No model here.

Each file is a snapshot: features from events strictly before the day, target from the 60 days after.
"""
import argparse
import json
from functools import reduce
from pathlib import Path

import pandas as pd

SNAPSHOTS = {"train": "2022-03-01", "valid": "2022-06-01", "test": "2022-09-01"}
HORIZON = pd.Timedelta(days=60)


def recency(ev, day):
    return ((day - ev.groupby("customer").ts.max()).dt.days).rename("recency")


def counts(ev, day):
    out = {}
    for d in (7, 30, 90):
        out[f"n_{d}"] = ev[ev.ts >= day - pd.Timedelta(days=d)].groupby("customer").size()
    return pd.DataFrame(out)


def spend(ev, day):
    e = ev[(ev.kind == "purchase") & (ev.ts >= day - pd.Timedelta(days=180))]
    return e.groupby("customer").value.agg(spend_180="sum", basket_180="mean")


BLOCKS = [recency, counts, spend]


def snapshot(events, day):
    past = events[events.ts < day]
    after = events[(events.ts >= day) & (events.ts < day + HORIZON)]
    active = past[past.ts >= day - pd.Timedelta(days=90)].customer.unique()
    feats = reduce(lambda a, b: a.join(b, how="left"), (f(past, day) for f in BLOCKS), pd.DataFrame(index=active))
    feats["churn"] = (~feats.index.isin(after.customer)).astype(int)
    return feats


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("events")
    p.add_argument("out", type=Path)
    a = p.parse_args()
    events = pd.read_parquet(a.events, columns=["customer", "ts", "kind", "value"])
    frames = {name: snapshot(events, pd.Timestamp(d)) for name, d in SNAPSHOTS.items()}

    n_cols = [c for c in frames["train"] if c.startswith("n_")]
    fill = {**{c: 0 for c in n_cols}, "spend_180": 0.0, "basket_180": frames["train"].basket_180.median()}
    caps = frames["train"][n_cols + ["spend_180"]].quantile(0.995)

    a.out.mkdir(exist_ok=True, parents=True)
    for name, f in frames.items():
        f = f.fillna(fill)
        f[caps.index] = f[caps.index].clip(upper=caps, axis=1)
        f.to_parquet(a.out / f"churn_{name}.parquet")
        print(name, f.shape, f"churn {f.churn.mean():.3f}")
    (a.out / "prep.json").write_text(json.dumps({"fill": fill, "caps": caps.to_dict(), "snapshots": SNAPSHOTS}, default=float))


if __name__ == "__main__":
    main()
# author: author9
