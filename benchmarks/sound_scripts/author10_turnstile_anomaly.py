# Faulty turnstile detection. Only fault-free weeks are used for fitting.
import numpy as np
import pandas as pd
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import RobustScaler

DAY = pd.Timedelta(days=1)

counts = pd.read_parquet("turnstile_hourly.parquet")       # gate, hour, entries, rejects, opens
tickets = pd.read_csv("maintenance_tickets.csv", parse_dates=["opened", "closed"])

daily = (
    counts.assign(day=counts["hour"].dt.floor("D"))
    .groupby(["gate", "day"])
    .agg(entries=("entries", "sum"), rejects=("rejects", "sum"), opens=("opens", "sum"),
         silent=("entries", lambda e: int((e == 0).sum())), peak=("entries", "max"))
    .reset_index()
)
daily["reject_rate"] = daily["rejects"] / (daily["entries"] + 1)
daily["open_ratio"] = daily["opens"] / (daily["entries"] + 1)

daily["faulty"] = False
for t in tickets.itertuples():
    hit = (daily["gate"] == t.gate) & (daily["day"] >= t.opened.floor("D")) & (daily["day"] <= t.closed)
    daily.loc[hit, "faulty"] = True

cols = ["entries", "reject_rate", "open_ratio", "silent", "peak"]
boundary = pd.Timestamp("2023-04-01")
quarter_before = daily[(daily["day"] < boundary - 90 * DAY) & ~daily["faulty"]]
tuning_quarter = daily[(daily["day"] >= boundary - 90 * DAY) & (daily["day"] < boundary) & ~daily["faulty"]]
live = daily[daily["day"] >= boundary]

scaler = RobustScaler().fit(quarter_before[cols])
forest = IsolationForest(500, max_samples=2048, random_state=6).fit(scaler.transform(quarter_before[cols]))


def strangeness(frame):
    return -forest.score_samples(scaler.transform(frame[cols]))


# alarm level: one false alarm in 200 healthy gate-days
level = np.quantile(strangeness(tuning_quarter), 1 - 1 / 200)

s = strangeness(live)
alarm = s > level
y = live["faulty"].to_numpy()
print("gate-days", len(live), "faulty", y.sum())
print("average precision", round(average_precision_score(y, s), 3))
print("detected", round(alarm[y].mean(), 3), "false alarms per 200", round(200 * alarm[~y].mean(), 2))

first = live.assign(alarm=alarm)[y].groupby("gate")["alarm"].any()
print("gates with a fault noticed at least once", f"{first.mean():.2f}")
# author: author10
