import warnings

import numpy as np
import pandas as pd
from sktime.forecasting.compose import TransformedTargetForecaster, make_reduction
from sktime.forecasting.ets import AutoETS
from sktime.forecasting.model_evaluation import evaluate
from sktime.forecasting.model_selection import ExpandingWindowSplitter, ForecastingGridSearchCV
from sktime.forecasting.naive import NaiveForecaster
from sktime.performance_metrics.forecasting import MeanAbsoluteError, MeanAbsoluteScaledError
from sktime.split import temporal_train_test_split
from sktime.transformations.series.boxcox import LogTransformer
from sktime.transformations.series.detrend import Deseasonalizer
from sklearn.ensemble import ExtraTreesRegressor

warnings.filterwarnings("ignore")
FH = np.arange(1, 15)
WEEK = 7

shops = pd.read_csv("rolls_sold.csv", parse_dates=["date"])


def series_of(shop):
    s = shops[shops["shop"] == shop].set_index("date")["sold"].asfreq("D").fillna(0) + 1
    s.index = s.index.to_period("D")
    return s


def tuned(y):
    pipe = TransformedTargetForecaster([
        ("log", LogTransformer()),
        ("season", Deseasonalizer(sp=WEEK, model="additive")),
        ("reduce", make_reduction(ExtraTreesRegressor(200, random_state=0), window_length=28, strategy="recursive")),
    ])
    cv = ExpandingWindowSplitter(fh=FH, initial_window=len(y) - 8 * len(FH), step_length=len(FH))
    return ForecastingGridSearchCV(
        pipe, cv=cv, scoring=MeanAbsoluteError(),
        param_grid={"reduce__window_length": [14, 28, 56], "reduce__estimator__min_samples_leaf": [1, 5]},
    )


mase = MeanAbsoluteScaledError(sp=WEEK)
lines = []
for shop in sorted(shops["shop"].unique()):
    y = series_of(shop)
    y_train, y_test = temporal_train_test_split(y, test_size=6 * len(FH))
    search = tuned(y_train).fit(y_train, fh=FH)

    rolling = ExpandingWindowSplitter(fh=FH, initial_window=len(y_train), step_length=len(FH))
    contenders = {
        "reduction": search.best_forecaster_,
        "ets": AutoETS(auto=True, sp=WEEK),
        "last week": NaiveForecaster(strategy="last", sp=WEEK),
    }
    for name, f in contenders.items():
        res = evaluate(f, rolling, y, strategy="refit", scoring=mase)
        lines.append({"shop": shop, "model": name, "mase": res["test_MeanAbsoluteScaledError"].mean()})
    print(shop, search.best_params_)

print(pd.DataFrame(lines).pivot(index="shop", columns="model", values="mase").round(3))
# author: author10
