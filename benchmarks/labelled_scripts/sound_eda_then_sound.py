import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("heart.csv")
print(df.describe(), df["target"].value_counts(), df.isna().sum())
corr = df.corr()
sns.heatmap(corr, annot=True)
plt.savefig("corr.png")
print(corr["target"].sort_values())
print(df.groupby("sex")["target"].mean())
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="target"), df["target"], random_state=0)
rf = RandomForestClassifier().fit(X_train, y_train)
print("train", accuracy_score(y_train, rf.predict(X_train)))
print("test", accuracy_score(y_test, rf.predict(X_test)))
importances = pd.Series(rf.feature_importances_, index=X_train.columns).sort_values()
importances.plot.barh()
