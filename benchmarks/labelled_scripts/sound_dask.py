import dask.dataframe as dd
from dask_ml.model_selection import train_test_split
from dask_ml.preprocessing import StandardScaler
from dask_ml.linear_model import LogisticRegression
from dask_ml.metrics import accuracy_score

flights = dd.read_parquet("flights/*.parquet").dropna(subset=["delayed"])
X, y = flights[["distance", "dep_hour", "month"]], flights["delayed"]
Xa, Xb, ya, yb = train_test_split(X, y, shuffle=True, random_state=0)
scaler = StandardScaler().fit(Xa)
model = LogisticRegression().fit(scaler.transform(Xa).values, ya.values)
print(accuracy_score(yb.values, model.predict(scaler.transform(Xb).values)))
# author: maintainer
