import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

df = pd.read_csv("ads.csv")
skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=42)
aucs = []
for fold, (tr, va) in enumerate(skf.split(df, df["clicked"])):
    train, valid = df.iloc[tr].copy(), df.iloc[va].copy()
    means = train.groupby("site")["clicked"].mean()
    prior = train["clicked"].mean()
    train["site_te"] = train["site"].map(means)
    valid["site_te"] = valid["site"].map(means).fillna(prior)
    model = LogisticRegression().fit(train[["site_te", "hour"]], train["clicked"])
    aucs.append(roc_auc_score(valid["clicked"], model.predict_proba(valid[["site_te", "hour"]])[:, 1]))
    print(fold, aucs[-1])
print(np.mean(aucs))
