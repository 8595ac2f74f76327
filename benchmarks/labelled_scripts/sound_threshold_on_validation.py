import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("fraud.csv")
dev, test = train_test_split(df, test_size=0.2, stratify=df["fraud"], random_state=0)
train, valid = train_test_split(dev, test_size=0.25, stratify=dev["fraud"], random_state=0)
cols = [c for c in df.columns if c != "fraud"]
model = LogisticRegression(max_iter=1000).fit(train[cols], train["fraud"])
p_valid = model.predict_proba(valid[cols])[:, 1]
grid = np.linspace(0.01, 0.99, 99)
best = max(grid, key=lambda t: f1_score(valid["fraud"], p_valid >= t))
p_test = model.predict_proba(test[cols])[:, 1]
print("F1", f1_score(test["fraud"], p_test >= best))
