import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.model_selection import cross_val_score

train = pd.read_csv("../input/train.csv")
test = pd.read_csv("../input/test.csv")
y = np.log1p(train["SalePrice"])
features = ["GrLivArea", "OverallQual", "YearBuilt", "TotalBsmtSF"]
X, X_test = train[features].fillna(0), test[features].fillna(0)
model = xgb.XGBRegressor(n_estimators=500, max_depth=4)
print("CV RMSE", np.sqrt(-cross_val_score(model, X, y, scoring="neg_mean_squared_error", cv=5)).mean())
model.fit(X, y)
pd.DataFrame({"Id": test["Id"], "SalePrice": np.expm1(model.predict(X_test))}).to_csv("submission.csv", index=False)
