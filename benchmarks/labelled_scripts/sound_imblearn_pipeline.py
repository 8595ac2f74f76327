import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_validate

df = pd.read_csv("creditcard.csv")
X, y = df.drop("Class", axis=1), df["Class"]
pipe = Pipeline([("smote", SMOTE(random_state=0)), ("rf", RandomForestClassifier(n_jobs=-1))])
out = cross_validate(pipe, X, y, cv=StratifiedKFold(5), scoring=["average_precision", "recall"])
print({k: v.mean() for k, v in out.items() if k.startswith("test")})
