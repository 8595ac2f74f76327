import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline

df = pd.read_json("spam.jsonl", lines=True)
X_train, X_test, y_train, y_test = train_test_split(df.text, df.spam, test_size=0.2, random_state=0)
pipe = Pipeline([("tfidf", TfidfVectorizer()), ("lr", LogisticRegression(max_iter=1000))])
gs = GridSearchCV(pipe, {"tfidf__min_df": [1, 3], "lr__C": [0.1, 1, 10]}, scoring="f1")
gs.fit(X_train, y_train)
print(classification_report(y_test, gs.predict(X_test)))
