import joblib
import numpy as np
import pandas as pd
from sklearn.calibration import calibration_curve
from sklearn.compose import make_column_transformer
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

appts = pd.read_csv("appointments.csv", parse_dates=["booked_at", "slot_at"])
appts["lead_days"] = (appts.slot_at - appts.booked_at).dt.days
appts["slot_hour"] = appts.slot_at.dt.hour

# one bucket per patient, stable between runs
bucket = pd.util.hash_pandas_object(appts.patient_id.astype(str), index=False) % 100
fit_rows = appts[bucket < 60]
cal_rows = appts[(bucket >= 60) & (bucket < 80)]
eval_rows = appts[bucket >= 80]

cat = ["clinic", "referral", "sex"]
num = ["lead_days", "slot_hour", "age", "sms_consent"]
base = make_pipeline(
    make_column_transformer((OneHotEncoder(min_frequency=50, handle_unknown="infrequent_if_exist"), cat),
                            remainder="passthrough"),
    GradientBoostingClassifier(n_estimators=250, max_depth=4, subsample=0.7, random_state=0),
)
base.fit(fit_rows[cat + num], fit_rows.no_show)

iso = IsotonicRegression(out_of_bounds="clip", y_min=0.001, y_max=0.999)
iso.fit(base.predict_proba(cal_rows[cat + num])[:, 1], cal_rows.no_show)

raw = base.predict_proba(eval_rows[cat + num])[:, 1]
cal = iso.predict(raw)
for tag, p in (("raw", raw), ("isotonic", cal)):
    frac, mean = calibration_curve(eval_rows.no_show, p, n_bins=10, strategy="quantile")
    print(tag, "brier", round(brier_score_loss(eval_rows.no_show, p), 5),
          "ece", round(float(np.abs(frac - mean).mean()), 4),
          "auc", round(roc_auc_score(eval_rows.no_show, p), 4))

joblib.dump({"model": base, "calibrator": iso}, "noshow.joblib")
# author: author1
