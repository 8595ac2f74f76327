"""Stage 1 of the pipeline: raw events -> training examples -> split files.

DVC stage `prepare`. No model here.
"""
import hashlib
from pathlib import Path

import pandas as pd
import yaml


def bucket(user_id, salt="ad-quality-1"):
    h = hashlib.sha1(f"{salt}:{user_id}".encode()).hexdigest()
    return int(h[:8], 16) % 100


def clean(events):
    events = events[events.event_type.isin({"view", "click", "dismiss"})]
    events = events.drop_duplicates(["user_id", "ad_id", "ts", "event_type"])
    events["device"] = events["device"].fillna("unknown").str.lower()
    events["price_bucket"] = pd.cut(events.price, [-1, 5, 20, 100, 1e9], labels=["xs", "s", "m", "l"])
    return events


def examples(events, horizon="30min"):
    events = events.sort_values(["user_id", "ts"])
    views = events[events.event_type == "view"].copy()
    clicks = events.loc[events.event_type == "click", ["user_id", "ad_id", "ts"]]
    clicks = clicks.rename(columns={"ts": "click_ts"}).sort_values("click_ts")
    views = pd.merge_asof(
        views.sort_values("ts"), clicks,
        left_on="ts", right_on="click_ts", by=["user_id", "ad_id"],
        direction="forward", tolerance=pd.Timedelta(horizon),
    )
    views["label"] = views["click_ts"].notna().astype("int8")
    views = views.drop(columns=["click_ts", "event_type"])
    # how many ads did the user see before this one today
    views["n_seen_today"] = views.groupby(["user_id", views.ts.dt.date]).cumcount()
    return views


def main():
    cfg = yaml.safe_load(open("params.yaml"))["prepare"]
    out = Path(cfg["out"])
    out.mkdir(parents=True, exist_ok=True)
    ev = pd.concat(pd.read_parquet(p) for p in sorted(Path(cfg["raw"]).glob("*.parquet")))
    ex = examples(clean(ev))
    ex["bucket"] = ex.user_id.map(bucket)
    parts = {
        "train": ex[ex.bucket < 80],
        "valid": ex[(ex.bucket >= 80) & (ex.bucket < 90)],
        "test": ex[ex.bucket >= 90],
    }
    for name, part in parts.items():
        part.drop(columns="bucket").to_parquet(out / f"{name}.parquet", index=False)
        print(f"{name:<6}{len(part):>10}  ctr={part.label.mean():.4f}  users={part.user_id.nunique()}")


if __name__ == "__main__":
    main()
# author: outsider
