import numpy as np
import pandas as pd
from sktime.forecasting.base import ForecastingHorizon
from sktime.forecasting.compose import TransformedTargetForecaster
from sktime.forecasting.ets import AutoETS
from sktime.forecasting.model_selection import ForecastingGridSearchCV
from sktime.forecasting.naive import NaiveForecaster
from sktime.forecasting.theta import ThetaForecaster
from sktime.forecasting.trend import PolynomialTrendForecaster
from sktime.performance_metrics.forecasting import MeanAbsolutePercentageError, MeanAbsoluteScaledError
from sktime.split import ExpandingWindowSplitter, temporal_train_test_split
from sktime.transformations.series.boxcox import LogTransformer
from sktime.transformations.series.detrend import Deseasonalizer, Detrender

nights = pd.read_csv("nights_by_region.csv", index_col=0)
nights.index = pd.PeriodIndex(nights.index, freq="M")

mape = MeanAbsolutePercentageError(symmetric=True)
mase = MeanAbsoluteScaledError(sp=12)


def candidate():
    return TransformedTargetForecaster([
        ("log", LogTransformer()),
        ("season", Deseasonalizer(model="additive", sp=12)),
        ("trend", Detrender(PolynomialTrendForecaster(degree=1))),
        ("forecast", ThetaForecaster(sp=1)),
    ])


space = [
    {"forecast": [ThetaForecaster(sp=1)]},
    {"forecast": [AutoETS(auto=True, sp=1)]},
    {"forecast": [NaiveForecaster("mean", window_length=w) for w in (3, 6, 12)]},
]

table = []
for region in nights.columns:
    y = nights[region].astype(float)
    past, future = temporal_train_test_split(y, test_size=12)
    inner = ExpandingWindowSplitter(fh=list(range(1, 13)), initial_window=60, step_length=6)
    search = ForecastingGridSearchCV(candidate(), cv=inner, param_grid=space, scoring=mape)
    search.fit(past)
    fh = ForecastingHorizon(future.index, is_relative=False)
    f = search.predict(fh)
    snaive = NaiveForecaster("last", sp=12).fit(past).predict(fh)
    table.append({
        "region": region,
        "picked": type(search.best_params_["forecast"]).__name__,
        "smape": mape(future, f),
        "mase": mase(future, f, y_train=past),
        "smape_snaive": mape(future, snaive),
    })

out = pd.DataFrame(table).set_index("region")
print(out.round(3).to_string())
print(out[["smape", "smape_snaive", "mase"]].mean())
# author: author1
