"""Can a classifier tell this month's scoring requests from the rows the model was built on?

Mailed to the model owners. Says nothing about how well the credit model does."""
import smtplib
from email.message import EmailMessage

import lightgbm as lgb
import numpy as np
import polars as pl
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

built = pl.read_parquet("model_v7/development_inputs.parquet")
now = pl.read_parquet("requests/latest/*.parquet")
shared = [c for c in built.columns if c in now.columns and c not in ("customer", "requested_at")]
k = min(built.height, now.height, 60_000)
both = pl.concat([
    built.sample(k, seed=1).select("customer", *shared).with_columns(pl.lit(0).alias("is_now")),
    now.sample(k, seed=1).select("customer", *shared).with_columns(pl.lit(1).alias("is_now")),
], how="vertical_relaxed")

X = both.select(
    pl.col(c).cast(pl.Categorical).to_physical() if both.schema[c] == pl.String else pl.col(c).cast(pl.Float64)
    for c in shared
).to_numpy()
y = both["is_now"].to_numpy()
who = both["customer"].to_numpy()

p = np.zeros(len(y))
gain = np.zeros(len(shared))
for a, b in GroupKFold(5).split(X, y, who):
    m = lgb.LGBMClassifier(n_estimators=200, num_leaves=15, learning_rate=0.05, verbose=-1, importance_type="gain")
    m.fit(X[a], y[a])
    p[b] = m.predict_proba(X[b])[:, 1]
    gain += m.feature_importances_ / m.feature_importances_.sum() / 5

auc = roc_auc_score(y, p)
rng = np.random.default_rng(0)
band = np.quantile([roc_auc_score(rng.permutation(y), p) for _ in range(200)], [0.025, 0.975])
top = sorted(zip(gain, shared), reverse=True)[:8]

lines = [f"separability AUC {auc:.3f} (shuffled {band[0]:.3f}-{band[1]:.3f}), {k} rows a side", ""]
for g, c in top:
    lines.append(f"{g:6.1%}  {c}  missing {built[c].null_count() / built.height:.1%} -> {now[c].null_count() / now.height:.1%}")
msg = EmailMessage()
msg["Subject"] = ("[drift] " if auc > 0.65 else "") + "credit v7 inputs"
msg["From"], msg["To"] = "models@bank.example", "owners@bank.example"
msg.set_content("\n".join(lines))
with smtplib.SMTP("mail.bank.example") as s:
    s.send_message(msg)
# author: author5
