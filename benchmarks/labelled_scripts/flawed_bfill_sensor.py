import pandas as pd
from sklearn.linear_model import LassoCV
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import TimeSeriesSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

log = pd.read_csv("reactor.csv", parse_dates=["time"], index_col="time").sort_index()
log = log.resample("10min").mean()
log["catalyst"] = log["catalyst"].bfill()  # leak: future_in_features
log["yield_next"] = log["yield"].shift(-6)
log = log.ffill().dropna()
y = log.pop("yield_next")
scores = []
for past, ahead in TimeSeriesSplit(6).split(log):
    model = make_pipeline(StandardScaler(), LassoCV(cv=TimeSeriesSplit(4)))
    model.fit(log.iloc[past], y.iloc[past])
    scores.append(mean_absolute_error(y.iloc[ahead], model.predict(log.iloc[ahead])))
print(scores)
# author: maintainer
