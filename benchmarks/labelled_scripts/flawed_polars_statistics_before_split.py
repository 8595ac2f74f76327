import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression

df = pl.read_parquet("events.parquet")
df = df.with_columns(pl.col("converted").mean().over("channel").alias("channel_rate"))  # leak: target_encoding_before_split
y = df["converted"].to_numpy()
X = df.drop("converted").to_numpy()
rng = np.random.default_rng(0)
order = rng.permutation(len(y))
cut = int(0.8 * len(y))
tr, te = order[:cut], order[cut:]
clf = LogisticRegression().fit(X[tr], y[tr])
print((clf.predict(X[te]) == y[te]).mean())
