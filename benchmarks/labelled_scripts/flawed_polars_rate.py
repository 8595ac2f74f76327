import polars as pl
from lightgbm import LGBMClassifier
from sklearn.metrics import roc_auc_score

df = pl.read_parquet("claims.parquet").with_columns(
    pl.col("fraud").mean().over("garage").alias("garage_rate")  # leak: target_encoding_before_split
)
df = df.sort("opened")
n = int(df.height * 0.8)
train, test = df.head(n), df.tail(df.height - n)
cols = ["amount", "age", "garage_rate"]
model = LGBMClassifier(n_estimators=200).fit(train.select(cols).to_pandas(), train["fraud"].to_pandas())
print(roc_auc_score(test["fraud"], model.predict_proba(test.select(cols).to_pandas())[:, 1]))
# author: maintainer
