"""Topic of court paragraphs (8 classes). Baseline for the annotation project."""
from collections import Counter
from pathlib import Path
import json

from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_pipeline, make_union

ROOT = Path(__file__).parent

texts, labels, cases = [], [], []
for line in (ROOT / "paragraphs.jsonl").open(encoding="utf8"):
    r = json.loads(line)
    if r["label"] == "UNSURE":
        continue
    texts.append(r["text"])
    labels.append(r["label"])
    cases.append(r["case_no"])
print(Counter(labels).most_common())


def features():
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, max_features=60_000),
    )


systems = [
    ("majority", DummyClassifier(strategy="most_frequent")),
    ("cnb", make_pipeline(TfidfVectorizer(min_df=2), ComplementNB())),
    ("sgd", make_pipeline(features(), SGDClassifier(loss="modified_huber", alpha=1e-5, class_weight="balanced", random_state=0))),
]
cv = StratifiedGroupKFold(n_splits=10, shuffle=True, random_state=0)
for name, system in systems:
    hat = cross_val_predict(system, texts, labels, groups=cases, cv=cv, n_jobs=5)
    print("=" * 10, name)
    print(classification_report(labels, hat, digits=3, zero_division=0))
# author: outsider
