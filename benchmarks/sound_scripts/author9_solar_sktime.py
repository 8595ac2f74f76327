# PV plants, day totals, 7 days ahead; sktime, no outside inputs
import warnings
import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from lightgbm import LGBMRegressor
from sktime.forecasting.compose import TransformedTargetForecaster, make_reduction
from sktime.forecasting.naive import NaiveForecaster
from sktime.forecasting.theta import ThetaForecaster
from sktime.split import ExpandingWindowSplitter
from sktime.transformations.series.boxcox import LogTransformer
from sktime.transformations.series.detrend import Deseasonalizer

warnings.filterwarnings("ignore")
FH = np.arange(1, 8)
plants = pd.read_csv("pv_daily.csv", parse_dates=["day"])
cap = pd.read_csv("pv_plants.csv", index_col="plant").kwp


def theta():
    return TransformedTargetForecaster([("log", LogTransformer(offset=1.0)), ("des", Deseasonalizer(sp=7)), ("t", ThetaForecaster(sp=1))])


def boosted(window):
    return make_reduction(LGBMRegressor(n_estimators=200, learning_rate=0.05, verbose=-1), window_length=window, strategy="direct")


ZOO = {
    "last": lambda: NaiveForecaster("last"),
    "mean14": lambda: NaiveForecaster("mean", window_length=14),
    "theta": theta,
    "lgb14": lambda: boosted(14),
    "lgb35": lambda: boosted(35),
}


def backtest(name, y, first, stop):
    """Origins every 7 days from `first`, none that would forecast `stop` or later."""
    part = y[y.index < stop]
    sp = ExpandingWindowSplitter(fh=FH, initial_window=int((part.index < first).sum()), step_length=7)
    for a, b in sp.split(part):
        f = ZOO[name]().fit(part.iloc[a], fh=FH)
        yield np.abs(f.predict().to_numpy() - part.iloc[b].to_numpy())


def plant(pid, d):
    y = (d.set_index("day").kwh / cap[pid]).asfreq("D").ffill(limit=2)
    y = y[y.last_valid_index() - pd.Timedelta(days=1200):].dropna().asfreq("D").ffill()
    end = y.index[-1] + pd.Timedelta(days=1)
    test_from = end - pd.Timedelta(days=26 * 7)
    tune_from = test_from - pd.Timedelta(days=26 * 7)
    tune = {n: np.mean(list(backtest(n, y, tune_from, test_from))) for n in ZOO}
    pick = min(tune, key=tune.get)
    e = np.array(list(backtest(pick, y, test_from, end)))
    ref = np.array(list(backtest("mean14", y, test_from, end)))
    return {"plant": pid, "pick": pick, "tune": tune[pick], "test": e.mean(), "ref": ref.mean(), **{f"h{h}": v for h, v in zip(FH, e.mean(0))}}


if __name__ == "__main__":
    rows = Parallel(n_jobs=-1)(delayed(plant)(p, d) for p, d in plants.groupby("plant"))
    t = pd.DataFrame(rows).set_index("plant")
    print(t.pick.value_counts().to_dict())
    print("MAE kWh/kWp: picked %.3f, 14-day mean %.3f" % (t.test.mean(), t.ref.mean()))
    t.to_csv("pv_backtest.csv")
# author: author9
