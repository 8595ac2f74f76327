"""Train the valuation model that the web form calls."""
from pathlib import Path

import joblib
import pandas as pd
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_absolute_percentage_error, median_absolute_error
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder
import numpy as np

NUM = ["living_area", "plot_area", "rooms", "year_built", "floor", "lat", "lon"]
CAT = ["kind", "heating", "condition", "municipality"]


def build():
    prep = ColumnTransformer([
        ("num", SimpleImputer(strategy="median", add_indicator=True), NUM),
        ("cat", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, min_frequency=20), CAT),
    ])
    reg = HistGradientBoostingRegressor(max_iter=500, learning_rate=0.05, l2_regularization=1.0)
    return TransformedTargetRegressor(
        Pipeline([("prep", prep), ("reg", reg)]), func=np.log, inverse_func=np.exp
    )


def main(src=Path("sales.parquet"), out=Path("models/valuation.joblib")):
    sales = pd.read_parquet(src).sort_values("deed_date")
    sales = sales.query("20_000 < price < 5_000_000 and arms_length")
    past = sales[sales.deed_date < "2023-07-01"]
    recent = sales[sales.deed_date >= "2023-07-01"]

    model = build().fit(past[NUM + CAT], past.price)
    pred = model.predict(recent[NUM + CAT])
    print(f"{len(past)} past sales, {len(recent)} recent sales")
    print("MAPE   %.3f" % mean_absolute_percentage_error(recent.price, pred))
    print("MedAE  %.0f" % median_absolute_error(recent.price, pred))
    print("within 10%%: %.3f" % (np.abs(pred / recent.price - 1) < 0.10).mean())

    # for production use everything we have
    shipped = build().fit(sales[NUM + CAT], sales.price)
    out.parent.mkdir(exist_ok=True)
    joblib.dump(shipped, out)


if __name__ == "__main__":
    main()
# author: author10
