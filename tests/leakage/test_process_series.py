# ruff: noqa: E501  the code under test is as others write it
"""Series taken apart or cut into windows as a whole, and in each part by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

FLAWED = {
    "sunspots": (
        ("future_in_features", 6),
        """\
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from statsmodels.tsa.seasonal import MSTL
load = pd.read_csv("load.csv", parse_dates=["t"], index_col="t")["mw"]
dec = MSTL(load, periods=(24, 168)).fit()
f = pd.DataFrame({"trend": dec.trend.shift(24), "resid": dec.resid.shift(24), "y": load}).dropna()
a, b = f[:"2022"], f["2023":]
m = RandomForestRegressor().fit(a[["trend", "resid"]], a["y"])
print(mean_absolute_error(b["y"], m.predict(b[["trend", "resid"]])))
""",
    ),
    "wavelet": (
        ("future_in_features", 7),
        """\
import numpy as np
import pandas as pd
import pywt
from xgboost import XGBRegressor
from sklearn.metrics import mean_squared_error
p = pd.read_csv("gold.csv", parse_dates=["day"]).sort_values("day")
coef = pywt.wavedec(p["close"].to_numpy(), "db4", level=3)
coef[1:] = [pywt.threshold(c, 0.4) for c in coef[1:]]
p["smooth"] = pywt.waverec(coef, "db4")[: len(p)]
for k in (1, 2, 3):
    p[f"lag{k}"] = p["smooth"].shift(k)
p = p.dropna()
cols = ["lag1", "lag2", "lag3"]
n = int(len(p) * 0.8)
train, test = p.iloc[:n], p.iloc[n:]
m = XGBRegressor().fit(train[cols], train["close"])
print(mean_squared_error(test["close"], m.predict(test[cols])))
""",
    ),
    "emd_lstm": (
        ("future_in_features", 6),
        """\
import numpy as np
import pandas as pd
from PyEMD import CEEMDAN
from tensorflow import keras
wind = pd.read_csv("wind.csv", parse_dates=["time"]).sort_values("time")["speed"].to_numpy()
imfs = CEEMDAN().ceemdan(wind)
W = 24
X, y = [], []
for i in range(len(wind) - W):
    X.append(imfs[:, i:i + W].T)
    y.append(wind[i + W])
X, y = np.array(X), np.array(y)
n = int(0.8 * len(X))
net = keras.Sequential([keras.layers.LSTM(32), keras.layers.Dense(1)])
net.compile("adam", "mse")
net.fit(X[:n], y[:n], epochs=20)
pred = net.predict(X[n:]).ravel()
print("RMSE", np.sqrt(np.mean((pred - y[n:]) ** 2)))
""",
    ),
    "prophet_components": (
        ("target_encoding_before_split", 6),
        """\
import pandas as pd
from prophet import Prophet
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error
d = pd.read_csv("calls.csv", parse_dates=["ds"]).sort_values("ds")
whole = Prophet().fit(d).predict(d)
d["trend"] = whole["trend"].to_numpy()
d["weekly"] = whole["weekly"].to_numpy()
d["lag7"] = d["y"].shift(7)
d = d.dropna()
train, test = d[d.ds < "2023-01-01"], d[d.ds >= "2023-01-01"]
cols = ["trend", "weekly", "lag7"]
m = LGBMRegressor().fit(train[cols], train["y"])
print(mean_absolute_error(test["y"], m.predict(test[cols])))
""",
    ),
    "strided": (
        ("random_split_of_time", 10),
        """\
import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import KFold, cross_val_score
d = pd.read_csv("ride.csv")
w = sliding_window_view(d[["ax", "ay", "az"]].to_numpy(), 100, axis=0)[::10]
lab = sliding_window_view(d["road"].to_numpy(), 100)[::10, -1]
X = np.hstack([w.mean(-1), w.std(-1)])
print(cross_val_score(RandomForestClassifier(), X, lab, cv=KFold(10, shuffle=True, random_state=0)).mean())
""",
    ),
}
SOUND = {
    "train_only": """\
import pandas as pd
from statsmodels.tsa.seasonal import STL
from statsmodels.tsa.arima.model import ARIMA
from sklearn.metrics import mean_absolute_error
s = pd.read_csv("beer.csv", parse_dates=["m"], index_col="m")["hl"]
train, test = s[:"2018"], s["2019":]
dec = STL(train, period=12).fit()
adjusted = train - dec.seasonal
fc = ARIMA(adjusted, order=(1, 1, 1)).fit().forecast(len(test))
season = dec.seasonal.iloc[-12:].to_numpy()
pred = fc.to_numpy() + season[: len(test)]
print(mean_absolute_error(test, pred))
""",
    "plot_only": """\
import pandas as pd
import matplotlib.pyplot as plt
from statsmodels.tsa.seasonal import STL
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
s = pd.read_csv("beer.csv", parse_dates=["m"]).sort_values("m").set_index("m")
dec = STL(s["hl"], period=12).fit()
dec.plot().savefig("parts.png")
print("strength of season", 1 - dec.resid.var() / (dec.resid + dec.seasonal).var())
for k in (1, 2, 12):
    s[f"lag{k}"] = s["hl"].shift(k)
s = s.dropna()
cols = ["lag1", "lag2", "lag12"]
train, test = s[:"2018"], s["2019":]
m = RandomForestRegressor().fit(train[cols], train["hl"])
print(mean_absolute_error(test["hl"], m.predict(test[cols])))
""",
    "rolling_origin": """\
import numpy as np
import pandas as pd
from statsmodels.tsa.seasonal import STL
from statsmodels.tsa.holtwinters import ExponentialSmoothing
s = pd.read_csv("beer.csv", parse_dates=["m"], index_col="m")["hl"]
errors = []
for end in range(60, len(s) - 12, 3):
    past = s.iloc[:end]
    dec = STL(past, period=12).fit()
    flat = past - dec.seasonal
    fc = ExponentialSmoothing(flat, trend="add").fit().forecast(12).to_numpy() + dec.seasonal.iloc[-12:].to_numpy()
    errors.append(np.abs(s.iloc[end:end + 12].to_numpy() - fc).mean())
print("MAE", np.mean(errors))
""",
    "filter_causal": """\
import pandas as pd
from scipy.signal import lfilter, butter
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
d = pd.read_csv("tide.csv", parse_dates=["t"]).sort_values("t")
b, a = butter(2, 0.1)
d["low"] = lfilter(b, a, d["level"])
d["low1"] = d["low"].shift(6)
d = d.dropna()
train, test = d[d.t < "2021-01-01"], d[d.t >= "2021-01-01"]
m = Ridge().fit(train[["low1"]], train["level"])
print(mean_absolute_error(test["level"], m.predict(test[["low1"]])))
""",
    "blocks": """\
import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupKFold, cross_val_score
X, y, g = [], [], []
for k, path in enumerate(PATHS):
    d = pd.read_csv(path)
    w = sliding_window_view(d[["ax", "ay", "az"]].to_numpy(), 100, axis=0)[::10]
    X.append(np.hstack([w.mean(-1), w.std(-1)]))
    y.append(sliding_window_view(d["road"].to_numpy(), 100)[::10, -1])
    g.append(np.full(len(w), k))
X, y, g = np.concatenate(X), np.concatenate(y), np.concatenate(g)
print(cross_val_score(RandomForestClassifier(), X, y, groups=g, cv=GroupKFold(5)).mean())
""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_the_leak_is_found_at_its_line(tmp_path: Path, how: str) -> None:
    place, text = FLAWED[how]
    assert place in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_its_sound_twins_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, SOUND[how]) == []
