import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split

df = pd.read_csv("default.csv")
y = df.pop("default")
X_train, X_rest, y_train, y_rest = train_test_split(df, y, test_size=0.4, random_state=0)
X_cal, X_test, y_cal, y_test = train_test_split(X_rest, y_rest, test_size=0.5, random_state=0)
rf = RandomForestClassifier(500).fit(X_train, y_train)
cal = CalibratedClassifierCV(rf, cv="prefit").fit(X_cal, y_cal)
print(brier_score_loss(y_test, rf.predict_proba(X_test)[:, 1]), brier_score_loss(y_test, cal.predict_proba(X_test)[:, 1]))
