"""Segments of library members for the city. Output: a table and a picture, no predictions."""
import logging
import pandas as pd
import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler, FunctionTransformer
from sklearn.pipeline import make_pipeline

logging.basicConfig(level=logging.INFO)
log = logging.getLogger("segments")

m = pd.read_csv("members.csv", parse_dates=["joined", "last_visit"])
today = pd.Timestamp("2023-06-30")
rfm = pd.DataFrame({
    "recency": (today - m.last_visit).dt.days,
    "loans": m.loans_12m,
    "digital": m.ebook_loans_12m / m.loans_12m.clip(lower=1),
    "kids": m.kids_items_12m / m.loans_12m.clip(lower=1),
    "tenure": (today - m.joined).dt.days / 365,
})
scale = make_pipeline(FunctionTransformer(np.log1p), StandardScaler())
Z = scale.fit_transform(rfm.fillna(rfm.median()))

best_k, best_s = None, -1
for k in range(3, 10):
    lab = KMeans(k, n_init=20, random_state=0).fit_predict(Z)
    s = silhouette_score(Z, lab, sample_size=5000, random_state=0)
    log.info("k=%d silhouette=%.3f", k, s)
    if s > best_s:
        best_k, best_s = k, s

rfm["segment"] = KMeans(best_k, n_init=50, random_state=0).fit_predict(Z)
profile = rfm.groupby("segment").median().assign(share=rfm.segment.value_counts(normalize=True))
print(profile.round(2).to_string())
rfm.assign(member=m.member_id)[["member", "segment"]].to_csv("segments.csv", index=False)
# author: outsider
