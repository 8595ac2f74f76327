import polars as pl
from lightgbm import LGBMClassifier
from sklearn.metrics import roc_auc_score

lf = pl.scan_parquet("claims/*.parquet").with_columns(
    (pl.col("amount") / pl.col("limit")).alias("share"), pl.col("opened").dt.month().alias("month")
)
past = lf.filter(pl.col("opened") < pl.date(2023, 7, 1))
levels = past.group_by("garage").agg(pl.col("fraud").mean().alias("garage_rate"))
train = past.collect()
test = lf.filter(pl.col("opened") >= pl.date(2023, 7, 1)).join(levels, on="garage", how="left").collect()
cols = ["share", "month", "amount", "age"]
model = LGBMClassifier(n_estimators=200).fit(train[cols].to_pandas(), train["fraud"].to_pandas())
print(roc_auc_score(test["fraud"], model.predict_proba(test[cols].to_pandas())[:, 1]))
# author: maintainer
