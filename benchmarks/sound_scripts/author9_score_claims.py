"""Nightly scoring of open claims. Loads the released bundle, writes priorities to the queue table."""
from __future__ import annotations

import datetime as dt
import functools
import os
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Iterator

import joblib
import pandas as pd
import sqlalchemy as sa

CHUNK = 50_000


def retry(times: int, wait: float):
    def deco(fn):
        @functools.wraps(fn)
        def inner(*a, **k):
            for left in reversed(range(times)):
                try:
                    return fn(*a, **k)
                except sa.exc.OperationalError:
                    if not left:
                        raise
                    time.sleep(wait)
        return inner
    return deco


@functools.cache
def bundle() -> dict:
    return joblib.load(os.environ.get("CLAIMS_BUNDLE", "/models/claims/current.joblib"))


def engine():
    return sa.create_engine(os.environ["DWH_URL"])


@retry(3, 20)
def open_claims() -> Iterator[pd.DataFrame]:
    sql = sa.text("select * from claims where status = 'open' and reported < :d")
    return pd.read_sql(sql, engine(), params={"d": dt.date.today()}, chunksize=CHUNK)


def transform(d: pd.DataFrame) -> pd.DataFrame:
    b = bundle()
    d = d.copy()
    d["report_delay"] = (d.reported - d.occurred).dt.days
    d["postcode_rate"] = d.postcode.str[:2].map(b["postcode_rate"]).fillna(b["overall_rate"])
    for col, med in b["medians"].items():
        d[col] = d[col].fillna(med)
    return pd.DataFrame(b["scaler"].transform(d[b["columns"]]), columns=b["columns"], index=d.claim_id)


def score(d: pd.DataFrame) -> pd.DataFrame:
    b = bundle()
    p = b["calibrator"].predict(b["model"].predict_proba(transform(d))[:, 1])
    return pd.DataFrame({"claim_id": d.claim_id.to_numpy(), "p": p, "queue": pd.cut(p, [-1, *b["cuts"], 2], labels=["auto", "desk", "siu"]),
                         "model_version": b["version"], "scored_on": dt.date.today()})


def main() -> None:
    n = 0
    with ProcessPoolExecutor() as pool:
        for part in pool.map(score, open_claims()):
            part.to_sql("claim_priority", engine(), if_exists="append", index=False)
            n += len(part)
    print(f"{n} claims scored with {bundle()['version']}")


if __name__ == "__main__":
    main()
# author: author9
