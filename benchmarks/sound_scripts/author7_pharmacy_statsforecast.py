import polars as pl
from statsforecast import StatsForecast
from statsforecast.models import AutoETS, AutoTheta, CrostonSBA, HistoricAverage, SeasonalNaive

H = 6
df = (
    pl.read_csv("dispensed_monthly.csv", try_parse_dates=True)
    .select(unique_id=pl.col("atc_code"), ds=pl.col("month"), y=pl.col("packs").cast(pl.Float64))
    .sort("unique_id", "ds")
)
last = df["ds"].max()
past = df.filter(pl.col("ds") <= pl.lit(last).dt.offset_by(f"-{H}mo"))
future = df.filter(pl.col("ds") > pl.lit(last).dt.offset_by(f"-{H}mo"))

models = [AutoETS(season_length=12), AutoTheta(season_length=12), CrostonSBA(), SeasonalNaive(12), HistoricAverage()]
names = [repr(m) for m in models]
sf = StatsForecast(models=models, freq="1mo", n_jobs=-1, fallback_model=SeasonalNaive(12))

inner = sf.cross_validation(df=past, h=H, n_windows=4, step_size=3)
winner = (
    inner.with_columns([(pl.col(n) - pl.col("y")).abs().alias(n) for n in names])
    .group_by("unique_id")
    .agg(pl.col(names).mean())
    .unpivot(on=names, index="unique_id", variable_name="model", value_name="mae")
    .sort("unique_id", "mae")
    .group_by("unique_id", maintain_order=True)
    .first()
    .select("unique_id", "model")
)
print(winner["model"].value_counts())

sf.fit(past)
pred = (
    sf.predict(h=H)
    .unpivot(on=names, index=["unique_id", "ds"], variable_name="model", value_name="yhat")
    .join(winner, on=["unique_id", "model"])
    .join(future, on=["unique_id", "ds"])
)
assert pred.height == future.height

summary = pred.group_by("unique_id").agg(
    mae=(pl.col("y") - pl.col("yhat")).abs().mean(),
    bias=(pl.col("yhat") - pl.col("y")).mean(),
)
print(summary.describe())
total = pred.select(wape=(pl.col("y") - pl.col("yhat")).abs().sum() / pl.col("y").sum()).item()
print(f"WAPE, last {H} months: {total:.3f}")
# author: author7
