import polars as pl
from lightgbm import LGBMClassifier
from sklearn.metrics import roc_auc_score

df = pl.read_csv("events.csv", try_parse_dates=True).sort("day")
df = df.with_columns((pl.col("amount") + 1).log().alias("log_amount"))
train = df.filter(pl.col("day") < pl.date(2024, 1, 1))
test = df.filter(pl.col("day") >= pl.date(2024, 1, 1))
rates = train.group_by("channel").agg(pl.col("converted").mean().alias("rate"))
train = train.join(rates, on="channel", how="left")
test = test.join(rates, on="channel", how="left")
cols = ["log_amount", "rate"]
m = LGBMClassifier().fit(train.select(cols).to_numpy(), train["converted"].to_numpy())
print(roc_auc_score(test["converted"], m.predict_proba(test.select(cols).to_numpy())[:, 1]))
