# Route helpdesk mails to the 14 teams
import re, html, logging
import joblib
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, top_k_accuracy_score
from sklearn.model_selection import train_test_split

logging.basicConfig(level=logging.INFO)

SIGN = re.compile(r"(mit freundlichen gr|best regards|sent from my).*", re.I | re.S)


def clean(body):
    t = html.unescape(body or "")
    t = re.sub(r"<[^>]+>", " ", t)
    t = SIGN.sub("", t)
    return re.sub(r"\s+", " ", t).lower().strip()


mails = pd.read_parquet("mails_2020_2022.parquet")
mails["txt"] = mails.subject.fillna("") + " . " + mails.body.map(clean)
mails = mails.drop_duplicates("txt").query("txt.str.len() > 20", engine="python")

vec = TfidfVectorizer(ngram_range=(1, 2), min_df=5, max_df=0.3, sublinear_tf=True)
M = vec.fit_transform(mails.txt)  # leak: preprocessing_before_split
logging.info("matrix %s", M.shape)

M_tr, M_te, y_tr, y_te = train_test_split(M, mails.team, test_size=0.2, stratify=mails.team, random_state=4)
lr = LogisticRegression(C=8, max_iter=2000, n_jobs=-1).fit(M_tr, y_tr)

print(classification_report(y_te, lr.predict(M_te)))
print("top-3:", top_k_accuracy_score(y_te, lr.predict_proba(M_te), k=3, labels=lr.classes_))
joblib.dump((vec, lr), "router.joblib")
# author: outsider
