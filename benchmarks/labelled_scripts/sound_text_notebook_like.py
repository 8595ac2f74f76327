import re
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import ConfusionMatrixDisplay, classification_report
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline

posts = pd.read_json("posts.jsonl", lines=True)
posts["text"] = posts["title"].fillna("") + " " + posts["body"].map(lambda t: re.sub(r"https?://\S+", " URL ", t).lower())
posts["length"] = posts["text"].str.len()
print(posts.groupby("forum")["length"].describe())
keep = posts["forum"].value_counts()
posts = posts[posts["forum"].isin(keep[keep > 200].index)]
train, test = train_test_split(posts, test_size=0.2, stratify=posts["forum"], random_state=0)
search = GridSearchCV(Pipeline([("v", TfidfVectorizer(min_df=3)), ("m", SGDClassifier(random_state=0))]),
                      {"v__ngram_range": [(1, 1), (1, 2)], "m__alpha": [1e-5, 1e-4]}, cv=4, n_jobs=-1)
search.fit(train["text"], train["forum"])
print(search.best_params_, search.best_score_)
guess = search.predict(test["text"])
print(classification_report(test["forum"], guess))
ConfusionMatrixDisplay.from_predictions(test["forum"], guess)
# author: maintainer
