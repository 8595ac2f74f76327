import warnings

import numpy as np
import pandas as pd
from sktime.forecasting.base import ForecastingHorizon
from sktime.forecasting.compose import TransformedTargetForecaster, make_reduction
from sktime.forecasting.ets import AutoETS
from sktime.forecasting.model_evaluation import evaluate
from sktime.forecasting.model_selection import ExpandingWindowSplitter
from sktime.forecasting.naive import NaiveForecaster
from sktime.forecasting.theta import ThetaForecaster
from sktime.performance_metrics.forecasting import MeanAbsoluteScaledError
from sktime.transformations.series.boxcox import LogTransformer
from sktime.transformations.series.detrend import Deseasonalizer, Detrender
from sklearn.ensemble import RandomForestRegressor

warnings.filterwarnings("ignore")

nights = pd.read_csv("overnight_stays.csv", index_col="month")
nights.index = pd.PeriodIndex(nights.index, freq="M")

zoo = {
    "snaive": NaiveForecaster("last", sp=12),
    "theta": ThetaForecaster(sp=12),
    "ets": AutoETS(auto=True, sp=12, n_jobs=2),
    "rf": TransformedTargetForecaster([
        ("log", LogTransformer()),
        ("trend", Detrender()),
        ("season", Deseasonalizer(sp=12)),
        ("rf", make_reduction(RandomForestRegressor(200, random_state=0), window_length=24, strategy="recursive")),
    ]),
}

cv = ExpandingWindowSplitter(fh=np.arange(1, 13), initial_window=96, step_length=6)
metric = MeanAbsoluteScaledError(sp=12)

rows = []
for region in nights.columns:
    y = nights[region].dropna()
    if len(y) < 132:
        continue
    for name, fc in zoo.items():
        ev = evaluate(fc, cv=cv, y=y, scoring=metric, strategy="refit")
        rows.append((region, name, ev["test_MeanAbsoluteScaledError"].mean()))

res = pd.DataFrame(rows, columns=["region", "model", "mase"]).pivot(index="region", columns="model", values="mase")
print(res.round(3))
print("average over regions\n", res.mean().round(3))
print("wins\n", res.idxmin(axis=1).value_counts())

# next year's numbers for the tourist board; ETS was agreed on in the spring meeting
fh = ForecastingHorizon(np.arange(1, 13), is_relative=True)
plan = {c: AutoETS(auto=True, sp=12).fit(nights[c].dropna()).predict(fh) for c in res.index}
pd.DataFrame(plan).to_csv("plan_next_year.csv")
# author: author12
