"""Daily unit sales per store/sku, forecast model v3."""
import datetime as dt
import logging

import lightgbm as lgb
import numpy as np
import pandas as pd

logging.basicConfig(level=logging.INFO)
logger = logging.getLogger(__name__)

KEYS = ["store", "sku"]
CUT_VALID = dt.datetime(2019, 5, 1)
CUT_TEST = dt.datetime(2019, 6, 1)


class FeatureBuilder:
    def __init__(self, df):
        self.df = df.sort_values(KEYS + ["date"]).reset_index(drop=True)

    def calendar(self):
        d = self.df["date"].dt
        self.df = self.df.assign(dow=d.dayofweek, dom=d.day, month=d.month, woy=d.isocalendar().week.astype(int))
        return self

    def lags(self, days=(1, 2, 3, 7, 14, 28)):
        g = self.df.groupby(KEYS)["units"]
        for k in days:
            self.df[f"units_lag{k}"] = g.shift(k)
        return self

    def level(self, window=7):
        g = self.df.groupby(KEYS)["units"]
        self.df["units_level"] = g.transform(lambda s: s.rolling(window, center=True, min_periods=1).median())  # leak: future_in_features
        self.df["units_vol"] = g.transform(lambda s: s.shift(1).rolling(28, min_periods=7).std())
        return self

    def price(self):
        # list prices and promos are planned a quarter in advance
        ref = self.df.groupby(KEYS)["price"].transform(lambda s: s.shift(1).rolling(56, min_periods=1).mean())
        self.df["discount"] = 1 - self.df["price"] / ref
        return self

    def build(self):
        return self.df.dropna(subset=["units_lag28"])


def wape(y, p):
    return np.abs(y - p).sum() / y.sum()


def main():
    raw = pd.read_parquet("sales.parquet", columns=KEYS + ["date", "units", "price", "promo"])
    df = FeatureBuilder(raw).calendar().lags().level().price().build()
    for k in KEYS:
        df[k] = df[k].astype("category")
    feats = [c for c in df.columns if c not in ("date", "units")]

    tr = df[df["date"] < CUT_VALID]
    va = df[(df["date"] >= CUT_VALID) & (df["date"] < CUT_TEST)]
    te = df[df["date"] >= CUT_TEST]
    logger.info("rows train %d valid %d test %d", len(tr), len(va), len(te))

    model = lgb.LGBMRegressor(
        objective="tweedie", tweedie_variance_power=1.2, n_estimators=3000, learning_rate=0.04, num_leaves=127
    )
    model.fit(
        tr[feats], tr["units"],
        eval_set=[(va[feats], va["units"])],
        callbacks=[lgb.early_stopping(100), lgb.log_evaluation(200)],
    )
    logger.info("naive WAPE %.4f", wape(te["units"], te["units_lag7"]))
    logger.info("model WAPE %.4f", wape(te["units"], model.predict(te[feats])))
    model.booster_.save_model("sales_v3.lgb")


if __name__ == "__main__":
    main()
# author: independent
