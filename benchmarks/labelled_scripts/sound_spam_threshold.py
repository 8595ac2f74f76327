"""SMS spam filter. Operating point: at most 0.5 % of ham may be blocked."""
import pandas as pd
import numpy as np
import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, roc_curve
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split
from sklearn.pipeline import FeatureUnion, make_pipeline

MAX_FPR = 0.005


def operating_point(y, p, max_fpr):
    fpr, tpr, thr = roc_curve(y, p)
    ok = np.flatnonzero(fpr <= max_fpr)
    return thr[ok[np.argmax(tpr[ok])]]


def rates(y, hat):
    tn, fp, fn, tp = confusion_matrix(y, hat).ravel()
    return {"ham_blocked": fp / (fp + tn), "spam_caught": tp / (tp + fn)}


vectors = FeatureUnion([
    ("w", TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)),
    ("c", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True)),
])
model = make_pipeline(vectors, LogisticRegression(C=20, max_iter=2000))

sms = pd.read_csv("SMSSpamCollection", sep="\t", names=["label", "text"], quoting=3)
sms = sms.drop_duplicates("text")
y = (sms["label"] == "spam").astype(int).to_numpy()
text = sms["text"].str.replace(r"\d", "9", regex=True).to_numpy()

t_dev, t_test, y_dev, y_test = train_test_split(text, y, test_size=0.3, stratify=y, random_state=17)

cv = StratifiedKFold(10, shuffle=True, random_state=17)
p_dev = cross_val_predict(model, t_dev, y_dev, cv=cv, method="predict_proba", n_jobs=-1)[:, 1]
cut = operating_point(y_dev, p_dev, MAX_FPR)
print(f"threshold {cut:.4f}")
print("dev ", rates(y_dev, p_dev >= cut))

model.fit(t_dev, y_dev)
p_test = model.predict_proba(t_test)[:, 1]
print("test", rates(y_test, p_test >= cut))

for t in (0.3, 0.5, 0.7, 0.9):
    r = rates(y_test, p_test >= t)
    print(f"   at {t:.1f}: {r['ham_blocked']:.4f} {r['spam_caught']:.4f}")

model.fit(text, y)
joblib.dump({"model": model, "threshold": float(cut)}, "sms.joblib")
# author: independent
