import pandas as pd
from sklearn.compose import TransformedTargetRegressor, make_column_transformer
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_percentage_error
from sklearn.model_selection import GroupKFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder
import numpy as np

offers = pd.read_csv("offers.csv")
offers["price_per_m2"] = offers["price"] / offers["area"]
offers = offers[offers["price_per_m2"].between(200, 30_000)]
print(offers.groupby("city")["price_per_m2"].median())
X = offers.drop(columns=["price", "price_per_m2", "url", "building_id"])
encode = make_column_transformer(
    (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), ["city", "district", "kind"]),
    remainder="passthrough",
)
model = TransformedTargetRegressor(make_pipeline(encode, RandomForestRegressor(300)), func=np.log, inverse_func=np.exp)
result = cross_validate(model, X, offers["price"], groups=offers["building_id"], cv=GroupKFold(5),
                        scoring="neg_mean_absolute_percentage_error", return_train_score=True)
print(-result["test_score"].mean(), -result["train_score"].mean())
# author: maintainer
