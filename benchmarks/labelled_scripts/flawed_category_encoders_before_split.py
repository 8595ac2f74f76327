import category_encoders as ce
import pandas as pd
from catboost import CatBoostClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

data = pd.read_csv("loans.csv")
target = data["default"]
data = data.drop(["default", "id"], axis=1)
encoder = ce.TargetEncoder(cols=["city", "job"])
data = encoder.fit_transform(data, target)  # leak: target_encoding_before_split
Xtr, Xte, ytr, yte = train_test_split(data, target, test_size=0.3, random_state=10)
cat = CatBoostClassifier(verbose=0)
cat.fit(Xtr, ytr)
print("test auc", roc_auc_score(yte, cat.predict_proba(Xte)[:, 1]))
