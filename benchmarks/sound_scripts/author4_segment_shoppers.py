"""Segmentation for the CRM team. Nothing is predicted here, the output is a slide."""
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import QuantileTransformer

rfm = pd.read_sql(
    """
    select customer_id,
           date '2023-12-31' - max(order_date)      as recency,
           count(*)                                 as frequency,
           sum(total)                               as monetary,
           avg(case when promo then 1.0 else 0 end) as promo_share,
           avg(case when channel = 'app' then 1.0 else 0 end) as app_share
    from orders where order_date between '2023-01-01' and '2023-12-31'
    group by 1
    """,
    "postgresql://reader@crm/replica",
    index_col="customer_id",
).astype(float)

Z = QuantileTransformer(output_distribution="normal", random_state=0).fit_transform(rfm)

rng = np.random.default_rng(0)
probe = rng.choice(len(Z), size=min(15000, len(Z)), replace=False)
table = []
for k in range(3, 11):
    gm = GaussianMixture(k, covariance_type="full", n_init=5, random_state=0).fit(Z)
    table.append((k, gm.bic(Z), silhouette_score(Z[probe], gm.predict(Z[probe]))))
table = pd.DataFrame(table, columns=["k", "bic", "silhouette"])
print(table.round(3).to_string(index=False))

k = 6   # marketing can handle six, BIC is flat from there on
gm = GaussianMixture(k, n_init=20, random_state=1).fit(Z)
rfm["segment"] = gm.predict(Z)
rfm["certainty"] = gm.predict_proba(Z).max(axis=1)

profile = rfm.groupby("segment").agg(
    customers=("recency", "size"), recency=("recency", "median"), frequency=("frequency", "median"),
    monetary=("monetary", "median"), revenue=("monetary", "sum"), promo=("promo_share", "mean"), app=("app_share", "mean"))
profile["revenue_share"] = profile.revenue / profile.revenue.sum()
print(profile.round(2).to_string())

xy = PCA(2).fit_transform(Z)[probe]
fig, ax = plt.subplots(figsize=(8, 6))
ax.scatter(*xy.T, c=rfm.segment.to_numpy()[probe], s=3, cmap="tab10", alpha=0.5)
ax.set_title("Shopper segments 2023")
fig.savefig("segments.png", dpi=150)
rfm[["segment", "certainty"]].to_csv("segments.csv")
# author: author4
