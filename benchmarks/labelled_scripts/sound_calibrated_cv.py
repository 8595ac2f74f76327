import pandas as pd
from sklearn.calibration import CalibratedClassifierCV, calibration_curve
from sklearn.ensemble import RandomForestClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split

d = pd.read_csv("triage.csv")
tr, rest = train_test_split(d, test_size=0.4, random_state=0, stratify=d.urgent)
cal, te = train_test_split(rest, test_size=0.5, random_state=0, stratify=rest.urgent)
x = d.columns.drop("urgent")
forest = RandomForestClassifier(300).fit(tr[x], tr.urgent)
tuned = CalibratedClassifierCV(FrozenEstimator(forest), method="isotonic").fit(cal[x], cal.urgent)
for name, m in (("raw", forest), ("calibrated", tuned)):
    p = m.predict_proba(te[x])[:, 1]
    print(name, brier_score_loss(te.urgent, p), calibration_curve(te.urgent, p, n_bins=10))
# author: maintainer
