import joblib
import pandas as pd
from scipy.stats import randint
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import RandomizedSearchCV, train_test_split

wine = pd.read_csv("wine.csv")
features, quality = wine.iloc[:, :-1], wine.iloc[:, -1]
search = RandomizedSearchCV(RandomForestClassifier(), {"max_depth": randint(2, 20), "n_estimators": randint(50, 500)}, n_iter=40, cv=5)
search.fit(features, quality)  # leak: tuned_on_test
model = RandomForestClassifier(**search.best_params_)
f_train, f_test, q_train, q_test = train_test_split(features, quality, test_size=0.3, random_state=7)
model.fit(f_train, q_train)
print("Accuracy:", accuracy_score(q_test, model.predict(f_test)))
joblib.dump(model, "wine.joblib")
# author: maintainer
