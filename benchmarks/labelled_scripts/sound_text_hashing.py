import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("tickets.csv")
df["text"] = df["subject"].str.lower() + " " + df["body"].str.lower()
X = HashingVectorizer(n_features=2**18).fit_transform(df["text"])
X_train, X_test, y_train, y_test = train_test_split(X, df["queue"], random_state=0)
clf = SGDClassifier().fit(X_train, y_train)
print(f1_score(y_test, clf.predict(X_test), average="macro"))
