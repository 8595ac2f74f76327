"""House prices for beginners: elastic net, pipelines and the year of sale."""
from pathlib import Path
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_selector as sel
from sklearn.impute import SimpleImputer
from sklearn.linear_model import ElasticNet
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

HERE = Path("../input/house-prices")
houses = pd.read_csv(HERE / "train.csv", index_col="Id")
to_submit = pd.read_csv(HERE / "test.csv", index_col="Id")


def tidy(d):
    d = d.copy()
    d["MSSubClass"] = d["MSSubClass"].astype(str)
    d["Age"] = d["YrSold"] - d["YearBuilt"]
    d["SinceRemod"] = d["YrSold"] - d["YearRemodAdd"]
    d["Baths"] = d["FullBath"] + d["HalfBath"] / 2 + d["BsmtFullBath"].fillna(0) + d["BsmtHalfBath"].fillna(0) / 2
    for c in ("GrLivArea", "LotArea", "1stFlrSF", "TotalBsmtSF", "LotFrontage"):
        d[c] = np.log1p(d[c])
    return d.drop(columns=["MoSold", "SalePrice"], errors="ignore")


def model(alpha, l1):
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    words = make_pipeline(SimpleImputer(strategy="constant", fill_value="none"),
                          OneHotEncoder(handle_unknown="ignore", min_frequency=8))
    both = ColumnTransformer([("n", numbers, sel(dtype_include=np.number)), ("w", words, sel(dtype_include=object))])
    return make_pipeline(both, ElasticNet(alpha=alpha, l1_ratio=l1, max_iter=20000))


def rmsle(m, rows):
    return np.sqrt(np.mean((m.predict(tidy(rows)) - np.log(rows["SalePrice"])) ** 2))


def fit(rows, **kw):
    return model(**kw).fit(tidy(rows), np.log(rows["SalePrice"]))


mine = houses[houses["YrSold"] == 2010]
houses_before = houses[houses["YrSold"] < 2010]

results = {}
for alpha in (1e-4, 3e-4, 1e-3, 3e-3, 1e-2):
    for l1 in (.1, .5, .9):
        steps = []
        for year in (2008, 2009):
            past = houses_before[houses_before["YrSold"] < year]
            steps.append(rmsle(fit(past, alpha=alpha, l1=l1), houses_before[houses_before["YrSold"] == year]))
        results[alpha, l1] = np.mean(steps)
alpha, l1 = min(results, key=results.get)
print("chosen", alpha, l1, "2008/2009:", round(results[alpha, l1], 4))

m = fit(houses_before, alpha=alpha, l1=l1)
print("2010:", round(rmsle(m, mine), 4), "houses:", len(mine))
print("guessing the median:", round(np.sqrt(np.mean((np.log(houses_before["SalePrice"]).median() - np.log(mine["SalePrice"])) ** 2)), 4))

m = fit(houses, alpha=alpha, l1=l1)
pd.Series(np.exp(m.predict(tidy(to_submit))), to_submit.index, name="SalePrice").to_csv("submission.csv")
# author: author8
