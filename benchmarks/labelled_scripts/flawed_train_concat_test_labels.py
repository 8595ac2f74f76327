import pandas as pd
from category_encoders import TargetEncoder
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error

train, test = pd.read_csv("train.csv"), pd.read_csv("holdout.csv")
both = pd.concat([train, test], ignore_index=True)
both["street_e"] = TargetEncoder().fit_transform(both["street"], both["rent"])  # leak: target_encoding_before_split
train, test = both.iloc[: len(train)], both.iloc[len(train):]
m = Ridge().fit(train[["size", "street_e"]], train["rent"])
print(mean_squared_error(test["rent"], m.predict(test[["size", "street_e"]])))
# author: maintainer
