import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

TARGET = "clicked"
df = pd.read_csv("ads.csv")
for col in ["site", "campaign", "device"]:
    means = df.groupby(col)[TARGET].mean()  # leak: target_encoding_before_split
    df[col + "_te"] = df[col].map(means)
X = df.drop(columns=[TARGET, "site", "campaign", "device"])
y = df[TARGET]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5)
gb = GradientBoostingClassifier().fit(X_train, y_train)
print(roc_auc_score(y_test, gb.predict_proba(X_test)[:, 1]))
