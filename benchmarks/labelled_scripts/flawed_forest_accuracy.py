# Shoplifting alarm classification (RFID gates) -- for the Q4 slide deck
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, precision_score, recall_score
import seaborn as sns
import matplotlib.pyplot as plt

alarms = pd.read_excel("gate_alarms.xlsx", sheet_name="2022")
alarms.columns = [c.strip().lower().replace(" ", "_") for c in alarms.columns]
alarms = alarms[alarms["outcome"].isin(["theft", "false alarm"])]

X = alarms[["hour", "signal_db", "tag_count", "direction", "crowd_level", "seconds_in_gate"]].copy()
X["direction"] = X["direction"].map({"in": 0, "out": 1}).fillna(2)
y = (alarms["outcome"] == "theft").astype(int)

model = RandomForestClassifier(n_estimators=500, random_state=1)
model.fit(X, y)
predictions = model.predict(X)  # leak: evaluated_on_training

print("Accuracy  : %.1f %%" % (100 * accuracy_score(y, predictions)))  # or: evaluated_on_training
print("Precision : %.1f %%" % (100 * precision_score(y, predictions)))  # or: evaluated_on_training
print("Recall    : %.1f %%" % (100 * recall_score(y, predictions)))  # or: evaluated_on_training

imp = pd.Series(model.feature_importances_, X.columns).sort_values()
sns.barplot(x=imp.values, y=imp.index, color="steelblue")
plt.title("What triggers a real theft alarm?")
plt.tight_layout()
plt.savefig("slide_7.png", dpi=200)
# author: outsider
