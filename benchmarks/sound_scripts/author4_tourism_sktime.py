import numpy as np
import pandas as pd
from sktime.forecasting.arima import AutoARIMA
from sktime.forecasting.base import ForecastingHorizon
from sktime.forecasting.compose import TransformedTargetForecaster
from sktime.forecasting.ets import AutoETS
from sktime.forecasting.model_evaluation import evaluate
from sktime.forecasting.model_selection import ExpandingWindowSplitter, temporal_train_test_split
from sktime.forecasting.naive import NaiveForecaster
from sktime.forecasting.theta import ThetaForecaster
from sktime.performance_metrics.forecasting import MeanAbsoluteScaledError
from sktime.transformations.series.boxcox import LogTransformer
from sktime.transformations.series.detrend import Deseasonalizer

nights = pd.read_csv("overnight_stays.csv", parse_dates=["month"]).set_index("month")["nights"]
nights.index = nights.index.to_period("M")
nights = nights[:"2019-12"]

past, last_two_years = temporal_train_test_split(nights, test_size=24)
fh = ForecastingHorizon(np.arange(1, 13), is_relative=True)


def on_log(f, deseason=False):
    steps = [("log", LogTransformer())]
    if deseason:
        steps.append(("season", Deseasonalizer(sp=12)))
    return TransformedTargetForecaster(steps + [("f", f)])


zoo = {
    "snaive": NaiveForecaster("last", sp=12),
    "theta": on_log(ThetaForecaster(sp=1), deseason=True),
    "ets": on_log(AutoETS(auto=True, sp=12)),
    "arima": on_log(AutoARIMA(sp=12, suppress_warnings=True)),
}
mase = MeanAbsoluteScaledError(sp=12)
window = ExpandingWindowSplitter(fh=fh, initial_window=96, step_length=6)

board = {}
for name, forecaster in zoo.items():
    r = evaluate(forecaster, cv=window, y=past, scoring=mase, strategy="refit")
    board[name] = r["test_MeanAbsoluteScaledError"].mean()
    print(f"{name:8s} backtest MASE {board[name]:.3f} ({len(r)} origins)")

champion = min(board, key=board.get)
final = zoo[champion].clone()
final.fit(past, fh=np.arange(1, 25))
forecast = final.predict()
print(f"{champion}: MASE 2018-2019 = {mase(last_two_years, forecast, y_train=past):.3f}")

production = zoo[champion].clone().fit(nights, fh=np.arange(1, 13))
production.predict().to_csv("next_12_months.csv")
# author: author4
