import re
import sys
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import precision_recall_fscore_support
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.svm import LinearSVC

# sms spam, Swahili + English corpus from the operator's abuse desk
path = sys.argv[1] if len(sys.argv) > 1 else "sms.tsv"
msgs = pd.read_csv(path, sep="\t", names=["label", "text"], quoting=3)
print("raw", len(msgs))


def norm(s):
    s = s.lower()
    s = re.sub(r"\d+", "0", s)
    s = re.sub(r"https?://\S+", "<url>", s)
    return re.sub(r"\W+", " ", s).strip()


# the same campaign arrives thousands of times with another number in it
msgs["key"] = msgs.text.map(norm)
conflict = msgs.groupby("key").label.nunique()
msgs = msgs[~msgs.key.isin(conflict[conflict > 1].index)]
msgs = msgs.drop_duplicates("key")
print("after dedupe", len(msgs))

y = (msgs.label == "spam").astype(int)
a_txt, b_txt, a_y, b_y = train_test_split(msgs.key, y, test_size=.25, stratify=y, random_state=1)

pipe = Pipeline([
    ("tfidf", TfidfVectorizer(sublinear_tf=True)),
    ("svm", LinearSVC(class_weight="balanced")),
])
gs = GridSearchCV(pipe, {
    "tfidf__ngram_range": [(1, 1), (1, 2)],
    "tfidf__min_df": [1, 3],
    "svm__C": [.1, 1, 10],
}, scoring="f1", cv=5, n_jobs=4)
gs.fit(a_txt, a_y)
print(gs.best_params_)

p, r, f, _ = precision_recall_fscore_support(b_y, gs.predict(b_txt), average="binary")
print("precision %.3f recall %.3f f1 %.3f" % (p, r, f))
# author: outsider
