import argparse
import datetime as dt

import joblib
import numpy as np
import pandas as pd
from sklearn.linear_model import RidgeCV
from sklearn.metrics import mean_absolute_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import SplineTransformer, StandardScaler


def cli():
    ap = argparse.ArgumentParser(description="District heating demand")
    ap.add_argument("csv")
    ap.add_argument("--model-out", default="heat.joblib")
    ap.add_argument("--holdout-days", type=int, default=90)
    return ap.parse_args()


def make_model():
    return make_pipeline(
        StandardScaler(),
        SplineTransformer(n_knots=7, degree=3, extrapolation="linear"),
        RidgeCV(alphas=np.logspace(-3, 4, 30)),
    )


def table(csv):
    t = pd.read_csv(csv, parse_dates=["date"]).set_index("date").sort_index()
    t["y_prev"] = t["mwh"].shift(1)
    t["y_week"] = t["mwh"].shift(7)
    t["dow"] = t.index.dayofweek
    t["yday_sin"] = np.sin(2 * np.pi * t.index.dayofyear / 365.25)
    t["yday_cos"] = np.cos(2 * np.pi * t.index.dayofyear / 365.25)
    return t.dropna()


def main():
    args = cli()
    t = table(args.csv)
    cols = ["temp_fc", "wind_fc", "sun_fc", "y_prev", "y_week", "dow", "yday_sin", "yday_cos"]

    cut = t.index.max() - pd.Timedelta(days=args.holdout_days)
    past, recent = t.loc[:cut], t.loc[t.index > cut]

    m = make_model().fit(past[cols], past["mwh"])
    mae = mean_absolute_error(recent["mwh"], m.predict(recent[cols]))
    naive = mean_absolute_error(recent["mwh"], recent["y_prev"])
    print(f"{recent.index[0]:%d.%m.%Y} - {recent.index[-1]:%d.%m.%Y}: MAE {mae:.1f} MWh, persistence {naive:.1f} MWh")

    everything = make_model()
    everything.fit(t[cols], t["mwh"])
    joblib.dump(
        {
            "model": everything,
            "cols": cols,
            "trained": dt.datetime.now().isoformat(timespec="seconds"),
            "mae": mae,
            "last_day": t.index.max(),
        },
        args.model_out,
    )


if __name__ == "__main__":
    main()
# author: independent
