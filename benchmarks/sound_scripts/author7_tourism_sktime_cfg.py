"""python tourism_sktime_cfg.py  -- quarterly overnight stays, 8 quarters held back."""
import pandas as pd
from sktime.forecasting.base import ForecastingHorizon
from sktime.forecasting.compose import TransformedTargetForecaster, make_reduction
from sktime.forecasting.model_selection import ForecastingGridSearchCV
from sktime.performance_metrics.forecasting import MeanAbsoluteScaledError, mean_absolute_percentage_error
from sktime.split import ExpandingWindowSplitter, temporal_train_test_split
from sktime.transformations.series.detrend import Deseasonalizer, Detrender
from sktime.transformations.series.boxcox import LogTransformer
from sklearn.linear_model import Ridge

CFG = dict(
    path="data/overnights.parquet",
    hold=8,
    grid={"reduce__window_length": [4, 8, 12], "reduce__estimator__alpha": [0.1, 1.0, 10.0]},
    cv=dict(initial_window=40, step_length=4, fh=[1, 2, 3, 4]),
)


def pipeline():
    return TransformedTargetForecaster([
        ("log", LogTransformer()),
        ("deseason", Deseasonalizer(sp=4, model="additive")),
        ("detrend", Detrender()),
        ("reduce", make_reduction(Ridge(), strategy="recursive", window_length=8)),
    ])


def one_state(y):
    y, y_later = temporal_train_test_split(y, test_size=CFG["hold"])
    search = ForecastingGridSearchCV(
        pipeline(),
        cv=ExpandingWindowSplitter(**CFG["cv"]),
        param_grid=CFG["grid"],
        scoring=MeanAbsoluteScaledError(sp=4),
    )
    search.fit(y)
    y_hat = search.predict(ForecastingHorizon(y_later.index, is_relative=False))
    mase = MeanAbsoluteScaledError(sp=4)
    return {
        "mape": mean_absolute_percentage_error(y_later, y_hat),
        "mase": mase(y_later, y_hat, y_train=y),
        **search.best_params_,
    }


wide = pd.read_parquet(CFG["path"])
wide.index = pd.PeriodIndex(wide.index, freq="Q")
rows = {state: one_state(wide[state]) for state in wide.columns}
report = pd.DataFrame.from_dict(rows, orient="index")
print(report.to_string(float_format="%.3f"))
print("median MASE over states", report["mase"].median().round(3))
# author: author7
