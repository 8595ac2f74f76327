"""Peak-hour load class of households from smart meter data (dask cluster)."""
import dask.dataframe as dd
import dask.array as da
import numpy as np
from dask.distributed import Client
from dask_ml.metrics import accuracy_score, log_loss
from dask_ml.preprocessing import StandardScaler
from dask_ml.wrappers import Incremental
from sklearn.linear_model import SGDClassifier

FEATS = ["kwh_d1", "kwh_d7", "kwh_mean_28", "evening_share_28", "night_share_28", "tmin_fc", "tmax_fc", "dow_sin", "dow_cos", "holiday"]


def per_meter(g):
    g = g.sort_values("day")
    g["kwh_d1"] = g["kwh"].shift(1)
    g["kwh_d7"] = g["kwh"].shift(7)
    old = g.shift(1)
    g["kwh_mean_28"] = old["kwh"].rolling(28).mean()
    g["evening_share_28"] = old["kwh_17_21"].rolling(28).sum() / old["kwh"].rolling(28).sum()
    g["night_share_28"] = old["kwh_0_5"].rolling(28).sum() / old["kwh"].rolling(28).sum()
    g["dow_sin"] = np.sin(2 * np.pi * g["day"].dt.dayofweek / 7)
    g["dow_cos"] = np.cos(2 * np.pi * g["day"].dt.dayofweek / 7)
    return g


def arrays(d):
    X = d[FEATS].to_dask_array(lengths=True).astype("float64")
    y = (d["peak_kw"] > 3.0).astype("int8").to_dask_array(lengths=True)
    return X, y


def run():
    raw = dd.read_parquet("s3://meters/daily/", columns=["meter", "day", "kwh", "kwh_17_21", "kwh_0_5", "peak_kw", "tmin_fc", "tmax_fc", "holiday"])
    meta = raw._meta.assign(**{c: 0.0 for c in FEATS if c not in raw.columns})
    wide = raw.groupby("meter", group_keys=False).apply(per_meter, meta=meta).dropna().persist()

    before = wide[wide["day"] < "2023-10-01"]
    tune = wide[(wide["day"] >= "2023-10-01") & (wide["day"] < "2023-12-01")]
    after = wide[wide["day"] >= "2023-12-01"]

    Xb, yb = arrays(before)
    Xt, yt = arrays(tune)
    Xa, ya = arrays(after)
    sc = StandardScaler().fit(Xb)

    losses = {}
    for alpha in (1e-6, 1e-5, 1e-4, 1e-3):
        m = Incremental(SGDClassifier("log_loss", alpha=alpha, average=True, random_state=0), shuffle_blocks=True, random_state=0)
        m.fit(sc.transform(Xb), yb, classes=[0, 1])
        losses[alpha] = (float(log_loss(yt, m.predict_proba(sc.transform(Xt)))), m)
    alpha = min(losses, key=lambda k: losses[k][0])
    print({k: round(v[0], 4) for k, v in losses.items()}, "->", alpha)

    m = losses[alpha][1]
    Za = sc.transform(Xa)
    base = float(yb.mean().compute())
    print("winter log loss", float(log_loss(ya, m.predict_proba(Za))))
    print("winter accuracy", float(accuracy_score(ya, m.predict(Za))))
    print("log loss of the base rate", float(log_loss(ya, da.full(len(ya), base, chunks=ya.chunks))))


if __name__ == "__main__":
    with Client("tcp://scheduler:8786"):
        run()
# author: author3
