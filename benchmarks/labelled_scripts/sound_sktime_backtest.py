import numpy as np
from sktime.datasets import load_airline
from sktime.forecasting.base import ForecastingHorizon
from sktime.forecasting.compose import TransformedTargetForecaster
from sktime.forecasting.model_selection import (
    ExpandingWindowSplitter,
    ForecastingGridSearchCV,
    temporal_train_test_split,
)
from sktime.forecasting.naive import NaiveForecaster
from sktime.forecasting.theta import ThetaForecaster
from sktime.performance_metrics.forecasting import mean_absolute_percentage_error
from sktime.transformations.series.detrend import Deseasonalizer

y = load_airline()
y_train, y_test = temporal_train_test_split(y, test_size=24)
fh = ForecastingHorizon(y_test.index, is_relative=False)

naive = NaiveForecaster(strategy="last", sp=12).fit(y_train)
print("naive", mean_absolute_percentage_error(y_test, naive.predict(fh)))

forecaster = TransformedTargetForecaster(
    [("deseasonalize", Deseasonalizer(sp=12)), ("forecast", ThetaForecaster())]
)
cv = ExpandingWindowSplitter(initial_window=60, step_length=6, fh=np.arange(1, 13))
grid = ForecastingGridSearchCV(
    forecaster, cv=cv, param_grid={"deseasonalize__model": ["additive", "multiplicative"]}
)
grid.fit(y_train)
print(grid.best_params_)
print("theta", mean_absolute_percentage_error(y_test, grid.predict(fh)))
# author: maintainer
