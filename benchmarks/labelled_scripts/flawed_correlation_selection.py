import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv")
corr = df.corr()["outcome"].abs().sort_values(ascending=False)  # leak: selection_before_split
top = corr.index[1:51]
X = df[top]
y = df["outcome"]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.3, random_state=7)
rf = RandomForestClassifier(500).fit(X_tr, y_tr)
print("accuracy:", rf.score(X_te, y_te))
