"""PM2.5 at a roadside station, hourly, from met + neighbouring pollutant lags."""
import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline

STATION = "RD07"
MET = ["temp", "dewpoint", "pressure", "wind_speed", "wind_u", "wind_v", "precip"]
LAGGED = ["pm25", "pm10", "no2", "o3"]


def cross_validate(X, y, n_splits=10):
    kf = KFold(n_splits=n_splits, shuffle=True, random_state=0)  # leak: random_split_of_time
    rmse, r2 = [], []
    for tr, va in kf.split(X):  # or: random_split_of_time
        m = make_pipeline(
            SimpleImputer(strategy="median"),
            ExtraTreesRegressor(n_estimators=300, min_samples_leaf=3, n_jobs=-1, random_state=0),
        )
        m.fit(X.iloc[tr], y.iloc[tr])
        p = m.predict(X.iloc[va])
        rmse.append(np.sqrt(mean_squared_error(y.iloc[va], p)))
        r2.append(r2_score(y.iloc[va], p))
    return np.array(rmse), np.array(r2)


def design(df):
    out = df[MET].copy()
    for c in LAGGED:
        for k in (1, 2, 3, 6, 24):
            out[f"{c}_t-{k}"] = df[c].shift(k)
    out["hour_sin"] = np.sin(2 * np.pi * df.index.hour / 24)
    out["hour_cos"] = np.cos(2 * np.pi * df.index.hour / 24)
    out["weekend"] = (df.index.dayofweek >= 5).astype(int)
    return out


def read(fn):
    d = pd.read_csv(fn, parse_dates=["datetime"]).query("station == @STATION")
    d = d.set_index("datetime").sort_index().asfreq("h")
    rad = np.deg2rad(d["wind_dir"])
    d["wind_u"] = -d["wind_speed"] * np.sin(rad)
    d["wind_v"] = -d["wind_speed"] * np.cos(rad)
    return d


if __name__ == "__main__":
    hourly = read("aq_hourly.csv")
    X = design(hourly)
    ok = hourly["pm25"].notna() & X["pm25_t-1"].notna()
    X, y = X[ok], hourly.loc[ok, "pm25"]
    print(f"{STATION}: {len(y)} hours, {y.index.min():%Y-%m} .. {y.index.max():%Y-%m}")
    rmse, r2 = cross_validate(X, y)
    print(f"skill: RMSE {rmse.mean():.2f} (sd {rmse.std():.2f}) ug/m3, R2 {r2.mean():.3f}")
# author: independent
