# Day-ahead load of a distribution area. Bids leave at 09:00 for the whole next day,
# so the newest full day we may look at is two days before delivery.
import numpy as np
import pandas as pd
import xgboost as xgb
from hyperopt import STATUS_OK, Trials, fmin, hp, space_eval, tpe

load = pd.read_csv("load_hourly.csv", index_col="utc", parse_dates=True)["mw"].asfreq("h")
wx = pd.read_csv("nwp_run06.csv", index_col="valid", parse_dates=True)   # forecasts issued 06 UTC the day before

frame = wx[["t2m", "cloud", "wind"]].join(load, how="inner")
for d in (2, 3, 7, 14):
    frame[f"l{d}"] = load.shift(24 * d)
frame["mean_week"] = load.shift(48).rolling(168).mean()
frame["hour"], frame["dow"], frame["doy"] = frame.index.hour, frame.index.dayofweek, frame.index.dayofyear
frame = frame.dropna()

Y19_21 = frame[:"2021-12-31"]
Y22 = frame["2022-01-01":"2022-12-31"]
Y23 = frame["2023-01-01":"2023-12-31"]
FEATS = frame.columns.drop("mw")

space = {
    "max_depth": hp.choice("max_depth", [3, 4, 5, 6, 8]),
    "learning_rate": hp.loguniform("learning_rate", np.log(0.02), np.log(0.2)),
    "subsample": hp.uniform("subsample", 0.5, 1.0),
    "colsample_bytree": hp.uniform("colsample_bytree", 0.4, 1.0),
    "n_estimators": hp.choice("n_estimators", [300, 600, 1000]),
}


def mape(model, part):
    return float(np.mean(np.abs(model.predict(part[FEATS]) - part.mw) / part.mw))


def objective(p):
    m = xgb.XGBRegressor(objective="reg:absoluteerror", tree_method="hist", **p)
    m.fit(Y19_21[FEATS], Y19_21.mw)
    return {"loss": mape(m, Y22), "status": STATUS_OK}


trials = Trials()
best = space_eval(space, fmin(objective, space, tpe.suggest, 80, trials=trials, rstate=np.random.default_rng(1)))

together = pd.concat([Y19_21, Y22])
final = xgb.XGBRegressor(objective="reg:absoluteerror", tree_method="hist", **best)
final.fit(together[FEATS], together.mw)
print("best", best)
print("2023 MAPE", mape(final, Y23), "| same hour a week before", float(np.mean(np.abs(Y23.l7 - Y23.mw) / Y23.mw)))
# author: author5
