# Acute kidney injury within 48 h. Prediction moments joined with the last lab value known at that moment.
import numpy as np
import polars as pl
import lightgbm as lgb

LABS = ["creatinine", "urea", "potassium", "lactate", "haemoglobin"]

moments = pl.read_parquet("moments.parquet").sort("at")          # patient, stay, at, aki48
labs = pl.read_parquet("labs.parquet").sort("available_at")       # patient, test, value, available_at

table = moments
for lab in LABS:
    one = (labs.filter(pl.col("test") == lab)
               .select("patient", pl.col("available_at").alias(f"{lab}_at"), pl.col("value").alias(lab))
               .sort(f"{lab}_at")
               .with_columns(pl.col(lab).cum_min().over("patient").alias(f"{lab}_lowest")))
    table = table.join_asof(one, left_on="at", right_on=f"{lab}_at", by="patient", strategy="backward")
    table = table.with_columns(((pl.col("at") - pl.col(f"{lab}_at")).dt.total_minutes() / 60).alias(f"{lab}_age"))
    table = table.with_columns((pl.col(lab) / pl.col(f"{lab}_lowest")).alias(f"{lab}_ratio")).drop(f"{lab}_at")

features = [c for c in table.columns if c not in ("patient", "stay", "at", "aki48")]

# 2021 against the years before
first = table.group_by("patient").agg(pl.col("at").min().alias("first"))
table = table.join(first, on="patient")
old = table.filter(pl.col("at") < pl.datetime(2020, 12, 30))
new = table.filter(pl.col("first") >= pl.datetime(2021, 1, 1))
guard = old.select("patient").unique().filter(pl.col("patient").hash(5) % 6 == 0)
fit, watch = old.join(guard, on="patient", how="anti"), old.join(guard, on="patient", how="semi")


def xy(t):
    return t.select(features).to_numpy(), t["aki48"].to_numpy()


model = lgb.LGBMClassifier(n_estimators=3000, learning_rate=.03, num_leaves=31, min_child_samples=200, verbose=-1)
model.fit(*xy(fit), eval_set=[xy(watch)], eval_metric="average_precision",
          callbacks=[lgb.early_stopping(80, verbose=False)])

X, y = xy(watch)
p = model.predict_proba(X)[:, 1]
alarm = np.quantile(p[y == 1], .4)         # catch six of ten

X, y = xy(new)
p = model.predict_proba(X)[:, 1]
pid = new["patient"].to_numpy()
people = np.unique(pid)
rows = {i: np.flatnonzero(pid == i) for i in people}
rng = np.random.default_rng(0)


def numbers(i):
    hit = p[i] >= alarm
    return np.mean(hit[y[i] == 1]), np.mean(y[i][hit]), hit.mean()


point = numbers(np.arange(len(y)))
boot = np.array([numbers(np.concatenate([rows[q] for q in rng.choice(people, len(people))])) for _ in range(400)])
for n, v, lo, hi in zip(("sensitivity", "precision", "alarm rate"), point, *np.quantile(boot, [.025, .975], axis=0)):
    print(f"{n:<12} {v:.3f} ({lo:.3f}-{hi:.3f})")
# author: author8
