"""Triage of radiology referrals: which ones can wait.

Requirement from the clinic: at most 2 % of the urgent ones may be sent to the slow lane.
"""
import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

MISS = 0.02

refs = pd.read_parquet("referrals.parquet")
# hospital 4 came later, it is our external test
ext = refs[refs.hospital == 4]
own = refs[(refs.hospital != 4) & ~refs.patient.isin(ext.patient)]

pipe = make_pipeline(
    TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=5, sublinear_tf=True),
    CalibratedClassifierCV(LogisticRegression(C=5, max_iter=3000), method="isotonic", cv=3),
)

folds = StratifiedGroupKFold(5, shuffle=True, random_state=6)
p_own = cross_val_predict(pipe, own.text, own.urgent, groups=own.patient, cv=folds, method="predict_proba")[:, 1]
# the largest cut which keeps the miss rate on our own patients
cut = np.quantile(p_own[own.urgent.values == 1], MISS)
print("cut", round(cut, 4), "slow lane share", (p_own < cut).mean().round(3))

pipe.fit(own.text, own.urgent)
p_ext = pipe.predict_proba(ext.text)[:, 1]
tn, fp, fn, tp = confusion_matrix(ext.urgent, p_ext >= cut).ravel()
print(f"external: miss rate {fn / (fn + tp):.3%}, slow lane {(tn + fn) / len(ext):.1%}")
# author: outsider
