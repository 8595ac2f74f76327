import pandas as pd
from sklearn.cluster import MiniBatchKMeans
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold

houses = pd.read_csv("housing.csv").dropna().reset_index(drop=True)
target = "median_house_value"
errors = []
for k, (a, b) in enumerate(KFold(5, shuffle=True, random_state=0).split(houses)):
    train, test = houses.loc[a].copy(), houses.loc[b].copy()
    km = MiniBatchKMeans(30, random_state=k, n_init=3).fit(train[["latitude", "longitude"]])
    for part in (train, test):
        part["cluster"] = km.predict(part[["latitude", "longitude"]])
    price = train.groupby("cluster")[target].mean()
    for part in (train, test):
        part["cluster_price"] = part["cluster"].map(price).fillna(train[target].mean())
    cols = [c for c in train if c not in (target, "ocean_proximity")]
    model = HistGradientBoostingRegressor().fit(train[cols], train[target])
    errors.append(mean_absolute_error(test[target], model.predict(test[cols])))
print(errors)
# author: maintainer
