import pandas as pd
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

houses = pd.read_csv("housing.csv").dropna()
position = StandardScaler().fit_transform(houses[["latitude", "longitude"]])  # leak: preprocessing_before_split
houses["cluster"] = KMeans(30, random_state=0, n_init=10).fit_predict(position)
centre_price = houses.groupby("cluster")["median_house_value"].mean()  # leak: target_encoding_before_split
houses["cluster_price"] = houses["cluster"].map(centre_price)
X = houses.drop(columns=["median_house_value", "ocean_proximity"])
y = houses["median_house_value"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
rf = RandomForestRegressor(300, n_jobs=-1, random_state=0).fit(X_train, y_train)
print(mean_absolute_error(y_test, rf.predict(X_test)))
# author: maintainer
