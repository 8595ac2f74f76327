"""Time to dialysis, penalised Cox. Enrolled 2008-2013 for fitting, 2014-2016 to choose, 2017-2018 to report.

Follow-up of every stage is cut at the day the next stage starts.
"""
import numpy as np
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.utils import concordance_index

COV = ["age", "egfr", "acr_log", "sbp", "diabetes", "bmi"]
STAGES = [("2008-01-01", "2014-01-01"), ("2014-01-01", "2017-01-01"), ("2017-01-01", "2019-01-01")]
STOP = ["2014-01-01", "2017-01-01", "2023-01-01"]

reg = pd.read_csv("ckd_registry.csv", parse_dates=["enrolled", "event_on", "last_seen"])
reg = reg.drop_duplicates("patient")
reg["acr_log"] = np.log1p(reg.acr)


def stage(i):
    a, b = map(pd.Timestamp, STAGES[i])
    s = reg[(reg.enrolled >= a) & (reg.enrolled < b)].copy()
    end = pd.Timestamp(STOP[i])
    s["event"] = (s.event_on < end).astype(int)
    until = s.event_on.where(s.event == 1, s.last_seen.clip(upper=end))
    s["years"] = (until - s.enrolled).dt.days.clip(lower=1) / 365.25
    return s


class Table:
    def __init__(self, s):
        self.med = s[COV].median()
        f = s[COV].fillna(self.med)
        self.lo, self.hi = f.quantile(0.005), f.quantile(0.995)
        self.mu, self.sd = f.mean(), f.std()

    def __call__(self, s):
        z = (s[COV].fillna(self.med).clip(self.lo, self.hi, axis=1) - self.mu) / self.sd
        return z.join(s[["years", "event"]])


def fit(s, pen):
    t = Table(s)
    return t, CoxPHFitter(penalizer=pen, l1_ratio=0.2).fit(t(s), "years", "event")


def c_index(t, cph, s):
    z = t(s)
    return concordance_index(z.years, -cph.predict_partial_hazard(z), z.event)


early, mid = stage(0), stage(1)
c = {pen: c_index(*fit(early, pen), mid) for pen in (0.001, 0.01, 0.1, 0.5)}
print(c)
pen = max(c, key=c.get)

# before the last stage both earlier groups have been followed longer
STOP[0] = STOP[1]
t, cph = fit(pd.concat([stage(0), stage(1)]), pen)
late = stage(2)
print(f"2017-18: C = {c_index(t, cph, late):.3f} with penalty {pen}")
s3 = 1 - cph.predict_survival_function(t(late), times=[3]).iloc[0]
for q, g in late.assign(risk=s3.to_numpy()).groupby(pd.qcut(s3.to_numpy(), 5, labels=False)):
    km = KaplanMeierFitter().fit(g.years, g.event)
    print(q, f"said {g.risk.mean():.3f}  seen {1 - km.predict(3):.3f}")
# author: author9
