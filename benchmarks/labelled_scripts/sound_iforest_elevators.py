"""Elevator door anomalies -- alarm level from the quiet period."""
import numpy as np
import pandas as pd
from sklearn.ensemble import IsolationForest
from sklearn.preprocessing import RobustScaler

COLS = ["open_ms", "close_ms", "motor_a_mean", "motor_a_max", "reopen", "jerk"]

cyc = pd.read_parquet("door_cycles.parquet").sort_values("ts")
inc = pd.read_csv("incidents.csv", parse_dates=["reported_at"])

quiet = cyc[(cyc.ts >= "2022-01-01") & (cyc.ts < "2022-05-01")]
later = cyc[cyc.ts >= "2022-06-01"].copy()

# per-door centre from the quiet months, doors installed afterwards get the fleet centre
centre = quiet.groupby("door_id")[COLS].median()
fleet = quiet[COLS].median()


def relative(frame):
    c = centre.reindex(frame.door_id).fillna(fleet)
    return frame[COLS].to_numpy() - c.to_numpy()


rs = RobustScaler().fit(relative(quiet))
forest = IsolationForest(n_estimators=400, max_samples=4096, random_state=0, n_jobs=-1)
forest.fit(rs.transform(relative(quiet)))
alarm = np.quantile(forest.score_samples(rs.transform(relative(quiet))), 0.001)

later["score"] = forest.score_samples(rs.transform(relative(later)))
daily = later.set_index("ts").groupby("door_id").score.resample("1D").apply(lambda s: (s < alarm).mean())
daily = daily.rename("rate").reset_index()
daily["alarm"] = daily.rate > 0.05

hits = 0
judged = inc[inc.reported_at >= "2022-06-08"]
for r in judged.itertuples():
    w = daily[(daily.door_id == r.door_id) & (daily.ts < r.reported_at.normalize()) &
              (daily.ts >= r.reported_at.normalize() - pd.Timedelta("7D"))]
    hits += bool(w.alarm.any())
print(f"incidents with an alarm in the 7 days before: {hits}/{len(judged)}")
print(f"alarm days per door and month: {30 * daily.alarm.mean():.2f}")
# author: outsider
